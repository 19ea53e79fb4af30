import { DisputeMatter } from "../enums.ts";
import { notFound } from "../errors.ts";
import { areasOf, disputeMatter, loadDispute, partiesOf } from "../matters/dispute.ts";
import { Dispute } from "../types/dispute.ts";
import { DocumentInput, flag, id, name, text, word } from "../workflow/arguments.ts";
import { beginningsOf, movesOf } from "../workflow/declare.ts";
import { named, type StepContext } from "../workflow/step.ts";
import {
  applicant,
  authorityAbove,
  consumerHead,
  consumerOwner,
  governmentAbove,
  providerHead,
} from "../workflow/transition.ts";

const OPEN = ["CONSULTING", "ANSWERED", "BEFORE_AUTHORITY", "BEFORE_GOVERNMENT"] as const;

const disputeStep = movesOf(disputeMatter, {
  type: Dispute,
  target: { dispute: id("争议编号") },
  load: (tx, { dispute }) => loadDispute(tx, dispute),
  result: (tx, { dispute }) => tx.dispute.findUniqueOrThrow({ where: { id: dispute.id } }),
  tells: ({ dispute: { matter, matterId, claimant, respondent } }) => ({ matter, matterId, claimant, respondent }),
});

const closed = ({ actor, now }: StepContext, outcome: string) => ({ outcome, closedBy: actor.officer, closedAt: now });

const coordinated = ({ actor, now }: StepContext, opinion: string) => ({
  opinion,
  coordinatedBy: actor.officer,
  coordinatedAt: now,
});

/** The second tier: the authority brings both together, or puts the dispute before the government. */
const coordination = {
  mutation: "coordinateDispute",
  description: "主管部门（跨层级、跨区域的为共同的上级）协调争议；协调不成的提请政府决定（第二十八条）",
  article: 28,
  from: ["BEFORE_AUTHORITY"],
  by: [authorityAbove],
  apart: ["filer"],
  args: { settled: flag("双方是否达成一致；否即提请政府决定"), opinion: text("协调意见") },
} as const;

/**
 * Steps of a dispute (争议): consultation, the authority over both, the government. The claimant stands on the consumer's
 * side, the respondent on the provider's, whichever of them provides. The law sets no term.
 */
export const DISPUTE_STEPS = named({
  FILE_DISPUTE: beginningsOf(
    disputeMatter,
    Dispute,
  )({
    mutation: "fileDispute",
    description: "提出争议（第二十八条）：申请、授权或纠错的任一方，先行协商",
    article: 28,
    to: "CONSULTING",
    by: [applicant, consumerOwner],
    args: {
      matter: word(DisputeMatter, "所涉事项类别"),
      id: id("所涉事项编号"),
      respondent: name("相对部门标识"),
      claim: text("争议事项与主张；不得载明个人信息"),
    },
    load: async (tx, { matter, id: number, respondent }, { department }) => {
      const { id: matterId, consumer, providers } = await partiesOf(tx, matter, number);
      const isBetween = (a: string, b: string): boolean => a === consumer && providers.includes(b);
      // To an outsider, and against one, there is no such matter.
      if (!isBetween(department, respondent) && !isBetween(respondent, department)) throw notFound("matter");
      await areasOf(tx, [department, respondent]);
      return { matter, matterId, claimant: department, respondent };
    },
    sides: ({ claimant, respondent }) => ({ consumer: claimant, provider: respondent }),
    effect: async ({ tx, actor, now, refusal }, { claim }, about) => {
      const { matter, matterId, claimant, respondent } = about;
      const between = { claimant: { in: [claimant, respondent] }, respondent: { in: [claimant, respondent] } };
      const open = await tx.dispute.count({ where: { matter, matterId, ...between, state: { in: [...OPEN] } } });
      // One matter is in dispute once between two departments, whichever of them began.
      if (open > 0) throw refusal("it is in dispute already", "该事项已在争议中");
      return { ...about, claim, filedBy: actor.officer, filedAt: now };
    },
    tells: (_made, _args, about) => about,
  }),
  ANSWER_DISPUTE: disputeStep({
    mutation: "answerDispute",
    description: "相对部门负责人答复争议（第二十八条，协商）",
    article: 28,
    from: ["CONSULTING"],
    to: "ANSWERED",
    by: [providerHead],
    apart: ["filer"],
    args: { answer: text("答复") },
    effect: ({ actor, now }, { answer }) => ({ answer, answeredBy: actor.officer, answeredAt: now }),
  }),
  SETTLE_DISPUTE: disputeStep({
    mutation: "settleDispute",
    description: "提出部门负责人接受答复，协商一致（第二十八条）",
    article: 28,
    from: ["ANSWERED"],
    to: "SETTLED",
    by: [consumerHead],
    apart: ["filer"],
    args: { terms: text("一致的内容") },
    effect: (context, { terms }) => closed(context, terms),
  }),
  ESCALATE_DISPUTE: disputeStep({
    mutation: "escalateDispute",
    description: "任一方负责人在协商不成时提请主管部门协调（第二十八条）",
    article: 28,
    from: ["CONSULTING", "ANSWERED"],
    to: "BEFORE_AUTHORITY",
    by: [consumerHead, providerHead],
    apart: ["filer"],
    args: { consultation: text("协商情况") },
    effect: ({ actor, now }, { consultation }) => ({ consultation, escalatedBy: actor.officer, escalatedAt: now }),
  }),
  COORDINATE_DISPUTE: disputeStep({
    ...coordination,
    when: { settled: true },
    to: "SETTLED",
    effect: (context, { opinion }) => ({ ...coordinated(context, opinion), ...closed(context, opinion) }),
  }),
  REFER_DISPUTE: disputeStep({
    ...coordination,
    when: { settled: false },
    to: "BEFORE_GOVERNMENT",
    effect: (context, { opinion }) => coordinated(context, opinion),
  }),
  /** The third tier, and the last: with the document by which it was decided. */
  DECIDE_DISPUTE: disputeStep({
    mutation: "decideDispute",
    description: "政府决定争议（第二十八条）",
    article: 28,
    from: ["BEFORE_GOVERNMENT"],
    to: "DECIDED",
    by: [governmentAbove],
    apart: ["filer", "referrer"],
    args: { decision: text("决定"), document: DocumentInput.as("决定文书") },
    effect: (context, { decision, document: { reference, sha256 } }) => ({
      ...closed(context, decision),
      decisionReference: reference,
      decisionSha256: sha256,
    }),
  }),
  WITHDRAW_DISPUTE: disputeStep({
    mutation: "withdrawDispute",
    description: "提出部门撤回争议",
    article: 28,
    from: OPEN,
    to: "WITHDRAWN",
    by: [applicant, consumerOwner],
    args: { reason: text("理由") },
    effect: (context, { reason }) => closed(context, reason),
  }),
});
