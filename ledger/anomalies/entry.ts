import type { LoggedRecord } from "../record.ts";

/** One record as the rules see it. */
export interface Entry {
  readonly index: number;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly app: string;
  /** null for an app on its own behalf. */
  readonly officer: string | null;
  readonly grantHash: string | null;
  readonly operationHash: string | null;
  /** The request was refused, in whole or in part. */
  readonly denied: boolean;
  readonly rowCount: number;
  /** "Type:pseudonym"; empty where there were too many for the record. */
  readonly subjects: readonly string[];
  /** The number of them. */
  readonly subjectCount: number;
  readonly divisions: readonly string[];
}

/** The record as an entry. */
export function entryOf(index: number, record: LoggedRecord): Entry {
  return {
    index,
    time: Date.parse(record.time),
    app: record.app ?? "",
    officer: record.officer,
    grantHash: record.grantHash,
    operationHash: record.operationHash,
    denied: record.decision === "REFUSED" || record.decision === "PARTIAL",
    rowCount: record.rowCount,
    subjects: record.subjects.map(({ type, pseudonym }) => `${type}:${pseudonym}`),
    subjectCount: record.subjectCount,
    divisions: record.divisions,
  };
}

/** The caller: the app, and the officer that it acted for. */
export function callerOf({ app, officer }: Entry): string {
  return officer === null ? app : `${app}/${officer}`;
}

/** The entries by caller, in their order. */
export function byCaller(entries: readonly Entry[]): ReadonlyMap<string, readonly Entry[]> {
  const callers = new Map<string, Entry[]>();
  for (const entry of entries) {
    const caller = callerOf(entry);
    const group = callers.get(caller);
    if (group === undefined) callers.set(caller, [entry]);
    else group.push(entry);
  }
  return callers;
}
