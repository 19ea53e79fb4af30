import { Kind, type DirectiveNode } from "graphql";
import { linkedDirectiveNames } from "./arguments/linked-names.ts";
import type { CatalogItem, CatalogueProblem } from "./catalog-item.ts";
import { ITEM_SPECIFICATION, type CatalogueSource } from "./catalogue-source.ts";
import { DEGREES, SENSITIVITY_LEVELS, type Degree, type Sensitivity } from "./vocabulary.ts";

/** Fields of a result that are told at a lower level than what it is worked out from, and why they may be (`@lowered`). */
interface Lowered {
  /** The field that is worked out. */
  readonly coordinate: string;
  readonly degree: Degree;
  readonly of: readonly string[];
}

const valueOf = ({ arguments: given }: DirectiveNode, name: string) =>
  given?.find((argument) => argument.name.value === name)?.value;

const fromOverlay = ({ overlay }: CatalogueSource): readonly Lowered[] =>
  [...overlay.lowered].flatMap(([coordinate, by]) =>
    DEGREES.flatMap((degree) => (by[degree] === undefined ? [] : [{ coordinate, degree, of: by[degree] }])),
  );

/** Every `@lowered`, resolved through `@link` like the classification, and those of the overlay. A degree that nobody knows lowers nothing. */
function readLowered(source: CatalogueSource): readonly Lowered[] {
  const names = linkedDirectiveNames(source.document, ITEM_SPECIFICATION, "lowered");
  const stated = [...source.index.types.values()].flatMap((shape) =>
    [...shape.fields].flatMap(([fieldName, { directives }]) =>
      (directives ?? []).flatMap((directive): readonly Lowered[] => {
        if (!names.has(directive.name.value)) return [];
        const [given, list] = [valueOf(directive, "degree"), valueOf(directive, "of")];
        const degree = DEGREES.find((word) => given?.kind === Kind.ENUM && word === given.value);
        if (degree === undefined || list?.kind !== Kind.LIST) return [];
        const of = list.values.flatMap((value) => (value.kind === Kind.STRING ? [value.value] : []));
        return [{ coordinate: `${shape.name}.${fieldName}`, degree, of }];
      }),
    ),
  );
  return [...stated, ...fromOverlay(source)];
}

type Items = ReadonlyMap<string, CatalogItem>;

/** Leaves that a field's answer consists of: itself, or those of its type and of the parts below it, whose rows are no others'. */
const resultOf = ({ index }: CatalogueSource, parts: ReadonlySet<string>, items: Items, item: CatalogItem) => {
  const seen = new Set<string>();
  const leavesOf = (typeName: string): readonly CatalogItem[] =>
    (index.possibleTypes.get(typeName) ?? []).flatMap((name) => {
      if (seen.has(name) || (name !== item.type && !parts.has(name))) return [];
      seen.add(name);
      const fields = [...(index.types.get(name)?.fields.keys() ?? [])].flatMap(
        (field) => items.get(`${name}.${field}`) ?? [],
      );
      return fields.flatMap((field) => (field.leaf ? [field] : leavesOf(field.type)));
    });
  return item.leaf ? [item] : leavesOf(item.type);
};

const rank = (level: Sensitivity): number => SENSITIVITY_LEVELS.indexOf(level);

/**
 * The most sensitive of what a field is worked out from (`@requires`, `@reads`); undefined for a field that is read. An input that
 * nobody classified is shared with nobody, so that nothing is worked out from it.
 */
function highestInput(items: Items, { requires }: CatalogItem): CatalogItem | undefined {
  const inputs = requires.flatMap((name) => items.get(name) ?? []).filter(({ leaf, classified }) => leaf && classified);
  return inputs.toSorted((a, b) => rank(b.level) - rank(a.level))[0];
}

/** The fault of one leaf of a result beside its highest input; undefined where its level holds, or may be lower. */
const faultOf = (leaf: CatalogItem, input: CatalogItem, degree: Degree | undefined): string | undefined => {
  const isLower = rank(leaf.level) < rank(input.level);
  if (!isLower)
    return degree === undefined ? undefined : `is as high as ${input.coordinate}: @lowered says nothing of it`;
  if (degree === undefined)
    return `expected level ${input.level} as it is worked out from ${input.coordinate}, or a reason (@lowered), got ${leaf.level}`;
  return degree !== "APART" && leaf.level === "L1" ? `expected L2 at least: ${degree} tells of somebody` : undefined;
};

/**
 * What is worked out is told at the level of its most sensitive input, unless the field that is worked out says of it that it does not
 * follow from the inputs, is a conclusion or a count: a start or a composition MUST refuse the rest. Pure.
 * The degrees follow GB/T 43697-2024, annex I (known from its table of contents and from memory; not a law).
 */
export function checkDerived(
  source: CatalogueSource,
  parts: ReadonlySet<string>,
  items: Items,
): readonly CatalogueProblem[] {
  const problem = (kind: CatalogueProblem["kind"], coordinate: string, message: string): CatalogueProblem =>
    Object.freeze({ severity: "refuse", kind, coordinate, message: `${coordinate}: ${message}` });
  const lowered = readLowered(source);
  const unknown = lowered
    .flatMap(({ of }) => of)
    .filter((name) => !items.has(name))
    .map((name) => problem("UNKNOWN_COORDINATE", name, "expected a field of this graph"));
  const faults = [...items.values()].flatMap((item) => {
    const stated = lowered.filter(({ coordinate }) => coordinate === item.coordinate);
    const input = highestInput(items, item);
    if (input === undefined)
      return stated.length === 0 ? [] : [problem("DERIVED_LEVEL", item.coordinate, "is worked out from nothing")];
    const result = resultOf(source, parts, items, item);
    const beside = stated
      .flatMap(({ of }) => of)
      .filter((name) => items.has(name) && !result.some(({ coordinate }) => coordinate === name))
      .map((name) => problem("DERIVED_LEVEL", name, `is no part of ${item.coordinate}`));
    return [
      ...beside,
      ...result.flatMap((leaf) => {
        const degree = stated.find(({ of }) => of.includes(leaf.coordinate))?.degree;
        const fault = faultOf(leaf, input, degree);
        return fault === undefined ? [] : [problem("DERIVED_LEVEL", leaf.coordinate, fault)];
      }),
    ];
  });
  return [...unknown, ...faults];
}
