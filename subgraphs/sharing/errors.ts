import type { GraphQLError } from "graphql";
import { sharingErrors } from "../../schema/errors.ts";
import { listed, type Words } from "../../schema/words.ts";
import { raising } from "../kit/errors.ts";
import type { StepDecision } from "./workflow/decide.ts";

/** A mistake of the caller's, told with what was expected. */
export const sharingError = raising(sharingErrors);

const THINGS = {
  app: "应用",
  application: "申请",
  bar: "停供",
  change: "目录变更",
  coordinate: "字段",
  correction: "纠错",
  department: "部门",
  description: "目录条目补充项",
  dispute: "争议",
  extension: "延期",
  grant: "授权",
  incident: "数据安全事件",
  matter: "事项",
  operation: "登记操作",
  proposal: "待确认的登记",
  publication: "接入系统的公布",
  review: "审核",
  source: "接入系统",
  stop: "紧急停用",
  update: "目录更新",
  version: "目录版本",
} as const;

/** A thing that can be looked for in vain. */
export type Thing = keyof typeof THINGS;

/** Nothing of this kind with this number that the caller may see. */
export function notFound(what: Thing): GraphQLError {
  return sharingError("HUB_NOT_FOUND", { what: { en: what, zh: THINGS[what] } });
}

/** An argument that a step cannot take; `name` is its path. The value itself is not repeated. */
export function invalid(name: string, en: string, zh: string, details: object = {}): GraphQLError {
  const reason: Words = { en: `${name}: ${en}`, zh: `${name}：${zh}` };
  return sharingError("HUB_APPLICATION_INVALID", { reason }, { field: name, ...details });
}

/** Coordinates that the catalogue does not have. */
export function unknownCoordinates(coordinates: readonly string[]): GraphQLError {
  return sharingError("HUB_UNKNOWN_COORDINATE", { coordinates: listed(coordinates) }, { coordinates });
}

/**
 * Coordinates that nobody may have (art. 15).
 * @param told the coordinates with the basis of each
 */
export function notShared(coordinates: readonly string[], told = coordinates): GraphQLError {
  return sharingError("HUB_NOT_SHARED", { coordinates: listed(told) }, { coordinates });
}

/** A step that the content of its matter does not allow: the term has run out, there is one already. */
export function contentRefused(action: string, reason: Words): GraphQLError {
  return sharingError("HUB_STEP_REFUSED", { action, reason }, { action, reason: "WRONG_STATE" });
}

type Refusal = Exclude<StepDecision, { kind: "allowed" }>;

const stateOf = (state: string | null): string => state ?? "(new)";

const words = (refusal: Refusal): Words => {
  switch (refusal.kind) {
    case "WRONG_ROLE": {
      const { en, zh } = listed(refusal.expected);
      return refusal.expected.length === 0
        ? { en: "No person takes this step", zh: "此步骤不由人办理" }
        : { en: `Expected one of the roles ${en}`, zh: `须具有以下角色之一：${zh}` };
    }
    case "WRONG_DEPARTMENT":
      return { en: "Another department's officer takes this step", zh: "此步骤由其他部门的经办人办理" };
    case "OWN_MATTER":
      return {
        en: `Nobody approves their own: you are its ${refusal.as}`,
        zh: `不得办理本人经手的事项（${refusal.as}）`,
      };
    case "WRONG_STATE": {
      const expected = refusal.expected.map(stateOf);
      const state = stateOf(refusal.state);
      return {
        en: `Expected the state ${expected.join(" or ")}, got ${state}`,
        zh: `状态应为 ${expected.join(" 或 ")}，实际为 ${state}`,
      };
    }
  }
};

/** A step that the state machine does not allow, with the reason and never more than it. */
export function stepRefused(action: string, refusal: Refusal): GraphQLError {
  return sharingError("HUB_STEP_REFUSED", { action, reason: words(refusal) }, { action, reason: refusal.kind });
}
