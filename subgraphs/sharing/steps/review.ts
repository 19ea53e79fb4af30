import { alike, pairVerdicts, type ItemVerdict } from "../applications/decide-items.ts";
import {
  assertAssessed,
  assessedAmong,
  ImpactAssessmentInput,
  keepAssessment,
} from "../applications/impact-assessment.ts";
import { giveGrant } from "../applications/give-grant.ts";
import { concludeIfAnswered } from "../applications/receive.ts";
import { assertWhole } from "../applications/return-flow.ts";
import { MOST_DIVISIONS, MOST_ITEMS } from "../applications/submission.ts";
import { invalid } from "../errors.ts";
import type { Application as Row, ApplicationItem } from "../generated/prisma/client.ts";
import { loadApplication, lockApplication } from "../matters/application.ts";
import { loadReview, reviewMatter, type ReviewOfApplication } from "../matters/review.ts";
import { answerTerm } from "../clock/terms.ts";
import { ItemDecision } from "../enums.ts";
import { Application } from "../types/application.ts";
import { coordinate, flag, group, id, list, name, optional, text, word, type Values } from "../workflow/arguments.ts";
import { movesOf } from "../workflow/declare.ts";
import type { StepTransaction } from "../workflow/matter.ts";
import { named, type StepContext } from "../workflow/step.ts";
import { applicant, owner, providerHead } from "../workflow/transition.ts";

const ofApplication = {
  type: Application,
  result: (tx: StepTransaction, { application }: ReviewOfApplication) => loadApplication(tx, application.id),
  lock: (tx: Parameters<typeof lockApplication>[0], { application }: ReviewOfApplication) =>
    lockApplication(tx, application),
  tells: ({ review }: ReviewOfApplication, { id: application }: Row) => ({ application, provider: review.provider }),
};
const application = id("申请编号");

/** Steps of the provider: the review is its own department's. */
const reviewStep = movesOf(reviewMatter, {
  ...ofApplication,
  target: { application },
  load: (tx, target, actor) => loadReview(tx, target.application, actor.department),
});

/** Steps of the applicant, who says whose review is meant. */
const supplementStep = movesOf(reviewMatter, {
  ...ofApplication,
  target: { application, provider: name("提出补正的提供部门") },
  load: (tx, target) => loadReview(tx, target.application, target.provider),
});

const itemsOf = ({ application: { id: applicationId }, review }: ReviewOfApplication) => ({
  applicationId,
  owner: review.provider,
  byRule: false,
});

const ownItems = ({ tx }: StepContext, row: ReviewOfApplication): Promise<ApplicationItem[]> =>
  tx.applicationItem.findMany({ where: itemsOf(row), orderBy: { coordinate: "asc" } });

const sign = async (
  { tx, actor, now }: StepContext,
  { application: { id: applicationId } }: ReviewOfApplication,
  consented: boolean,
  note: string | null,
): Promise<void> => {
  await tx.signOff.create({
    data: {
      applicationId,
      kind: "PROVIDER_HEAD",
      departmentId: actor.department,
      officerId: actor.officer,
      consented,
      note,
      signedAt: now,
    },
  });
};

const DECISION = {
  coordinate: coordinate(),
  decision: word(ItemDecision, "同意明文、同意脱敏或不同意"),
  reason: optional(text("理由；不同意或缩小行范围时必填")),
  rowScope: optional(
    list(
      word<string>("DivisionCode", "区划代码前缀"),
      "核定的行范围：只能在申请的行范围之内缩小；空为按申请",
      MOST_DIVISIONS,
    ),
  ),
};
const decisions = list(group("ItemVerdictInput", "对一个数据项的决定", DECISION), "逐项决定，不得遗漏", MOST_ITEMS);

/** PENDING decides nothing, so that the item counts as missing. */
const verdictOf = (given: Values<typeof DECISION>): readonly ItemVerdict[] =>
  given.decision === "PENDING" ? [] : [{ ...given, decision: given.decision }];

