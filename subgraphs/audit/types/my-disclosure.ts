import { type LoggedDisclosure, disclosuresOf } from "../../../ledger/query/find-disclosures.ts";
import type { LoggedRecord } from "../../../ledger/record.ts";
import { connectionNames } from "../../kit/rows/connection.ts";
import { dataset } from "../../kit/dataset.ts";
import { open } from "../../kit/item.ts";
import { builder, type Context } from "../builder.ts";
import { disclosureConnection } from "../disclosure-connection.ts";
import { CoordinateOutcome } from "../enums.ts";
import { auditError } from "../errors.ts";
import { leafHashOf } from "./disclosure.ts";

interface Seen {
  readonly coordinate: string;
  readonly outcome: "CLEAR" | "MASKED" | "DERIVED";
  readonly department: string | null;
}

/** The scaffolding of a query says nothing about a person. */
const isScaffolding = (coordinate: string): boolean =>
  /^(?:Query|Mutation|PageInfo|\w+(?:Connection|Edge))\./.test(coordinate);

/** Fields that reached the caller, and inputs that departments computed with. Denied fields reached nobody. */
export function seenIn({ coordinates, derived, department }: LoggedRecord): readonly Seen[] {
  return [
    ...coordinates.flatMap(({ coordinate, outcome }) =>
      outcome === "DENIED" || isScaffolding(coordinate) ? [] : [{ coordinate, outcome, department }],
    ),
    ...derived.flatMap(({ department: deriving, inputs }) =>
      inputs.map((coordinate) => ({ coordinate, outcome: "DERIVED" as const, department: deriving })),
    ),
  ];
}

const shown = { nullable: true, ...open("L2") } as const;

const MyDisclosedCoordinate = builder.objectRef<Seen>("MyDisclosedCoordinate").implement({
  ...dataset("数据提供审计", "REAL_TIME"),
  description: "给出的一项",
  fields: (t) => ({
    coordinate: t.exposeString("coordinate", { description: "字段坐标", ...shown }),
    outcome: t.expose("outcome", { type: CoordinateOutcome, description: "明文、脱敏或供部门计算", ...shown }),
    department: t.exposeString("department", { description: "取得的部门", ...shown }),
  }),
});

/**
 * A record as its subject sees it. A type of its own: it is open to the person alone, and holds neither the officer's
 * account nor the receipt, whose full text names the other people of the same answer. The hash, which a random id blinds,
 * lets the person have the record proven by an auditor.
 */
const MyDisclosure = builder.objectRef<LoggedDisclosure>("MyDisclosure").implement({
  ...dataset("数据提供审计", "REAL_TIME"),
  description: "一次涉及本人的数据提供",
  fields: (t) => ({
    index: t.id({ description: "记录序号", ...shown, resolve: ({ index }) => String(index) }),
    time: t.field({ type: "DateTime", description: "时间", ...shown, resolve: ({ record }) => new Date(record.time) }),
    department: t.string({ description: "需求部门", ...shown, resolve: ({ record }) => record.department }),
    app: t.string({ description: "应用", ...shown, resolve: ({ record }) => record.app }),
    purpose: t.string({ description: "用途代码", ...shown, resolve: ({ record }) => record.purpose }),
    coordinates: t.field({
      type: [MyDisclosedCoordinate],
      description: "该次请求给出的字段（涉及多人的请求不逐人区分）",
      ...shown,
      resolve: ({ record }) => seenIn(record),
    }),
    leafHash: t.string({
      description: "记录的叶散列，可请审计员据此出具证明",
      ...shown,
      resolve: (disclosure, _, context) => leafHashOf(disclosure, context),
    }),
  }),
});

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
      description: "谁、何时、为何、看了本人的哪些数据，自新至旧；只凭本人令牌。依法暂缓告知的核查在解除后显示",
      ...open("L2"),
      resolve: (_, page, context) => {
        const subject = ownSubject(context);
        return disclosureConnection(page, (request) => disclosuresOf(context.database.reader, subject, request));
      },
    },
    ...connectionNames("MyDisclosure"),
  ),
);
