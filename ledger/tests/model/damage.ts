import type pg from "pg";
import { feignStatedRetention, rebuildTiles, resign, rewriteFrom, type Target } from "../tampering.ts";

/** A way to change a log with the rights of a superuser, at a place and, where it helps, with the stolen key. */
type Damage = (client: pg.Client, at: number, target: Target) => Promise<unknown>;

const OTHER_OFFICER = `officer = 'someone', record = replace(record, '"officer":"officer-017"', '"officer":"someone"')`;
const edit: Damage = (client, at) => client.query(`UPDATE ledger.leaves SET ${OTHER_OFFICER} WHERE index = $1`, [at]);
const clear: Damage = (client) => client.query("DELETE FROM ledger.tiles; DELETE FROM ledger.checkpoints");

/** By name. What each changes is read from the database afterwards, not believed. */
export const DAMAGES: Readonly<Record<string, Damage>> = {
  edit,
  clear,
  editColumn: (client, at) => client.query("UPDATE ledger.leaves SET purpose = 'OTHER' WHERE index = $1", [at]),
  bendHash: (client, at) =>
    client.query(
      "UPDATE ledger.tiles SET hashes = overlay(hashes PLACING '\\x00' FROM $1) WHERE length(hashes) >= $1",
      [1 + 32 * at],
    ),
  cutTile: (client, at) => client.query("UPDATE ledger.tiles SET hashes = substring(hashes FROM 1 FOR $1)", [32 * at]),
  bendRoot: (client) => client.query("UPDATE ledger.checkpoints SET root = sha256(root)"),
  noNote: (client) => client.query("UPDATE ledger.checkpoints SET note = 'nothing' WHERE cosignatures = ''"),
  remove: (client, at) => client.query("DELETE FROM ledger.leaves WHERE index = $1", [at]),
  drop: (client, at) => client.query("DELETE FROM ledger.leaves WHERE index < $1", [at]),
  async dropStated(client, at, target) {
    const { rowCount } = await client.query("SELECT FROM ledger.leaves WHERE index < $1", [at]);
    if (rowCount !== 0) await feignStatedRetention(client, at, target);
  },
  async editAndClear(client, at, target) {
    await edit(client, at, target);
    await clear(client, at, target);
  },
  async cut(client, at) {
    await client.query("DELETE FROM ledger.leaves WHERE index >= $1", [at]);
    await client.query("DELETE FROM ledger.checkpoints WHERE size > $1", [at]);
    await client.query("UPDATE ledger.head SET size = $1", [at]);
    await rebuildTiles(client);
  },
  async rewrite(client, at, target) {
    const { rowCount } = await client.query("SELECT FROM ledger.leaves WHERE index = $1", [at]);
    if (rowCount === 1) await rewriteFrom(client, at, target);
  },
  resign: (client, _, target) => resign(client, target),
};
