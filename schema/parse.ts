/**
 * Values from outside (files, tokens, rows, answers) are read by schemas, and refused in one form:
 * `where: expected …, got …`. A schema's message is the words of what it expects. Pure.
 */
import * as v from "valibot";

/** A value from outside that has not the form that is demanded. */
export class Malformed extends Error {
  readonly code: string;
  /** Place in the value, such as `grants[3].items["Person.name"]`. */
  readonly where: string;
  /** `expected …, got …`. */
  readonly problem: string;
  readonly expected: string;
  /** What stands there, or its kind where values may not be told. */
  readonly got: string;
  /** The keys that lead there, for whoever looks the place up in a file. */
  readonly path: readonly (string | number)[];

  constructor(code: string, where: string, expected: string, got: string, path: readonly (string | number)[] = []) {
    const problem = `expected ${expected}, got ${got}`;
    super(`${where}: ${problem}`);
    this.problem = problem;
    this.expected = expected;
    this.got = got;
    this.path = path;
    this.name = "Malformed";
    this.code = code;
    this.where = where;
  }
}

/** A boundary: its error code, and whether its messages may quote. */
export interface Boundary {
  /** `HUB_*` code of what is refused. */
  readonly code: string;
  /** True for configuration alone: a value that may be secret or personal is told by its kind. */
  readonly quotes: boolean;
}

const LONGEST = 60;

const kindOf = (value: unknown): string => {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === "string") return value === "" ? "empty text" : `text of ${value.length} characters`;
  return typeof value === "object" ? "a mapping" : `a ${typeof value}`;
};

const gotOf = (value: unknown, quotes: boolean): string => {
  if (!quotes || !["string", "number", "boolean"].includes(typeof value)) return kindOf(value);
  const shown = JSON.stringify(value);
  return shown.length > LONGEST ? `${shown.slice(0, LONGEST)}…` : shown;
};

/** A dictionary's key (its step is of unknown type) is a value too: `[*]` where values may not be told. */
const stepOf = ({ key, type }: Pick<v.IssuePathItem, "key" | "type">, quotes: boolean): string => {
  if (typeof key === "number") return `[${key}]`;
  if (!quotes && type === "unknown") return "[*]";
  const name = String(key);
  return /^[A-Za-z_]\w*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
};

const isUnknownKey = ({ expected, path }: v.BaseIssue<unknown>): boolean =>
  expected === "never" && path?.at(-1)?.origin === "key";

const refusal = (issue: v.BaseIssue<unknown>, root: string, { code, quotes }: Boundary): Malformed => {
  const steps = issue.path ?? [];
  const where = (isUnknownKey(issue) ? steps.slice(0, -1) : steps).map((step) => stepOf(step, quotes)).join("");
  const path = steps.map(({ key }) => (typeof key === "number" ? key : String(key)));
  return new Malformed(
    code,
    `${root}${where}`.replace(/^\./, "") || "document",
    issue.message,
    gotOf(issue.input, quotes),
    path,
  );
};

/** Schemas that `parse` may be given: those that are read at once. */
type Schema<Output> = v.BaseSchema<unknown, Output, v.BaseIssue<unknown>>;

/**
 * Reads a value by a schema.
 * @param root name of the value in messages
 * @throws Malformed at the first place that does not fit
 */
export function parse<Output>(schema: Schema<Output>, value: unknown, root: string, boundary: Boundary): Output {
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return result.output;
  throw refusal(result.issues[0], root, boundary);
}

/** Text that is not blank. */
export function text(expected = "text") {
  return v.pipe(
    v.string(expected),
    v.check((value) => value.trim() !== "", expected),
  );
}

/** One of some words. */
export function oneOf<const Words extends readonly string[]>(words: Words, expected = `one of ${words.join(", ")}`) {
  return v.picklist(words, expected);
}

/** A list of what an item's schema reads. */
export function list<Item extends v.GenericSchema>(item: Item, expected = "a list") {
  return v.array(item, expected);
}

type Fields = Readonly<Record<string, unknown>>;

/** An object that is no list: to valibot, as to JavaScript, a list is an object too. */
export function isMapping(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const aMapping = (expected: string) => v.custom<Fields>(isMapping, expected);

/** Keys of every object's prototype, which valibot takes for known ones. */
const PROTOTYPE = ["__proto__", "constructor", "prototype"];

const noPrototype = (expected: string) =>
  v.check((value: Fields) => !PROTOTYPE.some((key) => Object.hasOwn(value, key)), expected);

/** A mapping with any keys, whose values one schema reads; its metadata names that schema, for whoever describes the form. */
export function dictionary<Value>(value: Schema<Value>, expected = "a mapping") {
  return v.pipe(
    aMapping(expected),
    v.metadata({ values: value }),
    v.rawTransform(({ dataset, addIssue, NEVER }): ReadonlyMap<string, Value> => {
      const read = new Map<string, Value>();
      for (const [key, one] of Object.entries(dataset.value)) {
        const result = v.safeParse(value, one, { abortEarly: true });
        if (!result.success) {
          const [{ message, expected: wanted, input, path = [] }] = result.issues;
          const step: v.IssuePathItem = { type: "unknown", origin: "value", input: dataset.value, key, value: one };
          addIssue({ message, expected: wanted, input, path: [step, ...path] } as Parameters<typeof addIssue>[0]);
          return NEVER;
        }
        read.set(key, result.output);
      }
      return read;
    }),
  );
}

const messageOf = (schema: object | undefined): string =>
  schema !== undefined && "message" in schema && typeof schema.message === "string" ? schema.message : "a value";

/** A mapping with these keys and no other. */
export function mapping<Entries extends v.ObjectEntries>(entries: Entries, expected = "a mapping") {
  return v.pipe(
    aMapping(expected),
    noPrototype(expected),
    v.strictObject(entries, (issue) =>
      isUnknownKey(issue)
        ? `one of ${Object.keys(entries).join(", ")}`
        : messageOf(entries[String(issue.path?.at(-1)?.key)]),
    ),
  );
}

/** A mapping with these keys; others are not read. */
export function partOf<Entries extends v.ObjectEntries>(entries: Entries, expected = "a mapping") {
  return v.pipe(
    aMapping(expected),
    v.object(entries, (issue) => messageOf(entries[String(issue.path?.at(-1)?.key)])),
  );
}

/** A place where a value breaks a rule, by the keys that lead there. */
export interface Problem {
  readonly at: readonly (string | number)[];
  readonly expected: string;
  readonly got: unknown;
}

/** A rule over a whole value, for what no single field tells; asked only once the value has its form. */
export function rule<Value>(problemOf: (value: Value) => Problem | undefined) {
  return v.rawCheck<Value>(({ dataset, addIssue }) => {
    const problem = dataset.typed ? problemOf(dataset.value) : undefined;
    if (problem === undefined) return;
    const [first, ...others] = problem.at.map(
      (key) => ({ type: "object", origin: "value", input: dataset.value, key, value: problem.got }) as v.IssuePathItem,
    );
    addIssue({ message: problem.expected, input: problem.got, ...(first && { path: [first, ...others] }) });
  });
}
