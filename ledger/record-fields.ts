/**
 * The description of a record: how each of its fields stands in a leaf, and the columns that it is found by. The writer of leaves
 * (`leaf.ts`), their reader (`read-leaf.ts`), the decoder of rows (`verify/row-decoder.ts`), the filter of searches (`query/filter.ts`)
 * and the auditors' filter (`subgraphs/audit`) derive from it.
 */
import {
  integer,
  list,
  membersInOrder,
  nullable,
  object,
  optional,
  text,
  thousandths,
  type Members,
} from "./canonical-form.ts";
import type { Change, CoordinateUse, DisclosureRecord, LoggedRecord, Subject } from "./record.ts";

/** A time of a record, as a regular expression: ISO 8601 in UTC with milliseconds. */
export const TIME = String.raw`\d{4}-(?:0[1-9]|1[0-2])-\d\dT\d\d:\d\d:\d\d\.\d{3}Z`;

const LEAF: Members<LoggedRecord> = {
  app: nullable(text),
  argumentCommitments: list(object({ argument: text, commitment: text })),
  byAgent: optional(nullable(text)),
  caseNumber: optional(nullable(text)),
  change: nullable(object({ after: nullable(text), before: nullable(text), id: text, what: text })),
  coordinates: list(object<CoordinateUse>({ coordinate: text, outcome: text, reason: optional(text), rows: integer })),
  covert: nullable(text),
  decision: text,
  department: nullable(text),
  derived: list(object({ coordinate: text, department: text, inputs: list(text) })),
  divisions: list(text),
  grantHash: nullable(text),
  id: text,
  kind: text,
  latencyMs: thousandths,
  officer: nullable(text),
  operationHash: nullable(text),
  operationId: optional(nullable(text)),
  policyVersion: nullable(text),
  purpose: nullable(text),
  rowCount: integer,
  signature: optional(text),
  subjectCount: integer,
  subjects: list(object<Subject>({ pseudonym: text, type: text })),
  subjectsRoot: nullable(text),
  takenAs: optional(nullable(text)),
  time: { grammar: `"${TIME}"` },
  traceId: text,
  v: { grammar: "1" },
};

/** Every leaf that can be, and nothing else: no other key, none twice, no white space. */
export const LEAF_GRAMMAR = new RegExp(`^${object(LEAF).grammar}$`);

/** The fields of a leaf in the order in which they stand in it. */
export const LEAF_FIELDS = membersInOrder(LEAF);

/**
 * SQL of the divisions of a row of `ledger.leaves`, as the JSON list that stands in its leaf: '' in what is no leaf. Neither name can stand
 * within a text of a leaf, whose quotes are escaped; reading `record` as JSON costs five times as much.
 */
export const DIVISIONS_OF_LEAF = `split_part(split_part(record, '"divisions":', 2), ',"grantHash":', 1)`;

/** These fields and those between them are much the same in many leaves, and cost most to read: a reader remembers them by their text. */
export const REPEATED = { first: "coordinates", last: "derived" } as const;

type Mutable<Value> = { -readonly [Key in keyof Value]: Value[Key] };

/** A leaf before it says anything. Copied, it keeps the fast layout that an object of so many fields, set one by one, would lose. */
const BLANK: Record<string, unknown> = JSON.parse(
  JSON.stringify({ ...Object.fromEntries(LEAF_FIELDS.map(([key]) => [key, null])), divisions: [], v: 1 }),
) as Record<string, unknown>;
// A field that older leaves do not have is absent from leaves that say nothing of it.
for (const [key, { optional: isOptional }] of LEAF_FIELDS) if (isOptional === true) BLANK[key] = undefined;

/** A record as its leaf says it, for JSON.stringify. The fields that only a leaf has are left to the caller. */
export function shapeOf(record: DisclosureRecord): Mutable<LoggedRecord> {
  const leaf: Record<string, unknown> = { ...BLANK };
  for (const [key, { shape }] of LEAF_FIELDS) {
    const value = (record as Partial<LoggedRecord>)[key];
    if (value !== undefined) leaf[key] = shape === undefined ? value : shape(value);
  }
  return leaf as unknown as Mutable<LoggedRecord>;
}

/** A condition that an index by time, or of terms, can lead a search along, and that the sequencer's summaries count. */
export type Lead = "department" | "app" | "officer" | "purpose" | "decision" | "terms";

/** Separates the values of a line of columns (U+001F). No string of a record contains it. */
export const UNIT = "\u001f";
/** Separates the entries of a list (U+001E), likewise. */
export const ENTRY = "\u001e";

/** The value of a column: milliseconds since 1970, a count, a text or null, or the entries of a list joined with U+001E. */
export type ColumnValue = number | string | null;

/** A column of `ledger.leaves` that a record is found by. `verify` compares it with the leaf. */
export interface Column {
  readonly name: string;
  readonly type: "time" | "count" | "text" | "list";
  /** The fields of a leaf that it is computed from. */
  readonly from: readonly (keyof LoggedRecord)[];
  /** The value that it has to hold for a leaf; of the leaf only the fields in `from` are there. */
  readonly of: (record: DisclosureRecord) => ColumnValue;
  /** The same from the canonical JSON of its one field, for a column that is read from every leaf. */
  readonly read?: (json: string) => ColumnValue;
  /** In Chinese, for a column that is asked for by its exact value: what the auditors' filter says of it. */
  readonly exact?: string;
  /** Most rows have another value than those before: it is not remembered. */
  readonly varies?: true;
  /** The sequencer's summaries (`ledger.presence`, `ledger.officers`) count it, so that they can tell where to search along it. */
  readonly lead?: Lead;
}

