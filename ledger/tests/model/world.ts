import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type pg from "pg";
import { LedgerCorrupt, WitnessForgot, WitnessRefused } from "../../errors.ts";
import { sealLeaf } from "../../leaf.ts";
import { COLUMNS } from "../../record-fields.ts";
import type { DisclosureRecord } from "../../record.ts";
import { recordKeyChange } from "../../store/event-record.ts";
import { dropExpired } from "../../store/retention.ts";
import { integrate, loadFrontier } from "../../store/sign/integrate.ts";
import type { SignerMemory } from "../../store/sign/signer-memory.ts";
import { showWitness } from "../../store/sign/witness-feed.ts";
import type { Checkpoint } from "../../tree/checkpoint.ts";
import { cosignatureVerifier, cosignerOf } from "../../tree/cosignature.ts";
import { hasherFor } from "../../tree/hasher.ts";
import { COSIGNATURE, ed25519Signer, ed25519Verifier, generateKey, type KeyPair } from "../../tree/key.ts";
import { databaseSource } from "../../verify/log-source.ts";
import { verifyLog } from "../../verify/verify-log.ts";
import { serveWitness } from "../../witness/serve-witness.ts";
import type { WitnessStore } from "../../witness/witness-store.ts";
import { sampleRecord } from "../sample-record.ts";
import type { Dump, Reader } from "./reference.ts";

/** The log's name. */
export const ORIGIN = "hub.example/ledger";
const hasher = hasherFor("sha256");

/** The outcome of an attempt to sign, or to have cosigned. */
export type Outcome = "SIGNS" | "COSIGNS" | "NOTHING" | "REFUSES";

/** A witness with its own key, its memory (undefined before it saw anything) and its clock. */
export interface OwnWitness {
  readonly key: KeyPair;
  readonly url: string;
  seen: { readonly size: number; readonly note: string } | undefined;
  /** The memory before the last cosignature: a copy of its disk holds it. */
  before: OwnWitness["seen"];
}

/** The keys and memories of everybody around one log, and a clock that all of them go by, each with an error of its own. */
export interface World {
  readonly client: pg.Client;
  readonly witnesses: readonly OwnWitness[];
  /** The memory of each signer. */
  readonly signers: (Checkpoint | undefined)[];
  /** All keys of the log so far; the last one signs. */
  readonly keys: KeyPair[];
  /** Checkpoints that an auditor took away. */
  readonly kept: string[];
  /** Milliseconds by which the world's time is before the present. */
  ago: number;
  /** Milliseconds by which the clock of who acts now is wrong. */
  error: number;
  /** Milliseconds by which the database's clock is wrong, until it jumps again. */
  databaseError: number;
  /** The world's time when each leaf was appended, and whether the gateway's clock was wrong then. */
  readonly appended: { readonly time: number; readonly isWrong: boolean }[];
}

/**
 * Lets the database's clock be set: its own functions, those of the ledger's schema, and defaults read it by names that stand before
 * PostgreSQL's. @see setDatabaseClock
 */
export async function takeOverClock(client: pg.Client): Promise<void> {
  const clock = (name: string) => `CREATE FUNCTION clock.${name}() RETURNS timestamptz LANGUAGE sql STABLE AS
    $$ SELECT pg_catalog.${name}() + coalesce(current_setting('clock.shift', true), '0')::float8 * interval '1 ms' $$`;
  await client.query(`CREATE SCHEMA clock; ${clock("now")}; ${clock("clock_timestamp")}; SET search_path = clock, pg_catalog, public;
    ALTER FUNCTION ledger.drop_months(timestamptz) SET search_path = clock, pg_catalog, pg_temp;
    ALTER TABLE ledger.checkpoints ALTER COLUMN signed_at SET DEFAULT clock.clock_timestamp()`);
}

/** Sets the database's clock to the world's time with the database's error. */
export async function setDatabaseClock({ client, ago, databaseError }: World): Promise<void> {
  await client.query("SELECT set_config('clock.shift', $1, false)", [String(databaseError - ago)]);
}

