/**
 * A mask: pure, idempotent, keeps the type of what it is given, and is the same function at the source and at the gateway.
 * MUST NOT be called with null or with a list (the caller goes through those). Throws `MaskRefusal` for a value whose type
 * it cannot keep: such a value is denied, never shown.
 */
export type Mask = (value: unknown) => unknown;

/** A value that a mask cannot hide without changing its type. Its message never carries the value. */
export class MaskRefusal extends Error {
  constructor(mask: string, value: unknown) {
    super(`The mask ${mask} cannot be applied to a value of type ${typeof value}`);
    this.name = "MaskRefusal";
  }
}

/** At most `most` stars, and never more than `length`: the output tells neither more nor is longer than it must be. */
export const stars = (length: number, most: number): string => "*".repeat(Math.min(length, most));

/** Makes a mask of text out of a function over its code points' text; refuses everything that is not a string. */
export const textMask =
  (name: string, hide: (text: string) => string): Mask =>
  (value) => {
    if (typeof value !== "string") throw new MaskRefusal(name, value);
    return hide(value.trim());
  };

/** Length in code points, so that a character outside the basic plane counts once. */
export const lengthOf = (text: string): number => Array.from(text).length;
