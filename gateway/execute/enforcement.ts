import type { DocumentNode, FieldNode } from "graphql";

/** The denial in place of a value; becomes one `GraphQLError` at the field's path. */
export interface DenialError {
  readonly message: string;
  readonly extensions: Readonly<Record<string, unknown>>;
}

/** The decision for one field of the answer: what the writer does instead of, or with, the value. */
export type Instruction =
  /** The value is written as it came. */
  | { readonly kind: "write" }
  /** `null` is written (or, in a non-null position, propagated as GraphQL says) and the error is put at the path. */
  | { readonly kind: "deny"; readonly error: DenialError }
  /**
   * `mask` is applied to every leaf below the field's lists, never to null, before the leaf's type is checked:
   * it must keep the type. A mask that throws denies the value: it is never written in the clear.
   */
  | { readonly kind: "mask"; readonly mask: (value: unknown) => unknown };

/** The one instruction that changes nothing. */
export const WRITE: Instruction = Object.freeze({ kind: "write" });

/**
 * The policy's decision on one request, as the executor needs it.
 * MUST be a pure function of its `key`: compiled plans and writers are cached by (document, operation name, key).
 */
export interface Enforcement {
  /** Equal keys promise equal decisions for the same document. */
  readonly key: string;
  /**
   * The filtered operation that is planned and fetched; what is projected is the caller's own document.
   * Hand over the SAME node for the same decision where possible. null: nothing may be fetched.
   */
  readonly planned: DocumentNode | null;
  /**
   * Decides one field selection of the caller's document on one concrete object type (`__typename` included).
   * Called when the writer is compiled, never per row.
   */
  instructionFor(typeName: string, field: FieldNode): Instruction;
  /**
   * Concrete types whose objects are observed as subjects (for the ledger), with the field that identifies them.
   * The executor fetches the identifying field when the caller did not select it; it is not written to the answer.
   */
  readonly observed: ReadonlyMap<string, string>;
  /** Concrete type → whom its rows are about: fetched like the identifiers of `observed`, and observed. */
  readonly about?: ReadonlyMap<string, readonly SubjectPath[]>;
  /** Absent: whatever is given is given for every row. */
  readonly rows?: RowRules;
  /**
   * An optional gate over one merged object, before any of its fields is written: a returned denial makes the object null
   * with that error at its path. `read` answers the object's fields by schema name, where they were fetched under it.
   */
  readonly rowGate?: (typeName: string, read: (fieldName: string) => unknown) => DenialError | undefined;
}

/** A field that leads from a row to whom it is about: names of fields, the last one that of the identifier. */
export interface SubjectPath {
  readonly path: readonly [string, ...string[]];
  /** Concrete type of the subject. */
  readonly type: string;
}

/**
 * The rows that a decision reaches. The executor fetches the division of every row that may lie outside, and does not write it.
 */
export interface RowRules {
  /** Concrete types whose rows lie in divisions → the field that holds the code. */
  readonly divisions: ReadonlyMap<string, string>;
  /** True when objects of the type are no rows of their own: they lie where the row around them does. */
  readonly isPart: (typeName: string) => boolean;
  /** True when the rows of the type live where this field is resolved: one outside is null. Else the field only refers to it. */
  readonly isHome: (parentType: string, fieldName: string, typeName: string) => boolean;
  /** True when a field tells of the row itself, and not only its key or rows that are kept elsewhere. */
  readonly isOfRow: (typeName: string, fieldName: string) => boolean;
  /** Prefixes of the division codes within which a field may be given; `[""]` for every row, undefined for a denied field. */
  readonly scopeOf: (typeName: string, fieldName: string) => readonly string[] | undefined;
  /** The error in place of a row, or a field of it, that lies outside. */
  readonly outside: (coordinate: string) => DenialError;
}

/** The values and subjects of one answer, counted while it was written. */
export interface Observation {
  /** Number of non-null values that were written (lists count their leaves or objects), by coordinate `Type.field`. */
  readonly rows: ReadonlyMap<string, number>;
  /** Identifiers of the observed objects that were written, by concrete type. */
  readonly subjects: ReadonlyMap<string, ReadonlySet<string>>;
}
