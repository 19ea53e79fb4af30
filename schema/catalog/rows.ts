import { Kind, type DirectiveNode } from "graphql";

import type { CatalogueProblem, Rows } from "./catalog-item.ts";
import { ITEM_SPECIFICATION, type CatalogueSource } from "./catalogue-source.ts";
import { linkedDirectiveNames } from "./arguments/linked-names.ts";
import { namedTypeOf, type TypeShape } from "./type-index.ts";

const carries = (directives: readonly DirectiveNode[] | undefined, names: ReadonlySet<string>): boolean =>
  (directives ?? []).some((directive) => names.has(directive.name.value));

/** Fields of a type that carry a directive there, or on an interface that declares them. */
const fieldsWith = (source: CatalogueSource, shape: TypeShape, names: ReadonlySet<string>): readonly string[] => {
  const declaring = [shape, ...[...shape.interfaces].flatMap((name) => source.index.types.get(name) ?? [])];
  return [...shape.fields.keys()].filter((field) =>
    declaring.some(({ fields }) => carries(fields.get(field)?.directives, names)),
  );
};

/** The concrete types of a name: those of an interface or a union, or the type itself. */
const concrete = ({ index }: CatalogueSource, name: string): readonly string[] =>
  index.possibleTypes.get(name) ?? [name];

/** The owners' word on their rows by directive, and the overlay for sources that cannot carry any; both count. */
export function readRows(source: CatalogueSource): Omit<Rows, "personal" | "people"> {
  const names = (element: string): ReadonlySet<string> =>
    linkedDirectiveNames(source.document, ITEM_SPECIFICATION, element);
  const [division, part, subject] = [names("division"), names("part"), names("subject")];
  const divisions = new Map<string, string>();
  const parts = new Set(source.overlay.parts.flatMap((name) => concrete(source, name)));
  const about = new Map<string, readonly string[]>();
  for (const shape of source.index.types.values()) {
    if (shape.kind !== "object") continue;
    const [field] = fieldsWith(source, shape, division);
    if (field !== undefined) divisions.set(shape.name, field);
    if (carries(shape.directives, part)) parts.add(shape.name);
    const subjects = fieldsWith(source, shape, subject);
    if (subjects.length > 0) about.set(shape.name, Object.freeze(subjects));
  }
  for (const [name, field] of source.overlay.divisions)
    for (const typeName of concrete(source, name)) divisions.set(typeName, field);
  return { divisions, parts, about };
}

/** Names of the types that carry `@subject` themselves. */
export function subjectTypes(source: CatalogueSource): readonly string[] {
  const names = linkedDirectiveNames(source.document, ITEM_SPECIFICATION, "subject");
  return [...source.index.types.values()].filter((shape) => carries(shape.directives, names)).map(({ name }) => name);
}

const TEXTS: readonly (string | undefined)[] = ["String", "ID", "DivisionCode"];

/** Declarations that nothing can be read by: a start or a composition MUST refuse them. */
export function checkRows(source: CatalogueSource): readonly CatalogueProblem[] {
  const problem = (coordinate: string, expected: string): CatalogueProblem =>
    Object.freeze({ severity: "refuse", kind: "ROWS_INVALID", coordinate, message: `${coordinate}: ${expected}` });
  const { divisions, parts } = readRows(source);
  const names = linkedDirectiveNames(source.document, ITEM_SPECIFICATION, "division");
  const wrong = [...divisions].flatMap(([typeName, field]) => {
    const shape = source.index.types.get(typeName);
    const declared = shape?.fields.get(field);
    if (!shape || !declared) return [problem(`${typeName}.${field}`, "expected a field of this graph")];
    if (fieldsWith(source, shape, names).length > 1) return [problem(typeName, "expected one field with @division")];
    if (declared.type.kind !== Kind.LIST_TYPE && TEXTS.includes(namedTypeOf(declared.type))) return [];
    return [problem(`${typeName}.${field}`, "expected a division code as text")];
  });
  const unknown = [...parts].filter((typeName) => source.index.types.get(typeName)?.kind !== "object");
  return [...wrong, ...unknown.map((typeName) => problem(typeName, "expected an object type of this graph"))];
}

/** Names that the GraphQL Cursor Connections specification keeps for pages, and the edges in them. */
const PAGING = /(?:Connection|Edge)$|^PageInfo$/;

/** True for the types of a page, which are no data of anybody's: what stands in it is. */
export function isPaging(typeName: string): boolean {
  return PAGING.test(typeName);
}

/** Operations start here; what they ask for is gated where it stands. */
const ROOTS: readonly string[] = ["Query", "Mutation", "Subscription"];

/** True for a type at which operations start: its fields are questions, no rows. */
export function isRoot(typeName: string): boolean {
  return ROOTS.includes(typeName);
}

/** True for a field that leads to data and is none itself: one of a page, or the entry of a question to whole objects. */
export function isPassage({ typeName, leaf }: { readonly typeName: string; readonly leaf: boolean }): boolean {
  return isPaging(typeName) || (isRoot(typeName) && !leaf);
}

/** True when a grant may give a type for some divisions alone: its rows say where they lie, or it is part of what does. */
export function isDivided({ rows }: { readonly rows: Rows }, typeName: string): boolean {
  return rows.divisions.has(typeName) || rows.parts.has(typeName) || isRoot(typeName);
}
