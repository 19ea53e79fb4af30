import type { Pool } from "pg";
import { disclosureAt } from "../query/find-disclosures.ts";
import type { LoggedRecord } from "../record.ts";
import { readReceipt } from "../store/read-receipt.ts";
import { publicTiles, type PublicTiles } from "../store/public-tiles.ts";
import { HASH_BYTES, type TreeHasher } from "../tree/hasher.ts";
import { TILE_WIDTH } from "../tree/tile.ts";
import type { RangeRecord } from "./bundle.ts";
import { exportBundle } from "./export-bundle.ts";

/** A reader's right to records of covert investigations that are not lifted. */
export type Covert = "shown" | "withheld";

/** A log as outsiders read it. Records are given to nobody but whom the caller has proven to be entitled, and recorded first. */
export interface ReadableLog extends PublicTiles {
  /**
   * The leaves below the first `width` hashes of tile `index` of level 0; null where the newest checkpoint does not cover them. What
   * retention has dropped and what is withheld is its hash.
   */
  readonly entries: (index: number, width: number, covert: Covert) => Promise<readonly RangeRecord[] | null>;
  /**
   * The lines of a bundle about "Type:pseudonym". Withheld records are not in it, nor in its count.
   * @throws RangeError when there are more than 5,000, or no checkpoint yet
   */
  readonly about: (subject: string, covert: Covert) => Promise<readonly string[]>;
  /** The record at an index; null for none. For a caller that proves it to be its own. */
  readonly record: (index: number) => Promise<LoggedRecord | null>;
  /** Its receipt; null while no checkpoint covers it. */
  readonly receipt: (index: number) => Promise<string | null>;
}

const MOST_ABOUT_ONE = 5000;

/** Reads a log over connections of this pool. */
export function readableLog(database: Pool, hasher: TreeHasher): ReadableLog {
  const tiles = publicTiles(database);
  return {
    ...tiles,
    async entries(index, width, covert) {
      const hashes = await tiles.tile({ level: 0, index }, width);
      if (hashes === null) return null;
      const first = index * TILE_WIDTH;
      const { rows } = await database.query<{ index: string; record: string }>(
        `SELECT index, record FROM ledger.leaves
         WHERE index >= $1 AND index < $2 AND ($3 OR covert IS NULL OR ledger.is_lifted(covert))`,
        [first, first + width, covert === "shown"],
      );
      const leaves = new Map(rows.map((row) => [Number(row.index), row.record]));
      return Array.from({ length: width }, (_, at) => {
        const leaf = leaves.get(first + at);
        if (leaf !== undefined) return { index: first + at, leaf };
        return { index: first + at, hash: hashes.toString("base64", at * HASH_BYTES, (at + 1) * HASH_BYTES) };
      });
    },
    async about(subject, covert) {
      const client = await database.connect();
      try {
        await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
        const lines: string[] = [];
        const bundle = exportBundle(client, { kind: "subject", subject, covert, most: MOST_ABOUT_ONE });
        for await (const line of bundle) lines.push(line);
        return lines;
      } finally {
        await client.query("ROLLBACK").catch(() => undefined);
        client.release();
      }
    },
    record: async (index) => (await disclosureAt(database, index))?.record ?? null,
    receipt: (index) => readReceipt(database, hasher, index),
  };
}
