import type pg from "pg";
import type { LoggedRecord } from "../record.ts";
import type { NoteVerifier } from "../tree/note.ts";
import { readStatement, type GrantStatement } from "./statement.ts";

/** The latest statement on a grant, and every hash that was stated of it at that very time. */
interface Latest extends GrantStatement {
  readonly spoken: Set<string>;
}

/** The statements in force on every grant. Only the sharing service's signed word counts, and of each grant its latest. */
export class GrantStatements {
  readonly #verifiers: readonly NoteVerifier[];
  readonly #latest = new Map<string, Latest>();
  #next = 0;

  constructor(verifiers: readonly NoteVerifier[]) {
    this.#verifiers = verifiers;
  }

  /** Reads the leaves since the last reading. Rejects when the ledger does not answer: then nothing is known. */
  async read(database: Pick<pg.Pool, "query">): Promise<void> {
    const { rows } = await database.query<{ index: string; record: string }>(
      "SELECT index, record FROM ledger.leaves WHERE kind = 'grant-change' AND index >= $1 ORDER BY index",
      [this.#next],
    );
    for (const { index, record } of rows) {
      const statement = readStatement(JSON.parse(record) as LoggedRecord, this.#verifiers);
      if (statement) this.#take(statement);
      this.#next = Number(index) + 1;
    }
  }

  /** True while the grant is stated to be in force with exactly this content. */
  holds(grant: string, hash: string): boolean {
    return this.#latest.get(grant)?.hash === hash;
  }

  #take(statement: GrantStatement): void {
    const before = this.#latest.get(statement.grant);
    const spoken = before?.time === statement.time ? before.spoken : new Set<string>();
    // A leaf that somebody appends again says what was, not what is.
    if (before && statement.time < before.time) return;
    if (statement.hash !== null && spoken.has(statement.hash)) return;
    if (statement.hash !== null) spoken.add(statement.hash);
    this.#latest.set(statement.grant, { ...statement, spoken });
  }
}
