import { Counter, type Registry } from "prom-client";
import type { SourceDescription } from "../description/source-description.ts";
import type { DriftCode, Drifted, Reader, Tell } from "../reading/reader.ts";
import { UNREADABLE } from "../values/translate.ts";

/** Milliseconds after which what has drifted is told again. */
const AGAIN = 3_600_000;

/** Milliseconds between two looks at the system. */
const PAUSE = 6 * 3_600_000;

/** Rows of each type that a look reads. */
const LOOKED_AT = 100;

/** What is found of drift, by whoever reads: told once an hour for each coordinate, and counted. */
export class DriftWatch {
  readonly #source: string;
  readonly #tell: Tell;
  readonly #told = new Map<string, number>();
  readonly #counts = new Map<string, { readonly coordinate: string; readonly code: DriftCode; count: number }>();

  constructor(source: string, tell: Tell) {
    this.#source = source;
    this.#tell = tell;
  }

  readonly drifted: Drifted = (coordinate, code) => {
    const id = `${coordinate} ${code}`;
    const counted = this.#counts.get(id) ?? { coordinate, code, count: 0 };
    counted.count += 1;
    this.#counts.set(id, counted);
    const now = performance.now();
    if (now - (this.#told.get(id) ?? -AGAIN) < AGAIN) return;
    this.#told.set(id, now);
    this.#tell({ source: this.#source, kind: "SourceDrift", code, coordinate });
  };

  /** Shows the counts among the metrics of the process that serves the source. */
  readonly show = (registry: Registry): void => {
    const counts = this.#counts;
    new Counter({
      name: "hub_source_drift_total",
      help: "Values and columns of an old system that its description does not know, by coordinate.",
      labelNames: ["coordinate", "code"],
      registers: [registry],
      collect() {
        this.reset();
        for (const { coordinate, code, count } of counts.values()) this.inc({ coordinate, code }, count);
      },
    });
  };
}

/**
 * Reads some rows of each type, and tells of every value that the description does not know. Columns that are not there, and a system that does not
 * answer any more, are told by whoever reads.
 */
export async function lookForDrift(
  reader: Reader,
  { types }: SourceDescription,
  { drifted }: Pick<DriftWatch, "drifted">,
): Promise<void> {
  for (const [type, { fields }] of types) {
    const shared = [...fields].flatMap(([field, { share }]) => (share === undefined ? [] : [field]));
    if (shared.length === 0) continue;
    const query = { type, fields: new Set(shared), where: [], order: "desc", take: LOOKED_AT } as const;
    const rows = await reader.read(query).catch(() => []);
    for (const row of rows)
      for (const field of shared) if (row[field] === UNREADABLE) drifted(`${type}.${field}`, "VALUE");
  }
}

/** Looks for drift every six hours, whether anybody asks or not. @returns what ends it */
export function watchForDrift(look: () => Promise<void>, pause = PAUSE): () => void {
  let looking = false;
  const timer = setInterval(() => {
    if (looking) return;
    looking = true;
    void look().finally(() => {
      looking = false;
    });
  }, pause).unref();
  return () => {
    clearInterval(timer);
  };
}