/** Witnesses over HTTP for all histories; each history begins with their memories empty. */
export async function startWitnesses(count: number): Promise<readonly (OwnWitness & { readonly server: Server })[]> {
  const all = Array.from({ length: count }, async (_, at) => {
    const key = generateKey(`witness-${at}.example`, COSIGNATURE);
    const server = createServer();
    const port = await new Promise<number>((resolve) =>
      server.listen(0, "127.0.0.1", () => {
        resolve((server.address() as AddressInfo).port);
      }),
    );
    const witness: OwnWitness & { server: Server } = {
      key,
      server,
      url: `http://127.0.0.1:${port}`,
      seen: undefined,
      before: undefined,
    };
    return witness;
  });
  return Promise.all(all);
}

/** Lets a witness answer for a log with these keys. */
export function follow(witness: OwnWitness & { server: Server }, keys: readonly KeyPair[], now: () => number): void {
  const store: WitnessStore = {
    read: () => Promise.resolve(witness.seen ?? null),
    update(_, decide) {
      const { keep, answer } = decide(witness.seen ?? null);
      if (keep !== null) {
        witness.before = witness.seen;
        witness.seen = keep;
      }
      return Promise.resolve(answer);
    },
  };
  const logs = new Map([[ORIGIN, keys.map(({ verifier }) => ed25519Verifier(verifier))]]);
  const served = serveWitness({ cosigner: cosignerOf(witness.key.secret), logs, store, now });
  witness.server.removeAllListeners("request");
  for (const listener of served.listeners("request")) {
    witness.server.on("request", listener as () => void);
  }
}

/** The world's time with the error of who acts now. */
export function timeOf({ ago, error }: World): number {
  return Date.now() - ago + error;
}

/** Empties the log's tables, whoever filled them. */
export async function empty(client: pg.Client): Promise<void> {
  await client.query(`SET session_replication_role = replica;
    ${["leaves", "tiles", "checkpoints", "totals"].map((table) => `DELETE FROM ledger.${table};`).join(" ")}
    UPDATE ledger.head SET size = 0; UPDATE ledger.summed SET size = 0; SET session_replication_role = origin`);
}

/** Appends records by a gateway's clock. */
async function append(world: World, records: readonly DisclosureRecord[]): Promise<void> {
  const { client } = world;
  const leaves = records.map((record) => sealLeaf(record, hasher));
  for (const time of new Set(records.map((record) => record.time.slice(0, 7)))) {
    await client.query("SELECT ledger.ensure_month($1)", [`${time}-01T00:00:00Z`]);
  }
  const { rows } = await client.query<{ base: string }>("SELECT ledger.append($1, $2) AS base", [
    leaves.map(({ bytes }) => bytes.toString()),
    leaves.map(({ columns }) => columns),
  ]);
  const truth = { time: Date.now() - world.ago, isWrong: world.error !== 0 };
  for (const at of leaves.keys()) world.appended[Number(rows[0]?.base) + at] = truth;
}

/** Appends some disclosures. */
export async function disclose(world: World, count: number): Promise<void> {
  await append(
    world,
    Array.from({ length: count }, () => sampleRecord({}, timeOf(world))),
  );
}

/** A process with the log's key and a signer's memory begins, and signs what is there. */
export async function sign(world: World, signer: number): Promise<Outcome> {
  const { client, keys, witnesses } = world;
  const memory: SignerMemory = {
    last: () => Promise.resolve(world.signers[signer] ?? null),
    keep(checkpoint) {
      world.signers[signer] = checkpoint;
      return Promise.resolve();
    },
  };
  const log = {
    origin: ORIGIN,
    hasher,
    signers: [ed25519Signer(keys.at(-1)?.secret ?? "")],
    verifiers: keys.map(({ verifier }) => ed25519Verifier(verifier)),
    memory,
    witnesses: witnesses.map(({ url, key }) => ({ url, verifier: key.verifier })),
  };
  return refusing(async () => {
    const signed = await integrate(client, log, await loadFrontier(client, log));
    return signed === 0 ? "NOTHING" : "SIGNS";
  });
}

