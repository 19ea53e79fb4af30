import { GraphQLError } from "graphql";

/** Codes of what a reader of the ledger can get wrong. */
export type AuditErrorCode =
  | "HUB_SUBJECT_REQUIRED"
  | "HUB_SUBJECT_AMBIGUOUS"
  | "HUB_PERIOD_INVALID"
  | "HUB_FINDING_NOT_OPEN"
  | "HUB_FINDING_OWN"
  | "HUB_NOTE_REQUIRED";

/** The caller's mistake, told with what was expected and never with the value. */
export const auditError = (code: AuditErrorCode, message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { code } });
