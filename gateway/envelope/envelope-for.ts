import type { Catalogue } from "../../schema/catalog/catalog-item.ts";
import type { Envelope, EnvelopeLine, EnvelopeOutcome } from "../../schema/envelope/envelope.ts";
import type { Caller } from "../authenticate/caller.ts";
import type { Decision } from "../decide/decision.ts";
import type { FetchedField } from "./fetch-coordinates.ts";

/** A fetch that asks for more than was decided; nothing is sent. It is the hub's own mistake, or an attack on its planner. */
class FetchNotGranted extends Error {
  readonly coordinate: string;
  constructor(coordinate: string) {
    super(`A fetch asks for ${coordinate}, which was not decided`);
    this.name = "FetchNotGranted";
    this.coordinate = coordinate;
  }
}

interface Reading {
  readonly consumer: EnvelopeLine["consumer"];
  readonly outcome: EnvelopeOutcome;
  readonly scope: readonly string[];
  readonly grants: readonly string[];
}

type Readings = ReadonlyMap<string, readonly Reading[]>;

const readingsByDecision = new WeakMap<Decision, Readings>();

/** Everything that an operation lets be read, by coordinate: by the caller, and by departments that derive fields for it. */
const readingsOf = (decision: Decision): Readings => {
  const before = readingsByDecision.get(decision);
  if (before) return before;
  const readings = new Map<string, Reading[]>();
  const add = (coordinate: string, reading: Reading): void => {
    const list = readings.get(coordinate);
    if (list) list.push(reading);
    else readings.set(coordinate, [reading]);
  };
  for (const [coordinate, verdict] of decision.granted) {
    const { outcome, scope, grants } = verdict;
    add(coordinate, { consumer: { kind: "caller" }, outcome, scope, grants });
    for (const input of verdict.inputs) {
      const consumer = { kind: "department", department: input.department } as const;
      add(input.coordinate, { consumer, outcome: input.outcome, scope: input.scope, grants: input.grants });
    }
  }
  readingsByDecision.set(decision, readings);
  return readings;
};

/** Lines by consumer, grants and scope, so that an envelope repeats none of them. */
const createLines = () => {
  const lines = new Map<string, EnvelopeLine & { readonly coordinates: Map<string, EnvelopeOutcome> }>();
  return {
    add: (coordinate: string, { consumer, outcome, scope, grants }: Reading): void => {
      const key = JSON.stringify([consumer, scope, grants]);
      const line = lines.get(key) ?? { consumer, scope, grants, coordinates: new Map<string, EnvelopeOutcome>() };
      lines.set(key, line);
      if (line.coordinates.get(coordinate) !== "CLEAR") line.coordinates.set(coordinate, outcome);
    },
    all: (): readonly EnvelopeLine[] => Object.freeze([...lines.values()]),
  };
};

/**
 * The envelope of one fetch: exactly its coordinates, each with who reads it, how, by which grants and within which rows,
 * and the coordinates that the arguments of its fields give away.
 * Entity keys travel for the join's sake. Throws `FetchNotGranted` for anything else. Pure.
 */
export function envelopeFor(
  decision: Decision,
  caller: Caller,
  fields: readonly FetchedField[],
  document: string,
  catalogue: Pick<Catalogue, "items">,
): Envelope {
  const readings = readingsOf(decision);
  const lines = createLines();
  const keys = new Set<string>();
  for (const { coordinate, concrete } of fields) {
    let found = false;
    for (const exact of concrete) {
      for (const reading of readings.get(exact) ?? []) {
        found = true;
        lines.add(exact, reading);
        // An interface object resolves under the interface's name and cannot tell the concrete type.
        if (coordinate !== exact) lines.add(coordinate, reading);
      }
      const hidden = decision.hidden.get(exact);
      if (hidden) {
        found = true;
        lines.add(exact, { consumer: { kind: "caller" }, outcome: "CLEAR", ...hidden });
        if (coordinate !== exact) lines.add(coordinate, { consumer: { kind: "caller" }, outcome: "CLEAR", ...hidden });
      }
      for (const [told, { outcome, scope, grants }] of decision.revealed.get(exact) ?? [])
        lines.add(told, { consumer: { kind: "caller" }, outcome, scope, grants });
    }
    if (found) continue;
    if (!concrete.some((exact) => (catalogue.items.get(exact)?.keys.length ?? 0) > 0))
      throw new FetchNotGranted(coordinate);
    for (const exact of [coordinate, ...concrete]) keys.add(exact);
  }
  return Object.freeze({
    app: caller.app,
    department: caller.department,
    officer: caller.officer,
    roles: caller.roles,
    subject: caller.subject,
    enterprise: caller.enterprise,
    purpose: decision.grant.purpose.code,
    grant: decision.grant.hash,
    policy: decision.policyVersion,
    lines: lines.all(),
    keys,
    document,
  });
}
