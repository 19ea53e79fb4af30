import { createHash } from "node:crypto";
import { type Catalogue, type CatalogItem, type FieldSource, freezeMap, type Rows } from "./catalog-item.ts";
import { readCatalogueSource, type CatalogueSource } from "./catalogue-source.ts";
import { checkCatalogue } from "./check-catalogue.ts";
import { classify, defaultFor, fromDirective, UNCLASSIFIED, type Classification } from "./classification.ts";
import { datasetOf, joinedSystems } from "./dataset.ts";
import { readEquations, readReads } from "./equations.ts";
import { EMPTY_OVERLAY, type Overlay } from "./overlay.ts";
import { readReveals } from "./arguments/reveals.ts";
import { isOfPeople, isPersonal, peopleTypes, personalTypes } from "./personal.ts";
import { readRows, subjectTypes } from "./rows.ts";
import { namedTypeOf, type TypeShape } from "./type-index.ts";

const INFRASTRUCTURE = /^(?:join__|link__|core__|federation__|__)/;

const statements = (source: CatalogueSource, shape: TypeShape, fieldName: string): readonly Classification[] =>
  (shape.fields.get(fieldName)?.directives ?? [])
    .filter((directive) => source.directives.has(directive.name.value))
    .map(fromDirective);

/** The shape itself, then every interface that declares the field. */
const declaring = (source: CatalogueSource, shape: TypeShape, fieldName: string): readonly TypeShape[] => [
  shape,
  ...[...shape.interfaces].flatMap((name) => {
    const parent = source.index.types.get(name);
    return parent?.fields.has(fieldName) === true ? [parent] : [];
  }),
];

const unique = (values: readonly string[]): readonly string[] => Object.freeze([...new Set(values)]);

/** Of several that resolve a field, such as a key, the one whose own the type is; who extends it only repeats the field. */
const ownerOf = (source: CatalogueSource, shape: TypeShape, sources: readonly FieldSource[]): string => {
  const definers = source.federation.definersOf(shape);
  return (sources.find(({ subgraph }) => definers.includes(subgraph)) ?? sources[0])?.department ?? "";
};

const itemOf = (
  source: CatalogueSource,
  { personal, people, divisions }: Rows,
  reads: ReadonlyMap<string, readonly string[]>,
  systems: ReadonlySet<string>,
  shape: TypeShape,
  fieldName: string,
): CatalogItem => {
  const shapes = declaring(source, shape, fieldName);
  const classification = classify(
    shapes.flatMap((declared) => statements(source, declared, fieldName)),
    shapes.flatMap((declared) => source.overlay.items.get(`${declared.name}.${fieldName}`) ?? []),
    defaultFor(source.overlay.items, shape.name),
  );
  const { level, importance, share, mask, basis, owner } = classification ?? UNCLASSIFIED;
  const coordinate = `${shape.name}.${fieldName}`;
  const field = shape.fields.get(fieldName);
  const type = field ? namedTypeOf(field.type) : "";
  const { owner: dataOwner, ...dataset } = datasetOf(source, shapes, fieldName);
  const stated = owner ?? dataOwner;
  const carried = source.federation
    .sourcesOf(shape, fieldName)
    .map((found) => ({ ...found, department: source.overlay.subgraphs.get(found.subgraph) ?? found.subgraph }));
  // Whose data it is works it out, too, wherever that is done: the carrying system is nobody's right to read.
  const sources = carried.map((found) =>
    Object.freeze({
      ...found,
      department: stated ?? found.department,
      requires: unique([...found.requires, ...(reads.get(coordinate) ?? [])]),
    }),
  );
  const targets = source.index.possibleTypes.get(type) ?? [];
  return Object.freeze({
    coordinate,
    typeName: shape.name,
    fieldName,
    owner: stated ?? ownerOf(source, shape, sources),
    owners: unique(sources.map((found) => found.department)),
    carriers: unique(carried.map((found) => found.department)),
    level,
    importance,
    personal: isPersonal({ typeName: shape.name, level, mask, targets }, personal),
    ofPeople: isOfPeople({ typeName: shape.name, mask, targets }, people),
    share,
    mask,
    basis,
    description: field?.description?.value ?? null,
    ...dataset,
    source: sources.every(({ subgraph }) => systems.has(subgraph)) ? (sources[0]?.subgraph ?? null) : null,
    classified: classification !== undefined,
    type,
    leaf: !source.index.possibleTypes.has(type),
    sources: Object.freeze(sources),
    requires: unique(sources.flatMap((found) => found.requires)),
    provides: unique(sources.flatMap((found) => found.provides)),
    keys: source.federation.keys.get(coordinate) ?? [],
    division: divisions.get(shape.name) === fieldName,
  });
};

