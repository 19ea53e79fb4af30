import type { HostLog } from "./log.ts";
import { workerPlace } from "./workers.ts";

/** Milliseconds that the last lines of the log may take. */
const LAST_LINES = 1_000;

/**
 * Ends a process as its operator expects. SIGTERM and SIGINT: `stop` finishes what is under way, the log is written, exit code 0; a
 * second one ends it at once, exit code 1. SIGHUP, which asks a service to read its files again: `readAgain` does, for those that can wait;
 * every other file is followed.
 */
export function stopOnSignals(
  { logger, flush }: Pick<HostLog, "logger" | "flush">,
  stop: () => Promise<void>,
  readAgain?: () => void,
): void {
  let isStopping = false;
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (isStopping) process.exit(1);
    isStopping = true;
    logger.info({ signal }, "Stopping: what is under way is finished.");
    await stop().catch((error: unknown) => {
      logger.error({ reason: error instanceof Error ? error.message : "unknown" }, "It did not stop in order.");
      process.exitCode = 1;
    });
    await flush(LAST_LINES);
    process.exit();
  };
  process.on("SIGTERM", (signal) => void end(signal));
  // A terminal tells every process of a group; the supervisor of workers tells its own.
  process.on("SIGINT", (signal) => {
    if (workerPlace() === undefined) void end(signal);
  });
  process.on("SIGHUP", () => {
    readAgain?.();
    logger.info("Certificates were read again; keys, grants and the supergraph are followed.");
  });
}
