import pg from "pg";
import { sealLeaf, type Leaf } from "../../ledger/leaf.ts";
import { leafWriter } from "../../ledger/store/append/leaf-writer.ts";
import { hasherFor } from "../../ledger/tree/hasher.ts";
import { pastRecordAt } from "./record.ts";

const BATCH = 4000;
const LANES = 2;
const DAY = 24 * 3600_000;
/** Days that the past reaches back: two years, in monthly partitions. */
const PAST_DAYS = 730;

interface Index {
  readonly name: string;
  readonly definition: string;
}

/** Takes the search indexes away; gives what makes them again. */
const dropIndexes = async (client: pg.Client): Promise<readonly Index[]> => {
  const { rows } = await client.query<Index>(
    `SELECT indexname AS name, indexdef AS definition FROM pg_indexes WHERE schemaname = 'ledger' AND tablename = 'leaves'`,
  );
  for (const { name } of rows) await client.query(`DROP INDEX ledger.${client.escapeIdentifier(name)}`);
  return rows;
};

const makeIndexes = async (client: pg.Client, indexes: readonly Index[]): Promise<void> => {
  await client.query("SET maintenance_work_mem = '1GB'");
  // "ON ONLY" would leave the partitions without it.
  for (const { definition } of indexes) await client.query(definition.replace(" ON ONLY ", " ON "));
};

/**
 * Fills an opened ledger that nobody writes to with `count` records of two past years: sealed and written by the store's own code
 * (`sealLeaf`, `leafWriter`), in large batches and without the search indexes, which are made when all is there. It is NOT a measure
 * of appending. Checkpoints and tiles come from the sequencer afterwards.
 */
export async function fillPast(databaseUrl: string, count: number, say: (line: string) => void): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const writer = leafWriter(databaseUrl, { boundMs: 120_000, lanes: LANES });
  try {
    const indexes = await dropIndexes(client);
    const end = Date.now() - DAY;
    const span = { count, start: end - PAST_DAYS * DAY, end };
    const hasher = hasherFor("sha256");
    const pending: Promise<unknown>[] = [];
    for (let from = 0; from < count; from += BATCH) {
      const batch: Leaf[] = [];
      for (let nth = from; nth < Math.min(from + BATCH, count); nth++)
        batch.push(sealLeaf(pastRecordAt(nth, span), hasher));
      if (pending.length >= LANES) await pending.shift();
      pending.push(writer.write(batch));
      if (from % 1_000_000 === 0) say(`  ${from} records of the past`);
    }
    await Promise.all(pending);
    say("  indexes");
    await makeIndexes(client, indexes);
    await client.query("VACUUM ANALYZE ledger.leaves");
  } finally {
    await writer.close();
    await client.end();
  }
}
