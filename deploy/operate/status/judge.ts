import type { Asked } from "./ask-process.ts";

/** One process of a deployment, by what it is. */
export interface Part {
  readonly kind: "gateway" | "department";
  readonly name: string;
  readonly asked: Asked;
}

/** The log and its witnesses, as everybody can see them. */
export interface LogSeen {
  /** Records that the newest checkpoint covers; undefined where none was given. */
  readonly size: number | undefined;
  /** What is told of its cosignatures, and what is wrong with them. */
  readonly lines: readonly string[];
  readonly flaws: readonly string[];
}

/** One thing that an operator has to know. `critical`: no answer leaves, or somewhere none does. `warning`: it will come to that, or less is answered. */
export interface Finding {
  readonly level: "critical" | "warning";
  readonly text: string;
}

/** Seconds by which a clock may differ: seals are refused beyond 30, and the clock is told to a second. */
const CLOCK = { warning: 5, critical: 30 };
/** Days before its end in which a certificate is to be changed. */
const CERTIFICATE_DAYS = 14;
/** Seconds that a record may wait for a signed checkpoint. */
const UNSIGNED = 60;

/** The first sample of a name. */
export function valueOf({ samples = [] }: Asked, name: string): number | undefined {
  return samples.find((sample) => sample.name === name)?.value;
}

/** The version that a process runs. */
export function versionOf({ samples = [] }: Asked): string | undefined {
  return samples.find(({ name }) => name === "hub_build_info")?.labels["version"];
}

/** Days until the first of a process's certificates ends; undefined where it has none. */
export function certificateDays({ samples = [] }: Asked, now: number): number | undefined {
  const ends = samples.filter(({ name }) => name === "hub_certificate_expires_timestamp_seconds");
  if (ends.length === 0) return undefined;
  return Math.floor((Math.min(...ends.map(({ value }) => value)) * 1_000 - now) / 86_400_000);
}

const statesOf = ({ ready }: Asked): readonly (readonly [string, unknown])[] => {
  const subgraphs = ready?.["subgraphs"];
  return typeof subgraphs === "object" && subgraphs !== null ? Object.entries(subgraphs) : [];
};

const unready = ({ ready, readyStatus }: Asked): string => {
  const wrong = ["ledger", "ledgerTrouble", "grants", "database", "certificate"]
    .filter((name) => ready?.[name] !== undefined && ready[name] !== "up")
    .map((name) => `${name} ${String(ready?.[name])}`);
  return wrong.length === 0 ? `/readyz answers ${readyStatus ?? "nothing"}` : wrong.join(", ");
};

const clockOf = (clock: number): Finding["level"] | undefined =>
  Math.abs(clock) > CLOCK.critical ? "critical" : Math.abs(clock) > CLOCK.warning ? "warning" : undefined;

const ofPart = ({ kind, name, asked }: Part, now: number): readonly Finding[] => {
  const found: Finding[] = [];
  const add = (level: Finding["level"], text: string): void => {
    found.push({ level, text: `${kind} ${name}: ${text}` });
  };
  if (asked.silent !== undefined) {
    add("critical", `does not answer (${asked.silent})`);
    return found;
  }
  if (asked.readyStatus !== 200) add("critical", `not ready: ${unready(asked)}`);
  for (const [department, state] of statesOf(asked))
    if (state !== "up") add(state === "down" ? "warning" : "critical", `${department} is ${String(state)} to it`);
  const level = asked.clock === undefined ? undefined : clockOf(asked.clock);
  if (level !== undefined) add(level, `its clock differs by ${asked.clock} s`);
  const days = certificateDays(asked, now);
  if (days !== undefined && days < CERTIFICATE_DAYS)
    add(
      days < 0 ? "critical" : "warning",
      days < 0 ? "its certificate has ended" : `its certificate ends in ${days} d`,
    );
  const waiting = valueOf(asked, "hub_ledger_unsigned_seconds") ?? 0;
  if (waiting > UNSIGNED) add("warning", `records have waited ${Math.round(waiting)} s for a signed checkpoint`);
  const lost = valueOf(asked, "hub_log_lines_lost") ?? 0;
  if (lost > 0) add("warning", `${lost} lines of its log are lost`);
  return found;
};

/** Everything that is wrong, the gravest first. Pure. */
export function judge(parts: readonly Part[], log: LogSeen | undefined, now: number): readonly Finding[] {
  const versions = new Set(parts.map(({ asked }) => versionOf(asked)).filter((version) => version !== undefined));
  const found = [
    ...parts.flatMap((part) => ofPart(part, now)),
    ...(log?.flaws ?? []).map((text): Finding => ({ level: "warning", text: `log: ${text}` })),
    ...(versions.size > 1
      ? [{ level: "warning" as const, text: `several versions run: ${[...versions].sort().join(", ")}` }]
      : []),
  ];
  return found.toSorted((a, b) => Number(a.level === "warning") - Number(b.level === "warning"));
}
