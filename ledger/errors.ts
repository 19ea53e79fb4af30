/** The reasons for which a record could not be made durable in time. */
export type UnavailableReason = "TIMEOUT" | "OVERLOADED" | "WRITE_FAILED" | "CLOSED" | "WITNESS_REFUSED";

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

/** The stored log contradicts what was signed. The sequencer signs nothing more until its process is started again. */
export class LedgerCorrupt extends Error {
  override readonly name = "LedgerCorrupt";
  readonly code = "LEDGER_CORRUPT";
}

/** Clocks that retention goes by disagree: nothing is dropped until someone has set them right. */
export class ClocksDisagree extends Error {
  override readonly name = "ClocksDisagree";
  readonly code = "LEDGER_CLOCKS_DISAGREE";
}

/**
 * A witness refuses the log's checkpoint, or the log's signer finds by itself that the log does not continue the tree that a witness cosigned. That proves that it was rewritten, or that an
 * older copy was put back. Nothing more is recorded, and so nothing released, until someone has looked and the process is started anew.
 */
export class WitnessRefused extends Error {
  override readonly name = "WitnessRefused";
  readonly code = "LEDGER_WITNESS_REFUSED";
  /** The witness's name. */
  readonly witness: string;

  constructor(witness: string, message: string) {
    super(message);
    this.witness = witness;
  }
}

/** A witness knows less than it has cosigned: it has lost its memory, and its cosignatures prove nothing any more. It is asked no more. */
export class WitnessForgot extends Error {
  override readonly name = "WitnessForgot";
  readonly code = "LEDGER_WITNESS_FORGOT";

  /** @param witness its name; the others are numbers of leaves */
  constructor(witness: string, cosigned: number, remembered: number) {
    super(`${witness} cosigned ${cosigned} leaves and remembers ${remembered}`);
  }
}
