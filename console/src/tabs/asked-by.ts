import type { AskedBy } from "../identity/caller.ts";

/**
 * The usual caller of a question, from the comments at the head of its document:
 * ```graphql
 * # app: rental-check
 * # officer: zhang-san
 * # purpose: PUBLIC_RENTAL
 * # case: ZJ-2026-0102
 * ```
 * Each line may be missing.
 */
export function askedBy(document: string): AskedBy {
  const said = (word: string) => saidAtHead(document, word);
  return { app: said("app"), officer: said("officer"), purpose: said("purpose"), caseNumber: said("case") };
}

/** The word behind `# WORD:` in the comments at the head of a document. */
export function saidAtHead(document: string, word: string): string | undefined {
  const head = /^(?:\s*(?:#.*)?\n)*/.exec(document)?.[0] ?? "";
  return new RegExp(`^\\s*#\\s*${word}\\s*[:：]\\s*([\\w.-]+)`, "mi").exec(head)?.[1];
}
