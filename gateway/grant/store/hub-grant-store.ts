import pg from "pg";
import type { GrantBook } from "../grant-book.ts";
import { GrantsUnavailable, type GrantStore } from "./grant-store.ts";
import { PinnedOperations } from "./pinned-operations.ts";
import { readHub, type ReadingOptions } from "./read-hub.ts";

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : "unknown");

/** News of the store. No grant's content is in it. */
export type HubGrantNews =
  | { readonly kind: "loaded"; readonly version: string; readonly grants: number; readonly stopped: number }
  /** One record that is left out; the others are in force. */
  | { readonly kind: "refused"; readonly id: string; readonly reason: string }
  | { readonly kind: "unreachable"; readonly reason: string }
  | { readonly kind: "closed"; readonly since: number };

/** The hub's database, and the bounds on its silence. */
export interface HubGrantStoreOptions extends Omit<ReadingOptions, "report"> {
  readonly connectionString: string;
  readonly report: (news: HubGrantNews) => void;
  /** Milliseconds without any word from the database after which nothing is granted any more. Default 10,000. */
  readonly bound?: number;
  /** Milliseconds between two looks at the version, beside the notifications. Default 500. */
  readonly interval?: number;
}

/** A moment by the clock and by the time that passes: the one may be set back, the other stands still while a machine sleeps. */
const moment = () => ({ clock: Date.now(), passed: performance.now() });
type Moment = ReturnType<typeof moment>;

/** One connection's life: listens, reads, looks at the version; resolves when the connection is over. */
class HubReader {
  readonly #options: HubGrantStoreOptions;
  readonly #pinned = new PinnedOperations();
  #client: pg.Client | undefined;
  #book: GrantBook | undefined;
  #version = "";
  /** When the database last said that the book is the one in force. */
  #confirmed: Moment | undefined;
  #reading: Promise<void> | undefined;
  #again = false;
  #stopped = false;
  #closed = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: HubGrantStoreOptions) {
    this.#options = options;
  }

  current(): GrantBook {
    const since = this.age();
    if (this.#book && since <= (this.#options.bound ?? 10_000)) return this.#book;
    if (this.#book && !this.#closed) this.#options.report({ kind: "closed", since });
    this.#closed = true;
    throw new GrantsUnavailable();
  }

  age(): number {
    if (this.#confirmed === undefined) return Number.POSITIVE_INFINITY;
    const now = moment();
    return Math.max(now.clock - this.#confirmed.clock, now.passed - this.#confirmed.passed);
  }

  async connect(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.#options.connectionString,
      connectionTimeoutMillis: 3_000,
      query_timeout: 3_000,
      keepAlive: true,
      application_name: "shali-hub-gateway",
    });
    this.#client = client;
    client.on("notification", () => {
      this.reload();
    });
    client.on("error", (error) => {
      this.#options.report({ kind: "unreachable", reason: error.message });
    });
    client.on("end", () => {
      if (this.#client === client) this.#retry();
    });
    try {
      await client.connect();
      await client.query("listen hub_grants");
      this.#version = "";
      this.reload();
      this.#look(client);
    } catch (error) {
      this.#options.report({ kind: "unreachable", reason: messageOf(error) });
      this.#drop(client);
    }
  }

  /** Reads again; a call during a reading makes it be done once more, so that no change is missed. */
  reload(): void {
    const client = this.#client;
    if (!client || this.#stopped) return;
    if (this.#reading) {
      this.#again = true;
      return;
    }
    this.#again = false;
    this.#reading = this.#read(client).finally(() => {
      this.#reading = undefined;
      if (this.#again) this.reload();
    });
  }

  async #read(client: pg.Client): Promise<void> {
    try {
      const asked = moment();
      const { version, book } = await readHub(client, this.#options, this.#pinned);
      const changed = book.version !== this.#book?.version;
      this.#version = version;
      this.#book = changed ? book : this.#book;
      this.#confirm(asked);
      if (!changed) return;
      this.#options.report({
        kind: "loaded",
        version,
        grants: book.records.length,
        stopped: book.stopped.size,
      });
    } catch (error) {
      this.#options.report({ kind: "unreachable", reason: messageOf(error) });
      this.#drop(client);
    }
  }

  /** Looks at the version now and then: a notification can be lost, and silence is no confirmation. */
  #look(client: pg.Client): void {
    this.#timer = setTimeout(() => {
      if (this.#client !== client || this.#stopped) return;
      const asked = moment();
      client
        .query<{ version: string }>("select version::text from grant_version")
        .then(({ rows }) => {
          if (rows[0]?.version === this.#version) this.#confirm(asked);
          else this.reload();
          this.#look(client);
        })
        .catch((error: unknown) => {
          this.#options.report({ kind: "unreachable", reason: messageOf(error) });
          this.#drop(client);
        });
    }, this.#options.interval ?? 500);
    this.#timer.unref();
  }

  #confirm(at: Moment): void {
    this.#confirmed = at;
    this.#closed = false;
  }

  /** Ends a connection that cannot be relied on, and does not wait for its end: a network that swallows everything has none. */
  #drop(client: pg.Client): void {
    client.end().catch(() => undefined);
    if (this.#client === client) this.#retry();
  }

  #retry(): void {
    this.#client = undefined;
    clearTimeout(this.#timer);
    if (this.#stopped) return;
    this.#timer = setTimeout(() => void this.connect(), 500);
    this.#timer.unref();
  }

  async close(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#reading;
    await this.#client?.end().catch(() => undefined);
  }
}

/**
 * Grants from the hub's database: all of them in memory, read again on each notification (`hub_grants`) and whenever the
 * version differs, so that a grant or a revocation reaches every replica within a second. Before the first reading, and when
 * the database has been silent for longer than `bound`, `current()` throws `GrantsUnavailable`: closed, not open.
 */
export function openHubGrantStore(options: HubGrantStoreOptions): GrantStore {
  const reader = new HubReader(options);
  void reader.connect();
  return {
    current: () => reader.current(),
    reload: () => {
      reader.reload();
    },
    age: () => reader.age(),
    close: () => reader.close(),
  };
}