async function refusing(work: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof LedgerCorrupt || error instanceof WitnessRefused || error instanceof WitnessForgot)
      return "REFUSES";
    throw error;
  }
}

/** Shows a witness the newest checkpoint, as often as it takes to agree about what it knows. */
export async function cosign({ client }: World, { url, key }: OwnWitness): Promise<Outcome> {
  const fed = { url, verifier: cosignatureVerifier(key.verifier), known: null as number | null };
  let outcome: Outcome = "NOTHING";
  const events = {
    onCosigned: () => {
      outcome = "COSIGNS";
    },
  };
  try {
    for (let before: number | null | undefined; before !== fed.known;) {
      before = fed.known;
      await showWitness(client, hasher, fed, events);
    }
    return outcome;
  } catch {
    // The feed tells an answer that it does not understand, and shows the log again: no cosignature is the outcome.
    return "REFUSES";
  }
}

/** Retention runs by the clock of a process that may be wrong, and the database's. */
export async function retain(world: World): Promise<void> {
  await dropExpired(world.client, (record) => append(world, [record]), {
    months: 36,
    witnesses: world.witnesses.map(({ key }) => cosignatureVerifier(key.verifier)),
    now: () => timeOf(world),
  });
}

/** From now on another key signs; that is a record. */
export async function changeKey(world: World, key: KeyPair): Promise<void> {
  world.keys.push(key);
  await recordKeyChange(world.client, key.secret, (record) =>
    append(world, [{ ...record, time: new Date(timeOf(world)).toISOString() }]),
  );
}

const NAMES = COLUMNS.map(({ name }) =>
  name === "time" ? "(extract(epoch FROM time) * 1000)::float8 AS time" : `${name} AS "${name}"`,
);

/** Everything that stands in the database. */
export async function dump(client: pg.Client): Promise<Dump> {
  const leaves = await client.query<Record<string, unknown>>(
    `SELECT index, record, ${NAMES.join(", ")} FROM ledger.leaves ORDER BY index`,
  );
  const checkpoints = await client.query<{ size: string; root: Buffer; note: string; cosignatures: string }>(
    "SELECT size, root, note, cosignatures FROM ledger.checkpoints ORDER BY size",
  );
  const tiles = await client.query<{ hashes: Buffer }>("SELECT hashes FROM ledger.tiles WHERE level = 0 AND index = 0");
  const head = await client.query<{ size: string }>("SELECT size FROM ledger.head");
  const tile = tiles.rows[0]?.hashes;
  return {
    head: Number(head.rows[0]?.size),
    rows: leaves.rows.map(({ index, record, ...columns }) => ({
      index: Number(index),
      record: String(record),
      columns: { ...columns, row_count: Number(columns["row_count"]) },
    })),
    tile:
      tile === undefined
        ? undefined
        : Array.from({ length: tile.length / 32 }, (_, at) => tile.toString("hex", at * 32, at * 32 + 32)),
    checkpoints: checkpoints.rows.map(({ size, root, note, cosignatures }) => ({
      size: Number(size),
      root: root.toString("hex"),
      note,
      lines: cosignatures,
    })),
  };
}

/** The flaws that `verify` tells a reader. */
export async function verified(client: pg.Client, reader: Reader): Promise<readonly string[]> {
  const source = databaseSource(client);
  delete source.schema;
  const logKeys = reader.logKeys.map(ed25519Verifier);
  const witnesses = reader.witnessKeys.map(cosignatureVerifier);
  const { flaws } = await verifyLog(source, {
    origin: reader.origin,
    hasher,
    logKeys,
    witnesses,
    trusted: reader.trusted.map((note) => ({ source: "outside", note, verifiers: [...logKeys, ...witnesses] })),
    now: reader.now,
  });
  return flaws.map(({ kind, index }) => `${kind} ${index}`);
}
