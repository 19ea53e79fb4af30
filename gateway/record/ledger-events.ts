import type { Logger } from "pino";
import type { LedgerEvents } from "../../ledger/store/events.ts";

/** Failures that a person has to look at, by the ledger's own codes. */
const FATAL: ReadonlyMap<unknown, string> = new Map([
  ["LEDGER_CORRUPT", "The ledger contradicts what was signed: nothing more is signed. Verify it."],
  [
    "LEDGER_WITNESS_REFUSED",
    "A witness has proof that the ledger was rewritten or put back: no answer leaves. Verify it.",
  ],
  ["LEDGER_WITNESS_FORGOT", "A witness has lost its memory: it is asked for no more cosignatures. Replace it."],
  ["LEDGER_CLOCKS_DISAGREE", "Clocks disagree: no record expires. Set them right."],
]);

/** Tells the log what the ledger's own services tell: elections, and every failure once while it lasts. */
export function ledgerEvents(logger: Logger): LedgerEvents {
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
      const fatal = FATAL.get((error as { code?: unknown }).code);
      if (fatal === undefined) logger.error({ part, reason }, "A service of the ledger failed; it is tried again.");
      else logger.fatal({ part, reason }, fatal);
    },
  };
}
