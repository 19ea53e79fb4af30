import { Client, DatabaseError, types, type QueryConfig } from "pg";

/** A row as a statement names its columns. */
type StatementRow = Readonly<Record<string, unknown>>;

/** Reading over a department's own connections, beside Prisma's: prepared once for each connection, several under way on each. */
export interface Statements {
  /**
   * The rows of one statement. Equal texts are prepared once.
   * @param values of `$1`, `$2`, …
   */
  readonly rows: (text: string, values: readonly unknown[]) => Promise<StatementRow[]>;
  /** Waits for what is under way, then ends the connections. */
  readonly close: () => Promise<void>;
}

/** Connections at most; a further one is opened when each of the others is busy. */
const CONNECTIONS = 4;

/**
 * Bounds of every connection of a department, in milliseconds: one must stand within `connectionTimeoutMillis`; PostgreSQL gives a statement
 * up after `statement_timeout`, so that those that wait behind it go on; and what it has not even refused by `query_timeout` is given up
 * here, as its machine may be gone without a word.
 */
export const BOUNDS = Object.freeze({
  keepAlive: true,
  connectionTimeoutMillis: 5_000,
  statement_timeout: 10_000,
  query_timeout: 11_000,
});

/** Milliseconds without an answer after which nothing more is asked of a connection. */
const PATIENCE = 2_000;

const { builtins } = types;

type Parse = (text: string) => unknown;

/** Values as Prisma reads them, so that it makes no difference to a resolver who has read its row. */
const parsers = new Map<number, Parse>([
  [builtins.INT8, BigInt],
  [builtins.DATE, (text) => new Date(`${text}T00:00:00Z`)],
  [builtins.TIMESTAMP, (text) => new Date(`${text.replace(" ", "T")}Z`)],
]);

const builtin = types.getTypeParser as (oid: number, format: "text") => Parse;

const typesAsPrisma = { getTypeParser: (oid: number): Parse => parsers.get(oid) ?? builtin(oid, "text") };

/** False for an error that ends the connection as well as the statement. */
const isOfStatement = (error: unknown): boolean => error instanceof DatabaseError && error.severity === "ERROR";

/** One pipelined connection. */
interface Link {
  readonly client: Promise<Client>;
  /** Statements whose rows have not come. */
  underWay: number;
  /** When it last gave rows, or was asked after it had given all of them, in milliseconds of `performance.now()`. */
  heard: number;
}

const open = async (databaseUrl: string, onEnd: () => void): Promise<Client> => {
  const client = new Client({
    connectionString: databaseUrl,
    pipeline: true,
    ...BOUNDS,
    types: typesAsPrisma,
  });
  // Told to whoever has a statement under way; while there is none, the next one finds the connection gone.
  client.on("error", () => undefined);
  client.once("end", onEnd);
  await client.connect();
  return client;
};

/** Opens reading over a department's database; nothing is connected before the first statement. */
export function openStatements(databaseUrl: string): Statements {
  const names = new Map<string, string>();
  const links = new Set<Link>();
  const leaving = new Set<Link>();
  const forget = (link: Link): void => {
    links.delete(link);
    leaving.delete(link);
  };
  /** A silent one may lead to a server that is gone without a word: what it was asked may still come, nothing more is asked of it. */
  const leaveSilent = (now: number): void => {
    for (const link of links)
      if (link.underWay > 0 && now - link.heard > PATIENCE) {
        links.delete(link);
        leaving.add(link);
      }
  };
  const add = (heard: number): Link => {
    const link: Link = {
      client: open(databaseUrl, () => {
        forget(link);
      }),
      underWay: 0,
      heard,
    };
    links.add(link);
    return link;
  };
  const idlest = (now: number): Link => {
    leaveSilent(now);
    let found: Link | undefined;
    for (const link of links) if (found === undefined || link.underWay < found.underWay) found = link;
    return found !== undefined && (found.underWay === 0 || links.size >= CONNECTIONS) ? found : add(now);
  };
  const ask = async (query: QueryConfig): Promise<StatementRow[]> => {
    const now = performance.now();
    const link = idlest(now);
    if (link.underWay === 0) link.heard = now;
    link.underWay += 1;
    try {
      const client = await link.client;
      const { rows } = await client.query<StatementRow>(query);
      link.heard = performance.now();
      return rows;
    } catch (error) {
      if (!isOfStatement(error)) forget(link);
      throw error;
    } finally {
      link.underWay -= 1;
    }
  };
  return {
    rows: (text, values) => {
      const name = names.get(text) ?? `rows_${names.size}`;
      names.set(text, name);
      return ask({ name, text, values: [...values] });
    },
    close: async () => {
      await Promise.all([...links, ...leaving].map(async ({ client }) => (await client.catch(() => undefined))?.end()));
    },
  };
}
