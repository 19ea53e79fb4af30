import type { Conditions } from "../../kit/rows/conditions.ts";
import type { Value } from "../values/translate.ts";

/** A row as the graph has it: values by field, its division where its type has divisions, and the moment of which it tells. */
export type SourceRow = Readonly<Record<string, Value>>;

/** Rows of one type that a request needs. */
export interface SourceQuery {
  readonly type: string;
  /** Fields that are needed; no other column of the old system is read. */
  readonly fields: ReadonlySet<string>;
  readonly where: Conditions;
  /** By the type's key. */
  readonly order: "asc" | "desc";
  /** Rows at most; undefined: all, within the source's own limit. */
  readonly take: number | undefined;
}

/** A query as it reaches a kind of source: always with a number of rows. */
export interface LimitedQuery extends SourceQuery {
  readonly take: number;
}

/** What reads one old system. A kind of source is a function that makes one for limited queries. */
export interface Reader<Query extends SourceQuery = SourceQuery> {
  /**
   * Rows in order. A row whose division cannot be told is none of them, where its type has divisions. Rejects with whatever the old system says: it
   * MUST NOT reach a caller.
   */
  readonly read: (query: Query) => Promise<readonly SourceRow[]>;
  /**
   * The newest moment of which a type's rows tell; null: none of them tells one. Absent where that cannot be had without reading every row. Rejects as
   * `read` does.
   */
  readonly newest?: (type: string) => Promise<Date | null>;
  /** True when the old system answers now. */
  readonly isThere: () => Promise<boolean>;
  readonly close: () => Promise<void>;
}

/** What is told of an old system that did not answer as it should: kind and code, never a message, which may hold data. */
export interface SourceProblem {
  readonly source: string;
  readonly kind: string;
  readonly code: string | undefined;
  /** Where in a file it is, by numbers of rows and columns. */
  readonly place?: string;
  /** Field of the graph of which a value or the column is not as its description says. */
  readonly coordinate?: string;
}

export type Tell = (problem: SourceProblem) => void;

/**
 * What an old system has otherwise than its description says: a value that no form or code fits, a column that is not there, or columns that the
 * description does not name (of a type, not of a field).
 */
export type DriftCode = "VALUE" | "COLUMN_MISSING" | "COLUMN_NEW";

/** Called by whoever finds drift. @param coordinate field of the graph, such as `MedicalSettlement.kind`, or a type; nothing of the value is told */
export type Drifted = (coordinate: string, code: DriftCode) => void;

/** Where an old system is, and what is needed to read it. */
export interface OpenSource {
  readonly place: string;
  /** The city's key, under which citizen numbers become pseudonyms. */
  readonly pseudonymKey: string;
  readonly tell: Tell;
  readonly drifted: Drifted;
  /** Value of a secret by its name in the source's file. @throws when the environment does not have it */
  readonly secret: (name: string) => string;
}
