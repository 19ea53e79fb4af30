import { Kind, type DirectiveNode } from "graphql";
import type { CatalogueSource } from "./catalogue-source.ts";
import { namedTypeOf, type TypeShape } from "./type-index.ts";
import { UPDATE_CYCLES, type UpdateCycle } from "./vocabulary.ts";

/**
 * The theme of an item, its update cycle (政务数据共享条例 art. 13) and the department whose data it is (数源部门, art. 19); null: nobody
 * says, and the data is that of the department whose system carries it.
 */
export interface Dataset {
  readonly theme: string | null;
  readonly updateCycle: UpdateCycle | null;
  readonly owner: string | null;
}

const SILENT: Dataset = Object.freeze({ theme: null, updateCycle: null, owner: null });

const wordOf = (directive: DirectiveNode, name: string): string | null => {
  const value = directive.arguments?.find((argument) => argument.name.value === name)?.value;
  return value?.kind === Kind.ENUM || value?.kind === Kind.STRING ? value.value : null;
};

const fromDirective = (directive: DirectiveNode): Dataset => {
  const word = (name: string): string | null => wordOf(directive, name);
  return {
    theme: word("theme"),
    updateCycle: UPDATE_CYCLES.find((cycle) => cycle === word("updateCycle")) ?? null,
    owner: word("owner"),
  };
};

/** Everything that is said in one place, without repetitions. */
export function statedDatasets(
  source: CatalogueSource,
  directives: readonly DirectiveNode[] | undefined,
): readonly Dataset[] {
  const stated = (directives ?? []).filter(({ name }) => source.datasets.has(name.value)).map(fromDirective);
  return [...new Map(stated.map((dataset) => [JSON.stringify(dataset), dataset])).values()];
}

/** The statement of one place: owners who contradict each other say nothing. */
const stated = (source: CatalogueSource, directives: readonly DirectiveNode[] | undefined): Dataset => {
  const [only, ...others] = statedDatasets(source, directives);
  return only === undefined || others.length > 0 ? SILENT : only;
};

/** The type of the objects that a field leads to; a connection (Relay) and its edges lead to its nodes. */
const reached = (source: CatalogueSource, shape: TypeShape, fieldName: string): TypeShape | undefined => {
  const follow = (from: TypeShape | undefined, name: string): TypeShape | undefined => {
    const field = from?.fields.get(name);
    return field && source.index.types.get(namedTypeOf(field.type));
  };
  const type = follow(shape, fieldName);
  if (type?.fields.has("edges") === true) return follow(follow(type, "edges"), "node");
  return fieldName === "edges" ? follow(type, "node") : type;
};

/** True when the type is told of by a department that resolves the field, and not merely extended by it. */
const isOwnersField = (source: CatalogueSource, shape: TypeShape, fieldName: string): boolean => {
  const definers = source.federation.definersOf(shape);
  return source.federation.sourcesOf(shape, fieldName).some(({ subgraph }) => definers.includes(subgraph));
};

/** Names of the subgraphs that are old systems: what `@dataset(source:)` says on any of their types. */
export function joinedSystems({ index, datasets }: Pick<CatalogueSource, "index" | "datasets">): ReadonlySet<string> {
  const directives = [...index.types.values()].flatMap((shape) => shape.directives);
  const stated = directives.filter(({ name }) => datasets.has(name.value));
  return new Set(stated.flatMap((directive) => wordOf(directive, "source") ?? []));
}

const fromOverlay = ({ overlay }: CatalogueSource, coordinate: string): Dataset => ({
  theme: overlay.datasets.get(coordinate)?.theme ?? null,
  updateCycle: overlay.datasets.get(coordinate)?.updateCycle ?? null,
  owner: null,
});

/**
 * Theme, update cycle and owner of one field, each from the first that says it: `@dataset` on the field (or on the interface's), on
 * its type for what the type's owner puts there itself, on the type that it leads to; then the overlay, the narrowest first.
 */
export function datasetOf(source: CatalogueSource, declaring: readonly TypeShape[], fieldName: string): Dataset {
  const [shape] = declaring;
  if (shape === undefined) return SILENT;
  const said = [
    ...declaring.map((declared) => stated(source, declared.fields.get(fieldName)?.directives)),
    ...(isOwnersField(source, shape, fieldName) ? [stated(source, shape.directives)] : []),
    stated(source, reached(source, shape, fieldName)?.directives),
    ...[`${shape.name}.${fieldName}`, `${shape.name}.*`, "*"].map((where) => fromOverlay(source, where)),
  ];
  const first = <Key extends keyof Dataset>(key: Key): Dataset[Key] | null =>
    said.find((dataset) => dataset[key] !== null)?.[key] ?? null;
  return { theme: first("theme"), updateCycle: first("updateCycle"), owner: first("owner") };
}
