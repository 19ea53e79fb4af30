import { beginOf } from "../applications/give-grant.ts";
import { invalid } from "../errors.ts";
import { grantMatter, loadGrant, type GrantOfApplicant } from "../matters/grant.ts";
import { Grant } from "../types/grant.ts";
import { coordinate, id, list, text } from "../workflow/arguments.ts";
import { movesOf } from "../workflow/declare.ts";
import { named, type StepContext } from "../workflow/step.ts";
import { barConsumerOf, liftBarOf } from "./bar.ts";
import { applicant, authority, authorityApart, owner, security } from "../workflow/transition.ts";

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

/** Steps of a grant (共享授权) that its parties, the authority and security take. */
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
      return { activatedAt: context.now, validFrom };
    },
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
    by: [owner, authority, security],
    args: { reason },
    effect: ({ now }, given) => ({ suspendedAt: now, reason: given.reason }),
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
    args: { rectification: text("整改情况") },
    effect: ({ actor }, { rectification }) => ({ rectification, rectifiedBy: actor.officer }),
  }),
  RESUME: grantStep({
    mutation: "resumeGrant",
    description: "整改到位后恢复授权（第二十七条）",
    article: 27,
    from: ["RECTIFIED"],
    to: "ACTIVE",
    by: [owner, authorityApart],
    apart: ["applicant", "rectifier"],
    effect: () => ({ suspendedAt: null, reason: null }),
    then: (context, _, { grant }) => liftBarOf(context, grant),
  }),
  TERMINATE: grantStep({
    mutation: "terminateGrant",
    description: "暂停后终止授权（第二十七条）",
    article: 27,
    // Giving the grant up, or waiting for its end, does not escape the termination of a suspended one.
    from: ["SUSPENDED", "RECTIFIED", "RELINQUISHED", "EXPIRED"],
    to: "TERMINATED",
    by: [owner, authority],
    args: { reason },
    effect: ({ now, refusal }, given, { grant }) => {
      if (grant.suspendedAt === null) throw refusal("it was never suspended", "授权未曾暂停");
      return { endedAt: now, reason: given.reason };
    },
    then: barring,
    tells: told,
  }),
  REVOKE: grantStep({
    mutation: "revokeGrant",
    description: "撤销授权；无正当理由不得终止共享（第二十七条），理由记录在案",
    article: 27,
    from: ["GRANTED", "ACTIVE", "SUSPENDED", "RECTIFIED"],
    to: "REVOKED",
    by: [owner, authority],
    args: { reason },
    effect: ({ now }, given) => ({ endedAt: now, reason: given.reason }),
    then: barring,
    tells: told,
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
    description: "需求部门报告已按提供部门要求处置数据（第二十七条）",
    article: 27,
    from: ["EXPIRED", "TERMINATED", "REVOKED", "RELINQUISHED"],
    to: "DISPOSED",
    by: [applicant],
    args: { disposal: text("处置情况") },
    effect: (_, { disposal }) => ({ disposal }),
  }),
});
