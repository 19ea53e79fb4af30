import { Client } from "pg";

/** What one statement did, by PostgreSQL's own count (pg_stat_statements). */
export interface StatementCount {
  readonly department: string;
  /** Its text, with places for its values. */
  readonly text: string;
  readonly calls: number;
  readonly rows: number;
  /** Blocks of 8 KB that it looked into, of tables and of indexes. */
  readonly blocks: number;
  /** Milliseconds of planning and executing. */
  readonly milliseconds: number;
}

/** Counting of what the departments' databases are asked. */
export interface StatementCounts {
  readonly reset: () => Promise<void>;
  /** Since it was last reset, by department and statement; the ledger's own are left out. */
  readonly read: () => Promise<readonly StatementCount[]>;
  readonly close: () => Promise<void>;
}

/** Flags with which PostgreSQL counts statements. */
export const COUNTING = [
  "-c",
  "shared_preload_libraries=pg_stat_statements",
  "-c",
  "pg_stat_statements.track_planning=on",
] as const;

const READ = `
  select replace(datname, '_', '-') as department, query as text, sum(calls)::float8 as calls, sum(rows)::float8 as rows,
    sum(shared_blks_hit + shared_blks_read)::float8 as blocks, sum(total_plan_time + total_exec_time) as milliseconds
  from pg_stat_statements join pg_database on pg_database.oid = dbid
  where datname = any($1) and query ilike 'select%' group by 1, 2`;

/**
 * Begins to count.
 * @param url of a database that holds nothing of the city
 * @param databases names of the databases whose statements count
 */
export async function countStatements(url: string, databases: readonly string[]): Promise<StatementCounts> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query("create extension if not exists pg_stat_statements");
  return {
    reset: async () => {
      await client.query("select pg_stat_statements_reset()");
    },
    read: async () => (await client.query<StatementCount>(READ, [databases])).rows,
    close: () => client.end(),
  };
}
