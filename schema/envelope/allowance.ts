import { normalScope } from "../catalog/divisions.ts";
import type { Envelope, EnvelopeOutcome } from "./envelope.ts";

/** Every row. */
const EVERYWHERE: readonly string[] = Object.freeze([""]);

const reaches = (scope: readonly string[], division: string | null): boolean =>
  scope.some((prefix) => prefix === "" || (division ?? "").startsWith(prefix));

/** What an envelope says of one coordinate. */
interface Said {
  /** The lines that name it, those that give it in the clear first. */
  readonly lines: readonly { readonly outcome: EnvelopeOutcome; readonly scope: readonly string[] }[];
  /** The outcome on any row at all. */
  readonly somewhere: EnvelopeOutcome | undefined;
  readonly isKey: boolean;
  readonly scope: readonly string[];
}

const read = ({ lines, keys }: Envelope, coordinate: string): Said => {
  const isKey = keys.has(coordinate);
  const naming = lines.flatMap(({ coordinates, scope }) => {
    const outcome = coordinates.get(coordinate);
    return outcome === undefined ? [] : [{ outcome, scope }];
  });
  const clear = naming.filter(({ outcome }) => outcome === "CLEAR");
  return {
    lines: [...clear, ...naming.filter(({ outcome }) => outcome !== "CLEAR")],
    somewhere: isKey || clear.length > 0 ? "CLEAR" : naming[0]?.outcome,
    isKey,
    scope: isKey ? EVERYWHERE : normalScope(naming.flatMap(({ scope }) => scope)),
  };
};

/** An envelope is asked for every value of an answer: what it says of a coordinate is worked out once. */
const known = new WeakMap<Envelope, Map<string, Said>>();

const saidOf = (envelope: Envelope, coordinate: string): Said => {
  const said = known.get(envelope) ?? new Map<string, Said>();
  known.set(envelope, said);
  let found = said.get(coordinate);
  if (found === undefined) said.set(coordinate, (found = read(envelope, coordinate)));
  return found;
};

/**
 * The outcome that an envelope allows for a coordinate on a row of that division (null: the row has none): undefined means nothing.
 * If the caller may have it masked and a deriving department clear, it is CLEAR: the gateway masks the caller's copy.
 */
export function allowanceFor(
  envelope: Envelope,
  coordinate: string,
  division: string | null,
): EnvelopeOutcome | undefined {
  const { isKey, lines } = saidOf(envelope, coordinate);
  return isKey ? "CLEAR" : lines.find(({ scope }) => reaches(scope, division))?.outcome;
}

/** The outcome that an envelope allows for a coordinate on any row at all: the check before a row is known. */
export function allowanceSomewhere(envelope: Envelope, coordinate: string): EnvelopeOutcome | undefined {
  return saidOf(envelope, coordinate).somewhere;
}

/** Prefixes of the divisions whose rows may be listed through a coordinate: the condition for the database. Empty: no row. */
export function scopeOf(envelope: Envelope, coordinate: string): readonly string[] {
  return saidOf(envelope, coordinate).scope;
}
