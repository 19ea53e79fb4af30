import { Kind, type DirectiveNode, type FieldDefinitionNode } from "graphql";
import { ITEM_SPECIFICATION, type CatalogueSource } from "../catalogue-source.ts";
import { linkedDirectiveNames } from "./linked-names.ts";

/** `Type.field` on an interface stands for that field on each of its concrete types. */
const concrete = (source: CatalogueSource, coordinate: string): readonly string[] => {
  const dot = coordinate.indexOf(".");
  const possible = source.index.possibleTypes.get(coordinate.slice(0, dot));
  return possible?.map((typeName) => `${typeName}${coordinate.slice(dot)}`) ?? [coordinate];
};

/** Arguments of a field, as declared by its object type and by the interfaces that declare it too. */
const argumentsOf = (
  source: CatalogueSource,
  interfaces: ReadonlySet<string>,
  field: FieldDefinitionNode,
): readonly (readonly [string, readonly DirectiveNode[]])[] =>
  [
    field,
    ...[...interfaces].flatMap((name) => source.index.types.get(name)?.fields.get(field.name.value) ?? []),
  ].flatMap((declared) => (declared.arguments ?? []).map((node) => [node.name.value, node.directives ?? []] as const));

/**
 * The coordinates that arguments, input fields and enum values give away: from `@reveals(coordinate:)`, resolved through `@link` like the
 * classification, and from the overlay. An argument of an interface's field speaks for every implementation, and both count.
 */
export function readReveals(source: CatalogueSource): ReadonlyMap<string, readonly string[]> {
  const names = linkedDirectiveNames(source.document, ITEM_SPECIFICATION, "reveals");
  const reveals = new Map<string, readonly string[]>();
  const add = (where: string, coordinate: string): void => {
    reveals.set(where, [...new Set([...(reveals.get(where) ?? []), ...concrete(source, coordinate)])]);
  };
  const read = (where: string, directives: readonly DirectiveNode[] | undefined): void => {
    for (const directive of directives ?? []) {
      const value = directive.arguments?.find((argument) => argument.name.value === "coordinate")?.value;
      if (names.has(directive.name.value) && value?.kind === Kind.STRING) add(where, value.value);
    }
  };
  for (const shape of source.index.types.values()) {
    for (const field of shape.fields.values()) {
      if (source.index.possibleTypes.get(shape.name)?.includes(shape.name) !== true) continue;
      for (const [name, directives] of argumentsOf(source, shape.interfaces, field)) {
        read(`${shape.name}.${field.name.value}(${name}:)`, directives);
      }
    }
    for (const field of shape.inputFields) read(`${shape.name}.${field.name.value}`, field.directives);
    for (const value of shape.values) read(`${shape.name}.${value.name.value}`, value.directives);
  }
  for (const [where, coordinate] of source.overlay.reveals) {
    for (const exact of concrete(source, where)) add(exact, coordinate);
  }
  return reveals;
}
