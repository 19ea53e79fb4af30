import { Client } from "pg";
import { parseGrant } from "../../gateway/grant/store/parse-grants.ts";
import { createGrantBook, EMPTY_BOOK, type GrantBook } from "../../gateway/grant/grant-book.ts";
import type { Catalogue } from "../../schema/catalog/catalog-item.ts";
import { columnOf, tablesOf } from "../../demo/city/load/tables.ts";
import { smallCity, type SmallCity } from "../../demo/city/small-city.ts";
import type { DisclosureRecord } from "../../ledger/record.ts";
import { DEPARTMENTS, type DepartmentName } from "../../subgraphs/kit/departments.ts";
import { startGovernedCity, type GovernedCity } from "../governed-city.ts";
import { testDatabase } from "../test-database.ts";

/** What one request came to, without what differs from request to request by itself: receipt, time, trace. */
export interface Seen {
  readonly status: number;
  readonly data: unknown;
  readonly errors: readonly string[];
  readonly sharing: unknown;
  /** Characters of the answer. */
  readonly length: number;
  readonly records: readonly unknown[];
}

/** One value of one row of a department. */
export interface Place {
  readonly department: DepartmentName;
  readonly coordinate: string;
  readonly table: string;
  readonly column: string;
  readonly keyColumn: string;
  readonly key: string;
}

/** What an app, and the departments for their own fields, may have. */
export interface Grants {
  readonly items: ReadonlyMap<string, "CLEAR" | "MASKED">;
  readonly derivation: ReadonlyMap<string, readonly string[]>;
  readonly scope: readonly string[];
}

/** A small city with its whole hub, of which single values can be changed and single grants given. */
export interface World {
  readonly city: GovernedCity;
  readonly small: SmallCity;
  readonly catalogue: Catalogue;
  readonly give: (grants: Grants) => void;
  readonly ask: (query: string, headers?: Readonly<Record<string, string>>) => Promise<Seen>;
  /** Token and purpose of the app that asks. */
  readonly headersOf: () => Readonly<Record<string, string>>;
  /** The place of a coordinate of an object, if a column of its department holds it. */
  readonly placeOf: (coordinate: string, keyField: string, key: string) => Place | undefined;
  /** Does some work while the value is another one; false when the database does not take the other value. */
  readonly whileOther: (place: Place, choice: number, work: () => Promise<void>) => Promise<boolean>;
  readonly isColumn: (coordinate: string) => boolean;
  readonly isTable: (typeName: string) => boolean;
  readonly close: () => Promise<void>;
}

const PURPOSE = { code: "TEST", name: "test", basis: "test" };
const YEARS = { validFrom: "2020-01-01T00:00:00Z", validTo: "2999-01-01T00:00:00Z" };
const APP = "rental-check";
const OFFICER = "zj-wang";

/** Fields of a record that differ between any two requests. */
const OWN = new Set(["time", "traceId", "latencyMs", "argumentCommitments"]);

const recordOf = (record: DisclosureRecord): unknown =>
  Object.fromEntries(Object.entries(record).filter(([name]) => !OWN.has(name)));

/** By `Type.field`: where it is kept. */
const columnsOf = async (catalogue: Catalogue) => {
  const columns = new Map<
    string,
    { readonly department: DepartmentName; readonly table: string; readonly column: string }
  >();
  const types = new Set<string>();
  for (const { name: department } of DEPARTMENTS) {
    for (const { name: table, writer, fields, numbered } of await tablesOf(department)) {
      const typeName = `${writer.charAt(0).toUpperCase()}${writer.slice(1)}`;
      types.add(typeName);
      for (const field of numbered ? ["id", ...fields] : fields) {
        const item = catalogue.items.get(`${typeName}.${field}`);
        if (item?.leaf === true) columns.set(item.coordinate, { department, table, column: columnOf(field) });
      }
    }
  }
  return { columns, types };
};

/** Expressions of another value, by the type of the column; the database refuses what does not fit. */
const OTHERS: Readonly<Record<string, readonly string[]>> = {
  date: ["c + 400", "c - 400", "'1990-01-01'", "'2026-10-30'", "c + 1", "c - 31"],
  bool: ["not c"],
  int2: ["0", "c + 1", "c * 3 + 7"],
  int4: ["0", "c + 1", "c * 3 + 7"],
  int8: ["0", "c + 1", "c * 3 + 70000", "c * 100"],
  numeric: ["0", "c + 1", "c * 3 + 7"],
  float8: ["0", "c + 1", "c * 3 + 7"],
  text: ["c || '甲乙丙'", "'另一个'", "translate(c, '0123456789', '1234567890')", "''"],
  bpchar: ["translate(c, '0123456789', '1234567890')"],
  varchar: ["c || '甲乙丙'", "translate(c, '0123456789', '1234567890')"],
  timestamptz: ["c + interval '400 days'", "c - interval '1 day'"],
  timestamp: ["c + interval '400 days'", "c - interval '1 day'"],
};

/** A grid lies in its row's community, by whose code, which is open, the row is gated unless the scope is a grid. */
const OTHERS_OF: Readonly<Record<string, readonly string[]>> = {
  grid_code: ["left(c, 12) || '998'", "left(c, 12) || '999'"],
};

