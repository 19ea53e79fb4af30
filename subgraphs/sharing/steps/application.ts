import { ImpactAssessmentInput, statedBefore } from "../applications/impact-assessment.ts";
import { receive } from "../applications/receive.ts";
import { ApplicationInput, applicationOf, restated, writeItems, type Submission } from "../applications/submission.ts";
import { notFound, stepRefused } from "../errors.ts";
import type { Application as Row } from "../generated/prisma/client.ts";
import { applicationMatter, loadApplication } from "../matters/application.ts";
import { loadGrant } from "../matters/grant.ts";
import { UNANSWERED } from "../matters/review.ts";
import { Application } from "../types/application.ts";
import { id, optional, text, time } from "../workflow/arguments.ts";
import { beginningsOf, movesOf } from "../workflow/declare.ts";
import { called, named, type StepContext } from "../workflow/step.ts";
import { applicant, consumerHead } from "../workflow/transition.ts";
import { STEPS_OF_HUB } from "./hub.ts";

const beginning = beginningsOf(applicationMatter, Application);

const applicationStep = movesOf(applicationMatter, {
  type: Application,
  target: { application: id("申请编号") },
  load: (tx, { application }) => loadApplication(tx, application),
  result: (tx, row) => loadApplication(tx, row.id),
});

/** An application by the department that owns its app, or applies for itself; and the grant that it would prolong. */
interface Applying {
  readonly owner: string;
  readonly input: Submission;
  readonly renews: number | null;
}

/** Submitting, for the first time or for a renewal: any change or prolongation is a new consent (art. 20). */
const submitting = {
  article: 20,
  to: "AWAITING_CONSENT",
  by: [applicant],
  sides: ({ owner }: Applying) => ({ consumer: owner, provider: null }),
  effect: (context: StepContext, _: unknown, { input, renews }: Applying) => applicationOf(context, input, renews),
  then: (context: StepContext, _: unknown, made: Row, { input }: Applying) => writeItems(context, made, input),
  tells: ({ appId, returnFlow, rowScope }: Row, _: unknown, { input, renews }: Applying) => ({
    app: appId,
    coordinates: input.items.map(({ coordinate }) => coordinate),
    renews,
    ...(input.assessment === null ? {} : { assessment: input.assessment.report.sha256 }),
    ...(returnFlow ? { returnFlow, rowScope } : {}),
  }),
} as const;

const sign = async (
  { tx, actor, now }: StepContext,
  { id: applicationId }: Row,
  consented: boolean,
  note: string | null,
): Promise<void> => {
  await tx.signOff.create({
    data: {
      applicationId,
      kind: "CONSUMER_HEAD",
      departmentId: actor.department,
      officerId: actor.officer,
      consented,
      note,
      signedAt: now,
    },
  });
};

/** Steps of an application (共享申请) before its providers answer. */
export const APPLICATION_STEPS = named({
  SUBMIT: beginning({
    ...submitting,
    mutation: "submitApplication",
    description: "提交共享申请；先由本部门共享工作机构负责人同意（第二十条）",
    args: { input: ApplicationInput.as("申请内容") },
    load: async (tx, { input }, actor) => {
      if (input.app === null) return { owner: actor.department, input, renews: null };
      const app = await tx.app.findUnique({ where: { id: input.app } });
      if (!app) throw notFound("app");
      return { owner: app.departmentId, input, renews: null };
    },
  }),
  CONSENT: applicationStep({
    mutation: "consentToApplication",
    description: "本部门共享工作机构负责人同意申请，申请随即送达提供部门（第二十条）；无条件共享的数据项依规则给予",
    article: 20,
    from: ["AWAITING_CONSENT"],
    to: "UNDER_REVIEW",
    by: [consumerHead],
    apart: ["applicant"],
    args: { note: optional(text("意见")) },
    effect: ({ now }) => ({ consentedAt: now }),
    then: async (context, { note }, row) => {
      await sign(context, row, true, note);
      await receive(context, row);
    },
  }),
  DECLINE: applicationStep({
    mutation: "declineApplication",
    description: "本部门共享工作机构负责人不同意申请（第二十条）",
    article: 20,
    from: ["AWAITING_CONSENT"],
    to: "DECLINED",
    by: [consumerHead],
    apart: ["applicant"],
    args: { reason: text("理由") },
    effect: ({ now }) => ({ decidedAt: now }),
    then: (context, { reason }, row) => sign(context, row, false, reason),
    tells: (_, { reason }) => ({ reason }),
  }),
  WITHDRAW: applicationStep({
    mutation: "withdrawApplication",
    description: "申请部门撤回未办结的申请；已经给予的授权不受影响",
    article: 20,
    from: ["AWAITING_CONSENT", "UNDER_REVIEW"],
    to: "WITHDRAWN",
    by: [applicant],
    effect: ({ now }) => ({ decidedAt: now }),
    then: async ({ tx, advance }, _, application) => {
      const where = { applicationId: application.id, state: { in: [...UNANSWERED] } };
      for (const review of await tx.review.findMany({ where })) {
        await advance(STEPS_OF_HUB.CLOSE, { application, review }, {});
      }
    },
  }),
});

const RENEWABLE = ["GRANTED", "ACTIVE", "EXPIRED"];

/** The renewal of a grant is a submission too. */
export const RENEWAL = called(
  "SUBMIT",
  beginning({
    ...submitting,
    mutation: "renewGrant",
    description: "申请续期：内容相同的新申请，走完整流程；续期自原授权到期时起",
    args: {
      grant: id("授权编号"),
      validTo: time("DateTime", "续至的截止时间"),
      assessment: optional(ImpactAssessmentInput.as("重新作出的个人信息保护影响评估；空为沿用原评估")),
    },
    load: async (tx, { grant: number, validTo, assessment }) => {
      const { grant } = await loadGrant(tx, number);
      if (!RENEWABLE.includes(grant.state)) {
        throw stepRefused("RENEW", { kind: "WRONG_STATE", state: grant.state, expected: RENEWABLE });
      }
      const before = await loadApplication(tx, grant.applicationId);
      const items = await tx.grantItem.findMany({ where: { grantId: grant.id, removedAt: null } });
      const found = assessment ?? (await statedBefore({ tx }, before.id));
      const input = restated(before, found, { app: grant.appId, rowScope: grant.rowScope, validTo, items });
      return { owner: grant.departmentId, input, renews: grant.id };
    },
  }),
);
