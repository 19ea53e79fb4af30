import type { Envelope, EnvelopeLine, EnvelopeOutcome } from "./envelope.ts";

/** Coordinates grouped by type to keep the token short: `{ Person: { c: ["name"], m: ["citizenNumber"] } }`. */
type PackedCoordinates = Readonly<Record<string, { readonly c?: readonly string[]; readonly m?: readonly string[] }>>;

/** The private claims of an envelope's token. */
export interface EnvelopeClaims {
  readonly app: string;
  readonly dep: string;
  readonly off?: string;
  readonly sub?: string;
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
export const toClaims = (envelope: Envelope): EnvelopeClaims => ({
  app: envelope.app,
  dep: envelope.department,
  ...(envelope.officer === null ? {} : { off: envelope.officer }),
  ...(envelope.subject === null ? {} : { sub: envelope.subject }),
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
});

/** Claims that are signed but do not have an envelope's form. */
export class EnvelopeMalformed extends Error {
  constructor(claim: string) {
    super(`The envelope's claim ${claim} is malformed`);
    this.name = "EnvelopeMalformed";
  }
}

type Fields = Readonly<Record<string, unknown>>;

const text = (claims: Fields, name: string): string => {
  const value = Object.hasOwn(claims, name) ? claims[name] : undefined;
  if (typeof value !== "string") throw new EnvelopeMalformed(name);
  return value;
};

const optional = (claims: Fields, name: string): string | null =>
  Object.hasOwn(claims, name) ? text(claims, name) : null;

const texts = (value: unknown, name: string): readonly string[] => {
  if (!Array.isArray(value) || !value.every((entry): entry is string => typeof entry === "string")) {
    throw new EnvelopeMalformed(name);
  }
  return value;
};

const fields = (value: unknown, name: string): Fields => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new EnvelopeMalformed(name);
  return { ...value };
};

const unpack = (value: unknown): ReadonlyMap<string, EnvelopeOutcome> => {
  const coordinates = new Map<string, EnvelopeOutcome>();
  for (const [typeName, entry] of Object.entries(fields(value, "fld"))) {
    const { c = [], m = [] } = fields(entry, "fld");
    for (const fieldName of texts(m, "fld")) coordinates.set(`${typeName}.${fieldName}`, "MASKED");
    for (const fieldName of texts(c, "fld")) coordinates.set(`${typeName}.${fieldName}`, "CLEAR");
  }
  return coordinates;
};

const lineOf = (value: unknown): EnvelopeLine => {
  const line = fields(value, "lin");
  const department = optional(line, "dep");
  return Object.freeze<EnvelopeLine>({
    consumer: department === null ? { kind: "caller" } : { kind: "department", department },
    grants: texts(line["gra"], "gra"),
    scope: texts(line["sco"], "sco"),
    coordinates: unpack(line["fld"]),
  });
};

/** Reads an envelope out of verified claims. Throws `EnvelopeMalformed`; nothing is guessed or filled in. */
export const fromClaims = (claims: Fields): Envelope => {
  const lines = claims["lin"];
  if (!Array.isArray(lines)) throw new EnvelopeMalformed("lin");
  return {
    app: text(claims, "app"),
    department: text(claims, "dep"),
    officer: optional(claims, "off"),
    subject: optional(claims, "sub"),
    purpose: text(claims, "pur"),
    grant: text(claims, "gra"),
    policy: text(claims, "pol"),
    document: text(claims, "doc"),
    keys: new Set(Object.hasOwn(claims, "key") ? texts(claims["key"], "key") : []),
    lines: lines.map(lineOf),
  };
};
