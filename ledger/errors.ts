/** Why a record could not be made durable in time. */
export type UnavailableReason = "TIMEOUT" | "OVERLOADED" | "WRITE_FAILED" | "CLOSED";

/**
 * The record is not known to be durable: the answer MUST NOT be released. The record may still turn up in the log (a commit
 * whose confirmation was lost); it then tells of a disclosure that did not happen, never the other way round.
 */
export class LedgerUnavailable extends Error {
  override readonly name = "LedgerUnavailable";
  readonly code = "LEDGER_UNAVAILABLE";
  readonly reason: UnavailableReason;

  constructor(reason: UnavailableReason, options?: ErrorOptions) {
    super(`The ledger did not make the record durable: ${reason}`, options);
    this.reason = reason;
  }
}

/** The record itself cannot be a leaf: our bug, or an input that should have been refused earlier. Nothing was written. */
export class InvalidRecord extends TypeError {
  override readonly name = "InvalidRecord";
  readonly code = "LEDGER_INVALID_RECORD";
}

/** The ledger cannot be opened as asked: another log's origin, a database without fsync, a key that is not the log's. */
export class LedgerMisconfigured extends Error {
  override readonly name = "LedgerMisconfigured";
  readonly code = "LEDGER_MISCONFIGURED";
}

/** What is stored contradicts what was signed. The sequencer signs nothing more until someone has looked. */
export class LedgerCorrupt extends Error {
  override readonly name = "LedgerCorrupt";
  readonly code = "LEDGER_CORRUPT";
}

/** Clocks that retention goes by disagree: nothing is dropped until someone has set them right. */
export class ClocksDisagree extends Error {
  override readonly name = "ClocksDisagree";
  readonly code = "LEDGER_CLOCKS_DISAGREE";
}
