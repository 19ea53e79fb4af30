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
export const sharingError = (code: SharingErrorCode, message: string, details: object = {}): GraphQLError =>
  new GraphQLError(message, { extensions: { code, ...details } });

/** Nothing of this kind with this number that the caller may see. */
export const notFound = (what: string): GraphQLError => sharingError("HUB_NOT_FOUND", `There is no such ${what}`);

/** A required text that is missing or blank. @throws HUB_APPLICATION_INVALID */
export const demand = (name: string, value: string): string => {
  const text = value.trim();
  if (text === "")
    throw sharingError("HUB_APPLICATION_INVALID", `${name}: expected text, got nothing`, { field: name });
  return text;
};

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
      return `Nobody approves their own: you are its ${refusal.hand}`;
    case "WRONG_STATE":
      return `Expected the state ${refusal.expected.map((state) => state ?? "(new)").join(" or ")}, got ${refusal.state ?? "(new)"}`;
  }
};

/** A step that the state machine does not allow, with the reason and never more than it. */
export const stepRefused = (action: string, refusal: Refusal): GraphQLError =>
  sharingError("HUB_STEP_REFUSED", `${action}: ${words(refusal)}`, { action, reason: refusal.kind });
