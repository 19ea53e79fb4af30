import type pg from "pg";
import { contentHash, isWorkflowAccess, partyHash } from "../../../ledger/grants/statement.ts";
import { readAppKeys } from "../../../schema/app-keys.ts";
import type { Catalogue } from "../../../schema/catalog/catalog-item.ts";
import { parseBar } from "../bar.ts";
import { createGrantBook, type GrantBook } from "../grant-book.ts";
import type { GrantRecord } from "../grant.ts";
import { publishedSources, type StatedSource } from "../published-sources.ts";
import { createRegister, type Register, type RegisteredApp, type RegisteredOfficer } from "../register.ts";
import type { OperationKey, PinnedOperations } from "./pinned-operations.ts";
import { parseGrant } from "./parse-grants.ts";

/** The ledger's word on grants and on the register of parties, kept in memory. */
export interface StatedGrants {
  /** Reads what is new. Rejects when the ledger does not answer. */
  readonly read: () => Promise<void>;
  /** True while the grant is stated to be in force with exactly this content. */
  readonly holds: (grant: string, hash: string) => boolean;
  /** True while the party's entry is stated to have exactly this content. */
  readonly registers: (party: string, hash: string) => boolean;
}

/** What the hub's database is held against. */
export interface ReadingOptions {
  /** The catalogue in force. */
  readonly catalogue: () => Catalogue;
  /** Nothing is served by a grant, nor to a party, of which the ledger says otherwise. Absent where there is no ledger, as in tests of this store. */
  readonly statements?: StatedGrants | undefined;
  /** Told of one record that is left out; the others are in force. */
  readonly report: (news: { readonly kind: "refused"; readonly id: string; readonly reason: string }) => void;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : "unknown");

type ReadApp = Omit<RegisteredApp, "keys" | "operations"> & {
  readonly id: string;
  readonly keys: readonly object[];
  readonly operations: readonly OperationKey[];
};

interface Reading {
  readonly version: string;
  readonly documents: readonly { readonly id: string; readonly document: unknown }[];
  readonly stopped: readonly string[];
  readonly bars: readonly unknown[];
  readonly sources: readonly StatedSource[];
  readonly apps: readonly ReadApp[];
  readonly departments: readonly { readonly id: string; readonly area: string }[];
  readonly officers: readonly { readonly id: string; readonly department: string; readonly roles: readonly string[] }[];
}

/** Everything of one version, in one statement: one snapshot and one way to the database. */
const READING = `select
  (select version::text from grant_version) as version,
  (select coalesce(json_agg(json_build_object('id', id, 'document', document)), '[]') from grant_record) as documents,
  (select coalesce(json_agg(target), '[]') from stop_in_force where kind = 'COORDINATE') as stopped,
  (select coalesce(json_agg(b), '[]') from bar_in_force b) as bars,
  (select coalesce(json_agg(s order by s.source), '[]') from source_in_force s) as sources,
  (
    select coalesce(json_agg(json_build_object(
      'id', a.id, 'department', a.department_id, 'onDenied', lower(a.on_denied::text), 'origins', a.origins,
      'keys', a.keys, 'operations', coalesce(r.operations, '[]'))), '[]')
    from app a
    left join (
      select app_id, json_agg(json_build_object('id', id, 'pinned', pinned) order by id) as operations
      from registered_operation where confirmed_at is not null and retired_at is null group by app_id
    ) r on r.app_id = a.id
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

/** An app whose keys cannot be read is left out: it is not known who holds them. */
const appsOf = (
  apps: Reading["apps"],
  { report }: ReadingOptions,
  pinned: PinnedOperations,
): ReadonlyMap<string, RegisteredApp> =>
  new Map(
    apps.flatMap(({ id, ...app }): [string, RegisteredApp][] => {
      try {
        const operations = pinned.of(app.operations);
        return [[id, Object.freeze({ ...app, keys: readAppKeys({ keys: app.keys }), operations })]];
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
const registerOf = (
  { apps, departments, officers }: Reading,
  options: ReadingOptions,
  pinned: PinnedOperations,
): Register => {
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
    new Map([...appsOf(apps, options, pinned)].filter(([id, { department }]) => isThere(id, department))),
  );
};

/** A record that cannot be put in force is left out; it keeps no other, least of all a revocation, from coming into force. */
const parseAll = ({ documents }: Reading, options: ReadingOptions): readonly GrantRecord[] =>
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

/**
 * Reads the hub's database as one version: grants, stops, bars and the register, as far as the ledger has them. Rejects when database or ledger
 * do not answer.
 * @param pinned the operations of apps that were read before, and those that this reading adds
 */
export async function readHub(
  client: pg.Client,
  options: ReadingOptions,
  pinned: PinnedOperations,
): Promise<{ readonly version: string; readonly book: GrantBook }> {
  const reading = await readAll(client);
  await pinned.read(
    client,
    reading.apps.flatMap(({ operations }) => operations),
    (id, reason) => {
      options.report({ kind: "refused", id, reason });
    },
  );
  // Each step is in the ledger before it is committed: whatever was just read is stated there already.
  await options.statements?.read();
  const book = createGrantBook(parseAll(reading, options), {
    stopped: new Set(reading.stopped),
    // One that cannot be read keeps the book from being taken: without it more would be given.
    bars: reading.bars.map((bar, at) => parseBar(`bars[${at}]`, bar)),
    published: publishedSources(reading.sources, (source, error) => {
      options.report({ kind: "refused", id: source, reason: messageOf(error) });
    }),
    register: registerOf(reading, options, pinned),
  });
  return { version: reading.version, book };
}
