import { once } from "node:events";
import { Client } from "pg";
import { from as copyFrom } from "pg-copy-streams";

/** Statements that bring back what was dropped, in order. */
type Restoration = readonly string[];

interface Dropped {
  readonly drop: string;
  readonly restore: string;
}

const CONSTRAINTS = `
  select format('alter table %s drop constraint %I', conrelid::regclass, conname) as drop,
         format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as restore
  from pg_constraint
  where conrelid::regclass::text = any($1) and contype = any($2)
  order by contype, conrelid::regclass::text, conname`;

const INDEXES = `
  select format('drop index %s', i.indexrelid::regclass) as drop, pg_get_indexdef(i.indexrelid) as restore
  from pg_index i
  where i.indrelid::regclass::text = any($1)
    and not exists (select from pg_constraint c where c.conindid = i.indexrelid)
  order by i.indrelid::regclass::text, i.indexrelid::regclass::text`;

const TRIGGERS = `
  select format('alter table %s disable trigger user', relation) as drop, format('alter table %s enable trigger user', relation) as restore
  from (select distinct tgrelid::regclass as relation from pg_trigger where tgrelid::regclass::text = any($1) and not tgisinternal) watched
  order by relation::text`;

/**
 * Drops foreign keys, turns triggers off (a city is written as it is, nothing of it is a change), and for a bulk load primary keys and indexes too, inside the caller's transaction.
 * Reads them from the database, so that later migrations need no change here. The caller MUST run the restoration
 * before it commits; a rollback brings everything back as well.
 */
const dropConstraints = async (client: Client, tables: readonly string[], bulk: boolean): Promise<Restoration> => {
  const find = async (sql: string, ...values: readonly unknown[]): Promise<readonly Dropped[]> =>
    (await client.query<{ drop: string; restore: string }>(sql, [tables, ...values])).rows;
  const foreignKeys = await find(CONSTRAINTS, ["f"]);
  const triggers = await find(TRIGGERS);
  const indexes = bulk ? await find(INDEXES) : [];
  const keys = bulk ? await find(CONSTRAINTS, ["p", "u"]) : [];
  const all = [...triggers, ...foreignKeys, ...indexes, ...keys];
  if (all.length > 0) await client.query(all.map(({ drop }) => drop).join("; "));
  if (bulk) await client.query("set local maintenance_work_mem = '192MB'");
  return [...keys, ...indexes, ...foreignKeys, ...triggers].map(({ restore }) => restore);
};

/** One department's database while it is being filled. Everything happens in ONE transaction: all of it, or nothing. */
export interface DepartmentLoader {
  /** Queues rows in COPY's text format; `columns` in the order of the text. Never blocks: see `pending`. */
  readonly copy: (table: string, columns: string, text: string) => void;
  /** Characters queued and not yet taken by the database. */
  readonly pending: () => number;
  /** Resolves when at most `limit` characters are pending. @throws what the database complained about */
  readonly below: (limit: number) => Promise<void>;
  /** Waits for the queue, restores indexes and keys, commits, and gathers statistics. */
  readonly finish: () => Promise<void>;
  /** Gives up: nothing of the load stays. Safe at any time. */
  readonly abandon: () => Promise<void>;
}

const copyText = async (client: Client, table: string, columns: string, text: string): Promise<void> => {
  const stream = client.query(copyFrom(`copy ${table} (${columns}) from stdin (freeze)`));
  const done = new Promise<void>((resolve, reject) => {
    stream.once("finish", resolve);
    stream.once("error", reject);
  });
  if (!stream.write(text)) await Promise.race([once(stream, "drain"), done]);
  stream.end();
  await done;
};

/**
 * Empties `tables` and prepares the database for a load over one connection.
 * @param bulk drop secondary indexes and keys first and build them at the end, which pays from some 100,000 rows on
 */
export async function openDepartmentLoader(
  url: string,
  tables: readonly string[],
  bulk: boolean,
): Promise<DepartmentLoader> {
  const client = new Client({ connectionString: url });
  await client.connect();
  client.on("error", () => undefined);
  await client.query("begin");
  await client.query(`truncate ${tables.join(", ")}`);
  const restoration: Restoration = await dropConstraints(client, tables, bulk);
  let queue = Promise.resolve();
  let pending = 0;
  let failure: { readonly cause: unknown } | undefined;
  const waiting: { readonly limit: number; readonly wake: () => void }[] = [];

  const settle = (size: number): void => {
    pending -= size;
    for (let index = waiting.length - 1; index >= 0; index -= 1) {
      const waiter = waiting[index];
      if (waiter && (failure || pending <= waiter.limit)) {
        waiting.splice(index, 1);
        waiter.wake();
      }
    }
  };
  const copy: DepartmentLoader["copy"] = (table, columns, text) => {
    pending += text.length;
    queue = queue.then(async () => {
      try {
        if (!failure) await copyText(client, table, columns, text);
      } catch (cause) {
        failure = { cause };
      }
      settle(text.length);
    });
  };
  const below = async (limit: number): Promise<void> => {
    if (pending > limit && !failure)
      await new Promise<void>((wake) => {
        waiting.push({ limit, wake });
      });
    if (failure) throw failure.cause;
  };
  const finish = async (): Promise<void> => {
    await below(0);
    for (const statement of restoration) await client.query(statement);
    await client.query("commit");
    await client.query(`analyze ${tables.join(", ")}`);
    await client.end();
  };
  const abandon = async (): Promise<void> => {
    failure ??= { cause: new Error("load abandoned") };
    await queue;
    await client.end().catch(() => undefined);
  };
  return { copy, pending: () => pending, below, finish, abandon };
}
