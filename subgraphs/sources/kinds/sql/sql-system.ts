import type { ToldRow } from "../../values/translate-rows.ts";

/** How a database wants its statements. */
export interface SqlDialect {
  /** The place of the value with this number, from 1. */
  readonly parameter: (number: number) => string;
  /** A column that is one of some values. */
  readonly among: (column: string, values: readonly string[], add: (value: SqlValue) => string) => string;
  /** A column as the text that the database writes of it. */
  readonly told: (column: string) => string;
}

export type SqlValue = string | readonly string[];

/** One database. Names in its statements stand in double quotes. */
export interface SqlSystem {
  readonly dialect: SqlDialect;
  /** Rows of a statement, every value as text. Rejects with what the database says, and within the time that a statement may take. */
  readonly rows: (text: string, values: readonly SqlValue[]) => Promise<readonly ToldRow[]>;
  /** Every value of a column that is not null, in parts. */
  readonly column: (from: string, column: string) => AsyncIterable<readonly string[]>;
  /** Columns that a table or view has now. */
  readonly columnsOf: (from: string) => Promise<ReadonlySet<string>>;
  /** Whether a refusal says that a column is not there. */
  readonly isColumnMissing: (error: unknown) => boolean;
  readonly isThere: () => Promise<boolean>;
  readonly close: () => Promise<void>;
}
