import type { CatalogItem } from "../catalog-item.ts";
import type { CatalogueSource } from "../catalogue-source.ts";
import { readReveals } from "./reveals.ts";
import { namedTypeOf, type TypeShape } from "../type-index.ts";

/** A part of an argument that looks like a sensitive coordinate and is not tied to it. */
export interface UnboundPart {
  /** `Type.field(argument:)`, `Input.field` or `Enum.VALUE`. */
  readonly where: string;
  readonly looksLike: string;
}

/** `BY_MONTHLY_INCOME`, `MONTHLY_INCOME_DESC` and `monthlyIncome` speak of the same field. */
const fieldNameIn = (enumValue: string): string =>
  enumValue
    .replace(/^BY_/, "")
    .replace(/_(?:ASC|DESC|ASCENDING|DESCENDING)$/, "")
    .toLowerCase()
    .replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

/** Types that a field finds: through a connection, those of its nodes. */
const foundBy = (source: CatalogueSource, typeName: string, depth = 0): readonly string[] => {
  const { types, possibleTypes } = source.index;
  const fields = types.get(typeName)?.fields;
  const inner = ["edges", "nodes", "node"].flatMap((name) => fields?.get(name) ?? []);
  return [
    ...(possibleTypes.get(typeName) ?? []),
    ...(depth < 2 ? inner.flatMap((field) => foundBy(source, namedTypeOf(field.type), depth + 1)) : []),
  ];
};

/** Everything by which a value of the type can speak of a field: input fields and enum values, at any depth. */
const partsOf = (
  source: CatalogueSource,
  typeName: string,
  seen: Set<string>,
): readonly (readonly [where: string, name: string])[] => {
  const shape: TypeShape | undefined = source.index.types.get(typeName);
  if (!shape || seen.has(typeName)) return [];
  seen.add(typeName);
  return [
    ...shape.values.map(({ name }) => [`${typeName}.${name.value}`, fieldNameIn(name.value)] as const),
    ...shape.inputFields.flatMap((field) => [
      [`${typeName}.${field.name.value}`, field.name.value] as const,
      ...partsOf(source, namedTypeOf(field.type), seen),
    ]),
  ];
};

/**
 * Arguments, input fields and enum values that are named like a sensitive field (L3, L4) of what they help to find, and that
 * nobody tied to it with `@reveals`: whoever filters or sorts by them may learn that field. Pure.
 */
export function unboundArguments(
  source: CatalogueSource,
  items: ReadonlyMap<string, CatalogItem>,
): readonly UnboundPart[] {
  const reveals = readReveals(source);
  const unbound = new Map<string, string>();
  for (const item of items.values()) {
    const field = source.index.types.get(item.typeName)?.fields.get(item.fieldName);
    if (!field || (field.arguments ?? []).length === 0) continue;
    const found = foundBy(source, namedTypeOf(field.type));
    const sensitive = (name: string): string | undefined =>
      found
        .map((typeName) => `${typeName}.${name}`)
        .find((coordinate) => /L[34]/.test(items.get(coordinate)?.level ?? ""));
    for (const argument of field.arguments ?? []) {
      const where = `${item.coordinate}(${argument.name.value}:)`;
      const bound = reveals.has(where);
      for (const [part, name] of [
        [where, argument.name.value] as const,
        ...partsOf(source, namedTypeOf(argument.type), new Set()),
      ]) {
        const looksLike = bound || reveals.has(part) ? undefined : sensitive(name);
        if (looksLike !== undefined) unbound.set(part, looksLike);
      }
    }
  }
  return [...unbound].map(([where, looksLike]) => ({ where, looksLike }));
}
