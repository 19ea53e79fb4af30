import { type DocumentNode, GraphQLError, parse } from "graphql";
import { hubError } from "../errors.ts";

/** Bounds of a document's text. */
export interface TextLimits {
  readonly characters: number;
  readonly tokens: number;
  readonly depth: number;
}

/**
 * Parses a document, giving up at the first token beyond `tokens` (HUB_TOO_MANY_TOKENS) and before anything when the text
 * is longer than `characters` (HUB_QUERY_TOO_LONG). Nesting that the parser itself cannot follow is HUB_QUERY_TOO_DEEP.
 */
export const parseWithinTokens = (text: string, { characters, tokens, depth }: TextLimits): DocumentNode => {
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
};
