import type pg from "pg";
import { CompactRange } from "../tree/proof/compact-range.ts";
import { checkpointText } from "../tree/checkpoint.ts";
import { hasherFor } from "../tree/hasher.ts";
import { ed25519Signer } from "../tree/key.ts";
import { signNote } from "../tree/note.ts";
import { sealLeaf } from "../leaf.ts";
import { COLUMNS } from "../record-fields.ts";
import { eventRecord } from "../store/event-record.ts";
import { retentionBoundary } from "../store/retention-statement.ts";
import { TileBuilder } from "../store/sign/tile-builder.ts";
import type { Random } from "./random.ts";

/** The log under attack. */
export interface Target {
  readonly origin: string;
  /** Leaves of the log, all integrated. */
  readonly size: number;
  /** Leaves that the outsiders' checkpoint covers. */
  readonly witnessed: number;
  /** The log's secret key, for the attacker who stole it. */
  readonly secret: string;
}

/** One way to attack, with the rights of a database superuser, within the transaction of `client`. */
export type Tampering = (client: pg.ClientBase, random: Random, target: Target) => Promise<void>;

const sha256 = hasherFor("sha256");

const update = async (client: pg.ClientBase, sql: string, values: unknown[] = []): Promise<void> => {
  const { rowCount } = await client.query(sql, values);
  if (rowCount === 0) throw new Error(`This tampering changed nothing: ${sql}`);
};

/** Flips the lowest bit of one byte of a record. */
const flipBitOfRecord: Tampering = async (client, random, { size }) => {
  const index = random.below(size);
  const { rows } = await client.query<{ record: string }>("SELECT record FROM ledger.leaves WHERE index = $1", [index]);
  const bytes = Buffer.from(rows[0]?.record ?? "");
  const at = random.below(bytes.length);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  await update(client, "UPDATE ledger.leaves SET record = $2 WHERE index = $1", [index, bytes.toString()]);
};

const flipBitOfTile: Tampering = async (client, random) => {
  const { rows } = await client.query<{ level: number; index: string; hashes: Buffer }>("SELECT * FROM ledger.tiles");
  const { level, index, hashes } = random.pick(rows);
  const at = random.below(hashes.length);
  hashes[at] = (hashes[at] ?? 0) ^ (1 << random.below(8));
  await update(client, "UPDATE ledger.tiles SET hashes = $3 WHERE level = $1 AND index = $2", [level, index, hashes]);
};

const flipBitOfCheckpoint: Tampering = async (client, random) => {
  const { rows } = await client.query<{ size: string; root: Buffer }>("SELECT size, root FROM ledger.checkpoints");
  const { size, root } = random.pick(rows);
  const at = random.below(root.length);
  root[at] = (root[at] ?? 0) ^ (1 << random.below(8));
  await update(client, "UPDATE ledger.checkpoints SET root = $2 WHERE size = $1", [size, root]);
};

/** Edits what a search sees, and leaves the evidence as it is. */
const editColumn: Tampering = async (client, random, { size }) => {
  const column = random.pick(COLUMNS).name;
  const values: Partial<Record<typeof column, string>> = {
    row_count: "row_count + 1",
    time: "time + interval '1 ms'",
    coordinates: "'{}'",
    subjects: "'{Person:x}'",
  };
  const value = values[column] ?? "'forged'";
  await update(client, `UPDATE ledger.leaves SET ${column} = ${value} WHERE index = $1`, [1 + random.below(size - 1)]);
};

/** Edits record and column together, so that they still agree. */
const editRecordAndColumn: Tampering = async (client, random, { size }) => {
  await update(
    client,
    `UPDATE ledger.leaves SET officer = 'someone', record = replace(record, '"officer":"officer-017"', '"officer":"someone"')
     WHERE index = $1`,
    [1 + random.below(size - 1)],
  );
};

