import type { GrantBook } from "../grant-book.ts";

/** A source of grants: a YAML file or the hub database. Look-ups are from memory, always. */
export interface GrantStore {
  /**
   * The book in force. Throws `GrantsUnavailable` when the source could not be read for longer than its bound:
   * a caller MUST then deny (closed, not open).
   */
  current(): GrantBook;
  /** Reads the source again: the catalogue against which it is checked has changed. */
  reload(): void;
  /** Milliseconds since the source last said that the book is the one in force; Infinity before it did. Absent where files are followed. */
  age?(): number;
  close(): Promise<void>;
}

/** The source has been out of reach for longer than its bound; nothing may be disclosed. */
export class GrantsUnavailable extends Error {
  readonly code = "HUB_NOT_READY";
  constructor() {
    super("The grants cannot be read at present");
    this.name = "GrantsUnavailable";
  }
}
