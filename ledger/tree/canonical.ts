import canonicalize from "canonicalize";

/** A JSON value; what a leaf may be made of. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * JSON in the canonical form of RFC 8785 (JCS): sorted keys, no white space, shortest numbers.
 * The same value gives the same text in every language.
 * @throws TypeError for what JSON cannot say (NaN, infinities, lone surrogates, circles).
 */
export function canonicalText(value: Json): string {
  try {
    const text = canonicalize(value);
    if (text !== undefined) return text;
  } catch (error) {
    throw new TypeError("The value has no canonical JSON", { cause: error });
  }
  throw new TypeError("The value has no canonical JSON");
}
