import type { CatalogueSource } from "./catalogue-source.ts";
import type { Rows } from "./catalog-item.ts";
import { isRoot } from "./rows.ts";
import { namedTypeOf, type TypeShape } from "./type-index.ts";
import type { MaskName, Sensitivity } from "./vocabulary.ts";

/** Subjects of a disclosure that are no people. */
const FIRMS: readonly string[] = ["Enterprise"];

/** The type whose objects are people. */
const PEOPLE: readonly string[] = ["Person"];

/** Masks of what identifies a person, on whatever type it stands: the contact of a firm is somebody. */
const OF_PEOPLE: ReadonlySet<MaskName | null> = new Set(["NAME", "CITIZEN_NUMBER", "PHONE"]);

const SENSITIVE: ReadonlySet<Sensitivity> = new Set(["L3", "L4"]);

/** Concrete types that a field of a type leads to. */
const targetsOf = ({ index }: CatalogueSource, shape: TypeShape, field: string): readonly string[] => {
  const declared = shape.fields.get(field);
  return declared === undefined ? [] : (index.possibleTypes.get(namedTypeOf(declared.type)) ?? []);
};

/** True for a page or an edge of a list (Relay): it belongs to what it stands in, as a part does. */
const isPaging = ({ fields }: TypeShape): boolean =>
  fields.has("edges") ? fields.has("pageInfo") : fields.has("node") && fields.has("cursor");

/**
 * The types whose objects may tell of people. By its level sensitive data is people's, so a type counts unless the catalogue knows
 * otherwise: firms, what is about firms alone (`@subject`, over several types too), the `@part`s of these and of the answer itself,
 * and the types that an overlay calls impersonal. Pure.
 */
export function personalTypes(source: CatalogueSource, rows: Pick<Rows, "about" | "parts">): ReadonlySet<string> {
  return toldOf(source, rows, ({ name }, isDependent) => !isDependent && !rows.about.has(name));
}

/** The types of which the catalogue knows that they are about people: people, what has one as its subject, and the parts of these. Pure. */
export function peopleTypes(source: CatalogueSource, rows: Pick<Rows, "about" | "parts">): ReadonlySet<string> {
  return toldOf(source, rows, ({ name }) => PEOPLE.includes(name));
}

/** The types that some begin with, with those that are about them and the parts of all these. */
const toldOf = (
  source: CatalogueSource,
  { about, parts }: Pick<Rows, "about" | "parts">,
  isFirst: (shape: TypeShape, isDependent: boolean) => boolean,
): ReadonlySet<string> => {
  const impersonal = new Set([...FIRMS, ...source.overlay.impersonal]);
  const shapes = [...source.index.types.values()].filter(
    ({ kind, name }) => kind === "object" && !isRoot(name) && !impersonal.has(name),
  );
  const dependent = new Set([...parts, ...shapes.filter(isPaging).map(({ name }) => name)]);
  const found = new Set(shapes.filter((shape) => isFirst(shape, dependent.has(shape.name))).map(({ name }) => name));
  const isAboutThem = (shape: TypeShape): boolean =>
    (about.get(shape.name) ?? []).some((field) => targetsOf(source, shape, field).some((target) => found.has(target)));
  for (let before = -1; before !== found.size;) {
    before = found.size;
    for (const shape of shapes) {
      if (isAboutThem(shape)) found.add(shape.name);
      if (!found.has(shape.name)) continue;
      for (const field of shape.fields.keys())
        for (const target of targetsOf(source, shape, field)) if (dependent.has(target)) found.add(target);
    }
  }
  return found;
};

/** The facts of a field by which it is personal data or not. */
interface Telling {
  readonly typeName: string;
  readonly level: Sensitivity;
  readonly mask: MaskName | null;
  /** Concrete types that it leads to; none for a leaf. */
  readonly targets: readonly string[];
}

/** True for personal data of level L3 or L4: on a type about people, leading to one, or masked as what identifies a person. */
export function isPersonal({ typeName, level, mask, targets }: Telling, personal: ReadonlySet<string>): boolean {
  return SENSITIVE.has(level) && isOfPeople({ typeName, mask, targets }, personal);
}

/** The same of whatever level, by the types that are known to be about people (`peopleTypes`). */
export function isOfPeople(
  { typeName, mask, targets }: Omit<Telling, "level">,
  personal: ReadonlySet<string>,
): boolean {
  return personal.has(typeName) || OF_PEOPLE.has(mask) || targets.some((target) => personal.has(target));
}
