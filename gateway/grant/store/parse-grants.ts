import { COVER } from "../../../ledger/store/append/cover.ts";
import { createHash } from "node:crypto";
import * as v from "valibot";
import type { Catalogue } from "../../../schema/catalog/catalog-item.ts";
import { openEquations } from "../../../schema/catalog/equations.ts";
import { DIVISION_CODE, divisionPrefix, normalScope, reachesAll } from "../../../schema/catalog/divisions.ts";
import { recoverableNumbers } from "../../../schema/catalog/recoverable.ts";
import { isDivided } from "../../../schema/catalog/rows.ts";
import { endOfBasis } from "../../../schema/law/basis.ts";
import {
  dictionary,
  list,
  Malformed,
  mapping,
  oneOf,
  parse,
  partOf,
  rule,
  text,
  type Problem,
} from "../../../schema/parse.ts";
import type { Consumer, GrantedOutcome, GrantRecord } from "../grant.ts";

/** Grants name apps and departments, not people, so messages may quote them. */
const BOUNDARY = { code: "HUB_GRANTS_INVALID", quotes: true };

const TIME = "a date-time such as 2026-01-01T00:00:00Z";

const timeOf = (value: unknown): number => {
  if (value instanceof Date) return value.getTime();
  return typeof value === "string" && /^\d{4}-\d{2}-\d{2}/.test(value) ? Date.parse(value) : Number.NaN;
};

const time = v.pipe(
  v.custom<unknown>((value) => !Number.isNaN(timeOf(value)), TIME),
  v.transform(timeOf),
);

const COUNT = "a count";
const count = v.nullish(v.pipe(v.number(COUNT), v.safeInteger(COUNT), v.minValue(0, COUNT)), null);

const QUOTA = mapping({ requestsPerDay: count, subjectsPerDay: count });

const PURPOSE = partOf({ code: text(), name: text(), basis: text() });

const PREFIX = "a division prefix of 2, 4, 6, 9, 12 or 15 digits, or * for every row";

/** YAML reads a prefix without quotes as a number. */
const isPrefix = (value: unknown): value is string | number =>
  value === "*" || ((typeof value === "string" || typeof value === "number") && DIVISION_CODE.test(String(value)));

const SCOPE = v.pipe(
  list(v.custom<string | number>(isPrefix, PREFIX), 'a list of division prefixes (["*"] for every row)'),
  v.transform((prefixes) => normalScope(prefixes.map((prefix) => divisionPrefix(String(prefix))))),
);

const consumerSchema = (departments: readonly string[]) =>
  v.pipe(
    mapping({ app: v.optional(text()), department: v.optional(oneOf(departments)) }),
    rule(({ app, department }) =>
      (app === undefined) === (department === undefined)
        ? { at: [], expected: "either an app or a department", got: { app, department } }
        : undefined,
    ),
    v.transform(({ app, department = "" }): Consumer =>
      Object.freeze(app === undefined ? { kind: "department", department } : { kind: "app", app }),
    ),
  );

const itemProblem = (
  coordinate: string,
  outcome: GrantedOutcome,
  { items, possibleTypes }: Catalogue,
): Problem | undefined => {
  const at = ["items", coordinate];
  const [typeName = "", fieldName = ""] = coordinate.split(".");
  const types = possibleTypes.get(typeName) ?? [];
  if (fieldName === "*") {
    return types.includes(typeName) ? undefined : { at, expected: "an object type of this graph", got: typeName };
  }
  const item = items.get(coordinate);
  if (!item) {
    const concrete = types.filter((name) => name !== typeName);
    const hint = concrete.length > 0 ? ` (on ${typeName}, name the concrete type: ${concrete.join(", ")})` : "";
    return { at, expected: `a field of this graph${hint}`, got: coordinate };
  }
  const masked = outcome === "MASKED" && item.mask === null;
  return masked ? { at, expected: "CLEAR, as the field has no mask", got: outcome } : undefined;
};

