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

/** Milliseconds after which PostgreSQL gives a statement up: those that wait behind it on its connection go on. */
const LONGEST_STATEMENT = 10_000;

/** Milliseconds in which a connection must stand. */
const LONGEST_CONNECT = 5_000;

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

/** One pipelined connection, opened when it is first asked and again after it has broken. */
class Connection {
  readonly #databaseUrl: string;
  #client: Promise<Client> | undefined;
  underWay = 0;

  constructor(databaseUrl: string) {
    this.#databaseUrl = databaseUrl;
  }

  async rows(query: QueryConfig): Promise<StatementRow[]> {
    this.underWay += 1;
    const opened = (this.#client ??= this.#open());
    try {
      const client = await opened;
      return (await client.query<StatementRow>(query)).rows;
    } catch (error) {
      if (!isOfStatement(error) && this.#client === opened) this.#client = undefined;
      throw error;
    } finally {
      this.underWay -= 1;
    }
  }

  async close(): Promise<void> {
    const client = await this.#client?.catch(() => undefined);
    this.#client = undefined;
    await client?.end();
  }

  async #open(): Promise<Client> {
    const client = new Client({
      connectionString: this.#databaseUrl,
      pipeline: true,
      keepAlive: true,
      connectionTimeoutMillis: LONGEST_CONNECT,
      statement_timeout: LONGEST_STATEMENT,
      types: typesAsPrisma,
    });
    // Told to whoever has a statement under way; while there is none, the next one finds the connection gone.
    client.on("error", () => undefined);
    client.once("end", () => {
      this.#client = undefined;
    });
    await client.connect();
    return client;
  }
}

/** Opens reading over a department's database; nothing is connected before the first statement. */
export function openStatements(databaseUrl: string): Statements {
  const names = new Map<string, string>();
  const connections = Array.from({ length: CONNECTIONS }, () => new Connection(databaseUrl));
  const idlest = (): Connection =>
    connections.reduce((found, connection) => (connection.underWay < found.underWay ? connection : found));
  return {
    rows: (text, values) => {
      const name = names.get(text) ?? `rows_${names.size}`;
      names.set(text, name);
      return idlest().rows({ name, text, values: [...values] });
    },
    close: async () => {
      await Promise.all(connections.map((connection) => connection.close()));
    },
  };
}
