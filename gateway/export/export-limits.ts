/** Bounds on the exports of one gateway. */
export interface ExportLimits {
  /** Exports that are under way at a time. */
  readonly all: number;
  /** Of them, those of one app. */
  readonly perApp: number;
  /** Milliseconds for a client to take what was written; a slower one is cut, and comes back for the rest. */
  readonly slow: number;
}

/** Defaults: an export is one request at a time, and as heavy for its departments as whoever sends one after the other. */
export const defaultExportLimits: ExportLimits = Object.freeze({ all: 50, perApp: 2, slow: 30_000 });
