import { builder, internal, type Context } from "../builder.ts";
import { stepRefused } from "../errors.ts";
import type { Application as Row } from "../generated/prisma/client.ts";
import { loadGrant } from "../grants/load-grant.ts";
import { Application } from "../types/application.ts";
import { perform, type PersonStep } from "../workflow/perform.ts";
import { submission, type Submission } from "./submit-application.ts";

const RENEWABLE = ["GRANTED", "ACTIVE", "EXPIRED"];

interface Renewed {
  readonly owner: string;
  readonly input: Submission;
  readonly grant: number;
}

const renewal = (id: string | number, validTo: Date): PersonStep<Renewed, Row> => ({
  action: "SUBMIT",
  load: async (tx) => {
    const { grant } = await loadGrant(tx, id);
    if (!RENEWABLE.includes(grant.state)) {
      throw stepRefused("RENEW", { kind: "WRONG_STATE", state: grant.state, expected: RENEWABLE });
    }
    const before = await tx.application.findUniqueOrThrow({ where: { id: grant.applicationId } });
    const items = await tx.grantItem.findMany({ where: { grantId: grant.id, removedAt: null } });
    const input: Submission = { ...before, app: grant.appId, rowScope: grant.rowScope, validTo, items };
    return { owner: grant.departmentId, input, grant: grant.id };
  },
  view: ({ owner }) => ({ id: null, state: null, consumer: owner, provider: null, hands: {} }),
  change: (row, taking) => submission(row.input, row.grant).change(row, taking),
});

builder.mutationField("renewGrant", (t) =>
  t.field({
    type: Application,
    description: "申请续期：内容相同的新申请，走完整流程；续期自原授权到期时起",
    ...internal,
    args: {
      grant: t.arg.id({ required: true, description: "授权编号" }),
      validTo: t.arg({ type: "DateTime", required: true, description: "续至的截止时间" }),
    },
    resolve: (_, { grant, validTo }, context: Context) => perform(context, renewal(grant, validTo)),
  }),
);
