/** A place in a listing by time: the record that came last. It stays right whatever is appended later. */
export interface Place {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly index: number;
}

/** The place as an opaque string for callers. */
export function encodeCursor({ time, index }: Place): string {
  return Buffer.from(`${time}.${index}`).toString("base64url");
}

/** The place of a cursor, null when the string is not one of ours. */
export function decodeCursor(cursor: string): Place | null {
  const match = /^(-?\d{1,15})\.(\d{1,15})$/.exec(Buffer.from(cursor, "base64url").toString("latin1"));
  const [, time, index] = match ?? [];
  return time === undefined || index === undefined ? null : { time: Number(time), index: Number(index) };
}
