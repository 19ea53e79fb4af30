import type pg from "pg";
import type { LoggedRecord } from "../record.ts";
import type { NoteVerifier } from "../tree/note.ts";
import { readStatement, type Statement } from "./statement.ts";

/** The latest statement on a grant or party, and every hash that was stated of it at that very time. */
interface Latest extends Statement {
  readonly spoken: Set<string>;
}

/** The statements in force on every grant and party. Only the sharing service's signed word counts, and of each matter its latest. */
export class Statements {
  readonly #verifiers: readonly NoteVerifier[];
  readonly #latest = new Map<string, Latest>();
  #next = 0;

  constructor(verifiers: readonly NoteVerifier[]) {
    this.#verifiers = verifiers;
  }

  /** Reads the leaves since the last reading. Rejects when the ledger does not answer: then nothing is known. */
  async read(database: Pick<pg.Pool, "query">): Promise<void> {
    const { rows } = await database.query<{ index: string; signed: string | null }>(
      `SELECT index, CASE WHEN record LIKE '%"signature":%' THEN record END AS signed FROM ledger.leaves
       WHERE kind IN ('grant-change', 'workflow') AND index >= $1 ORDER BY index`,
      [this.#next],
    );
    for (const { index, signed } of rows) {
      const statement =
        signed === null ? undefined : readStatement(JSON.parse(signed) as LoggedRecord, this.#verifiers);
      if (statement) this.#take(statement);
      this.#next = Number(index) + 1;
    }
  }

  /** True while the grant, or the party's entry, is stated to have exactly this content. */
  holds(matter: Statement["matter"], id: string, hash: string): boolean {
    return this.#latest.get(`${matter} ${id}`)?.hash === hash;
  }

  #take(statement: Statement): void {
    const key = `${statement.matter} ${statement.id}`;
    const before = this.#latest.get(key);
    const spoken = before?.time === statement.time ? before.spoken : new Set<string>();
    // A leaf that somebody appends again says what was, not what is.
    if (before && statement.time < before.time) return;
    if (statement.hash !== null && spoken.has(statement.hash)) return;
    if (statement.hash !== null) spoken.add(statement.hash);
    this.#latest.set(key, { ...statement, spoken });
  }
}
