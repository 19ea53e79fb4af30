import type { Logger } from "pino";
import { qualitySchema, type QualityEvidence } from "../../schema/envelope/quality.ts";
import { parse } from "../../schema/parse.ts";
import type { SubgraphAnswer } from "../upstream/parse-answer.ts";
import type { QualityStore } from "./quality-store.ts";

/** Departments that are asked how their data is. */
export interface AskedQuality {
  /** Names of the subgraphs that are served now. */
  readonly departments: () => readonly string[];
  /** Asks one at its door, as the hub itself. Never rejects. */
  readonly ask: (department: string, signal: AbortSignal) => Promise<SubgraphAnswer>;
}

/** Milliseconds between two looks at whose turn it is. */
const LOOK = 60_000;

/** @throws Malformed for what is no such answer */
const evidenceIn = ({ data }: SubgraphAnswer): QualityEvidence | undefined =>
  data ? parse(qualitySchema, data, "quality", { code: "HUB_SUBGRAPH_INVALID_ANSWER", quotes: false }) : undefined;

/**
 * Asks every department once an hour how its data is, shared with every other gateway on the same database, and keeps what it says.
 * @returns what ends it, after what is under way
 */
export function collectQuality(
  { departments, ask }: AskedQuality,
  store: QualityStore,
  logger: Logger,
  look = LOOK,
): () => Promise<void> {
  const stopping = new AbortController();
  const { signal } = stopping;
  const silent = new Map<string, string>();
  const tell = (department: string, reason: string): void => {
    if (silent.get(department) !== reason)
      logger.info({ subgraph: department, reason }, "A department does not tell how its data is.");
    silent.set(department, reason);
  };
  const askOne = async (department: string): Promise<void> => {
    if (!(await store.isDue(department))) return;
    const evidence = evidenceIn(await ask(department, signal));
    if (evidence === undefined) {
      tell(department, "no answer");
      return;
    }
    silent.delete(department);
    await store.keep(department, evidence);
  };
  const round = async (): Promise<void> => {
    for (const department of departments()) {
      if (signal.aborted) return;
      await askOne(department).catch((error: unknown) => {
        tell(department, error instanceof Error ? error.message : "unknown");
      });
    }
  };
  let running = round();
  const timer = setInterval(() => {
    running = running.then(round);
  }, look).unref();
  return async () => {
    clearInterval(timer);
    stopping.abort();
    await running;
  };
}
