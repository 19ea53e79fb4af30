import { createHash } from "node:crypto";

import { divisionPrefix } from "../../schema/catalog/division-prefix.ts";
import { normalScope } from "../../schema/catalog/normal-scope.ts";
import type { Catalogue } from "../../schema/catalog/catalog-item.ts";
import type { Consumer, GrantedOutcome, GrantRecord, Purpose, Quota } from "./grant.ts";

/** Grants that cannot be put in force; the message names the entry, what was expected and what was found. */
class GrantsError extends Error {
  readonly code = "HUB_GRANTS_INVALID";
  constructor(message: string) {
    super(message);
    this.name = "GrantsError";
  }
}

type Fields = Readonly<Record<string, unknown>>;

const show = (value: unknown): string => (value === undefined ? "nothing" : JSON.stringify(value));
const wrong = (where: string, expected: string, got: unknown): never => {
  throw new GrantsError(`${where}: expected ${expected}, got ${show(got)}`);
};

const record = (where: string, value: unknown, known?: readonly string[]): Fields => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return wrong(where, "a mapping", value);
  const fields: Fields = { ...value };
  const unknown = known === undefined ? undefined : Object.keys(fields).find((key) => !known.includes(key));
  return unknown === undefined ? fields : wrong(where, `only ${known?.join(", ") ?? ""}`, unknown);
};

const text = (where: string, value: unknown): string =>
  typeof value === "string" && value.trim() !== "" ? value : wrong(where, "text", value);

const time = (where: string, value: unknown): number => {
  const parsed = value instanceof Date ? value.getTime() : typeof value === "string" ? Date.parse(value) : Number.NaN;
  return Number.isNaN(parsed) ? wrong(where, "a date-time such as 2026-01-01T00:00:00Z", value) : parsed;
};

const count = (where: string, value: unknown): number | null => {
  if (value === undefined || value === null) return null;
  return typeof value === "number" && Number.isInteger(value) && value >= 0 ? value : wrong(where, "a count", value);
};

const consumerOf = (where: string, value: unknown, catalogue: Catalogue): Consumer => {
  const fields = record(where, value, ["app", "department"]);
  if ((fields["app"] === undefined) === (fields["department"] === undefined)) {
    return wrong(where, "either an app or a department", value);
  }
  if (fields["app"] !== undefined) return Object.freeze({ kind: "app", app: text(`${where}.app`, fields["app"]) });
  const department = text(`${where}.department`, fields["department"]);
  const known = new Set([
    ...catalogue.departments.values(),
    ...[...catalogue.items.values()].map((item) => item.owner),
  ]);
  if (!known.has(department)) return wrong(`${where}.department`, `one of ${[...known].sort().join(", ")}`, department);
  return Object.freeze({ kind: "department", department });
};

const purposeOf = (where: string, value: unknown): Purpose => {
  const fields = record(where, value, ["code", "name", "basis"]);
  const part = (name: string): string => text(`${where}.${name}`, fields[name]);
  return Object.freeze({ code: part("code"), name: part("name"), basis: part("basis") });
};

const quotaOf = (where: string, value: unknown): Quota => {
  const fields = value === undefined ? {} : record(where, value, ["requestsPerDay", "subjectsPerDay"]);
  return Object.freeze({
    requestsPerDay: count(`${where}.requestsPerDay`, fields["requestsPerDay"]),
    subjectsPerDay: count(`${where}.subjectsPerDay`, fields["subjectsPerDay"]),
  });
};

const scopeOf = (where: string, value: unknown): readonly string[] => {
  if (value === undefined) return [];
  if (!Array.isArray(value)) return wrong(where, 'a list of division prefixes (["*"] for every row)', value);
  return normalScope(
    value.map((prefix: unknown) => {
      const code = typeof prefix === "number" ? String(prefix) : prefix;
      if (code === "*" || code === "") return "";
      return typeof code === "string" && /^[0-9]{2,12}$/.test(code)
        ? divisionPrefix(code)
        : wrong(where, "prefixes of 2 to 12 digits", prefix);
    }),
  );
};

