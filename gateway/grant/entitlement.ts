import { isPassage } from "../../schema/catalog/rows.ts";
import { barOf, type Bar } from "./bar.ts";
import type { Entitlement, GrantableItem, GrantedOutcome, GrantRecord, Lack, Spent } from "./grant.ts";
import type { PublishedSources } from "./published-sources.ts";
import { intersectScope, unionScope, type RowScope } from "./row-scope.ts";

/** The grants that may speak for a request, sorted by what they are to it. */
export interface GrantSet {
  /** The stated purpose. */
  readonly purpose: string;
  /** In force, for the stated purpose (a department that derives has no stated purpose: all that are in force). */
  readonly active: readonly GrantRecord[];
  /** Of the stated purpose, no longer or not yet in force. */
  readonly expired: readonly GrantRecord[];
  readonly future: readonly GrantRecord[];
  /** In force, for another purpose. */
  readonly elsewhere: readonly GrantRecord[];
  /** Coordinates under an emergency stop. */
  readonly stopped: ReadonlySet<string>;
  /** What was approved of old systems; undefined where there is no workflow that approves. */
  readonly published: PublishedSources | undefined;
  /** Bars against the consumer, whatever their purpose. */
  readonly bars: readonly Bar[];
  /** The caller's own jurisdiction; null does not narrow. */
  readonly division: RowScope | null;
  /** The first thing that the request lacks to be given personal data. */
  readonly lack: Lack;
}

type Coverage = GrantedOutcome | "MASK_UNAVAILABLE" | undefined;

const names = ({ items }: GrantRecord, typeName: string): boolean =>
  [...items.keys()].some((coordinate) => coordinate.startsWith(`${typeName}.`));

/**
 * An item that is shared unconditionally comes with a grant that does not name it, unless its owner barred it from the grant's purpose.
 * A field that only leads to data stays, and the key of a row and its place go with the other fields of the row that a grant names.
 */
const companion = ({ bars }: GrantSet, record: GrantRecord, item: GrantableItem): Coverage => {
  if (item.share !== "UNCONDITIONAL") return undefined;
  if (isPassage(item) || barOf(bars, item.owner, record.purpose.code) === undefined) return "CLEAR";
  return (item.keys.length > 0 || item.division) && names(record, item.typeName) ? "CLEAR" : undefined;
};

/** An exact entry speaks before `Type.*`; a masked wildcard covers only what has a mask. */
const coverage = (
  set: GrantSet,
  record: GrantRecord,
  item: GrantableItem,
  everyField = `${item.typeName}.*`,
): Coverage => {
  const exact = record.items.get(item.coordinate);
  if (exact !== undefined) return exact === "MASKED" && item.mask === null ? "MASK_UNAVAILABLE" : exact;
  const wild = record.items.get(everyField);
  const named = wild === "MASKED" && item.mask === null ? undefined : wild;
  return named ?? companion(set, record, item);
};

const unite = (set: GrantSet, records: readonly GrantRecord[], outcome: GrantedOutcome): Entitlement => {
  const reached = records.map((record) => record.rowScope).reduce(unionScope, []);
  const scope = set.division === null ? reached : intersectScope(reached, set.division);
  const grants = Object.freeze(records.map((record) => record.id));
  if (scope.length === 0 && reached.length > 0) return { kind: "OUT_OF_SCOPE", grants };
  return Object.freeze({ kind: "granted", outcome, scope, grants });
};

const united = new WeakMap<GrantSet, Map<string, Entitlement>>();

/** The entitlement that these grants give together, once per group of them: much the same few speak for most coordinates. */
const granted = (set: GrantSet, records: readonly GrantRecord[], outcome: GrantedOutcome): Entitlement => {
  const known = united.get(set) ?? new Map<string, Entitlement>();
  united.set(set, known);
  let key: string = outcome;
  for (const record of records) key += `,${set.active.indexOf(record)}`;
  const before = known.get(key);
  if (before) return before;
  const entitlement = unite(set, records, outcome);
  known.set(key, entitlement);
  return entitlement;
};

const notGranted = (set: GrantSet, item: GrantableItem): Entitlement => {
  const covers = (record: GrantRecord): boolean => coverage(set, record, item) !== undefined;
  const maskless = set.active.find((record) => coverage(set, record, item) === "MASK_UNAVAILABLE");
  if (maskless) return { kind: "MASK_UNAVAILABLE", grant: maskless.id };
  const bar = item.share === "UNCONDITIONAL" && !isPassage(item) ? barOf(set.bars, item.owner, set.purpose) : undefined;
  if (bar) return { kind: "BARRED", bar };
  const expired = set.expired.filter(covers).toSorted((a, b) => b.validTo - a.validTo)[0];
  if (expired) return { kind: "EXPIRED", grant: expired.id, validTo: expired.validTo };
  const future = set.future.filter(covers).toSorted((a, b) => a.validFrom - b.validFrom)[0];
  if (future) return { kind: "NOT_YET_VALID", grant: future.id, validFrom: future.validFrom };
  const purposes = [...new Set(set.elsewhere.filter(covers).map((record) => record.purpose.code))].sort();
  return purposes.length > 0 ? { kind: "PURPOSE_MISMATCH", purposes } : { kind: "NO_GRANT" };
};

const entitled = (set: GrantSet, item: GrantableItem): Entitlement => {
  if (item.share === "NOT_SHARED") return { kind: "NOT_SHARED" };
  if (set.stopped.has(item.coordinate)) return { kind: "STOPPED" };
  const withheld = set.published?.withheld(item);
  if (withheld !== undefined) return withheld;
  const everyField = `${item.typeName}.*`;
  const clear: GrantRecord[] = [];
  const masked: GrantRecord[] = [];
  let attended: GrantRecord | undefined;
  for (const record of set.active) {
    const covered = coverage(set, record, item, everyField);
    if (covered === undefined || covered === "MASK_UNAVAILABLE") continue;
    if (set.lack !== null && item.personal && record.unattended !== true) attended ??= record;
    else if (covered === "CLEAR") clear.push(record);
    else masked.push(record);
  }
  const plain = clear.length > 0 ? granted(set, clear, "CLEAR") : undefined;
  if (plain?.kind === "granted") return plain;
  if (masked.length > 0) return granted(set, masked, "MASKED");
  if (plain) return plain;
  return attended && set.lack !== null ? { kind: set.lack, grant: attended.id } : notGranted(set, item);
};

/**
 * The entitlement that a set of grants gives to one coordinate. Pure. NOT_SHARED is never granted; UNCONDITIONAL comes with any grant in
 * force, unless its owner barred the consumer; of several grants the clearer outcome wins, within the rows that the grants of that outcome reach together.
 * A coordinate that takes a spent grant is denied with QUOTA, unless the other grants alone give the very same: neither fewer rows nor a
 * mask may slip into an answer unsaid.
 */
export function entitlementFor(set: GrantSet, item: GrantableItem, spent?: Spent): Entitlement {
  const whole = entitled(set, item);
  if (whole.kind !== "granted" || spent === undefined) return whole;
  const used = whole.grants.filter((id) => spent.has(id));
  const [grant] = used;
  if (grant === undefined) return whole;
  const rest = entitled({ ...set, active: set.active.filter(({ id }) => !spent.has(id)) }, item);
  if (rest.kind === "granted" && rest.outcome === whole.outcome && rest.scope.join() === whole.scope.join())
    return rest;
  return { kind: "QUOTA", grant, until: Math.max(...used.map((id) => spent.get(id) ?? 0)) };
}
