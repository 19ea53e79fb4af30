import { createHash } from "node:crypto";
import type { Caller } from "../authenticate/caller.ts";
import type { Bar } from "./bar.ts";
import type { GrantRecord } from "./grant.ts";
import type { PublishedSources } from "./published-sources.ts";
import type { Register } from "./register.ts";

/** All grants of one version of a source. Frozen: a change is another book. */
export interface GrantBook {
  /** Changes exactly when any grant does. */
  readonly version: string;
  readonly records: readonly GrantRecord[];
  /** Codes of the purposes that any grant is for. */
  readonly purposes: ReadonlySet<string>;
  /** Coordinates under an emergency stop: nobody gets them, whatever is granted and however they are shared. */
  readonly stopped: ReadonlySet<string>;
  /** What was approved of old systems; undefined where the source of grants has no workflow, as a file has none. */
  readonly published: PublishedSources | undefined;
  /** Owners' bars, which keep what is unconditional from coming with any grant. */
  readonly bars: readonly Bar[];
  /** The parties that may ask at all; undefined where the source has no register, as a file has none. */
  readonly register: Register | undefined;
  /** Grants by which a caller reads: its app's and its department's, whatever their purpose and validity. */
  grantsFor(caller: Pick<Caller, "app" | "department">): readonly GrantRecord[];
  /** True while a grant demands of the caller to ask by registered operations alone. */
  demandsRegistered(caller: Pick<Caller, "app" | "department">, now: number): boolean;
  /** Every grant whose consumer is a department. */
  readonly departmental: readonly GrantRecord[];
  /** Grants that a department holds itself: what it may be given to derive its fields from. */
  grantsOf(department: string): readonly GrantRecord[];
}

const NONE: readonly GrantRecord[] = Object.freeze([]);

const groupBy = (
  records: readonly GrantRecord[],
  keyOf: (record: GrantRecord) => string | undefined,
): ReadonlyMap<string, readonly GrantRecord[]> => {
  const groups = new Map<string, GrantRecord[]>();
  for (const record of records) {
    const key = keyOf(record);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group) group.push(record);
    else groups.set(key, [record]);
  }
  return groups;
};

/** Indexes grants for look-ups from memory, with what binds them. */
export function createGrantBook(
  records: readonly GrantRecord[],
  {
    stopped = new Set(),
    published,
    bars = [],
    register,
  }: Partial<Pick<GrantBook, "stopped" | "published" | "bars" | "register">> = {},
): GrantBook {
  const byApp = groupBy(records, ({ consumer }) => (consumer.kind === "app" ? consumer.app : undefined));
  const readByDepartment = groupBy(records, ({ consumer, use }) =>
    consumer.kind === "department" && use === "ANY" ? consumer.department : undefined,
  );
  const byDepartment = groupBy(records, ({ consumer }) =>
    consumer.kind === "department" ? consumer.department : undefined,
  );
  const demanding = records.filter(({ registeredOnly }) => registeredOnly === true);
  const binds = ({ consumer }: GrantRecord, { app, department }: Pick<Caller, "app" | "department">): boolean =>
    consumer.kind === "app" ? consumer.app === app : consumer.department === department;
  const hashes = [
    ...records.map((record) => record.hash).sort(),
    ...[...stopped].sort(),
    ...bars.map((bar) => JSON.stringify(bar)).sort(),
    register?.version ?? "",
    published?.version ?? "",
  ];
  return Object.freeze({
    version: createHash("sha256").update(hashes.join("\n")).digest("hex"),
    records: Object.freeze([...records]),
    departmental: Object.freeze(records.filter((record) => record.consumer.kind === "department")),
    purposes: new Set(records.map(({ purpose }) => purpose.code)),
    stopped,
    published,
    bars: Object.freeze([...bars].sort((a, b) => Number(a.id) - Number(b.id))),
    register,
    grantsFor: (caller: Pick<Caller, "app" | "department">) => [
      ...(byApp.get(caller.app) ?? NONE),
      ...(readByDepartment.get(caller.department) ?? NONE),
    ],
    demandsRegistered: (caller: Pick<Caller, "app" | "department">, now: number) =>
      demanding.some((record) => record.validFrom <= now && now < record.validTo && binds(record, caller)),
    grantsOf: (department: string) => byDepartment.get(department) ?? NONE,
  });
}

/** The book without grants: it denies everything. */
export const EMPTY_BOOK: GrantBook = createGrantBook([]);
