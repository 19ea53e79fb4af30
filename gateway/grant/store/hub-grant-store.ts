import pg from "pg";
import { contentHash, isWorkflowAccess, partyHash } from "../../../ledger/grants/statement.ts";
import { readAppKeys } from "../../../schema/app-keys.ts";
import type { Catalogue } from "../../../schema/catalog/catalog-item.ts";
import { parseBar } from "../bar.ts";
import { createGrantBook, type GrantBook } from "../grant-book.ts";
import { GrantsUnavailable, type GrantStore } from "./grant-store.ts";
import type { GrantRecord } from "../grant.ts";
import { parseGrant } from "./parse-grants.ts";
import { createRegister, type Register, type RegisteredApp, type RegisteredOfficer } from "../register.ts";

/** News of the store. No grant's content is in it. */
export type HubGrantNews =
  | { readonly kind: "loaded"; readonly version: string; readonly grants: number; readonly stopped: number }
  /** One record that is left out; the others are in force. */
  | { readonly kind: "refused"; readonly id: string; readonly reason: string }
  | { readonly kind: "unreachable"; readonly reason: string }
  | { readonly kind: "closed"; readonly since: number };

/** The ledger's word on grants and on the register of parties, kept in memory. */
export interface StatedGrants {
  /** Reads what is new. Rejects when the ledger does not answer. */
  readonly read: () => Promise<void>;
  /** True while the grant is stated to be in force with exactly this content. */
  readonly holds: (grant: string, hash: string) => boolean;
  /** True while the party's entry is stated to have exactly this content. */
  readonly registers: (party: string, hash: string) => boolean;
}

/** The hub's database, and the bounds on its silence. */
export interface HubGrantStoreOptions {
  readonly connectionString: string;
  /** The catalogue in force. */
  readonly catalogue: () => Catalogue;
  readonly report: (news: HubGrantNews) => void;
  /** Nothing is served by a grant, nor to a party, of which the ledger says otherwise. Absent where there is no ledger, as in tests of this store. */
  readonly statements?: StatedGrants | undefined;
  /** Milliseconds without any word from the database after which nothing is granted any more. Default 10,000. */
  readonly bound?: number;
  /** Milliseconds between two looks at the version, beside the notifications. Default 500. */
  readonly interval?: number;
  readonly clock?: () => number;
}

interface Reading {
  readonly version: string;
  readonly documents: readonly { readonly id: string; readonly document: unknown }[];
  readonly stopped: readonly string[];
  readonly bars: readonly unknown[];
  readonly apps: readonly (Omit<RegisteredApp, "keys"> & { readonly id: string; readonly keys: readonly object[] })[];
  readonly departments: readonly { readonly id: string; readonly area: string }[];
  readonly officers: readonly { readonly id: string; readonly department: string; readonly roles: readonly string[] }[];
}

/** Everything of one version, in one statement: one snapshot and one way to the database. */
const READING = `select
  (select version::text from grant_version) as version,
  (select coalesce(json_agg(json_build_object('id', id, 'document', document)), '[]') from grant_record) as documents,
  (select coalesce(json_agg(target), '[]') from stop_in_force where kind = 'COORDINATE') as stopped,
  (select coalesce(json_agg(b), '[]') from bar_in_force b) as bars,
  (
    select coalesce(json_agg(json_build_object(
      'id', a.id, 'department', a.department_id, 'onDenied', lower(a.on_denied::text), 'origins', a.origins,
      'keys', a.keys)), '[]')
    from app a
  ) as apps,
  (select coalesce(json_agg(json_build_object('id', d.id, 'area', d.area_code)), '[]') from department d) as departments,
  (
    select coalesce(json_agg(json_build_object('id', o.id, 'department', o.department_id, 'roles', coalesce(r.roles, '{}'))), '[]')
    from officer o
    left join (select officer_id, array_agg(role::text order by role) as roles from officer_role group by officer_id) r
      on r.officer_id = o.id
  ) as officers`;

const readAll = async (client: pg.Client): Promise<Reading> => {
  const { rows } = await client.query<Reading>(READING);
  const [row] = rows;
  if (row === undefined) throw new Error("The hub's database gave no answer");
  return row;
};

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : "unknown");

/** An app whose keys cannot be read is left out: it is not known who holds them. */
const appsOf = (apps: Reading["apps"], { report }: HubGrantStoreOptions): ReadonlyMap<string, RegisteredApp> =>
  new Map(
    apps.flatMap(({ id, ...app }): [string, RegisteredApp][] => {
      try {
        return [[id, Object.freeze({ ...app, keys: readAppKeys({ keys: app.keys }) })]];
      } catch (error) {
        report({ kind: "refused", id, reason: messageOf(error) });
        return [];
      }
    }),
  );

