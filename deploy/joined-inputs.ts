import {
  Kind,
  parse,
  print,
  visit,
  type DocumentNode,
  type FieldNode,
  type SelectionSetNode,
  type TypeNode,
} from "graphql";

type Names = ReadonlySet<string>;

const OBJECTS: readonly string[] = [Kind.OBJECT_TYPE_DEFINITION, Kind.OBJECT_TYPE_EXTENSION];

const isExternal = ({
  directives = [],
}: {
  readonly directives?: readonly { readonly name: { readonly value: string } }[];
}) => directives.some(({ name }) => name.value === "external");

/** Every field of a subgraph with its type's name, in the order of its text. */
const fieldsOf = (document: DocumentNode) =>
  document.definitions.flatMap((definition) => {
    if (!OBJECTS.includes(definition.kind) || !("fields" in definition)) return [];
    const { name, fields = [] } = definition as Extract<
      typeof definition,
      { readonly kind: Kind.OBJECT_TYPE_DEFINITION }
    >;
    return fields.map((field) => ({ coordinate: `${name.value}.${field.name.value}`, field }));
  });

const namedIn = (type: TypeNode): string => (type.kind === Kind.NAMED_TYPE ? type.name.value : namedIn(type.type));

/** A selection without what nobody resolves; undefined where nothing is left of it. */
const kept = (
  { selections }: SelectionSetNode,
  parent: string,
  types: ReadonlyMap<string, string>,
  missing: Names,
): SelectionSetNode | undefined => {
  const fields = selections.flatMap((selection): readonly FieldNode[] => {
    if (selection.kind !== Kind.FIELD) return [];
    const coordinate = `${parent}.${selection.name.value}`;
    if (missing.has(coordinate)) return [];
    if (selection.selectionSet === undefined) return [selection];
    const within = kept(selection.selectionSet, types.get(coordinate) ?? "", types, missing);
    return within === undefined ? [] : [{ ...selection, selectionSet: within }];
  });
  return fields.length === 0 ? undefined : { kind: Kind.SELECTION_SET, selections: fields };
};

const withoutIn = (document: DocumentNode, missing: Names): DocumentNode => {
  const types = new Map(fieldsOf(document).map(({ coordinate, field }) => [coordinate, namedIn(field.type)]));
  const ofType = (definition: { readonly name: { readonly value: string } }, fields: readonly object[]) => ({
    ...definition,
    fields,
  });
  return visit<DocumentNode>(document, {
    ObjectTypeDefinition(definition) {
      const parent = definition.name.value;
      const fields = (definition.fields ?? []).filter(({ name }) => !missing.has(`${parent}.${name.value}`));
      if (fields.length === 0) return null;
      const required = fields.map((field) => ({
        ...field,
        directives: (field.directives ?? []).flatMap((directive) => {
          const [argument] = directive.arguments ?? [];
          if (directive.name.value !== "requires" || argument?.value.kind !== Kind.STRING) return [directive];
          const selection = parse(`{ ${argument.value.value} }`).definitions[0];
          const left =
            selection?.kind === Kind.OPERATION_DEFINITION
              ? kept(selection.selectionSet, parent, types, missing)
              : undefined;
          if (left === undefined) return [];
          const value = print(left).replaceAll(/\s+/g, " ").slice(2, -2);
          return [{ ...directive, arguments: [{ ...argument, value: { ...argument.value, value } }] }];
        }),
      }));
      return ofType(definition, required);
    },
  });
};

/**
 * The SDL of subgraphs that are composed together, without inputs (`@requires`, `@external`) that none of them resolves: what a department asks of a
 * source that a city has not joined is left out of the graph, and its resolver finds nothing where it would stand.
 */
export function withJoinedInputs(subgraphs: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const documents = new Map([...subgraphs].map(([name, sdl]) => [name, parse(sdl)]));
  const all = [...documents.values()].flatMap(fieldsOf);
  const resolved = new Set(all.flatMap(({ coordinate, field }) => (isExternal(field) ? [] : [coordinate])));
  const missing = new Set(all.flatMap(({ coordinate }) => (resolved.has(coordinate) ? [] : [coordinate])));
  if (missing.size === 0) return subgraphs;
  return new Map([...documents].map(([name, document]) => [name, print(withoutIn(document, missing))]));
}
