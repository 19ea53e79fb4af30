import type { conditional } from "./item.ts";

type Item = ReturnType<typeof conditional>;

/**
 * Options of a field that another department owns and this one only receives (`@external`), on a type that this
 * department owns itself; Pothos offers it on external references alone.
 * @param item the owner's classification, repeated: where both differ the catalogue takes the stricter
 */
export function external({ directives }: Item) {
  return { directives: { ...directives, external: {} } };
}

/**
 * Option of a field that is worked out from other departments' fields (`@requires`). The gateway fetches `fields` first,
 * with the department itself as their consumer, and brings them along in the representation: resolvers find them on the
 * parent, as JSON, and MUST NOT trust their presence, because a denied or failed field arrives as null or not at all.
 */
export function requires(fields: string): object {
  return { requires: { selection: fields } };
}
