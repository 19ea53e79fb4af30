import type { Catalogue, CatalogItem } from "../../schema/catalog/catalog-item.ts";
import { reachesAll } from "../../schema/catalog/divisions.ts";
import type { Denial } from "../../schema/denial.ts";
import type { DenialError, RowRules, SubjectPath } from "../execute/enforcement.ts";
import { unionScope, type RowScope } from "../grant/row-scope.ts";
import type { Judge } from "./coordinate/judge.ts";
import type { GrantedVerdict } from "./coordinate/policy-question.ts";

/** Fields on the way to a subject, at most: a record, the family it belongs to, the family's head. */
const LONGEST = 3;

const EVERYWHERE: RowScope = Object.freeze([""]);

const OUTSIDE: Denial = Object.freeze({ reason: "OUT_OF_SCOPE" });

/** Ways from a type to the subjects that its rows are about. */
const pathsFrom = (catalogue: Catalogue, typeName: string, length = 0): readonly SubjectPath[] => {
  if (length >= LONGEST) return [];
  return (catalogue.rows.about.get(typeName) ?? []).flatMap((field): readonly SubjectPath[] => {
    const type = catalogue.items.get(`${typeName}.${field}`)?.type ?? "";
    const key = catalogue.subjects.get(type);
    if (key !== undefined) return [{ path: [field, key], type }];
    return pathsFrom(catalogue, type, length + 1).map((further) => ({ ...further, path: [field, ...further.path] }));
  });
};

const known = new WeakMap<Catalogue, ReadonlyMap<string, readonly SubjectPath[]>>();

/** Whom the rows of each type are about, beside the types that are subjects themselves. */
export function subjectPaths(catalogue: Catalogue): ReadonlyMap<string, readonly SubjectPath[]> {
  const before = known.get(catalogue);
  if (before) return before;
  const paths = new Map(
    [...catalogue.rows.about.keys()].map((typeName) => [typeName, pathsFrom(catalogue, typeName)] as const),
  );
  known.set(catalogue, paths);
  return paths;
}

/** Subgraphs that hold the rows of a type: they can say in which division one lies. */
const homeOf = ({ rows, items }: Catalogue, typeName: string): ReadonlySet<string> => {
  const field = rows.divisions.get(typeName);
  const sources = field === undefined ? [] : (items.get(`${typeName}.${field}`)?.sources ?? []);
  return new Set(sources.map(({ subgraph }) => subgraph));
};

const isResolvedIn = (item: CatalogItem | undefined, subgraphs: ReadonlySet<string>): boolean =>
  item?.sources.some(({ subgraph }) => subgraphs.has(subgraph)) === true;

/**
 * The gate over rows under one decision; undefined where everything is given for every row, so that nothing is fetched for it.
 * @param granted the coordinates that the operation may fetch
 */
export function rowRules(
  catalogue: Catalogue,
  judge: Judge,
  granted: ReadonlyMap<string, GrantedVerdict>,
  errorFor: (coordinate: string, denial: Denial) => DenialError,
): RowRules | undefined {
  if ([...granted.values()].every(({ scope }) => reachesAll(scope))) return undefined;
  const { rows, items } = catalogue;
  const onItsOwn = (typeName: string): boolean => rows.divisions.has(typeName);
  return {
    divisions: rows.divisions,
    isPart: (typeName) => rows.parts.has(typeName),
    isHome: (parentType, fieldName, typeName) =>
      judge
        .possibleTypes(parentType)
        .some((parent) => isResolvedIn(items.get(`${parent}.${fieldName}`), homeOf(catalogue, typeName))),
    isOfRow: (typeName, fieldName) => {
      const item = items.get(`${typeName}.${fieldName}`);
      if (!item) return fieldName !== "__typename";
      if (item.leaf) return item.keys.length === 0;
      if (!judge.possibleTypes(item.type).every(onItsOwn)) return true;
      return isResolvedIn(item, homeOf(catalogue, typeName));
    },
    scopeOf: (typeName, fieldName) => {
      if (judge.isFree(typeName, fieldName)) return EVERYWHERE;
      const verdict = judge.verdict(typeName, fieldName);
      return verdict.outcome === "DENIED" ? undefined : verdict.scope;
    },
    outside: (coordinate) => errorFor(coordinate, OUTSIDE),
  };
}

/** The readings that are fetched hidden under one decision, by coordinate: the divisions of rows, and the ways to their subjects. */
export type HiddenReadings = ReadonlyMap<string, Pick<GrantedVerdict, "scope" | "grants">>;

/** Each is read within the rows in which anything of its type is given, on the way to which it lies. */
export function hiddenReadings(catalogue: Catalogue, granted: ReadonlyMap<string, GrantedVerdict>): HiddenReadings {
  const byType = new Map<string, { scope: RowScope; grants: readonly string[] }>();
  const add = (typeName: string, { scope, grants }: { scope: RowScope; grants: readonly string[] }): void => {
    const before = byType.get(typeName);
    byType.set(typeName, {
      scope: unionScope(before?.scope ?? [], scope),
      grants: [...new Set([...(before?.grants ?? []), ...grants])],
    });
  };
  for (const [coordinate, verdict] of granted) add(coordinate.slice(0, coordinate.indexOf(".")), verdict);
  // A reference leads to rows of which nothing else may be asked than their key.
  for (const [coordinate, verdict] of granted) {
    const item = catalogue.items.get(coordinate);
    if (item && !item.leaf) for (const typeName of catalogue.possibleTypes.get(item.type) ?? []) add(typeName, verdict);
  }
  const readings = new Map<string, Pick<GrantedVerdict, "scope" | "grants">>();
  const lead = (typeName: string, reading: { scope: RowScope; grants: readonly string[] }, length = 0): void => {
    for (const field of length < LONGEST ? (catalogue.rows.about.get(typeName) ?? []) : []) {
      readings.set(`${typeName}.${field}`, reading);
      lead(catalogue.items.get(`${typeName}.${field}`)?.type ?? "", reading, length + 1);
    }
  };
  for (const [typeName, reading] of byType) {
    const division = catalogue.rows.divisions.get(typeName);
    if (division !== undefined) readings.set(`${typeName}.${division}`, reading);
    lead(typeName, reading);
  }
  return readings;
}