/** Edits a record and the stored hash of its leaf with it. */
const editRecordAndTile: Tampering = async (client, random, target) => {
  const index = 1 + random.below(target.size - 1);
  await update(client, `UPDATE ledger.leaves SET record = replace(record, '"v":1', '"v":2') WHERE index = $1`, [index]);
  const { rows } = await client.query<{ record: string }>("SELECT record FROM ledger.leaves WHERE index = $1", [index]);
  await update(
    client,
    "UPDATE ledger.tiles SET hashes = overlay(hashes PLACING $2 FROM $3) WHERE level = 0 AND index = $1",
    [Math.floor(index / 256), sha256.leaf(Buffer.from(rows[0]?.record ?? "")), 1 + 32 * (index % 256)],
  );
};

const deleteRow: Tampering = (client, random, { size }) =>
  update(client, "DELETE FROM ledger.leaves WHERE index = $1", [random.below(size)]);

/** Deletes a row and closes the gap behind it. */
const deleteRowAndClose: Tampering = async (client, random, { size }) => {
  const index = random.below(size);
  await update(client, "DELETE FROM ledger.leaves WHERE index = $1", [index]);
  await client.query("UPDATE ledger.leaves SET index = index - 1 WHERE index > $1", [index]);
  await update(client, "UPDATE ledger.head SET size = size - 1");
};

const swapTwo: Tampering = async (client, random, { size }) => {
  const a = random.below(size);
  const b = (a + 1 + random.below(size - 1)) % size;
  await update(client, "UPDATE ledger.leaves SET index = index - $1 - $2 - 1 WHERE index IN ($1, $2)", [a, b]);
  await update(client, "UPDATE ledger.leaves SET index = -1 - index WHERE index < 0");
};

/** A forged row with an index that is taken. */
const insertTwin: Tampering = (client, random, { size }) => update(client, copyRow("index"), [random.below(size), 0]);

/** A forged row in the middle, everything behind it moved by one. */
const insertAndShift: Tampering = async (client, random, { size }) => {
  const index = random.below(size);
  await client.query("UPDATE ledger.leaves SET index = -index WHERE index > $1", [index]);
  await client.query("UPDATE ledger.leaves SET index = 1 - index WHERE index < 0");
  await update(client, copyRow("index + 1"), [index, 0]);
  await update(client, "UPDATE ledger.head SET size = size + 1");
};

const insertOutside: Tampering = (client, random, { size }) =>
  update(client, copyRow("$2"), [random.below(size), random.pick([-5, size, size + 70_000])]);

const truncateRows: Tampering = (client, random, { size }) =>
  update(client, "DELETE FROM ledger.leaves WHERE index >= $1", [random.below(size)]);

/** Puts an older state of the whole database back: consistent in itself, signed at the time. Only outsiders can tell. */
const restoreOlderCopy: Tampering = async (client, random, { witnessed }) => {
  const { rows } = await client.query<{ size: string }>("SELECT size FROM ledger.checkpoints WHERE size < $1", [
    witnessed,
  ]);
  const size = Number(random.pick(rows).size);
  await update(client, "DELETE FROM ledger.leaves WHERE index >= $1", [size]);
  await client.query("DELETE FROM ledger.checkpoints WHERE size > $1", [size]);
  await update(client, "UPDATE ledger.head SET size = $1", [size]);
  await rebuildTiles(client);
};

/** Rewrites history from a leaf on and signs all of it again, with the stolen key of the log. */
const rewriteAndSign: Tampering = async (client, random, target) => {
  await rewriteFrom(client, 1 + random.below(target.witnessed - 1), target);
};

/** Removes a record, closes the gap and signs again: the second history that another reader is shown. */
const secondHistory: Tampering = async (client, random, target) => {
  await deleteRowAndClose(client, random, { ...target, size: target.witnessed });
  await resign(client, target);
};

/** Drops a beginning of the log as retention would, without a statement. */
const feignRetention: Tampering = async (client, random, { size }) => {
  const keptFrom = 1 + random.below(size - 1);
  await client.query("DELETE FROM ledger.leaves WHERE index < $1", [keptFrom]);
};

/**
 * Drops everything before an index and appends a statement that it had expired, as whoever holds the gateway's database password can,
 * or a process whose clock tells `time`: the sequencer signs it like any record.
 */