type TextField = {
  [Key in keyof DisclosureRecord]-?: DisclosureRecord[Key] extends string | null | undefined ? Key : never;
}[keyof DisclosureRecord];

/** A field of the leaf as it is. Nothing and an empty text are both NULL. */
function plain<const Name extends TextField, const Asked extends Pick<Column, "exact" | "lead">>(
  name: Name,
  asked: Asked,
) {
  return {
    name,
    type: "text",
    from: [name] as const,
    of: (record: DisclosureRecord) => record[name] || null,
    read: readText,
    ...asked,
  } as const;
}

/** @param json a string, or null */
function readText(json: string): string | null {
  if (json === "null") return null;
  return (json.includes("\\") ? (JSON.parse(json) as string) : json.slice(1, -1)) || null;
}

function liftedBy({ what, id }: Change): string | null {
  return what === "covert-lift" ? id || null : null;
}

const SUBJECT = { start: '{"pseudonym":"', between: '","type":"', end: '"}' };

function readSubjects(json: string): string {
  if (json.includes("\\")) return subjectEntries(JSON.parse(json) as Subject[]).join(ENTRY);
  let entries = "";
  for (let at = 1; at < json.length - 1;) {
    const pseudonym = at + SUBJECT.start.length;
    const middle = json.indexOf(SUBJECT.between, pseudonym);
    const type = middle + SUBJECT.between.length;
    // Not from `middle`: a type may begin with what ends a subject.
    const end = json.indexOf(SUBJECT.end, type);
    if (at > 1) entries += ENTRY;
    entries += `${json.slice(type, end)}:${json.slice(pseudonym, middle)}`;
    at = end + SUBJECT.end.length + 1;
  }
  return entries;
}

/** The columns, in the order in which `ledger.append` takes their values: a new one goes to the end. */
export const COLUMNS = [
  {
    name: "time",
    type: "time",
    varies: true,
    from: ["time"],
    of: (leaf) => Date.parse(leaf.time),
    read: (json) => Date.parse(json.slice(1, -1)),
  },
  plain("kind", {}),
  plain("department", { exact: "需求部门", lead: "department" }),
  plain("app", { exact: "应用", lead: "app" }),
  plain("officer", { exact: "经办人账号", lead: "officer" }),
  plain("purpose", { exact: "用途代码", lead: "purpose" }),
  plain("decision", { exact: "处理", lead: "decision" }),
  plain("covert", {}),
  {
    name: "lifts",
    type: "text",
    from: ["change"],
    read: (json) => (json === "null" ? null : liftedBy(JSON.parse(json) as Change)),
    of: ({ change }) => (change ? liftedBy(change) : null),
  },
  { name: "row_count", type: "count", varies: true, from: ["rowCount"], of: (leaf) => leaf.rowCount, read: Number },
  {
    name: "coordinates",
    type: "list",
    from: ["coordinates", "derived"],
    of: (leaf) => coordinateTerms(leaf).join(ENTRY),
  },
  {
    name: "subjects",
    type: "list",
    varies: true,
    from: ["subjects"],
    of: (leaf) => subjectEntries(leaf.subjects).join(ENTRY),
    read: readSubjects,
  },
  plain("caseNumber", { exact: "办件编号" }),
  plain("operationId", { exact: "登记操作标识" }),
  plain("byAgent", { exact: "智能体" }),
  plain("takenAs", { exact: "取用方式（EXPORT 为导出成文件）" }),
] as const satisfies readonly Column[];

type ExactColumn = Extract<(typeof COLUMNS)[number], { readonly exact: string }>;

/** The columns that are asked for by their exact value. */
export const EXACT_COLUMNS: readonly ExactColumn[] = COLUMNS.filter(
  (column): column is ExactColumn => "exact" in column,
);

/** The values that a search may demand of columns that are compared exactly. */
export type ExactFilter = { readonly [Name in ExactColumn["name"]]?: NonNullable<DisclosureRecord[Name]> };

/** The entries of the column `subjects`: "Type:pseudonym". */
export function subjectEntries(subjects: readonly Subject[]): readonly string[] {
  return subjects.map(({ type, pseudonym }) => `${type}:${pseudonym}`);
}

/** The entries of the column `coordinates`: "Type.field=OUTCOME" per coordinate, "=OUTCOME" per outcome, "Type.field=DERIVED" per input. */
export function coordinateTerms({
  coordinates,
  derived,
}: Pick<LoggedRecord, "coordinates" | "derived">): readonly string[] {
  const terms = new Set<string>();
  for (const { coordinate, outcome } of coordinates) {
    terms.add(`${coordinate}=${outcome}`);
    terms.add(`=${outcome}`);
  }
  for (const { inputs } of derived) {
    for (const input of inputs) {
      terms.add(`${input}=DERIVED`);
      terms.add("=DERIVED");
    }
  }
  return [...terms];
}
