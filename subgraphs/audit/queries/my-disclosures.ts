import { disclosuresOf } from "../../../ledger/query/find-disclosures.ts";
import { connectionNames } from "../../kit/connection.ts";
import { open } from "../../kit/item.ts";
import { builder, type Context } from "../builder.ts";
import { disclosureConnection } from "../disclosure-connection.ts";
import { auditError } from "../errors.ts";
import { MyDisclosure } from "../types/my-disclosure.ts";

/** The person of the token, and of nothing else: no argument can name another. @throws HUB_SUBJECT_REQUIRED */
const ownSubject = ({ envelope }: Context): string => {
  const subject = envelope?.subject;
  if (subject) return `Person:${subject}`;
  throw auditError("HUB_SUBJECT_REQUIRED", {});
};

builder.queryField("myDisclosures", (t) =>
  t.connection(
    {
      type: MyDisclosure,
      nullable: true,
      description: "谁、何时、为何、看了本人的哪些数据，自新至旧；只凭本人令牌。秘密调查在解除后显示",
      ...open("L2"),
      resolve: (_, page, context) => {
        const subject = ownSubject(context);
        return disclosureConnection(page, (request) => disclosuresOf(context.database.reader, subject, request));
      },
    },
    ...connectionNames("MyDisclosure"),
  ),
);
