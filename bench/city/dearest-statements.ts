import type { StatementCount } from "./statement-counts.ts";

export const STATEMENTS_HEAD = [
  "question",
  "statements per request",
  "department",
  "the statement reads",
  "calls per request",
  "rows per call",
  "blocks per call",
  "ms per call",
] as const;

/** Statements that are told of each question. */
const TOLD = 3;

const tableIn = (text: string): string => /\bfrom "?(?:public"?\."?)?(\w+)/i.exec(text)?.[1] ?? text.slice(0, 40);

/**
 * The statements of one question that looked into the most blocks, and how many blocks the first of them takes for a request.
 * @param requests that were answered while the statements were counted
 */
export function dearestStatements(question: string, requests: number, counts: readonly StatementCount[]) {
  const all = counts.reduce((sum, { calls }) => sum + calls, 0) / requests;
  const inOrder = [...counts].sort((a, b) => b.blocks - a.blocks);
  const rows = inOrder
    .slice(0, TOLD)
    .map(({ department, text, calls, rows: found, blocks, milliseconds }) => [
      question,
      all.toFixed(1),
      department,
      tableIn(text),
      (calls / requests).toFixed(2),
      (found / calls).toFixed(1),
      (blocks / calls).toFixed(0),
      (milliseconds / calls).toFixed(2),
    ]);
  return { rows, blocks: (inOrder[0]?.blocks ?? 0) / requests };
}
