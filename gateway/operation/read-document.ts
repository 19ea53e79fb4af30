import type { DocumentNode } from "graphql";
import type { GatewayLimits } from "../config.ts";
import { checkAliases } from "./aliases.ts";
import { checkDepth } from "./depth.ts";
import { checkReservedNames } from "./reserved-names.ts";
import { parseWithinTokens } from "./tokens.ts";

/** Parses a document within its limits, before validation: what makes validation itself expensive MUST NOT reach it. */
export const readDocument = (text: string, limits: GatewayLimits): DocumentNode => {
  const document = parseWithinTokens(text, limits);
  checkReservedNames(document);
  checkDepth(document, limits.depth);
  checkAliases(document, limits.aliases);
  return document;
};