/**
 * The types of a record's subjects (design, sections 3 and 6): people by pseudonym, firms by credit code; beside them the types
 * that carry `@subject` themselves, such as the case that a family's authorization is bound to.
 */
const SUBJECT_TYPES = ["Person", "Enterprise"] as const;

/** The types above as far as the graph has them, unless the overlay says otherwise; a type needs one key of one field. */
const subjectsOf = (source: CatalogueSource): ReadonlyMap<string, string> => {
  if (source.overlay.subjects.size > 0) return new Map(source.overlay.subjects);
  return new Map(
    [...SUBJECT_TYPES, ...subjectTypes(source)].flatMap((typeName): [string, string][] => {
      const [key, ...others] = source.federation.keySets.get(typeName) ?? [];
      return key !== undefined && others.length === 0 && /^\w+$/.test(key) ? [[typeName, key]] : [];
    }),
  );
};

const versionOf = (parts: readonly unknown[]): string =>
  createHash("sha256").update(JSON.stringify(parts)).digest("hex");

/**
 * The classification of every field of a federation 2 supergraph, from the owners' directives and an overlay. Pure.
 * A field that nobody classified is NOT_SHARED. Problems are listed, not thrown: `refuseProblems` turns the grave ones into an error.
 */
export function buildCatalogue(supergraphSdl: string, overlay: Overlay = EMPTY_OVERLAY): Catalogue {
  const source = readCatalogueSource(supergraphSdl, overlay);
  const read = readRows(source);
  const rows = { ...read, personal: personalTypes(source, read), people: peopleTypes(source, read) };
  const reads = readReads(source);
  const systems = joinedSystems(source);
  const items = new Map<string, CatalogItem>();
  for (const shape of source.index.types.values()) {
    const isConcrete = source.index.possibleTypes.get(shape.name)?.includes(shape.name) === true;
    if (!isConcrete || INFRASTRUCTURE.test(shape.name)) continue;
    for (const fieldName of shape.fields.keys())
      items.set(`${shape.name}.${fieldName}`, itemOf(source, rows, reads, systems, shape, fieldName));
  }
  const reveals = readReveals(source);
  const equations = readEquations(source);
  const departments = new Map(
    source.federation.subgraphs.map((subgraph) => [subgraph, overlay.subgraphs.get(subgraph) ?? subgraph] as const),
  );
  const subjects = subjectsOf(source);
  return Object.freeze({
    items: freezeMap(items),
    reveals: freezeMap(new Map(reveals)),
    possibleTypes: freezeMap(new Map(source.index.possibleTypes)),
    departments: freezeMap(departments),
    subjects: freezeMap(new Map(subjects)),
    rows: Object.freeze(rows),
    equations: freezeMap(new Map(equations)),
    problems: Object.freeze(checkCatalogue(source, rows.parts, items)),
    version: versionOf([
      [...items],
      [...reveals],
      [...departments],
      [...subjects],
      [...rows.divisions],
      [...rows.parts],
      [...rows.about],
      [...equations],
    ]),
  });
}
