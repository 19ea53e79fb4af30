import type { Logger } from "pino";
import type { LedgerEvents } from "../../ledger/store/events.ts";

/** Tells the log what the ledger's own services tell: elections, and every failure once while it lasts. */
export const ledgerEvents = (logger: Logger): LedgerEvents => {
  const failing = new Map<string, string>();
  return {
    onElected: (size) => {
      failing.delete("sequencer");
      logger.info({ size }, "This gateway signs the ledger's checkpoints.");
    },
    onCheckpoint: () => void failing.delete("sequencer"),
    onCosigned: () => void failing.delete("witness"),
    onError: (part, error) => {
      const reason = error instanceof Error ? error.message : "unknown";
      if (failing.get(part) === reason) return;
      failing.set(part, reason);
      const isCorrupt = (error as { code?: unknown }).code === "LEDGER_CORRUPT";
      if (isCorrupt)
        logger.fatal({ part, reason }, "The ledger contradicts what was signed: nothing more is signed. Verify it.");
      else logger.error({ part, reason }, "A service of the ledger failed; it is tried again.");
    },
  };
};
