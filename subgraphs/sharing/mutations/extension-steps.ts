import { claim, loadApplication, loadReview } from "../applications/load-application.ts";
import { builder, internal, type Context } from "../builder.ts";
import { readTerm } from "../clock/term.ts";
import { answerTerm } from "../clock/terms.ts";
import { demand, notFound, sharingError } from "../errors.ts";
import type { Extension as Row } from "../generated/prisma/client.ts";
import { numberOf } from "../identifiers.ts";
import { Extension } from "../types/review.ts";
import { held, perform } from "../workflow/perform.ts";

const refused = (message: string): Error =>
  sharingError("HUB_STEP_REFUSED", `REQUEST_EXTENSION: ${message}`, {
    action: "REQUEST_EXTENSION",
    reason: "WRONG_STATE",
  });

const request = (context: Context, id: string | number, days: number, reason: string): Promise<Row> =>
  perform(context, {
    action: "REQUEST_EXTENSION",
    load: (tx, actor) => loadReview(tx, id, actor.department),
    view: ({ application, review }) => ({
      id: null,
      state: null,
      consumer: application.departmentId,
      provider: review.provider,
      hands: { applicant: application.applicantId },
    }),
    change: async ({ application, review }, { tx, actor, now, services }) => {
      const most = services.limits.extension;
      if (days < 1 || days > most) {
        throw sharingError("HUB_APPLICATION_INVALID", `days: expected 1 to ${most} working days, got ${days}`);
      }
      const { state } = readTerm(answerTerm(review, services.limits), now);
      if (state === "OVERDUE") throw refused("an extension does not cure a term that has run out");
      if (review.state === "CONFIRMED" || review.state === "CLOSED") throw refused("the review has ended");
      await claim(tx, application);
      if ((await tx.extension.count({ where: { reviewId: review.id, state: { not: "REJECTED" } } })) > 0) {
        throw refused("a term is extended once");
      }
      const result = await tx.extension.create({
        data: {
          reviewId: review.id,
          state: "REQUESTED",
          days,
          reason: demand("reason", reason),
          requestedBy: actor.officer,
          requestedAt: now,
        },
      });
      return { result, id: result.id, detail: { application: application.id, provider: review.provider, days } };
    },
  });

const answer = (context: Context, id: string | number, consented: boolean, note: string | null): Promise<Row> =>
  perform(context, {
    action: consented ? "CONSENT_EXTENSION" : "REJECT_EXTENSION",
    load: async (tx) => {
      const extension = await tx.extension.findUnique({ where: { id: numberOf(id, "extension") } });
      if (!extension) throw notFound("extension");
      const review = await tx.review.findUniqueOrThrow({ where: { id: extension.reviewId } });
      return { extension, review, application: await loadApplication(tx, review.applicationId) };
    },
    view: ({ extension, review, application }) => ({
      id: extension.id,
      state: extension.state,
      consumer: application.departmentId,
      provider: review.provider,
      hands: { applicant: application.applicantId, requester: extension.requestedBy },
    }),
    change: async ({ extension, review, application }, { tx, actor, now }) => {
      await claim(tx, application);
      held(
        await tx.extension.updateMany({
          where: { id: extension.id, state: "REQUESTED" },
          data: {
            state: consented ? "CONSENTED" : "REJECTED",
            answeredBy: actor.officer,
            answeredAt: now,
            note: consented ? note : demand("note", note ?? ""),
          },
        }),
      );
      if (consented) await tx.review.update({ where: { id: review.id }, data: { extensionDays: extension.days } });
      return { result: await tx.extension.findUniqueOrThrow({ where: { id: extension.id } }) };
    },
  });

builder.mutationFields((t) => ({
  requestExtension: t.field({
    type: Extension,
    description: "提供部门请求延期：至多十个工作日，限一次，须经主管部门同意（第二十一条）",
    ...internal,
    args: {
      application: t.arg.id({ required: true, description: "申请编号" }),
      days: t.arg.int({ required: true, description: "延长的工作日数" }),
      reason: t.arg.string({ required: true, description: "理由" }),
    },
    resolve: (_, args, context) => request(context, args.application, args.days, args.reason),
  }),
  answerExtension: t.field({
    type: Extension,
    description: "主管部门答复延期请求（第二十一条）",
    ...internal,
    args: {
      extension: t.arg.id({ required: true, description: "延期编号" }),
      consent: t.arg.boolean({ required: true, description: "是否同意" }),
      note: t.arg.string({ description: "意见；不同意时必填" }),
    },
    resolve: (_, args, context) => answer(context, args.extension, args.consent, args.note ?? null),
  }),
}));
