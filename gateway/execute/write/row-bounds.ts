import { isNonNullType } from "graphql";
import { reachesAll } from "../../../schema/catalog/divisions.ts";
import type { RowRules } from "../enforcement.ts";
import { reader } from "../json.ts";
import { divisionKey } from "../operation/complete-planned.ts";
import { concreteTypes } from "../../operation/concrete-types.ts";
import type { CollectedFields, SelectableType } from "./collect-fields.ts";
import type { WriteField } from "./write-state.ts";
import type { WriterOptions } from "./enforce.ts";

/** The field through which an object is reached. */
export interface Origin {
  readonly typeName: string;
  readonly fieldName: string;
}

/** The bounds of one object's rows, to be put around the writers of its fields and of the whole. */
interface Bounds {
  /** A field outside of its own scope is null with OUT_OF_SCOPE. */
  readonly field: (name: string, key: string, write: WriteField) => WriteField;
  /** A row outside is null with OUT_OF_SCOPE, and nothing of it is counted. */
  readonly row: (write: WriteField) => WriteField;
}

type Scope = readonly string[];

const UNBOUND: Bounds = { field: (_, __, write) => write, row: (write) => write };

const same = (a: Scope, b: Scope): boolean => a.length === b.length && a.every((prefix, at) => prefix === b[at]);

/** A row without a division lies within no scope but that of every row. */
const within = (scope: Scope): ((division: unknown) => boolean) => {
  const [only, ...others] = scope;
  if (only !== undefined && others.length === 0)
    return (division) => typeof division === "string" && division.startsWith(only);
  return (division) => typeof division === "string" && scope.some((prefix) => division.startsWith(prefix));
};

/** A field's scope on a type; no row where the types that it can be disagree. undefined: denied, so that nothing is written. */
const scopeOn = (type: SelectableType, field: string, rows: RowRules, { schema }: WriterOptions): Scope | undefined => {
  const [first, ...others] = concreteTypes(schema, type).map(({ name }) => rows.scopeOf(name, field));
  if (first === undefined) return undefined;
  return others.every((other) => other !== undefined && same(first, other)) ? first : [];
};

const fieldGate = (
  coordinate: string,
  key: string,
  scope: Scope,
  rows: RowRules,
  write: WriteField,
  { divided, absent }: { readonly divided: boolean; readonly absent: "null" | null },
): WriteField => {
  const reaches = within(scope);
  const error = rows.outside(coordinate);
  const read = reader(key);
  return (object, state) => {
    const { division } = state;
    // A value that stands in no row at all is bounded by the department that answers it.
    if ((!divided && division === undefined) || reaches(division)) return write(object, state);
    if (read(object) == null) return write(object, state);
    state.path[state.depth] = key;
    state.deny(error);
    return absent;
  };
};

/** The scope that the fields of an object give together; the scope of every row as soon as one gives it. */
const unionOf = (scopes: readonly Scope[]): Scope => {
  if (scopes.some(reachesAll)) return [""];
  return [...new Set(scopes.flat())].sort();
};

/**
 * The bounds of the rows at one place, compiled; nothing where every row is given. Each field of a row is bounded by its own
 * scope. Where the rows live, one outside of all of them is null as a whole; a reference to one keeps its key.
 */
export const boundsOf = (
  type: SelectableType,
  collected: CollectedFields,
  options: WriterOptions,
  origin: Origin | undefined,
): Bounds => {
  const rows = options.enforcement?.rows;
  if (rows === undefined || origin === undefined) return UNBOUND;
  const types = concreteTypes(options.schema, type).map(({ name }) => name);
  const divided = types.some((name) => rows.divisions.has(name));
  if (!divided && !types.some((name) => rows.isPart(name))) return UNBOUND;
  const isHome = divided && types.some((name) => rows.isHome(origin.typeName, origin.fieldName, name));
  const names = [...collected.values()].flatMap(([first]) => first?.name.value ?? []);
  const given = names
    .filter((name) => name !== "__typename")
    .flatMap((name) => {
      const scope = scopeOn(type, name, rows, options);
      return scope === undefined ? [] : [scope];
    });
  const reached = isHome && given.length > 0 ? unionOf(given) : [""];
  const outer = divided ? reached : (rows.scopeOf(origin.typeName, origin.fieldName) ?? []);
  const bounds = (name: string): Scope | undefined => {
    const scope = scopeOn(type, name, rows, options);
    if (name === "__typename" || scope === undefined || reachesAll(scope) || same(scope, outer)) return undefined;
    if (divided && !isHome && !types.some((each) => rows.isOfRow(each, name))) return undefined;
    return scope;
  };
  return {
    field: (name, key, write) => {
      const scope = bounds(name);
      if (scope === undefined) return write;
      const absent = isNonNullType(type.getFields()[name]?.type) ? null : "null";
      return fieldGate(`${type.name}.${name}`, key, scope, rows, write, { divided, absent });
    },
    row: (write) => (divided ? rowGate(type.name, reached, rows, write) : write),
  };
};

const rowGate = (typeName: string, reached: Scope, rows: RowRules, write: WriteField): WriteField => {
  const read = reader(divisionKey);
  const reaches = reachesAll(reached) ? () => true : within(reached);
  const error = rows.outside(`${typeName}.${rows.divisions.get(typeName) ?? "__typename"}`);
  return (object, state) => {
    const division = read(object) ?? null;
    if (!reaches(division)) return state.deny(error);
    const around = state.division;
    state.division = division;
    const text = write(object, state);
    state.division = around;
    return text;
  };
};
