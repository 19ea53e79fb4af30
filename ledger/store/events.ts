/** Events of the ledger, told to its process for logs and metrics. Listeners MUST NOT throw. */
export interface LedgerEvents {
  /** This process became the sequencer, of a tree of `size` leaves. */
  onElected?(size: number): void;
  /** A checkpoint of `size` leaves was signed and stored. */
  onCheckpoint?(size: number): void;
  /** A witness cosigned the checkpoint of `size` leaves. */
  onCosigned?(witness: string, size: number): void;
  /** Something failed that is tried again, or (LedgerCorrupt) that someone has to look at. */
  onError?(part: "sequencer" | "witness" | "retention", error: unknown): void;
}
