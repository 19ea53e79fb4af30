import { updateTerm } from "../clock/terms.ts";
import { beijingDay } from "../../kit/rules/working-days.ts";
import { UpdateCause } from "../enums.ts";
import { invalid, notFound } from "../errors.ts";
import { loadUpdate, updateMatter } from "../matters/catalogue-update.ts";
import { CatalogueUpdate } from "../types/catalogue-update.ts";
import { flag, id, name, optional, text, time, whole, word } from "../workflow/arguments.ts";
import { beginningsOf, movesOf } from "../workflow/declare.ts";
import { named } from "../workflow/step.ts";
import { authority, authorityApart, owner, providerHead } from "../workflow/transition.ts";

const updateStep = movesOf(updateMatter, {
  type: CatalogueUpdate,
  target: { update: id("目录更新编号") },
  load: (tx, { update }, { officer }) => loadUpdate(tx, update, officer),
  result: (tx, { update }) => tx.catalogueUpdate.findUniqueOrThrow({ where: { id: update.id } }),
  tells: ({ update: { provider } }, { extensionDays }) => ({ provider, extensionDays }),
});

const answer = {
  mutation: "answerUpdateExtension",
  description: "主管部门答复目录更新的延期请求（第十七条）",
  article: 17,
  from: ["EXTENSION_REQUESTED"],
  by: [authorityApart],
  apart: ["requester"],
  args: { consent: flag("是否同意"), note: optional(text("意见；不同意时必填")) },
} as const;

/** Steps of an update (目录更新) after a change of law or duty. Asked for an extension once: nothing leads back to DUE. */
export const UPDATE_STEPS = named({
  CALL_UPDATE: beginningsOf(
    updateMatter,
    CatalogueUpdate,
  )({
    mutation: "callCatalogueUpdate",
    description: "因法律法规或职责变化提起目录更新（第十七条）：自变化之日起十个工作日内完成",
    article: 17,
    to: "DUE",
    by: [owner, authority],
    args: {
      provider: name("提供部门标识"),
      cause: word(UpdateCause, "起因"),
      reason: text("法律法规或职责的变化"),
      occurredOn: time("Date", "变化之日"),
    },
    load: (_, { provider }) => provider,
    sides: (provider) => ({ consumer: null, provider }),
    effect: ({ actor, now, services }, { cause, reason, occurredOn }, provider) => {
      const owners = [...services.catalogue().catalogue.items.values()];
      if (!owners.some((item) => item.owner === provider)) throw notFound("department");
      if (occurredOn.toISOString().slice(0, 10) > beijingDay(now)) {
        throw invalid("occurredOn", "expected a day that has come", "应为已到之日");
      }
      return { provider, cause, reason, occurredOn, calledBy: actor.officer, calledAt: now };
    },
    tells: ({ provider, cause, occurredOn }) => ({
      provider,
      cause,
      occurredOn: occurredOn.toISOString().slice(0, 10),
    }),
  }),
  REQUEST_UPDATE_EXTENSION: updateStep({
    mutation: "requestUpdateExtension",
    description: "提供部门请求延长目录更新时限：至多五个工作日，限一次，须经主管部门同意（第十七条）",
    article: 17,
    from: ["DUE"],
    to: "EXTENSION_REQUESTED",
    by: [owner],
    args: { days: whole("延长的工作日数", 1, 365), reason: text("理由") },
    within: ({ update }, limits) => updateTerm(update, limits),
    effect: ({ actor, now, services }, { days, reason }) => {
      const most = services.limits.catalogueExtension;
      if (days > most)
        throw invalid("days", `expected 1 to ${most} working days, got ${days}`, `应为 1 至 ${most} 个工作日`);
      return { requestedDays: days, extensionReason: reason, requestedBy: actor.officer, requestedAt: now };
    },
  }),
  CONSENT_UPDATE_EXTENSION: updateStep({
    ...answer,
    when: { consent: true },
    to: "EXTENDED",
    within: ({ update }, limits) => updateTerm(update, limits),
    effect: ({ actor, now }, { note }, { update }) => ({
      answeredBy: actor.officer,
      answeredAt: now,
      extensionDays: update.requestedDays ?? 0,
      note,
    }),
  }),
  REJECT_UPDATE_EXTENSION: updateStep({
    ...answer,
    when: { consent: false },
    to: "NOT_EXTENDED",
    effect: ({ actor, now }, { note }) => {
      if (note === null) throw invalid("note", "expected text, got nothing", "不得为空");
      return { answeredBy: actor.officer, answeredAt: now, note };
    },
  }),
  /** The head hands in the whole update: every change of it has been consented to, and there is at least one. */
  COMPLETE_UPDATE: updateStep({
    mutation: "completeCatalogueUpdate",
    description: "提供部门负责人报送完成的目录更新（第十七条）；其各项变更均须已经其同意",
    article: 17,
    from: ["DUE", "EXTENSION_REQUESTED", "EXTENDED", "NOT_EXTENDED"],
    to: "DONE",
    by: [providerHead],
    apart: ["proposer"],
    effect: async ({ tx, now }, _, { update }) => {
      const changes = await tx.catalogueChange.findMany({ where: { updateId: update.id }, select: { state: true } });
      if (changes.length === 0 || changes.some(({ state }) => state === "PROPOSED")) {
        throw invalid(
          "update",
          "expected changes that belong to it, all of them approved by the department's head",
          "须有所属变更，且均已经本部门负责人同意",
        );
      }
      return { doneAt: now };
    },
  }),
});
