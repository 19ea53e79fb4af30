import { normalScope } from "../catalog/divisions.ts";
import type { Envelope, EnvelopeOutcome } from "./envelope.ts";

/** Every row. */
const EVERYWHERE: readonly string[] = Object.freeze([""]);

const reaches = (scope: readonly string[], division: string | null): boolean =>
  scope.some((prefix) => prefix === "" || (division ?? "").startsWith(prefix));

/**
 * The outcome that an envelope allows for a coordinate on a row of that division (null: the row has none): undefined means nothing.
 * If the caller may have it masked and a deriving department clear, it is CLEAR: the gateway masks the caller's copy.
 */
export function allowanceFor(
  envelope: Envelope,
  coordinate: string,
  division: string | null,
): EnvelopeOutcome | undefined {
  let allowed: EnvelopeOutcome | undefined = envelope.keys.has(coordinate) ? "CLEAR" : undefined;
  for (const line of envelope.lines) {
    const outcome = line.coordinates.get(coordinate);
    if (outcome === undefined || !reaches(line.scope, division)) continue;
    if (outcome === "CLEAR") return "CLEAR";
    allowed ??= outcome;
  }
  return allowed;
}

/** The outcome that an envelope allows for a coordinate on any row at all: the check before a row is known. */
export function allowanceSomewhere(envelope: Envelope, coordinate: string): EnvelopeOutcome | undefined {
  let allowed: EnvelopeOutcome | undefined = envelope.keys.has(coordinate) ? "CLEAR" : undefined;
  for (const line of envelope.lines) {
    const outcome = line.coordinates.get(coordinate);
    if (outcome === "CLEAR") return "CLEAR";
    allowed ??= outcome;
  }
  return allowed;
}

/** Prefixes of the divisions whose rows may be listed through a coordinate: the condition for the database. Empty: no row. */
export function scopeOf(envelope: Envelope, coordinate: string): readonly string[] {
  if (envelope.keys.has(coordinate)) return EVERYWHERE;
  return normalScope(envelope.lines.flatMap((line) => (line.coordinates.has(coordinate) ? line.scope : [])));
}

/** True when a row of that division may be seen for any coordinate of the type: else it is null with OUT_OF_SCOPE. */
export function rowVisible(envelope: Envelope, typeName: string, division: string | null): boolean {
  return envelope.lines.some(
    (line) =>
      reaches(line.scope, division) &&
      [...line.coordinates.keys()].some((coordinate) => coordinate.startsWith(`${typeName}.`)),
  );
}
