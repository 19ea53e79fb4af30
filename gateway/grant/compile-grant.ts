import { createHash } from "node:crypto";
import { divisionPrefix, normalScope } from "../../schema/catalog/divisions.ts";
import type { Caller } from "../authenticate/caller.ts";
import { barsAgainst, type Bar } from "./bar.ts";
import { entitlementFor, type GrantSet } from "./entitlement.ts";
import type { Entitlement, GrantableItem, GrantRecord, Lack, Purpose, Quota, Spent } from "./grant.ts";
import type { GrantBook } from "./grant-book.ts";

/**
 * Everything that the grants say about one caller with one purpose, until one of them begins or ends. Frozen.
 * It names no caller and no case: two apps of one department may share it, and all officers who ask in cases.
 */
export interface Grant {
  /** Equal hashes promise equal answers to every question below, as long as `spent` is the same too. SHA-256, hex. */
  readonly hash: string;
  /** Which grants are left out because their quota is used up, as text; empty when none is. */
  readonly spent: string;
  readonly purpose: Purpose;
  /** Each grant that something may be given by, as `<id> <hash by which the ledger knows it>`, sorted: for the ledger. */
  readonly sources: readonly string[];
  /** Grants in force for the purpose; their quotas are charged. */
  readonly active: readonly GrantRecord[];
  /** Milliseconds since 1970; from then on the grant MUST be compiled anew. */
  readonly validUntil: number;
  /** The caller's entitlement to a coordinate. */
  entitlementOf(item: GrantableItem): Entitlement;
  /** A department's own entitlement, for any purpose that it was granted: the inputs of the fields that it derives. */
  inputEntitlementOf(department: string, item: GrantableItem): Entitlement;
  /** The quota of a grant in force by which the caller reads, or a department derives; undefined for any other. */
  quotaOf(grant: string): Quota | undefined;
  /** The same grants with the same hash, but what takes one of these is denied with QUOTA. */
  without(spent: Spent): Grant;
}

type Tense = "active" | "expired" | "future";
const tenseAt = (record: GrantRecord, now: number): Tense =>
  now >= record.validTo ? "expired" : now < record.validFrom ? "future" : "active";

interface Consuming extends Pick<GrantSet, "purpose" | "stopped" | "published" | "bars" | "lack"> {
  readonly now: number;
  readonly division: string | null;
  /** Grants of every purpose speak: a department derives for whatever it was given the inputs for. */
  readonly derives: boolean;
}

const split = (records: readonly GrantRecord[], consuming: Consuming): GrantSet => {
  const { purpose, now, division, derives, stopped, published, bars, lack } = consuming;
  const stated = records.filter((record) => derives || record.purpose.code === purpose);
  const at = (tense: Tense): readonly GrantRecord[] => stated.filter((record) => tenseAt(record, now) === tense);
  return {
    purpose,
    bars,
    active: Object.freeze(at("active")),
    expired: at("expired"),
    future: at("future"),
    stopped,
    published,
    elsewhere: records.filter((record) => !stated.includes(record) && tenseAt(record, now) === "active"),
    division: division === null ? null : normalScope([divisionPrefix(division)]),
    lack,
  };
};

const nextChange = (records: readonly GrantRecord[], now: number): number => {
  let next = Number.MAX_SAFE_INTEGER;
  for (const { validFrom, validTo } of records) {
    if (validFrom > now) next = Math.min(next, validFrom);
    if (validTo > now) next = Math.min(next, validTo);
  }
  return next;
};

const hashOf = (caller: GrantSet, inputs: readonly GrantRecord[], departmental: readonly Bar[]): string => {
  const hashes = (records: readonly GrantRecord[]): readonly string[] => records.map((record) => record.hash).sort();
  const parts = [caller.active, caller.expired, caller.future, caller.elsewhere, inputs].map(hashes);
  return createHash("sha256")
    .update(
      JSON.stringify([
        caller.purpose,
        caller.division,
        caller.lack,
        [...caller.stopped].sort(),
        caller.published?.version,
        caller.bars,
        departmental,
        ...parts,
      ]),
    )
    .digest("hex");
};

