/**
 * A mask: pure, idempotent, gives what its scalar has room for and no true value is, and is the same function at the source and at the gateway.
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