/** A type without divisions can be given for every row only: nothing tells which of its rows lie within a scope. */
const scopeProblem = (coordinate: string, rowScope: readonly string[], catalogue: Catalogue): Problem | undefined => {
  const [typeName = "", fieldName = ""] = coordinate.split(".");
  if (reachesAll(rowScope) || rowScope.length === 0 || isDivided(catalogue, typeName)) return undefined;
  const given = [...catalogue.items.values()].filter((item) =>
    fieldName === "*" ? item.typeName === typeName : item.coordinate === coordinate,
  );
  if (!given.some(({ share }) => share === "CONDITIONAL")) return undefined;
  return { at: ["rowScope"], expected: `["*"], as ${typeName} names no division`, got: rowScope };
};

/** The outcome of a coordinate among a grant's items: an exact entry before `Type.*`, whose mask covers only what has one. */
const givenBy =
  (items: ReadonlyMap<string, GrantedOutcome>, catalogue: Catalogue) =>
  (coordinate: string): GrantedOutcome | undefined => {
    const item = catalogue.items.get(coordinate);
    const wild = items.get(`${item?.typeName ?? ""}.*`);
    const named = items.get(coordinate) ?? (wild === "MASKED" && item?.mask === null ? undefined : wild);
    return named ?? (item?.share === "UNCONDITIONAL" ? "CLEAR" : undefined);
  };

/**
 * Refuses a grant that gives a field more clearly than what that is worked out from, as far as one owner gives both: the terms of another owner
 * come by that owner's own grant, and without it the field is denied.
 */
const refuseOpenEquation = ({ id, items }: GrantRecord, catalogue: Catalogue): void => {
  const isOneOwners = (term: string, of: string): boolean =>
    catalogue.items.get(term)?.owner === catalogue.items.get(of)?.owner;
  const [open] = openEquations(catalogue.equations, givenBy(items, catalogue), isOneOwners);
  if (open === undefined) return;
  const { coordinate, term, outcome } = open;
  const expected = `${outcome ?? "nothing"}, as ${term} can be worked out from it and is given ${outcome ?? "not at all"}`;
  throw new Malformed(
    BOUNDARY.code,
    `${id}.items.${coordinate}`,
    expected,
    givenBy(items, catalogue)(coordinate) ?? "",
  );
};

/** Refuses a grant that masks a citizen number and gives the date by which the mask is undone. */
const refuseRecoverable = ({ id, items }: GrantRecord, catalogue: Catalogue): void => {
  const [found] = recoverableNumbers(catalogue.items, givenBy(items, catalogue));
  if (found === undefined) return;
  const expected = `nothing beside ${found.date}, by which a masked number can be completed`;
  throw new Malformed(BOUNDARY.code, `${id}.items.${found.number}`, expected, "MASKED");
};

const grantSchema = (catalogue: Catalogue) => {
  const owners = [...catalogue.items.values()].map((item) => item.owner);
  const departments = [...new Set([...catalogue.departments.values(), ...owners])].sort();
  return v.pipe(
    mapping({
      id: text(),
      consumer: consumerSchema(departments),
      purpose: PURPOSE,
      validFrom: v.optional(time, "1970-01-01T00:00:00Z"),
      validTo: time,
      rowScope: v.optional(SCOPE, []),
      quota: v.optional(QUOTA, {}),
      use: v.optional(oneOf(["DERIVATION"], "DERIVATION, or nothing")),
      covert: v.optional(text()),
      unattended: v.optional(v.literal(true, "true, or nothing")),
      registeredOnly: v.optional(v.literal(true, "true, or nothing")),
      method: v.optional(oneOf(["BATCH", "FILE"], "BATCH, FILE, or nothing")),
      items: dictionary(oneOf(["CLEAR", "MASKED"], "CLEAR or MASKED")),
    }),
    rule(({ consumer, use, validFrom, validTo, covert }) => {
      if (covert === COVER)
        return { at: ["covert"], expected: "an investigation, which cover is none of", got: covert };
      if (validTo <= validFrom) return { at: ["validTo"], expected: "a time after validFrom", got: validTo };
      if (use === undefined || consumer.kind === "department") return undefined;
      return { at: ["use"], expected: "nothing, as the consumer is no department", got: use };
    }),
    rule(({ items, rowScope }) => {
      for (const [coordinate, outcome] of items) {
        const problem = itemProblem(coordinate, outcome, catalogue) ?? scopeProblem(coordinate, rowScope, catalogue);
        if (problem) return problem;
      }
      return undefined;
    }),
  );
};

