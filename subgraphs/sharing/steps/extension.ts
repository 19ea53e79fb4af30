import { answerTerm } from "../clock/terms.ts";
import { invalid } from "../errors.ts";
import type { Review } from "../generated/prisma/client.ts";
import { lockApplication } from "../matters/application.ts";
import { extensionMatter, loadExtension } from "../matters/extension.ts";
import { loadReview } from "../matters/review.ts";
import { Extension } from "../types/review.ts";
import { flag, id, optional, text, whole } from "../workflow/arguments.ts";
import { beginningsOf, movesOf } from "../workflow/declare.ts";
import { named, type StepContext } from "../workflow/step.ts";
import { authorityApart, owner } from "../workflow/transition.ts";

const extensionStep = movesOf(extensionMatter, {
  type: Extension,
  target: { extension: id("延期编号") },
  load: (tx, { extension }) => loadExtension(tx, extension),
  result: (tx, { extension }) => tx.extension.findUniqueOrThrow({ where: { id: extension.id } }),
  lock: (tx, { application }) => lockApplication(tx, application),
});

const answer = {
  mutation: "answerExtension",
  description: "主管部门答复延期请求（第二十一条）",
  article: 21,
  from: ["REQUESTED"],
  by: [authorityApart],
  apart: ["applicant", "requester"],
  args: { consent: flag("是否同意"), note: optional(text("意见；不同意时必填")) },
} as const;

const assertOpen = ({ state }: Review, refusal: StepContext["refusal"]): void => {
  if (state === "CONFIRMED" || state === "CLOSED") throw refusal("the review has ended", "审核已经结束");
};

/** Steps of an extension (延期), with the authority's consent and notice. */
export const EXTENSION_STEPS = named({
  REQUEST_EXTENSION: beginningsOf(
    extensionMatter,
    Extension,
  )({
    mutation: "requestExtension",
    description: "提供部门请求延期：至多十个工作日，限一次，须经主管部门同意（第二十一条）",
    article: 21,
    to: "REQUESTED",
    by: [owner],
    apart: ["applicant"],
    args: { application: id("申请编号"), days: whole("延长的工作日数", 1, 365), reason: text("理由") },
    load: (tx, { application }, { department }) => loadReview(tx, application, department),
    sides: ({ application, review }) => ({
      consumer: application.departmentId,
      provider: review.provider,
      involved: { applicant: application.applicantId },
    }),
    within: ({ review }, limits) => answerTerm(review, limits),
    lock: (tx, { application }) => lockApplication(tx, application),
    effect: async ({ tx, actor, now, services: { limits }, refusal }, { days, reason }, { review }) => {
      if (days > limits.extension)
        throw invalid(
          "days",
          `expected 1 to ${limits.extension} working days, got ${days}`,
          `应为 1 至 ${limits.extension} 个工作日`,
        );
      assertOpen(review, refusal);
      if ((await tx.extension.count({ where: { reviewId: review.id, state: { not: "REJECTED" } } })) > 0) {
        throw refusal("a term is extended once", "时限只能延长一次");
      }
      return { reviewId: review.id, days, reason, requestedBy: actor.officer, requestedAt: now };
    },
    tells: ({ days }, _, { application, review }) => ({ application: application.id, provider: review.provider, days }),
  }),
  CONSENT_EXTENSION: extensionStep({
    ...answer,
    when: { consent: true },
    to: "CONSENTED",
    within: ({ review }, limits) => answerTerm(review, limits),
    effect: ({ actor, now, refusal }, { note }, { review }) => {
      assertOpen(review, refusal);
      return { answeredBy: actor.officer, answeredAt: now, note };
    },
  }),
  REJECT_EXTENSION: extensionStep({
    ...answer,
    when: { consent: false },
    to: "REJECTED",
    effect: ({ actor, now }, { note }) => {
      if (note === null) throw invalid("note", "expected text, got nothing", "不得为空");
      return { answeredBy: actor.officer, answeredAt: now, note };
    },
  }),
});
