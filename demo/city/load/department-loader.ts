import { once } from "node:events";
import { Client } from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { dropConstraints, type Restoration } from "./constraints.ts";

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
export const openDepartmentLoader = async (
  url: string,
  tables: readonly string[],
  bulk: boolean,
): Promise<DepartmentLoader> => {
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
};
