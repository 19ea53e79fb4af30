import { GraphQLError } from "graphql";

/** Codes of what a caller can get wrong in an argument; each answer names what was expected, never the value. */
export type InputErrorCode =
  | "HUB_INVALID_CITIZEN_NUMBER"
  | "HUB_INVALID_CREDIT_CODE"
  | "HUB_INVALID_DIVISION_CODE"
  | "HUB_UNKNOWN_DIVISION"
  | "HUB_INVALID_MONTH"
  | "HUB_INVALID_AMOUNT"
  | "HUB_PAGE_SIZE"
  | "HUB_INVALID_CURSOR";

/** The caller's mistake, told without a stack. */
export const invalidInput = (code: InputErrorCode, message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { code } });
