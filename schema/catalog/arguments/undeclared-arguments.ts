import { Kind, type DirectiveNode } from "graphql";
import { ITEM_SPECIFICATION, readCatalogueSource, type CatalogueSource } from "../catalogue-source.ts";
import { linkedDirectiveNames } from "./linked-names.ts";
import { namedTypeOf } from "../type-index.ts";

/** Arguments of a Relay connection: they cut a list that was found already. */
const PAGING: ReadonlySet<string> = new Set(["first", "after", "last", "before"]);

const reasonOf = (directive: DirectiveNode): string => {
  const value = directive.arguments?.find(({ name }) => name.value === "reason")?.value;
  return value?.kind === Kind.STRING ? value.value.trim() : "";
};

/** True for a part that its owner ties to a coordinate, or declares harmless with a reason. */
const declaring = ({ document }: CatalogueSource): ((directives: readonly DirectiveNode[] | undefined) => boolean) => {
  const reveals = linkedDirectiveNames(document, ITEM_SPECIFICATION, "reveals");
  const harmless = linkedDirectiveNames(document, ITEM_SPECIFICATION, "harmless");
  return (directives = []) =>
    directives.some(
      (directive) =>
        reveals.has(directive.name.value) || (harmless.has(directive.name.value) && reasonOf(directive) !== ""),
    );
};

/**
 * Arguments that may filter or sort and say nothing of what they give away, by coordinate `Type.field(argument:)`: neither they
 * nor every input field or enum value inside carry `@reveals` or `@harmless(reason:)`. A mutation's arguments, and the four
 * that page through a list, find nothing. Pure; composition MUST refuse a supergraph for which the list is not empty.
 */
export function undeclaredArguments(supergraphSdl: string): readonly string[] {
  const source = readCatalogueSource(supergraphSdl);
  const { types } = source.index;
  const isDeclared = declaring(source);
  const everyPartIs = (typeName: string, seen: ReadonlySet<string>): boolean => {
    const shape = types.get(typeName);
    if (shape === undefined || seen.has(typeName)) return seen.has(typeName);
    const parts = [...shape.values, ...shape.inputFields];
    const inside = new Set([...seen, typeName]);
    return (
      parts.length > 0 &&
      shape.values.every(({ directives }) => isDeclared(directives)) &&
      shape.inputFields.every((field) => isDeclared(field.directives) || everyPartIs(namedTypeOf(field.type), inside))
    );
  };
  return [...types.values()].flatMap((shape) =>
    source.index.possibleTypes.get(shape.name)?.includes(shape.name) !== true || shape.name === "Mutation"
      ? []
      : [...shape.fields].flatMap(([fieldName, field]) =>
          (field.arguments ?? []).flatMap(({ name, type, directives }) =>
            PAGING.has(name.value) || isDeclared(directives) || everyPartIs(namedTypeOf(type), new Set())
              ? []
              : [`${shape.name}.${fieldName}(${name.value}:)`],
          ),
        ),
  );
}
