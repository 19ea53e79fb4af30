import * as v from "valibot";
import { isMapping, list, parse, partOf } from "../parse.ts";
import type { Envelope, EnvelopeLine, EnvelopeOutcome } from "./envelope.ts";

/** Coordinates grouped by type to keep the token short: `{ Person: { c: ["name"], m: ["citizenNumber"] } }`. */
type PackedCoordinates = Readonly<Record<string, { readonly c?: readonly string[]; readonly m?: readonly string[] }>>;

/** The private claims of an envelope's token. */
export interface EnvelopeClaims {
  readonly app: string;
  readonly dep: string;
  readonly off?: string;
  readonly rol?: readonly string[];
  readonly sub?: string;
  readonly ent?: string;
  readonly pur: string;
  readonly gra: string;
  readonly pol: string;
  readonly doc: string;
  readonly key?: readonly string[];
  readonly lin: readonly {
    readonly dep?: string;
    readonly gra: readonly string[];
    readonly sco: readonly string[];
    readonly fld: PackedCoordinates;
  }[];
}

const pack = (coordinates: EnvelopeLine["coordinates"]): PackedCoordinates => {
  const types = new Map<string, { c?: string[]; m?: string[] }>();
  for (const [coordinate, outcome] of coordinates) {
    const [typeName = "", fieldName = ""] = coordinate.split(".");
    const entry = types.get(typeName) ?? {};
    const slot = outcome === "CLEAR" ? "c" : "m";
    entry[slot] = [...(entry[slot] ?? []), fieldName];
    types.set(typeName, entry);
  }
  return Object.fromEntries(types);
};

/** The claims that say what an envelope says. */
export function toClaims(envelope: Envelope): EnvelopeClaims {
  return {
    app: envelope.app,
    dep: envelope.department,
    ...(envelope.officer === null ? {} : { off: envelope.officer }),
    ...(envelope.roles.length === 0 ? {} : { rol: envelope.roles }),
    ...(envelope.subject === null ? {} : { sub: envelope.subject }),
    ...(envelope.enterprise === null ? {} : { ent: envelope.enterprise }),
    pur: envelope.purpose,
    gra: envelope.grant,
    pol: envelope.policy,
    doc: envelope.document,
    ...(envelope.keys.size === 0 ? {} : { key: [...envelope.keys] }),
    lin: envelope.lines.map((line) => ({
      ...(line.consumer.kind === "department" ? { dep: line.consumer.department } : {}),
      gra: line.grants,
      sco: line.scope,
      fld: pack(line.coordinates),
    })),
  };
}

const aText = v.string("text");

const isTexts = (value: unknown): value is readonly string[] => {
  if (!Array.isArray(value)) return false;
  for (const entry of value as readonly unknown[]) if (typeof entry !== "string") return false;
  return true;
};

const texts = v.custom<readonly string[]>(isTexts, "a list of texts");

const FIELDS = "fields by type, as lists c (clear) and m (masked)";

/** Checked and unpacked in one pass, as it is the greater part of an envelope; undefined when it is malformed. */
const unpack = (value: unknown): EnvelopeLine["coordinates"] | undefined => {
  if (!isMapping(value)) return undefined;
  const coordinates = new Map<string, EnvelopeOutcome>();
  const add = (typeName: string, names: unknown, outcome: EnvelopeOutcome): boolean => {
    if (names === undefined) return true;
    if (!isTexts(names)) return false;
    for (const name of names) coordinates.set(`${typeName}.${name}`, outcome);
    return true;
  };
  for (const typeName of Object.keys(value)) {
    const entry = value[typeName];
    if (!isMapping(entry) || !add(typeName, entry["m"], "MASKED") || !add(typeName, entry["c"], "CLEAR"))
      return undefined;
  }
  return coordinates;
};

const coordinates = v.pipe(
  v.unknown(),
  v.rawTransform(({ dataset, addIssue, NEVER }): EnvelopeLine["coordinates"] => {
    const read = unpack(dataset.value);
    if (read !== undefined) return read;
    addIssue({ message: FIELDS });
    return NEVER;
  }),
);

const LINE = partOf({ dep: v.optional(aText), gra: texts, sco: texts, fld: coordinates });

const CLAIMS = partOf({
  app: aText,
  dep: aText,
  off: v.optional(aText),
  rol: v.optional(texts, []),
  sub: v.optional(aText),
  ent: v.optional(aText),
  pur: aText,
  gra: aText,
  pol: aText,
  doc: aText,
  key: v.optional(texts),
  lin: list(LINE, "a list of lines"),
});

/** Envelopes name officers and people, so messages tell kinds only. */
const BOUNDARY = { code: "HUB_ENVELOPE_REFUSED", quotes: false };

/**
 * Reads an envelope out of verified claims; nothing is guessed or filled in.
 * @throws Malformed for claims that are signed but do not have an envelope's form
 */
export function fromClaims(claims: Readonly<Record<string, unknown>>): Envelope {
  const { app, dep, off, rol, sub, ent, pur, gra, pol, doc, key, lin } = parse(CLAIMS, claims, "envelope", BOUNDARY);
  return {
    app,
    department: dep,
    officer: off ?? null,
    roles: rol,
    subject: sub ?? null,
    enterprise: ent ?? null,
    purpose: pur,
    grant: gra,
    policy: pol,
    document: doc,
    keys: new Set(key),
    lines: lin.map((line) =>
      Object.freeze<EnvelopeLine>({
        consumer: line.dep === undefined ? { kind: "caller" } : { kind: "department", department: line.dep },
        grants: line.gra,
        scope: line.sco,
        coordinates: line.fld,
      }),
    ),
  };
}
