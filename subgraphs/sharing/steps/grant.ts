import {
  assertAssessed,
  ImpactAssessmentInput,
  keepAssessment,
  withheldFor,
  type Assessed,
} from "../applications/impact-assessment.ts";
import { beginOf } from "../applications/give-grant.ts";
import { invalid } from "../errors.ts";
import { grantMatter, loadGrant, type GrantOfApplicant } from "../matters/grant.ts";
import { Grant } from "../types/grant.ts";
import { END_CAUSES, type EndCauseName } from "../workflow/states.ts";
import { EndCause } from "../enums.ts";
import { coordinate, id, list, optional, text, word } from "../workflow/arguments.ts";
import { movesOf } from "../workflow/declare.ts";
import { named, type StepContext } from "../workflow/step.ts";
import { barConsumerOf, liftBarOf } from "./bar.ts";
import { applicant, authorityAbove, owner, providerHead } from "../workflow/transition.ts";

const grantStep = movesOf(grantMatter, {
  type: Grant,
  target: { grant: id("授权编号") },
  load: (tx, { grant }) => loadGrant(tx, grant),
  result: (tx, { grant }) => tx.grant.findUniqueOrThrow({ where: { id: grant.id } }),
});

const reason = text("理由");
const told = (_: unknown, given: { readonly reason: string }): object => ({ reason: given.reason });

const barring = (context: StepContext, given: { readonly reason: string }, { grant }: GrantOfApplicant) =>
  barConsumerOf(context, grant, given.reason);

/** Arguments of an ending by the provider: art. 27 lets it end nothing without good reason, so the causes are a closed list. */
const ENDING = { cause: word(EndCause, "终止共享的正当理由（第二十七条）"), reason: text("事实与理由") };
type Ending = { readonly cause: EndCauseName; readonly reason: string };

const ends = ({ now }: StepContext, given: Ending) => ({ endedAt: now, endCause: given.cause, reason: given.reason });
const toldEnding = (_: unknown, given: Ending): object => ({ cause: given.cause, reason: given.reason });

const UNASSESSED = {
  en: "personal information that is given on conditions needs both sides' impact assessments and the agreed obligations (PIPL 55, Order 790 art. 12)",
  zh: "含有条件共享的个人信息，须有双方的个人信息保护影响评估和约定的安全保护义务，方可开通（个人信息保护法第五十五条、网络数据安全管理条例第十二条）",
} as const;

/** Writes down an assessment that is made up for: the consumer's with its obligations, or the provider's. */
const makeUpFor = async (
  { tx, actor, now }: StepContext,
  { grant: { applicationId, departmentId, provider } }: GrantOfApplicant,
  assessment: Assessed | null,
  obligations: string | null,
): Promise<void> => {
  if (assessment === null) return;
  const side = actor.department === departmentId ? "CONSUMER" : actor.department === provider ? "PROVIDER" : null;
  if (side === null) throw invalid("assessment", "expected a party of the grant", "应由授权的一方评估");
  assertAssessed([], assessment, now, side === "CONSUMER" ? "申请" : "提供");
  const application = await tx.application.findUniqueOrThrow({ where: { id: applicationId } });
  await keepAssessment({ tx, actor, now }, application, side, assessment, side === "CONSUMER" ? obligations : null);
};

const obligations = optional(
  text("需求部门承担的安全保护义务（网络数据安全管理条例第十二条）；申请时已写明的不必再写"),
);
const madeUp = optional(ImpactAssessmentInput.as("补做的个人信息保护影响评估（个人信息保护法第五十五条）"));

/**
 * Steps of a grant (共享授权) that its parties and the authority over both take.
 * @law 政务数据共享条例第二十七条 [T] 终止共享须有法定理由并经提供部门负责人同意；滥用的，先暂停、限期整改，到位的恢复，不到位的终止；处置数据须经提供部门确认；主管部门须为双方共同的上级
 */