/** Opens a world on databases of its own. */
export async function openWorld(): Promise<World> {
  const small = await smallCity(testDatabase, "oracle");
  let book: GrantBook = EMPTY_BOOK;
  const city = await startGovernedCity({
    ledgerName: "ledger_oracle",
    own: small,
    callers: { guessing: null },
    // Some of the answers are too large.
    execution: { answerLength: 60_000 },
    grants: () => ({
      current: () => book,
      reload: () => undefined,
      close: () => Promise.resolve(),
    }),
  });
  const catalogue = city.catalogue();
  const { columns, types } = await columnsOf(catalogue);
  const clients = new Map<DepartmentName, Client>();
  for (const { name } of DEPARTMENTS) {
    const client = new Client({ connectionString: small.databaseUrls[name] });
    await client.connect();
    clients.set(name, client);
  }
  const asking = {
    authorization: `Bearer ${await city.tokenOf(APP, OFFICER)}`,
    "x-purpose": PURPOSE.code,
    "x-case": "ORACLE-1",
  };
  const ask: World["ask"] = async (query, headers = {}) => {
    const before = city.records.length;
    const response = await city.gateway.fetch(
      new Request("http://gateway/graphql", {
        method: "POST",
        headers: { "content-type": "application/json", ...asking, ...headers },
        body: JSON.stringify({ query }),
      }),
    );
    const text = await response.text();
    const {
      data,
      errors = [],
      extensions,
    } = JSON.parse(text) as {
      readonly data?: unknown;
      readonly errors?: readonly object[];
      readonly extensions?: { readonly sharing?: { readonly receipt?: unknown } };
    };
    const { receipt, ...sharing } = extensions?.sharing ?? {};
    return {
      status: response.status,
      data,
      errors: errors.map((error) => JSON.stringify(error)).sort(),
      sharing,
      length: text.length - JSON.stringify(receipt ?? "").length,
      records: city.records.slice(before).map(recordOf),
    };
  };
  const isTaken = async (client: Client, sql: string, values: readonly unknown[]): Promise<boolean> => {
    try {
      return ((await client.query(sql, [...values])).rowCount ?? 0) === 1;
    } catch {
      return false;
    }
  };
  return {
    city,
    small,
    catalogue,
    give: ({ items, derivation, scope }) => {
      const own = { id: "app", consumer: { app: APP }, items: Object.fromEntries(items) };
      const departments = [...derivation].map(([department, inputs]) => ({
        id: `derive/${department}`,
        consumer: { department },
        use: "DERIVATION",
        items: Object.fromEntries(inputs.map((input) => [input, "CLEAR"])),
      }));
      const grants = [own, ...departments].map((grant) => ({
        purpose: PURPOSE,
        ...YEARS,
        rowScope: grant.id === "app" ? scope : ["4111"],
        ...grant,
      }));
      // As the hub's database hands them out: whatever equation they leave open is narrowed by the decision.
      book = createGrantBook(grants.map((grant) => parseGrant(grant.id, grant, catalogue)));
    },
    ask,
    headersOf: () => asking,
    placeOf: (coordinate, keyField, key) => {
      const place = columns.get(coordinate);
      return place && { ...place, coordinate, keyColumn: columnOf(keyField), key };
    },
    whileOther: async ({ department, table, column, keyColumn, key }, choice, work) => {
      const client = clients.get(department);
      if (!client) return false;
      const where = `"${keyColumn}"::text = $1`;
      const found = await client.query<{ old: string | null; type: string; kind: string }>(
        `select t."${column}"::text as old, pt.typname as type, pt.typtype as kind from "${table}" t,
         pg_attribute a join pg_type pt on pt.oid = a.atttypid where a.attrelid = '"${table}"'::regclass and a.attname = '${column}' and t.${where}`,
        [key],
      );
      const [row] = found.rows;
      if (!row || found.rows.length > 1) return false;
      const others =
        row.kind === "e"
          ? [0, 1, 2].map(
              (nth) =>
                `(select v from unnest(enum_range(null::"${row.type}")) v where v is distinct from c offset ${nth} limit 1)`,
            )
          : (OTHERS_OF[column] ?? [...(OTHERS[row.type] ?? []), "null"]);
      const other = others[choice % others.length]?.replaceAll(/\bc\b/g, `"${column}"`) ?? "null";
      const changed = `update "${table}" set "${column}" = (${other}) where ${where} and "${column}" is distinct from (${other})`;
      if (!(await isTaken(client, changed, [key]))) return false;
      await work();
      const restored = `update "${table}" set "${column}" = $2::text::"${row.type}" where ${where}`;
      if (!(await isTaken(client, restored, [key, row.old]))) throw new Error(`${table}.${column} is not what it was`);
      return true;
    },
    isColumn: (coordinate) => columns.has(coordinate),
    isTable: (typeName) => types.has(typeName),
    close: async () => {
      for (const client of clients.values()) await client.end();
      await city.stop();
      await small.close();
    },
  };
}
