import { type DocumentNode, GraphQLError, parse, visit } from "graphql";
import { hubError } from "../errors.ts";
import { HIDDEN } from "../execute/run.ts";
import { checkAliases, checkSelections, mergeEqualSelections } from "./selections.ts";
import { checkDepth } from "./depth.ts";

/** Bounds of a document. */
export interface DocumentLimits {
  readonly characters: number;
  readonly tokens: number;
  readonly depth: number;
  readonly aliases: number;
  readonly selections: number;
}

/**
 * Parses a text, giving up at the first token beyond `tokens` (HUB_TOO_MANY_TOKENS) and before anything when the text is longer
 * than `characters` (HUB_QUERY_TOO_LONG). Nesting that the parser itself cannot follow is HUB_QUERY_TOO_DEEP.
 */
export function parseWithinTokens(
  text: string,
  { characters, tokens, depth }: Omit<DocumentLimits, "aliases" | "selections">,
): DocumentNode {
  if (text.length > characters) throw hubError("HUB_QUERY_TOO_LONG", { actual: text.length, limit: characters });
  try {
    return parse(text, { maxTokens: tokens });
  } catch (error) {
    if (error instanceof RangeError) throw hubError("HUB_QUERY_TOO_DEEP", { limit: depth });
    // The parser has no code for it; the test of this file holds the wording.
    if (error instanceof GraphQLError && error.message.endsWith("tokens. Parsing aborted.")) {
      throw hubError("HUB_TOO_MANY_TOKENS", { limit: tokens });
    }
    throw error;
  }
}

/** Refuses a text with U+0000, which PostgreSQL has no form for. @throws HUB_INVALID_VARIABLE */
export function assertNoNul(text: string): void {
  if (!text.includes("\0")) return;
  throw hubError("HUB_INVALID_VARIABLE", { reason: { en: "A text holds U+0000.", zh: "文本含有空字符 U+0000" } });
}

const [LEAST_INTEGER, MOST_INTEGER] = [-(2n ** 63n), 2n ** 63n - 1n] as const;
/** Characters of the longest integer of 64 bits: what is longer is refused without being read. */
const LONGEST_INTEGER = String(LEAST_INTEGER).length;

/** Refuses a number that the planner or a department would take for another one. @throws HUB_NUMBER_OUT_OF_RANGE */
export function assertNumber(isInRange: boolean): void {
  if (!isInRange) throw hubError("HUB_NUMBER_OUT_OF_RANGE", {});
}

const is64Bits = (digits: string): boolean =>
  digits.length <= LONGEST_INTEGER && BigInt(digits) >= LEAST_INTEGER && BigInt(digits) <= MOST_INTEGER;

/**
 * Refuses `__proto__` as a name in a document (HUB_RESERVED_NAME). GraphQL allows it as an alias or a variable;
 * as a key of an answer it would reach the prototype of whatever object an answer is put together in. An alias that begins as
 * the gateway's own hidden keys do would stand for a division or a subject. Literals hold no U+0000, and no number that cannot
 * be planned or passed on: a scalar of our own takes any literal.
 */
export function checkNamesAndLiterals(document: DocumentNode): void {
  visit(document, {
    IntValue: ({ value }) => {
      assertNumber(is64Bits(value));
    },
    FloatValue: ({ value }) => {
      assertNumber(Number.isFinite(Number(value)));
    },
    StringValue: ({ value }) => {
      assertNoNul(value);
    },
    Name: ({ value }) => {
      if (value === "__proto__") throw hubError("HUB_RESERVED_NAME", { name: value });
    },
    Field: ({ alias }) => {
      if (alias?.value.startsWith(HIDDEN) === true) throw hubError("HUB_RESERVED_NAME", { name: alias.value });
    },
  });
}

/** Parses a document within its limits, before validation: what makes validation itself expensive MUST NOT reach it. */
export function parseDocument(text: string, limits: DocumentLimits): DocumentNode {
  const document = parseWithinTokens(text, limits);
  checkNamesAndLiterals(document);
  checkDepth(document, limits.depth);
  checkAliases(document, limits.aliases);
  const merged = mergeEqualSelections(document);
  checkSelections(merged, limits.selections);
  return merged;
}