const outcomeOf = (where: string, coordinate: string, value: unknown, catalogue: Catalogue): GrantedOutcome => {
  if (value !== "CLEAR" && value !== "MASKED") return wrong(where, "CLEAR or MASKED", value);
  const [typeName = "", fieldName = ""] = coordinate.split(".");
  if (fieldName === "*") {
    const known = catalogue.possibleTypes.get(typeName)?.includes(typeName) === true;
    return known ? value : wrong(where, "an object type of this graph", typeName);
  }
  const item = catalogue.items.get(coordinate);
  if (!item) {
    const concrete = (catalogue.possibleTypes.get(typeName) ?? []).filter((name) => name !== typeName);
    const hint = concrete.length > 0 ? ` (on ${typeName}, name the concrete type: ${concrete.join(", ")})` : "";
    return wrong(where, `a field of this graph${hint}`, coordinate);
  }
  return value === "MASKED" && item.mask === null ? wrong(where, "CLEAR, as the field has no mask", value) : value;
};

const useOf = (where: string, value: unknown, consumer: Consumer): GrantRecord["use"] => {
  if (value === undefined) return "ANY";
  if (value !== "DERIVATION") return wrong(where, "DERIVATION, or nothing", value);
  return consumer.kind === "department" ? value : wrong(where, "a department as consumer", consumer);
};

const ITEM_KEYS = [
  "id",
  "consumer",
  "purpose",
  "validFrom",
  "validTo",
  "rowScope",
  "quota",
  "use",
  "covert",
  "items",
] as const;

/** Checks one grant against the catalogue. Throws `GrantsError`. The hub database's rows come in the same form. */
export const parseGrant = (where: string, value: unknown, catalogue: Catalogue): GrantRecord => {
  const fields = record(where, value, ITEM_KEYS);
  const id = text(`${where}.id`, fields["id"]);
  const items = Object.entries(record(`${id}.items`, fields["items"])).map(
    ([coordinate, outcome]) =>
      [coordinate, outcomeOf(`${id}.items["${coordinate}"]`, coordinate, outcome, catalogue)] as const,
  );
  const validFrom = fields["validFrom"] === undefined ? 0 : time(`${id}.validFrom`, fields["validFrom"]);
  const validTo = time(`${id}.validTo`, fields["validTo"]);
  if (validTo <= validFrom) return wrong(`${id}.validTo`, "a time after validFrom", fields["validTo"]);
  const consumer = consumerOf(`${id}.consumer`, fields["consumer"], catalogue);
  const grant = {
    id,
    consumer,
    use: useOf(`${id}.use`, fields["use"], consumer),
    purpose: purposeOf(`${id}.purpose`, fields["purpose"]),
    validFrom,
    validTo,
    rowScope: scopeOf(`${id}.rowScope`, fields["rowScope"]),
    quota: quotaOf(`${id}.quota`, fields["quota"]),
    ...(fields["covert"] === undefined ? {} : { covert: text(`${id}.covert`, fields["covert"]) }),
  };
  const hash = createHash("sha256").update(JSON.stringify([grant, items.toSorted(([a], [b]) => (a < b ? -1 : 1))]));
  return Object.freeze({ ...grant, items: new Map(items), hash: hash.digest("hex") });
};

/** Checks a whole grants file as it came out of YAML. Throws `GrantsError` at the first entry that cannot be put in force. */
export const parseGrants = (value: unknown, catalogue: Catalogue): readonly GrantRecord[] => {
  const list = record("grants file", value, ["grants"])["grants"];
  if (!Array.isArray(list)) return wrong("grants", "a list", list);
  const records = list.map((entry: unknown, at) => parseGrant(`grants[${at}]`, entry, catalogue));
  const ids = new Set<string>();
  for (const { id } of records) {
    if (ids.has(id)) return wrong(`grants`, "ids that occur once", id);
    ids.add(id);
  }
  return records;
};