export const GRANT_STEPS = named({
  ACTIVATE: grantStep({
    mutation: "activateGrant",
    description: "提供部门开通授权：自同意之日起二十个工作日内（第二十二条）",
    article: 22,
    from: ["GRANTED"],
    to: "ACTIVE",
    by: [owner],
    apart: ["applicant"],
    effect: async (context, _, { grant }) => {
      const { renewsGrantId } = await context.tx.application.findUniqueOrThrow({ where: { id: grant.applicationId } });
      const validFrom = await beginOf(context, renewsGrantId);
      if (validFrom >= grant.validTo) throw context.refusal("its time has run out", "使用时限已过");
      if (await withheldFor(context, grant)) throw context.refusal(UNASSESSED.en, UNASSESSED.zh);
      return { activatedAt: context.now, validFrom };
    },
  }),
  ASSESS: grantStep({
    mutation: "assessGrant",
    description: "授权的一方补做个人信息保护影响评估（个人信息保护法第五十五条）；需求部门同时写明安全保护义务",
    article: null,
    from: ["ACTIVE"],
    to: "ACTIVE",
    by: [applicant, owner],
    args: { assessment: ImpactAssessmentInput.as("补做的个人信息保护影响评估"), obligations },
    effect: async (context, given, row) => {
      await makeUpFor(context, row, given.assessment, given.obligations);
      return (await withheldFor(context, row.grant)) ? {} : { assessBy: null };
    },
    tells: (_, { assessment }) => ({ assessment: assessment.report.sha256 }),
  }),
  NARROW: grantStep({
    mutation: "narrowGrant",
    description: "从授权中移出数据项：只减不增；扩大范围须重新申请（第二十五条）",
    article: 25,
    from: ["ACTIVE"],
    to: "ACTIVE",
    by: [applicant, owner],
    args: { coordinates: list(coordinate(), "移出的字段坐标", 500) },
    effect: async ({ tx, now }, { coordinates }, { grant }) => {
      const { count } = await tx.grantItem.updateMany({
        where: { grantId: grant.id, coordinate: { in: [...coordinates] }, removedAt: null },
        data: { removedAt: now },
      });
      if (count !== new Set(coordinates).size || count === 0) {
        throw invalid("coordinates", "expected coordinates that this grant holds", "应为本授权所含的字段坐标");
      }
      return {};
    },
    tells: (_, { coordinates }) => ({ removed: coordinates }),
  }),
  SUSPEND: grantStep({
    mutation: "suspendGrant",
    description: "暂停授权并要求限期整改（第二十七条）",
    article: 27,
    from: ["ACTIVE"],
    to: "SUSPENDED",
    by: [owner, authorityAbove],
    args: { reason },
    effect: ({ actor, now }, given) => ({ suspendedAt: now, suspendedBy: actor.officer, reason: given.reason }),
    then: barring,
    tells: told,
  }),
  RECTIFY: grantStep({
    mutation: "reportRectification",
    description: "需求部门报告整改情况（第二十七条）",
    article: 27,
    from: ["SUSPENDED"],
    to: "RECTIFIED",
    by: [applicant],
    args: { rectification: text("整改情况"), assessment: madeUp, obligations },
    effect: async (context, { rectification, ...given }, row) => {
      await makeUpFor(context, row, given.assessment, given.obligations);
      return { rectification, rectifiedBy: context.actor.officer };
    },
  }),
  RESUME: grantStep({
    mutation: "resumeGrant",
    description: "整改到位后恢复授权（第二十七条）",
    article: 27,
    from: ["RECTIFIED"],
    to: "ACTIVE",
    by: [owner, authorityAbove],
    apart: ["applicant", "rectifier"],
    args: { assessment: madeUp },
    effect: async (context, { assessment }, row) => {
      await makeUpFor(context, row, assessment, null);
      if (await withheldFor(context, row.grant)) throw context.refusal(UNASSESSED.en, UNASSESSED.zh);
      return { suspendedAt: null, suspendedBy: null, reason: null, assessBy: null };
    },
    then: (context, _, { grant }) => liftBarOf(context, grant),
  }),
  TERMINATE: grantStep({
    mutation: "terminateGrant",
    description:
      "暂停、整改不到位的，经提供部门负责人同意或者由双方共同的上级主管部门终止共享（第二十七条）；不得由决定暂停的本人终止",
    article: 27,
    // Giving the grant up, or waiting for its end, does not escape the termination of a suspended one.
    from: ["SUSPENDED", "RECTIFIED", "RELINQUISHED", "EXPIRED"],
    to: "TERMINATED",
    by: [providerHead, authorityAbove],
    apart: ["suspender"],
    args: ENDING,
    effect: (context, given, { grant }) => {
      if (grant.suspendedAt === null) throw context.refusal("it was never suspended", "授权未曾暂停");
      return ends(context, given);
    },
    then: barring,
    tells: toldEnding,
  }),
  REVOKE: grantStep({
    mutation: "revokeGrant",
    description:
      "终止不再有使用依据的共享（第二十七条）：由提供部门负责人同意，或者由双方共同的上级主管部门决定；滥用的不得径行终止，须先暂停、限期整改",
    article: 27,
    from: ["GRANTED", "ACTIVE"],
    to: "REVOKED",
    by: [providerHead, authorityAbove],
    args: ENDING,
    effect: (context, given) => {
      if (END_CAUSES[given.cause].ofMisuse)
        throw invalid(
          "cause",
          "misuse is suspended first, rectified, and then resumed or terminated",
          "滥用的应当先暂停、限期整改",
        );
      return ends(context, given);
    },
    then: barring,
    tells: toldEnding,
  }),
  RELINQUISH: grantStep({
    mutation: "relinquishGrant",
    description: "需求部门放弃不再需要的授权",
    article: 27,
    from: ["GRANTED", "ACTIVE", "SUSPENDED", "RECTIFIED"],
    to: "RELINQUISHED",
    by: [applicant],
    args: { reason },
    effect: ({ now }, given) => ({ endedAt: now, reason: given.reason }),
    tells: told,
  }),
  DISPOSE: grantStep({
    mutation: "reportDisposal",
    description: "需求部门报告已按提供部门要求处置数据（第二十七条），由提供部门确认；确认之前可以再报",
    article: 27,
    from: ["EXPIRED", "TERMINATED", "REVOKED", "RELINQUISHED", "DISPOSAL_REPORTED"],
    to: "DISPOSAL_REPORTED",
    by: [applicant],
    args: { disposal: text("处置情况") },
    effect: (_, { disposal }) => ({ disposal }),
  }),
  CONFIRM_DISPOSAL: grantStep({
    mutation: "confirmDisposal",
    description: "提供部门确认数据已按其要求处置（第二十七条）",
    article: 27,
    from: ["DISPOSAL_REPORTED"],
    to: "DISPOSED",
    by: [owner],
    apart: ["applicant"],
    args: { note: text("确认意见") },
    effect: (_, { note }) => ({ disposalNote: note }),
    tells: (_, { note }) => ({ note }),
  }),
});