const schemas = new WeakMap<Catalogue, ReturnType<typeof grantSchema>>();

const schemaOf = (catalogue: Catalogue): ReturnType<typeof grantSchema> => {
  const schema = schemas.get(catalogue) ?? grantSchema(catalogue);
  schemas.set(catalogue, schema);
  return schema;
};

const ID = v.looseObject({ id: text() });

/**
 * Reads one grant against the catalogue; it ends with the document that its purpose rests on, whatever term it states; the hub database's rows come in the same form.
 * @param where the grant's place in its file, for messages; once its id is known they name that
 * @param stated hash by which the ledger knows it; its own unless given
 * @throws Malformed `HUB_GRANTS_INVALID`
 */
export function parseGrant(where: string, value: unknown, catalogue: Catalogue, stated?: string): GrantRecord {
  const named = v.is(ID, value) ? value.id : where;
  const { items, covert, unattended, registeredOnly, method, ...read } = parse(
    schemaOf(catalogue),
    value,
    named,
    BOUNDARY,
  );
  const grant = {
    id: read.id,
    consumer: read.consumer,
    use: read.use ?? ("ANY" as const),
    purpose: Object.freeze(read.purpose),
    validFrom: read.validFrom,
    validTo: Math.min(read.validTo, endOfBasis(read.purpose.basis) ?? Number.POSITIVE_INFINITY),
    rowScope: read.rowScope,
    quota: Object.freeze(read.quota),
    ...(covert === undefined ? {} : { covert }),
    ...(unattended === undefined ? {} : { unattended }),
    ...(registeredOnly === undefined ? {} : { registeredOnly }),
    ...(method === undefined ? {} : { method }),
  };
  const sorted = [...items].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const hash = createHash("sha256")
    .update(JSON.stringify([grant, sorted]))
    .digest("hex");
  return Object.freeze({ ...grant, items, hash, stated: stated ?? hash });
}

/** True when one answer may rest on both: of one purpose, at one time, and not each for another app or another department. */
const meet = (one: GrantRecord, other: GrantRecord): boolean => {
  const isAnothers =
    one.consumer.kind === other.consumer.kind && JSON.stringify(one.consumer) !== JSON.stringify(other.consumer);
  const isAtOneTime = one.validFrom < other.validTo && other.validFrom < one.validTo;
  return one.purpose.code === other.purpose.code && isAtOneTime && !isAnothers;
};

/** Refuses two investigations behind one answer: its record names one, and would be shown when that one is lifted. */
const refuseTwoInvestigations = (grants: readonly GrantRecord[]): void => {
  const covert = grants.filter((grant) => grant.covert !== undefined);
  for (const [at, grant] of covert.entries()) {
    const other = covert.slice(0, at).find((before) => before.covert !== grant.covert && meet(before, grant));
    if (!other) continue;
    const expected = `a purpose of its own, as ${other.id} is given for another investigation under ${grant.purpose.code}`;
    throw new Malformed(BOUNDARY.code, `${grant.id}.covert`, expected, grant.covert ?? "");
  }
};

const FILE = mapping({ grants: list(v.unknown()) });

/**
 * Reads a whole grants file as it came out of YAML. A grant of the hub database is not refused for its equations, as an item may have
 * been taken out of it since: it is narrowed where it is decided.
 * @throws Malformed `HUB_GRANTS_INVALID` at the first entry that cannot be put in force
 */
export function parseGrants(value: unknown, catalogue: Catalogue): readonly GrantRecord[] {
  const { grants } = parse(FILE, value, "", BOUNDARY);
  const records = grants.map((entry, at) => parseGrant(`grants[${at}]`, entry, catalogue));
  const ids = new Set<string>();
  for (const { id } of records) {
    if (ids.has(id)) throw new Malformed(BOUNDARY.code, "grants", "ids that occur once", JSON.stringify(id));
    ids.add(id);
  }
  for (const record of records) {
    refuseOpenEquation(record, catalogue);
    refuseRecoverable(record, catalogue);
  }
  refuseTwoInvestigations(records);
  return records;
}