export async function feignStatedRetention(
  client: pg.ClientBase,
  keptFrom: number,
  target: Target,
  time = new Date(),
): Promise<void> {
  const statement = { keptFrom, boundary: retentionBoundary(time, 36).toISOString(), months: 36 };
  const change = { what: "retention", id: "ledger", before: null, after: JSON.stringify(statement) };
  const { bytes, columns } = sealLeaf(eventRecord("policy-change", change, { time: time.toISOString() }), sha256);
  await client.query("SELECT ledger.ensure_month($1)", [time]);
  await client.query("SELECT ledger.append($1, $2)", [[bytes.toString()], [columns]]);
  await resign(client, target);
  await update(client, "DELETE FROM ledger.leaves WHERE index < $1", [keptFrom]);
}

/** Edits one leaf, then rebuilds and signs everything. */
export async function rewriteFrom(client: pg.ClientBase, index: number, target: Target): Promise<void> {
  await update(
    client,
    `UPDATE ledger.leaves SET officer = 'someone', record = replace(record, '"officer":"officer-017"', '"officer":"someone"')
     WHERE index = $1`,
    [index],
  );
  await resign(client, target);
}

/** Every tampering, by name. */
export const tamperings: ReadonlyMap<string, Tampering> = new Map(
  Object.entries({
    flipBitOfRecord,
    flipBitOfTile,
    flipBitOfCheckpoint,
    editColumn,
    editRecordAndColumn,
    editRecordAndTile,
    deleteRow,
    deleteRowAndClose,
    swapTwo,
    insertTwin,
    insertAndShift,
    insertOutside,
    truncateRows,
    restoreOlderCopy,
    rewriteAndSign,
    secondHistory,
    feignRetention,
  }),
);

/** Rebuilds the tiles from the rows, and signs every checkpoint anew with the stolen key. */
export async function resign(client: pg.ClientBase, { origin, secret }: Target): Promise<void> {
  const roots = await rebuildTiles(client);
  const { rows } = await client.query<{ size: string }>("SELECT size FROM ledger.checkpoints");
  const end = roots.length - 1;
  await client.query("DELETE FROM ledger.checkpoints WHERE size > $1", [end]);
  await client.query("INSERT INTO ledger.checkpoints (size, root, note) VALUES ($1, '', '') ON CONFLICT DO NOTHING", [
    end,
  ]);
  for (const size of new Set([...rows.map((row) => Number(row.size)), end])) {
    const root = roots[size];
    if (root === undefined) continue;
    const note = signNote(checkpointText({ origin, size, root }), [ed25519Signer(secret)]);
    await update(client, "UPDATE ledger.checkpoints SET root = $2, note = $3 WHERE size = $1", [size, root, note]);
  }
}

/** Makes the tiles anew from the rows. Gives the root at every size. */
export async function rebuildTiles(client: pg.ClientBase): Promise<readonly Buffer[]> {
  const { rows } = await client.query<{ record: string }>("SELECT record FROM ledger.leaves ORDER BY index");
  const range = new CompactRange(sha256);
  const tiles = new TileBuilder();
  const roots = [range.root()];
  for (const { record } of rows) {
    range.append(sha256.leaf(Buffer.from(record)), (level, _, hash) => {
      tiles.add(level, hash);
    });
    roots.push(range.root());
  }
  await client.query("DELETE FROM ledger.tiles");
  for (const { level, index, hashes } of tiles.take()) {
    await client.query("INSERT INTO ledger.tiles (level, index, hashes) VALUES ($1, $2, $3)", [level, index, hashes]);
  }
  return roots;
}

function copyRow(index: string): string {
  const columns = COLUMNS.slice(1).map(({ name }) => name);
  return `INSERT INTO ledger.leaves (index, time, ${columns.join(", ")}, record)
    SELECT ${index} + 0 * $2::bigint, time + interval '7 ms', ${columns.join(", ")}, record FROM ledger.leaves WHERE index = $1`;
}
