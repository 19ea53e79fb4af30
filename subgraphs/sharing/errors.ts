import { GraphQLError } from "graphql";
import type { StepDecision } from "./workflow/decide.ts";

/** Codes of what a party to the workflow can get wrong. */
export type SharingErrorCode =
  | "HUB_OFFICER_UNKNOWN"
  | "HUB_STEP_REFUSED"
  | "HUB_CONFLICT"
  | "HUB_NOT_FOUND"
  | "HUB_APPLICATION_INVALID"
  | "HUB_UNKNOWN_COORDINATE"
  | "HUB_NOT_SHARED"
  | "HUB_CATALOGUE_REFUSED"
  | "HUB_OPERATION_INVALID"
  | "HUB_EVENT_NOT_RECORDED";

/** A mistake of the caller's, told with what was expected. */
export function sharingError(code: SharingErrorCode, message: string, details: object = {}): GraphQLError {
  return new GraphQLError(message, { extensions: { code, ...details } });
}

/** Nothing of this kind with this number that the caller may see. */
export function notFound(what: string): GraphQLError {
  return sharingError("HUB_NOT_FOUND", `There is no such ${what}`);
}

/** An argument that a step cannot take; `name` is its path. The value itself is not repeated. */
export function invalid(name: string, expected: string): GraphQLError {
  return sharingError("HUB_APPLICATION_INVALID", `${name}: ${expected}`, { field: name });
}

type Refusal = Exclude<StepDecision, { kind: "allowed" }>;

const words = (refusal: Refusal): string => {
  switch (refusal.kind) {
    case "WRONG_ROLE":
      return refusal.expected.length === 0
        ? "No person takes this step"
        : `Expected one of the roles ${refusal.expected.join(", ")}`;
    case "WRONG_DEPARTMENT":
      return "Another department's officer takes this step";
    case "OWN_MATTER":
      return `Nobody approves their own: you are its ${refusal.as}`;
    case "WRONG_STATE":
      return `Expected the state ${refusal.expected.map((state) => state ?? "(new)").join(" or ")}, got ${refusal.state ?? "(new)"}`;
  }
};

/** A step that the state machine does not allow, with the reason and never more than it. */
export function stepRefused(action: string, refusal: Refusal): GraphQLError {
  return sharingError("HUB_STEP_REFUSED", `${action}: ${words(refusal)}`, { action, reason: refusal.kind });
}
