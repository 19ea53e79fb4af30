import type { AskedBy } from "../identity/caller.ts";

/**
 * Who usually asks a question, from the comments at the head of its document:
 * ```graphql
 * # app: rental-check
 * # officer: zhang-san
 * # purpose: PUBLIC_RENTAL
 * ```
 * Each line may be missing.
 */
export function askedBy(document: string): AskedBy {
  const head = /^(?:\s*(?:#.*)?\n)*/.exec(document)?.[0] ?? "";
  const said = (word: string) => new RegExp(`^\\s*#\\s*${word}\\s*[:：]\\s*([\\w.-]+)`, "mi").exec(head)?.[1];
  return { app: said("app"), officer: said("officer"), purpose: said("purpose") };
}
