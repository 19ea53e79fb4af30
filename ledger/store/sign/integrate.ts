import type { ClientBase } from "pg";
import { LedgerCorrupt } from "../../errors.ts";
import { DIVISIONS_OF_LEAF } from "../../record-fields.ts";
import { checkpointText, openCheckpoint, type Checkpoint } from "../../tree/checkpoint.ts";
import { CompactRange } from "../../tree/proof/compact-range.ts";
import type { TreeHasher } from "../../tree/hasher.ts";
import { signNote, type NoteSigner, type NoteVerifier } from "../../tree/note.ts";
import { completeNodes } from "../../tree/proof/range.ts";
import { partialTiles, TileBuilder } from "./tile-builder.ts";
import { heedWitnesses } from "./ask-witnesses.ts";
import { containsCheckpoint, type SignerMemory } from "./signer-memory.ts";
import type { WitnessAddress } from "./witness-feed.ts";
import { loadNodes, loadTiles } from "../tile-store.ts";

/** The log's name, hash and keys, as a sequencer needs them to sign its tree. */
export interface LogIdentity {
  readonly origin: string;
  readonly hasher: TreeHasher;
  /** Ed25519 first; an SM2 line may follow. */
  readonly signers: readonly NoteSigner[];
  /** The log's own key, and those that signed it before. */
  readonly verifiers: readonly NoteVerifier[];
  /** The memory of this signer's last signature; without it the newest stored checkpoint is believed. */
  readonly memory?: SignerMemory;
  /** Witnesses, whose cosignatures are the memory that all signers share: asked before anything is signed. */
  readonly witnesses?: readonly WitnessAddress[];
}

/** The tree as far as it is integrated, held by the one sequencer. */
export interface Frontier {
  readonly range: CompactRange;
  readonly tiles: TileBuilder;
}

/** Leaves per transaction at most. */
const BATCH = 8192;

/**
 * Loads the frontier from the newest checkpoint and the tiles. @throws LedgerCorrupt when the tiles do not give the root of
 * the checkpoint, no key of this log signed it, or they do not contain what this signer signed last; WitnessRefused when they do not contain
 * what a witness cosigned last: a tree that was tampered with is never extended. Rejects as long as a signer without a memory of its own
 * hears no witness.
 */
export async function loadFrontier(client: ClientBase, log: LogIdentity): Promise<Frontier> {
  const frontier = await storedFrontier(client, log);
  const last = (await log.memory?.last()) ?? null;
  if (last !== null && !(await containsCheckpoint(client, log.hasher, frontier.range, last))) {
    throw new LedgerCorrupt(`The log does not contain the ${last.size} leaves that this signer signed last`);
  }
  await heedWitnesses(client, { ...log, range: frontier.range }, log.witnesses ?? [], last !== null);
  return frontier;
}

async function storedFrontier(client: ClientBase, { origin, hasher, verifiers }: LogIdentity): Promise<Frontier> {
  const { rows } = await client.query<{ size: string; root: Buffer; note: string }>(
    "SELECT size, root, note FROM ledger.checkpoints ORDER BY size DESC LIMIT 1",
  );
  const [newest] = rows;
  if (newest === undefined) return { range: new CompactRange(hasher), tiles: new TileBuilder() };
  const size = Number(newest.size);
  const nodes = completeNodes({ begin: 0, end: size });
  const read = await loadNodes(client, hasher, nodes);
  const range = new CompactRange(hasher, size, nodes.map(read));
  const stated = openStored(newest.note, verifiers);
  if (stated === null) throw new LedgerCorrupt(`No key of this log signed the checkpoint of ${size} leaves`);
  if (!range.root().equals(newest.root) || !stated.root.equals(newest.root) || stated.size !== size) {
    throw new LedgerCorrupt(`The tiles do not give the root of the checkpoint of ${size} leaves`);
  }
  if (stated.origin !== origin) throw new LedgerCorrupt(`The newest checkpoint is of ${stated.origin}`);
  const partial = partialTiles(size).filter(({ count }) => count > 0);
  const stored = await loadTiles(
    client,
    partial.map(({ tile }) => tile),
  );
  const tiles = new TileBuilder(size, ({ level, index }) => stored.get(`${level}/${index}`) ?? Buffer.alloc(0));
  return { range, tiles };
}

