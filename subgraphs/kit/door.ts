/** A narrow door of a department beside its graph, which opens to the hub alone: by an envelope of the hub's own, made for this door. */
export interface Door {
  /** False for any envelope but that one. */
  readonly isFromHub: (envelope: string | undefined) => Promise<boolean>;
  /** @returns the answer's JSON text @throws Malformed for a body that is no question of this door */
  readonly answer: (body: unknown) => Promise<string>;
}
