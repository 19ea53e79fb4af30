import cluster, { type Worker } from "node:cluster";
import { once } from "node:events";
import { availableParallelism } from "node:os";
import { AggregatorRegistry, type Registry } from "prom-client";
import { CommandMistake } from "./command-line.ts";
import type { Program } from "./installed.ts";
import type { HostLog } from "./log.ts";

/** A process that ends more often than this in ten minutes needs its operator, and is not started again. */
const RESTARTS = { most: 10, window: 600_000 };

/** Longest wait for the last lines of the log, in milliseconds. */
const LAST_LINES = 1_000;

const MOST_WORKERS = 64;

/** How many processes `--workers` asks for: a number, or `auto` for one on each core. @throws CommandMistake */
export function workersOf(text: string): number {
  const count = text === "auto" ? availableParallelism() : Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= MOST_WORKERS) return count;
  throw new CommandMistake(`--workers must be 1 to ${MOST_WORKERS} or auto, got ${text}.`);
}

/** What a worker asks its supervisor, and what it is told. */
interface MetricsMessage {
  readonly ask: "hub-metrics";
  readonly id: number;
  readonly text?: string;
}

const isMetricsMessage = (message: unknown): message is MetricsMessage =>
  typeof message === "object" && message !== null && (message as Partial<MetricsMessage>).ask === "hub-metrics";

const answerMetrics = (registry: AggregatorRegistry<"text/plain; version=0.0.4; charset=utf-8">): void => {
  cluster.on("message", (worker, message: unknown) => {
    if (!isMetricsMessage(message)) return;
    const reply = (text: string): void => {
      if (worker.isConnected()) worker.send({ ...message, text } satisfies MetricsMessage);
    };
    registry.clusterMetrics().then(reply, () => {
      reply("");
    });
  });
};

/**
 * Runs one program `count` times on one port, and ends with them. The first has to listen before the others begin: what is made at a first
 * start is made once. One that ends is started again, a bounded number of times. SIGTERM and SIGINT let each finish what is under way.
 */
export async function superviseWorkers(
  program: Program,
  count: number,
  { logger, flush }: Pick<HostLog, "logger" | "flush">,
): Promise<void> {
  cluster.setupPrimary({
    exec: program.path,
    args: process.argv.slice(2),
    execArgv: [...process.execArgv, ...program.execArgv],
  });
  answerMetrics(new AggregatorRegistry());
  const ended: number[] = [];
  let hasListened = false;
  let isStopping = false;
  const end = async (code: number): Promise<void> => {
    await flush(LAST_LINES);
    process.exit(code);
  };
  const begin = (place: number): Worker => {
    const worker = cluster.fork({ HUB_WORKER: String(place) });
    worker.once("exit", (code: number | null, signal) => {
      // A first one that cannot begin has said why.
      if (!hasListened) {
        void end(code ?? 1);
        return;
      }
      const isLast = Object.keys(cluster.workers ?? {}).length === 0;
      if (isStopping) {
        if (isLast) void end(0);
        return;
      }
      const now = performance.now();
      while (ended[0] !== undefined && ended[0] < now - RESTARTS.window) ended.shift();
      ended.push(now);
      const isGivenUp = ended.length > RESTARTS.most;
      logger.error({ worker: place, code, signal, restarted: !isGivenUp }, "A worker ended.");
      if (!isGivenUp) begin(place);
      else if (isLast) void end(1);
    });
    return worker;
  };
  const stop = (signal: NodeJS.Signals): void => {
    isStopping = true;
    logger.info({ signal }, "Stopping: each worker finishes what is under way.");
    for (const worker of Object.values(cluster.workers ?? {})) worker?.process.kill("SIGTERM");
  };
  process.on("SIGTERM", stop).on("SIGINT", stop);
  process.on("SIGHUP", (signal) => {
    for (const worker of Object.values(cluster.workers ?? {})) worker?.process.kill(signal);
  });
  await once(begin(1), "listening");
  hasListened = true;
  for (let place = 2; place <= count; place++) begin(place);
}

/** Milliseconds that a worker waits for the metrics of all. */
const PATIENCE = 5_000;

/** The number of this process among the workers of a port; undefined where it serves alone. */
export function workerPlace(): string | undefined {
  return cluster.isWorker ? process.env["HUB_WORKER"] : undefined;
}

/** Lets the supervisor read a registry, each of whose series names its worker. */
export function shareMetrics(registry: Registry, place: string): void {
  registry.setDefaultLabels({ worker: place });
  AggregatorRegistry.setRegistries(registry);
  new AggregatorRegistry();
}

let asked = 0;

/** The metrics of every worker of this port, each series with its `worker`; of this process alone where it serves alone. */
export function metricsOfAll(registry: Registry): Promise<string> {
  if (!cluster.isWorker) return registry.metrics();
  const id = ++asked;
  return new Promise((resolve) => {
    const settle = (text: string | undefined): void => {
      clearTimeout(late);
      process.off("message", heard);
      resolve(text === undefined || text === "" ? registry.metrics() : text);
    };
    const heard = (message: unknown): void => {
      if (isMetricsMessage(message) && message.id === id) settle(message.text);
    };
    const late = setTimeout(settle, PATIENCE, undefined);
    process.on("message", heard);
    process.send?.({ ask: "hub-metrics", id } satisfies MetricsMessage);
  });
}
