import { builder, internal, type Context } from "../builder.ts";
import { loadDispute, viewDispute, writeDispute } from "../disputes/load-dispute.ts";
import { demandDocument, DocumentInput, type DocumentReference } from "../documents.ts";
import { demand } from "../errors.ts";
import type { Dispute as Row, Prisma } from "../generated/prisma/client.ts";
import { Dispute } from "../types/dispute.ts";
import { perform, type Taking } from "../workflow/perform.ts";
import type { Action } from "../workflow/state-machine.ts";

type Id = string | number;
type Data = Prisma.DisputeUpdateManyMutationInput;

const take = (context: Context, action: Action, id: Id, write: (taking: Taking) => Data): Promise<Row> =>
  perform(context, {
    action,
    load: (tx) => loadDispute(tx, id),
    view: viewDispute,
    change: async ({ dispute }, taking) => {
      const { matter, matterId, claimant, respondent } = dispute;
      const result = await writeDispute(taking.tx, dispute, write(taking));
      return { result, detail: { matter, matterId, claimant, respondent } };
    },
  });

const closed = ({ actor, now }: Taking, outcome: string) => ({ outcome, closedBy: actor.officer, closedAt: now });

/** The second tier: the authority brings both together, or puts the dispute before the government. */
const coordinate = (context: Context, id: Id, settled: boolean, opinion: string): Promise<Row> =>
  take(context, settled ? "COORDINATE_DISPUTE" : "REFER_DISPUTE", id, (taking) => {
    const said = demand("opinion", opinion);
    const by = { opinion: said, coordinatedBy: taking.actor.officer, coordinatedAt: taking.now };
    return settled ? { ...by, ...closed(taking, said), state: "SETTLED" } : { ...by, state: "BEFORE_GOVERNMENT" };
  });

/** The third tier, and the last: with the document by which it was decided. */
const decide = (context: Context, id: Id, decision: string, document: DocumentReference): Promise<Row> =>
  take(context, "DECIDE_DISPUTE", id, (taking) => {
    const { reference, sha256 } = demandDocument("document", document);
    const outcome = closed(taking, demand("decision", decision));
    return { ...outcome, state: "DECIDED", decisionReference: reference, decisionSha256: sha256 };
  });

builder.mutationFields((t) => {
  const dispute = t.arg.id({ required: true, description: "争议编号" });
  const field = { type: Dispute, ...internal } as const;
  return {
    answerDispute: t.field({
      ...field,
      description: "相对部门负责人答复争议（第二十八条，协商）",
      args: { dispute, answer: t.arg.string({ required: true, description: "答复" }) },
      resolve: (_, args, context) =>
        take(context, "ANSWER_DISPUTE", args.dispute, ({ actor, now }) => ({
          state: "ANSWERED",
          answer: demand("answer", args.answer),
          answeredBy: actor.officer,
          answeredAt: now,
        })),
    }),
    settleDispute: t.field({
      ...field,
      description: "提出部门负责人接受答复，协商一致（第二十八条）",
      args: { dispute, terms: t.arg.string({ required: true, description: "一致的内容" }) },
      resolve: (_, args, context) =>
        take(context, "SETTLE_DISPUTE", args.dispute, (taking) => ({
          ...closed(taking, demand("terms", args.terms)),
          state: "SETTLED",
        })),
    }),
    escalateDispute: t.field({
      ...field,
      description: "任一方负责人在协商不成时提请主管部门协调（第二十八条）",
      args: { dispute, consultation: t.arg.string({ required: true, description: "协商情况" }) },
      resolve: (_, args, context) =>
        take(context, "ESCALATE_DISPUTE", args.dispute, ({ actor, now }) => ({
          state: "BEFORE_AUTHORITY",
          consultation: demand("consultation", args.consultation),
          escalatedBy: actor.officer,
          escalatedAt: now,
        })),
    }),
    coordinateDispute: t.field({
      ...field,
      description: "主管部门（跨层级、跨区域的为共同的上级）协调争议；协调不成的提请政府决定（第二十八条）",
      args: {
        dispute,
        settled: t.arg.boolean({ required: true, description: "双方是否达成一致；否即提请政府决定" }),
        opinion: t.arg.string({ required: true, description: "协调意见" }),
      },
      resolve: (_, args, context) => coordinate(context, args.dispute, args.settled, args.opinion),
    }),
    decideDispute: t.field({
      ...field,
      description: "政府决定争议（第二十八条）",
      args: {
        dispute,
        decision: t.arg.string({ required: true, description: "决定" }),
        document: t.arg({ type: DocumentInput, required: true, description: "决定文书" }),
      },
      resolve: (_, args, context) => decide(context, args.dispute, args.decision, args.document),
    }),
    withdrawDispute: t.field({
      ...field,
      description: "提出部门撤回争议",
      args: { dispute, reason: t.arg.string({ required: true, description: "理由" }) },
      resolve: (_, args, context) =>
        take(context, "WITHDRAW_DISPUTE", args.dispute, (taking) => ({
          ...closed(taking, demand("reason", args.reason)),
          state: "WITHDRAWN",
        })),
    }),
  };
});
