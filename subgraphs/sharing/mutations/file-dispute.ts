import { builder, internal, type Context } from "../builder.ts";
import { areasOf } from "../disputes/load-dispute.ts";
import { partiesOf } from "../disputes/parties-of.ts";
import { DisputeMatter } from "../enums.ts";
import { demand, notFound, sharingError } from "../errors.ts";
import type { Dispute as Row } from "../generated/prisma/client.ts";
import type { DisputeMatter as Matter } from "../generated/prisma/enums.ts";
import { Dispute } from "../types/dispute.ts";
import { perform, type Taking } from "../workflow/perform.ts";

interface Claim {
  readonly matter: Matter;
  readonly id: string | number;
  readonly respondent: string;
  readonly claim: string;
}

const OPEN = ["CONSULTING", "ANSWERED", "BEFORE_AUTHORITY", "BEFORE_GOVERNMENT"] as const;

/** One matter is in dispute once between two departments, whichever of them began. */
const assertNone = async (
  { tx }: Taking,
  matter: Matter,
  matterId: string,
  parties: readonly string[],
): Promise<void> => {
  const sides = { claimant: { in: [...parties] }, respondent: { in: [...parties] } };
  if ((await tx.dispute.count({ where: { matter, matterId, ...sides, state: { in: [...OPEN] } } })) > 0) {
    throw sharingError("HUB_STEP_REFUSED", "FILE_DISPUTE: it is in dispute already", { reason: "WRONG_STATE" });
  }
};

const file = (context: Context, input: Claim): Promise<Row> =>
  perform(context, {
    action: "FILE_DISPUTE",
    load: async (tx, { department }) => {
      const { id, consumer, providers } = await partiesOf(tx, input.matter, input.id);
      const { respondent } = input;
      const isBetween = (a: string, b: string): boolean => a === consumer && providers.includes(b);
      // To an outsider, and against one, there is no such matter.
      if (!isBetween(department, respondent) && !isBetween(respondent, department)) throw notFound("matter");
      await areasOf(tx, [department, respondent]);
      return { id, claimant: department, respondent };
    },
    view: ({ claimant, respondent }) => ({
      id: null,
      state: null,
      consumer: claimant,
      provider: respondent,
      hands: {},
    }),
    change: async ({ id, claimant, respondent }, taking) => {
      const { tx, actor, now } = taking;
      await assertNone(taking, input.matter, id, [claimant, respondent]);
      const result = await tx.dispute.create({
        data: {
          state: "CONSULTING",
          matter: input.matter,
          matterId: id,
          claimant,
          respondent,
          claim: demand("claim", input.claim),
          filedBy: actor.officer,
          filedAt: now,
        },
      });
      return { result, id: result.id, detail: { matter: input.matter, matterId: id, claimant, respondent } };
    },
  });

builder.mutationField("fileDispute", (t) =>
  t.field({
    type: Dispute,
    description: "提出争议（第二十八条）：申请、授权或纠错的任一方，先行协商",
    ...internal,
    args: {
      matter: t.arg({ type: DisputeMatter, required: true, description: "所涉事项类别" }),
      id: t.arg.id({ required: true, description: "所涉事项编号" }),
      respondent: t.arg.string({ required: true, description: "相对部门标识" }),
      claim: t.arg.string({ required: true, description: "争议事项与主张；不得载明个人信息" }),
    },
    resolve: (_, args, context) => file(context, args),
  }),
);