/** null also for what is no checkpoint at all: somebody wrote that into the database. */
function openStored(note: string, verifiers: readonly NoteVerifier[]): Checkpoint | null {
  try {
    return openCheckpoint(note, verifiers);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/**
 * Integrates the next leaves, in the order of their indexes: tiles, sums and a signed checkpoint in one transaction. Gives the
 * number integrated. After an error the frontier MUST be loaded again.
 */
export async function integrate(client: ClientBase, log: LogIdentity, { range, tiles }: Frontier): Promise<number> {
  const from = range.size;
  const { rows } = await client.query<{ index: string; record: string }>({
    name: "ledger-integrate",
    text: `SELECT index, record FROM ledger.leaves WHERE index >= $1 ORDER BY index LIMIT ${BATCH}`,
    values: [from],
  });
  if (rows.length === 0) return 0;
  for (const { index, record } of rows) {
    if (Number(index) !== range.size) throw new LedgerCorrupt(`Expected leaf ${range.size}, found ${index}`);
    range.append(log.hasher.leaf(Buffer.from(record)), (level, _, hash) => {
      tiles.add(level, hash);
    });
  }
  const root = range.root();
  await log.memory?.keep({ origin: log.origin, size: range.size, root });
  const note = signNote(checkpointText({ origin: log.origin, size: range.size, root }), log.signers);
  const completed = tiles.take();
  await client.query({
    name: "ledger-sign",
    text: SIGN,
    values: [
      from,
      range.size,
      root,
      note,
      completed.map(({ level }) => level),
      completed.map(({ index }) => index),
      completed.map(({ hashes }) => hashes),
    ],
  });
  return rows.length;
}

/**
 * Tiles (over their shorter predecessors), checkpoint and totals, in one statement and so in one transaction and one round trip. Of
 * the checkpoints before the newest, the first of every hour (signed, and cosigned) and the last cosigned are kept. OFFSET 0 has the
 * divisions of a leaf read once, not once for each of its coordinates.
 */
const SIGN = `
  WITH tiles AS (
    INSERT INTO ledger.tiles (level, index, hashes) SELECT * FROM unnest($5::int[], $6::bigint[], $7::bytea[])
    ON CONFLICT (level, index) DO UPDATE SET hashes = EXCLUDED.hashes
  ), signed AS (
    INSERT INTO ledger.checkpoints (size, root, note) VALUES ($2, $3, $4)
  ), forgotten AS (
    DELETE FROM ledger.checkpoints AS old USING (
      SELECT size, row_number() OVER (PARTITION BY date_trunc('hour', signed_at), cosignatures = '' ORDER BY size) AS nth
      FROM ledger.checkpoints WHERE signed_at > now() - interval '2 hours'
    ) AS recent
    WHERE old.size = recent.size AND nth > 1 AND old.size < $2
      AND old.size <> (SELECT coalesce(max(size), -1) FROM ledger.checkpoints WHERE cosignatures <> '')
  )
  INSERT INTO ledger.totals AS totals (day, department, purpose, divisions, coordinate, outcome, disclosures, rows)
  SELECT day, department, purpose, divisions, coordinate, outcome, count(*), sum(row_count)
  FROM (
    SELECT (time AT TIME ZONE 'Asia/Shanghai')::date AS day, coalesce(department, '') AS department, coalesce(purpose, '') AS purpose,
      ${DIVISIONS_OF_LEAF} AS divisions, decision, coordinates, row_count
    FROM ledger.leaves WHERE index >= $1 AND index < $2 AND covert IS NULL
    OFFSET 0
  ) AS leaf, LATERAL (
    SELECT '*' AS coordinate, decision AS outcome
    UNION ALL
    SELECT split_part(term, '=', 1), split_part(term, '=', 2) FROM unnest(coordinates) AS term WHERE term NOT LIKE '=%'
  ) AS term
  GROUP BY 1, 2, 3, 4, 5, 6
  ON CONFLICT (day, department, purpose, coordinate, outcome, hashtextextended(divisions, 0)) DO UPDATE
    SET disclosures = totals.disclosures + EXCLUDED.disclosures, rows = totals.rows + EXCLUDED.rows`;
