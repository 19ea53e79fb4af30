import { builder, internal, type Context } from "../builder.ts";
import { beijingDay } from "../clock/working-days.ts";
import { readTerm } from "../clock/term.ts";
import { updateTerm } from "../clock/terms.ts";
import { UpdateCause } from "../enums.ts";
import { demand, notFound, sharingError } from "../errors.ts";
import type { CatalogueUpdate as Row, Prisma } from "../generated/prisma/client.ts";
import type { UpdateCause as Cause } from "../generated/prisma/enums.ts";
import { numberOf } from "../identifiers.ts";
import { CatalogueUpdate } from "../types/catalogue-update.ts";
import { held, perform, type Taking } from "../workflow/perform.ts";
import type { Action } from "../workflow/state-machine.ts";

type Id = string | number;

interface Call {
  readonly provider: string;
  readonly cause: Cause;
  readonly reason: string;
  readonly occurredOn: Date;
}

const invalid = (message: string): Error => sharingError("HUB_APPLICATION_INVALID", message);

const call = (context: Context, input: Call): Promise<Row> =>
  perform(context, {
    action: "CALL_UPDATE",
    load: () => Promise.resolve(input.provider),
    view: (provider) => ({ id: null, state: null, consumer: null, provider, hands: {} }),
    change: async (provider, { tx, actor, now, services }) => {
      const owners = [...services.catalogue().catalogue.items.values()];
      if (!owners.some(({ owner }) => owner === provider)) throw notFound("department");
      const occurredOn = input.occurredOn.toISOString().slice(0, 10);
      if (occurredOn > beijingDay(now)) throw invalid("occurredOn: expected a day that has come");
      const { cause, reason } = input;
      const result = await tx.catalogueUpdate.create({
        data: {
          state: "DUE",
          provider,
          cause,
          reason: demand("reason", reason),
          occurredOn: input.occurredOn,
          calledBy: actor.officer,
          calledAt: now,
        },
      });
      return { result, id: result.id, detail: { provider, cause, occurredOn } };
    },
  });

const loadUpdate = async (
  tx: Prisma.TransactionClient,
  id: Id,
): Promise<{ readonly update: Row; readonly proposers: readonly string[] }> => {
  const update = await tx.catalogueUpdate.findUnique({ where: { id: numberOf(id, "update") } });
  if (!update) throw notFound("update");
  const changes = await tx.catalogueChange.findMany({ where: { updateId: update.id }, select: { proposedBy: true } });
  return { update, proposers: changes.map(({ proposedBy }) => proposedBy) };
};

const take = (
  context: Context,
  action: Action,
  id: Id,
  write: (
    update: Row,
    taking: Taking,
  ) => Prisma.CatalogueUpdateUpdateManyMutationInput | Promise<Prisma.CatalogueUpdateUpdateManyMutationInput>,
): Promise<Row> =>
  perform(context, {
    action,
    load: async (tx, actor) => {
      const { update, proposers } = await loadUpdate(tx, id);
      return { update, proposer: proposers.find((officer) => officer === actor.officer) ?? null };
    },
    view: ({ update, proposer }) => ({
      id: update.id,
      state: update.state,
      consumer: null,
      provider: update.provider,
      hands: { requester: update.requestedBy, proposer },
    }),
    change: async ({ update }, taking) => {
      const data = await write(update, taking);
      const where = { id: update.id, version: update.version };
      held(await taking.tx.catalogueUpdate.updateMany({ where, data: { ...data, version: { increment: 1 } } }));
      const result = await taking.tx.catalogueUpdate.findUniqueOrThrow({ where: { id: update.id } });
      return { result, detail: { provider: update.provider, extensionDays: result.extensionDays } };
    },
  });

const requestExtension = (context: Context, id: Id, days: number, reason: string): Promise<Row> =>
  take(context, "REQUEST_UPDATE_EXTENSION", id, (update, { actor, now, services: { limits } }) => {
    const most = limits.catalogueExtension;
    if (days < 1 || days > most) throw invalid(`days: expected 1 to ${most} working days, got ${days}`);
    if (readTerm(updateTerm(update, limits), now).state === "OVERDUE") {
      const message = "REQUEST_UPDATE_EXTENSION: an extension does not cure a term that has run out";
      throw sharingError("HUB_STEP_REFUSED", message, { reason: "WRONG_STATE" });
    }
    return {
      state: "EXTENSION_REQUESTED",
      requestedDays: days,
      extensionReason: demand("reason", reason),
      requestedBy: actor.officer,
      requestedAt: now,
    };
  });

const answerExtension = (context: Context, id: Id, consented: boolean, note: string | null): Promise<Row> =>
  take(context, consented ? "CONSENT_UPDATE_EXTENSION" : "REJECT_UPDATE_EXTENSION", id, (update, { actor, now }) => {
    const answer = { answeredBy: actor.officer, answeredAt: now };
    return consented
      ? { ...answer, state: "EXTENDED", extensionDays: update.requestedDays ?? 0, note }
      : { ...answer, state: "NOT_EXTENDED", note: demand("note", note ?? "") };
  });

/** The head hands in the whole update: every change of it has been consented to, and there is at least one. */
const complete = (context: Context, id: Id): Promise<Row> =>
  take(context, "COMPLETE_UPDATE", id, async (update, { tx, now }) => {
    const changes = await tx.catalogueChange.findMany({ where: { updateId: update.id }, select: { state: true } });
    if (changes.length === 0 || changes.some(({ state }) => state === "PROPOSED")) {
      throw invalid("update: expected changes that belong to it, all of them approved by the department's head");
    }
    return { state: "DONE", doneAt: now };
  });

builder.mutationFields((t) => {
  const update = t.arg.id({ required: true, description: "目录更新编号" });
  const field = { type: CatalogueUpdate, ...internal } as const;
  return {
    callCatalogueUpdate: t.field({
      ...field,
      description: "因法律法规或职责变化提起目录更新（第十七条）：自变化之日起十个工作日内完成",
      args: {
        provider: t.arg.string({ required: true, description: "提供部门标识" }),
        cause: t.arg({ type: UpdateCause, required: true, description: "起因" }),
        reason: t.arg.string({ required: true, description: "法律法规或职责的变化" }),
        occurredOn: t.arg({ type: "Date", required: true, description: "变化之日" }),
      },
      resolve: (_, args, context) => call(context, args),
    }),
    requestUpdateExtension: t.field({
      ...field,
      description: "提供部门请求延长目录更新时限：至多五个工作日，限一次，须经主管部门同意（第十七条）",
      args: {
        update,
        days: t.arg.int({ required: true, description: "延长的工作日数" }),
        reason: t.arg.string({ required: true, description: "理由" }),
      },
      resolve: (_, args, context) => requestExtension(context, args.update, args.days, args.reason),
    }),
    answerUpdateExtension: t.field({
      ...field,
      description: "主管部门答复目录更新的延期请求（第十七条）",
      args: {
        update,
        consent: t.arg.boolean({ required: true, description: "是否同意" }),
        note: t.arg.string({ description: "意见；不同意时必填" }),
      },
      resolve: (_, args, context) => answerExtension(context, args.update, args.consent, args.note ?? null),
    }),
    completeCatalogueUpdate: t.field({
      ...field,
      description: "提供部门负责人报送完成的目录更新（第十七条）；其各项变更均须已经其同意",
      args: { update },
      resolve: (_, args, context) => complete(context, args.update),
    }),
  };
});