const purposeOf = (code: string, records: readonly GrantRecord[]): Purpose =>
  records.find((record) => record.purpose.code === code)?.purpose ?? Object.freeze({ code, name: "", basis: "" });

const memoised = <Result>(compute: (item: GrantableItem) => Result): ((item: GrantableItem) => Result) => {
  const known = new Map<GrantableItem, Result>();
  return (item) => {
    const before = known.get(item);
    if (before !== undefined) return before;
    const result = compute(item);
    known.set(item, result);
    return result;
  };
};

/** Everything that the answers of one compiled grant are computed from. */
interface Parts extends Pick<Grant, "hash" | "sources" | "purpose" | "active" | "validUntil" | "quotaOf"> {
  readonly set: GrantSet;
  readonly setOf: (department: string) => GrantSet;
}

const assemble = (parts: Parts, spent?: Spent): Grant => {
  const { set, setOf, ...rest } = parts;
  const inputs = new Map<string, (item: GrantableItem) => Entitlement>();
  return Object.freeze({
    ...rest,
    spent: spent === undefined ? "" : JSON.stringify([...spent].sort()),
    entitlementOf: memoised((item) => entitlementFor(set, item, spent)),
    inputEntitlementOf: (department: string, item: GrantableItem) => {
      const known =
        inputs.get(department) ?? memoised((input: GrantableItem) => entitlementFor(setOf(department), input, spent));
      inputs.set(department, known);
      return known(item);
    },
    without: (used: Spent) => assemble(parts, used),
  });
};

/** The facts of a request by which its grant is compiled. */
export interface Asking {
  readonly caller: Pick<Caller, "app" | "department" | "division" | "officer">;
  readonly purpose: string;
  /** The number of the case (办件编号) that is asked for; null where none is stated. */
  readonly caseNumber: string | null;
  /** A page of an export: grants of batch exchange and of files speak, and no others. */
  readonly isExport?: boolean;
}

/** The first thing that a request lacks to be given personal data. */
export function lackOf({ caller, caseNumber }: Pick<Asking, "caller" | "caseNumber">): Lack {
  if (caller.officer === null) return "OFFICER_REQUIRED";
  return caseNumber === null ? "CASE_REQUIRED" : null;
}

/** Compiles what a book says of one request at one moment. Pure; nothing is thrown, what is missing is denied. */
export function compileGrant(book: GrantBook, asking: Asking, now: number): Grant {
  const { caller, purpose } = asking;
  const held = book.grantsFor(caller);
  const records = asking.isExport === true ? held.filter(({ method }) => method !== undefined) : held;
  const { stopped, published } = book;
  const consuming = { purpose, now, stopped, published };
  const bars = barsAgainst(book.bars, caller.department, caller.app);
  const set = split(records, {
    ...consuming,
    bars,
    division: caller.division,
    lack: lackOf(asking),
    derives: false,
  });
  const departmental = book.departmental.filter((record) => tenseAt(record, now) === "active");
  const quotas = new Map([...departmental, ...set.active].map(({ id, quota }) => [id, quota]));
  const sets = new Map<string, GrantSet>();
  return assemble({
    set,
    setOf: (department) => {
      const own = { bars: barsAgainst(book.bars, department, null), division: null, lack: null, derives: true };
      const known = sets.get(department) ?? split(book.grantsOf(department), { ...consuming, ...own });
      sets.set(department, known);
      return known;
    },
    hash: hashOf(
      set,
      departmental,
      book.bars.filter(({ app }) => app === null),
    ),
    sources: Object.freeze(
      [...new Set([...set.active, ...departmental].map(({ id, stated }) => `${id} ${stated}`))].sort(),
    ),
    purpose: purposeOf(purpose, records),
    active: set.active,
    validUntil: nextChange([...records, ...book.departmental], now),
    quotaOf: (id) => quotas.get(id),
  });
}

/** Codes of the purposes for which the caller holds a grant in force, sorted. */
export function purposesOf(
  book: GrantBook,
  caller: Pick<Caller, "app" | "department">,
  now: number,
): readonly string[] {
  return [
    ...new Set(
      book
        .grantsFor(caller)
        .filter((record) => tenseAt(record, now) === "active")
        .map((record) => record.purpose.code),
    ),
  ].sort();
}
