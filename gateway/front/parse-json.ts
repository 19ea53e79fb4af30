import { GraphQLError } from "graphql";
import type { Words } from "../../schema/words.ts";
import { hubError } from "../errors.ts";

const RESERVED = "__proto__";

// Either the name as it stands, or an escape that could spell it.
const mayName = (text: string): boolean => text.includes(RESERVED) || text.includes("\\u");

const refuseReserved = (key: string, value: unknown): unknown => {
  if (key === RESERVED) throw hubError("HUB_RESERVED_NAME", { name: RESERVED });
  return value;
};

/** Parses a caller's JSON, named `what` to them. `__proto__` as a key is HUB_RESERVED_NAME, anything but JSON HUB_BODY_INVALID. */
export const parseJson = (text: string, what: Words): unknown => {
  try {
    return mayName(text) ? JSON.parse(text, refuseReserved) : JSON.parse(text);
  } catch (error) {
    if (error instanceof GraphQLError) throw error;
    throw hubError("HUB_BODY_INVALID", {
      reason: { en: `${what.en} is not valid JSON`, zh: `${what.zh}不是有效的 JSON` },
    });
  }
};