/** Steps of a provider's review (审核). A supplement leads to COMPLETE, from where nothing leads back: told once. */
export const REVIEW_STEPS = named({
  TELL_INCOMPLETE: reviewStep({
    mutation: "tellIncomplete",
    description: "提供部门一次性告知需要补正的内容，不得直接拒绝（第二十一条）；补正期间停止计时",
    article: 21,
    from: ["OPEN"],
    to: "INCOMPLETE",
    by: [owner],
    apart: ["applicant"],
    within: ({ review }, limits) => answerTerm(review, limits),
    args: { missing: text("需要补正的全部内容") },
    effect: ({ now }, { missing }) => ({ toldAt: now, missing }),
  }),
  SUPPLEMENT: supplementStep({
    mutation: "supplementApplication",
    description: "申请部门补正",
    article: 21,
    from: ["INCOMPLETE"],
    to: "COMPLETE",
    by: [applicant],
    args: { supplement: text("补正的内容") },
    effect: ({ now }, { supplement }) => ({ completedAt: now, supplement }),
  }),
  DECIDE: reviewStep({
    mutation: "decideItems",
    description: "数据责任人对本部门的全部数据项逐项决定（第二十条），待本部门负责人同意后答复",
    article: 21,
    from: ["OPEN", "COMPLETE"],
    to: "DECIDED",
    by: [owner],
    apart: ["applicant"],
    args: {
      decisions,
      assessment: optional(
        ImpactAssessmentInput.as(
          "提供部门的个人信息保护影响评估；同意提供有条件共享的个人信息的必填（个人信息保护法第五十五条）",
        ),
      ),
      registeredOnly: optional(flag("是否要求应用只用登记操作：授权有效期内，应用自拟的查询一律不读")),
    },
    effect: async (context, given, row) => {
      const { tx, actor, now, services } = context;
      const asked = row.application.rowScope;
      const verdicts = given.decisions.flatMap(verdictOf);
      const decided = pairVerdicts(services.catalogue(), asked, await ownItems(context, row), verdicts);
      assertWhole(row.application.returnFlow, decided);
      const provided = verdicts.filter(({ decision }) => decision !== "REFUSED").map(({ coordinate }) => coordinate);
      assertAssessed(assessedAmong(services.catalogue(), provided), given.assessment, now, "提供");
      await keepAssessment(context, row.application, "PROVIDER", given.assessment);
      if (given.registeredOnly === true && row.application.appId === null)
        throw invalid(
          "registeredOnly",
          "expected an app: a department asks nothing",
          "部门派生不提交查询，仅应用可要求",
        );
      const by = { decidedBy: actor.officer, decidedAt: now };
      for (const { ids, data } of alike(decided)) {
        await tx.applicationItem.updateMany({ where: { id: { in: [...ids] } }, data: { ...data, ...by } });
      }
      return { ...by, registeredOnly: given.registeredOnly ?? false };
    },
    tells: async (context, { assessment, registeredOnly }, row) => ({
      ...(assessment === null ? {} : { assessment: assessment.report.sha256 }),
      ...(registeredOnly === true ? { registeredOnly } : {}),
      decisions: (await ownItems(context, row)).map(({ coordinate, decision, rowScope }) => ({
        coordinate,
        decision,
        ...(rowScope.length > 0 ? { rowScope } : {}),
      })),
    }),
  }),
  CONFIRM: reviewStep({
    mutation: "confirmDecision",
    description: "提供部门共享工作机构负责人同意答复（第二十条），同意共享的数据项即成授权",
    article: 20,
    from: ["DECIDED"],
    to: "CONFIRMED",
    by: [providerHead],
    apart: ["applicant", "decider"],
    args: { note: optional(text("意见")) },
    effect: async (context, { note }, row) => {
      await sign(context, row, true, note);
      return { confirmedBy: context.actor.officer, confirmedAt: context.now };
    },
    then: async (context, _, row) => {
      const items = await ownItems(context, row);
      await giveGrant(context, {
        application: row.application,
        provider: row.review.provider,
        items,
        registeredOnly: row.review.registeredOnly,
        byRule: false,
      });
      await concludeIfAnswered(context, row.application.id);
    },
  }),
  RETURN: reviewStep({
    mutation: "returnDecision",
    description: "提供部门共享工作机构负责人退回重新决定；时限照计",
    article: 20,
    from: ["DECIDED"],
    to: "COMPLETE",
    by: [providerHead],
    apart: ["applicant", "decider"],
    args: { reason: text("理由") },
    effect: async (context, { reason }, row) => {
      await sign(context, row, false, reason);
      await context.tx.applicationItem.updateMany({
        where: itemsOf(row),
        data: { decision: "PENDING", reason: null, rowScope: [], decidedBy: null, decidedAt: null },
      });
      return { decidedBy: null, decidedAt: null };
    },
  }),
});