/**
 * The register as far as the ledger has it: a party whose entry is not what was registered by a step of the workflow is in no office,
 * and neither is who belongs to such a department.
 */
const registerOf = ({ apps, departments, officers }: Reading, options: HubGrantStoreOptions): Register => {
  const [appOf, areaOf, officerOf] = [
    new Map(apps.map(({ id, ...app }) => [id, app])),
    new Map(departments.map(({ id, area }) => [id, area])),
    new Map(officers.map(({ id, department, roles }) => [id, { department, roles }])),
  ];
  const refused = new Set<string>();
  for (const id of options.statements ? new Set([...appOf.keys(), ...areaOf.keys(), ...officerOf.keys()]) : []) {
    const [app, area] = [appOf.get(id), areaOf.get(id)];
    const content = {
      officer: officerOf.get(id) ?? null,
      app: app ?? null,
      department: area === undefined ? null : { area },
    };
    if (options.statements?.registers(id, partyHash(id, content)) === true) continue;
    refused.add(id);
    options.report({
      kind: "refused",
      id,
      reason: "its entry in the register is not what the ledger says was registered",
    });
  }
  const isThere = (id: string, department: string): boolean => !refused.has(id) && !refused.has(department);
  const inOffice = [...officerOf].flatMap(([id, { department, roles }]): [string, RegisteredOfficer][] => {
    const area = areaOf.get(department);
    if (area === undefined || roles.length === 0 || !isThere(id, department)) return [];
    return [[id, Object.freeze({ department, area, roles })]];
  });
  return createRegister(
    new Map(inOffice),
    new Map([...appsOf(apps, options)].filter(([id, { department }]) => isThere(id, department))),
  );
};

/** A record that cannot be put in force is left out; it keeps no other, least of all a revocation, from coming into force. */
const parseAll = ({ documents }: Reading, options: HubGrantStoreOptions): readonly GrantRecord[] =>
  documents.flatMap(({ id, document }) => {
    try {
      const stated = contentHash(document);
      if (options.statements && !options.statements.holds(id, stated) && !isWorkflowAccess(id, stated)) {
        options.report({ kind: "refused", id, reason: "its content is not what the ledger says was approved" });
        return [];
      }
      return [parseGrant(id, document, options.catalogue(), stated)];
    } catch (error) {
      options.report({ kind: "refused", id, reason: messageOf(error) });
      return [];
    }
  });

/** One connection's life: listens, reads, looks at the version; resolves when the connection is over. */
class HubReader {
  readonly #options: HubGrantStoreOptions;
  readonly #clock: () => number;
  #client: pg.Client | undefined;
  #book: GrantBook | undefined;
  #version = "";
  /** When the database last said that the book is the one in force. */
  #confirmed = Number.NEGATIVE_INFINITY;
  #reading: Promise<void> | undefined;
  #again = false;
  #stopped = false;
  #closed = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: HubGrantStoreOptions) {
    this.#options = options;
    this.#clock = options.clock ?? Date.now;
  }

  current(): GrantBook {
    const since = this.#clock() - this.#confirmed;
    if (this.#book && since <= (this.#options.bound ?? 10_000)) return this.#book;
    if (this.#book && !this.#closed) this.#options.report({ kind: "closed", since });
    this.#closed = true;
    throw new GrantsUnavailable();
  }

  confirmedAt(): number {
    return this.#confirmed;
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
      const asked = this.#clock();
      const reading = await readAll(client);
      // Each step is in the ledger before it is committed: whatever was just read is stated there already.
      await this.#options.statements?.read();
      const book = createGrantBook(parseAll(reading, this.#options), {
        stopped: new Set(reading.stopped),
        // One that cannot be read keeps the book from being taken: without it more would be given.
        bars: reading.bars.map((bar, at) => parseBar(`bars[${at}]`, bar)),
        register: registerOf(reading, this.#options),
      });
      const changed = book.version !== this.#book?.version;
      this.#version = reading.version;
      this.#book = changed ? book : this.#book;
      this.#confirm(asked);
      if (!changed) return;
      this.#options.report({
        kind: "loaded",
        version: reading.version,
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
      const asked = this.#clock();
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

  #confirm(at: number): void {
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
    confirmedAt: () => reader.confirmedAt(),
    close: () => reader.close(),
  };
}
