import type { conditional } from "../../kit/item.ts";

type Item = ReturnType<typeof conditional>;

/**
 * Options of a field that another department owns and this one only receives (`@external`), on a type that this
 * department owns itself; Pothos offers it on external references alone.
 * @param item the owner's classification, repeated
 */
export const external = ({ directives }: Item) => ({ directives: { ...directives, external: {} } });
