import type pg from "pg";
import { readableLog, type ReadableLog } from "../evidence/readable-log.ts";
import { LedgerCorrupt, LedgerMisconfigured, LedgerUnavailable, WitnessRefused } from "../errors.ts";
import { sealLeaf, type Leaf } from "../leaf.ts";
import type { DisclosureRecord } from "../record.ts";
import { cosignatureVerifier } from "../tree/cosignature.ts";
import { hashOfOrigin, hasherFor, type TreeHasher } from "../tree/hasher.ts";
import { ed25519Signer, ed25519Verifier, parseSecret } from "../tree/key.ts";
import { promiseBatch } from "../tree/promise.ts";
import { sm2Signer } from "../tree/sm2.ts";
import type { Sm2KeyPair } from "../tree/sm2-signature.ts";
import { startCover } from "./append/cover.ts";
import { GroupCommit } from "./append/group-commit.ts";
import { isRefusedBatch, leafWriter } from "./append/leaf-writer.ts";
import { recordKeyChange } from "./event-record.ts";
import type { LedgerEvents } from "./events.ts";
import { readLag, writeProbe, type LedgerLag, type LedgerTrouble } from "./health.ts";
import { prepareLedger } from "./prepare-ledger.ts";
import { newestCheckpoint, readReceipt } from "./read-receipt.ts";
import { startRetention } from "./retention.ts";
import { startSequencer } from "./sign/sequencer.ts";
import { signerMemory } from "./sign/signer-memory.ts";
import { startWitnessFeed, type WitnessAddress } from "./sign/witness-feed.ts";
import { survivingPool } from "./surviving-pool.ts";

/** The options of a ledger. */
export interface LedgerOptions {
  /** PostgreSQL with fsync on, for a role that may append (`ledger.admit`); with `key` and no `signerUrl`, for one that may sign. */
  readonly databaseUrl: string;
  /** The same for a role that may sign; `databaseUrl` unless given. */
  readonly signerUrl?: string;
  /** The log's name in every checkpoint, for instance "hub.example/ledger". Ends in "/sm3" for a log hashed with SM3. */
  readonly origin: string;
  /**
   * The log's secret key line (`shali-hub ledger key NAME`), named like the origin. With it this process stands for election as
   * sequencer; without it, it only appends and reads.
   */
  readonly key?: string;
  /** vkey lines of keys that signed this log before `key` did: the tree is only extended from a checkpoint by one of them. */
  readonly formerKeys?: readonly string[];
  /** File in which the signer keeps what it signed last: beside the key (`signedFile`), never in the database's reach. */
  readonly signed?: string;
  /** A second signature line in SM2. */
  readonly sm2?: Sm2KeyPair;
  /** Witnesses to be asked for cosignatures. */
  readonly witnesses?: readonly WitnessAddress[];
  /** Milliseconds within which `append` resolves or rejects; default 2000. */
  readonly boundMs?: number;
  /** Milliseconds between integrations; default 100. */
  readonly intervalMs?: number;
  /** Months that rows are kept; default and at least 36 (`LEAST_MONTHS`). The hashes stay for ever. */
  readonly retentionMonths?: number;
  /** Cover records among those of this process (`append/cover.ts`); none unless given. */
  readonly cover?: { readonly oneIn: number; readonly delayMs?: number };
  readonly events?: LedgerEvents;
}

/** The place of a durable record. */
interface Appended {
  /** Dense position in the log. */
  readonly index: number;
  /** The record's random id, also in the leaf. */
  readonly id: string;
  /** Signed: this leaf is in every checkpoint from some time on (`tree/promise.ts`). undefined where this process has no key. */
  readonly promise: string | undefined;
}

/** An open ledger. */
export interface Ledger {
  readonly origin: string;
  /**
   * Resolves ONLY once the record is durable: then, and not before, the answer may leave.
   * @throws LedgerUnavailable (a rejection) within the bound when it is not known to be durable: the answer MUST NOT leave. So does
   *   every append after a witness has refused the log.
   * @throws InvalidRecord (a rejection) when the record cannot be a leaf.
   */
  readonly append: (record: DisclosureRecord) => Promise<Appended>;
  /** The receipt of a leaf (tlog-proof text), null while it is not integrated (usually `intervalMs` at most). */
  readonly receipt: (index: number) => Promise<string | null>;
  /** The newest signed checkpoint with its cosignatures, null before the first. */
  readonly checkpoint: () => Promise<string | null>;
  /** True when nothing is in trouble; resolves within twice `boundMs`, and never rejects. */
  readonly probe: () => Promise<boolean>;
  /**
   * The reason for which the database takes no record now, or for which this process signs no more; undefined when there is none. Bounds
   * as those of `probe`.
   */
  readonly trouble: () => Promise<LedgerTrouble | undefined>;
  /** The part of `trouble` that this process knows without asking: it lasts until somebody has looked. */
  readonly halted: () => Exclude<LedgerTrouble, "DATABASE"> | undefined;
  /** The distance of signing and cosigning behind appending. Rejects when the database does not answer. */
  readonly lag: () => Promise<LedgerLag>;
  /** The part of it that outsiders read. */
  readonly log: ReadableLog;
  /** For the functions of `query.ts`: a pool of reading connections. MUST NOT be used to write. */
  readonly database: pg.Pool;
  /** Waits for appends under way, gives up the lock, closes the connections. */
  readonly close: () => Promise<void>;
}

/** 政务数据共享条例 29 and 网络数据安全管理条例 12: records of sharing for three years; longer than 网络安全法's six months for logs. */
const LEAST_MONTHS = 36;
const LANES = 2;
const GROUPS = { maxBatch: 500, maxWaiting: 20_000, lanes: LANES, worthALane: 64, gatherMs: 4 };

/**
 * Opens the ledger: brings its schema up to date, refuses a database that could lose what it confirmed, and starts the
 * sequencer, the feed to the witnesses and retention if a key is given.
 * @throws LedgerMisconfigured
 */
export async function openLedger(options: LedgerOptions): Promise<Ledger> {
  const { databaseUrl, origin, boundMs = 2000 } = options;
  assertTerm(options);
  const hasher = hasherFor(hashOfOrigin(origin));
  await prepareLedger(databaseUrl, origin);
  const database = survivingPool({ connectionString: databaseUrl, max: 4, application_name: "ledger read" });
  const writer = leafWriter(databaseUrl, { boundMs, lanes: LANES });
  const promised = promises(options, hasher);
  const write = async (batch: readonly Leaf[]): Promise<(at: number) => Appended> => {
    const first = await writer.write(batch);
    const promiseAt = promised?.(batch, first);
    return (at) => ({ index: first + at, id: batch[at]?.id ?? "", promise: promiseAt?.(at) });
  };
  const commits = new GroupCommit(write, { boundMs, ...GROUPS }, isRefusedBatch);
  const refusals: WitnessRefused[] = [];
  const corruptions: LedgerCorrupt[] = [];
  const append = async (record: DisclosureRecord): Promise<Appended> => {
    if (refusals[0] !== undefined) throw new LedgerUnavailable("WITNESS_REFUSED", { cause: refusals[0] });
    const appended = await commits.submit(sealLeaf(record, hasher));
    cover?.noted(record);
    return appended;
  };
  const cover = options.cover === undefined ? undefined : startCover(options.cover.oneIn, append, options.cover);
  const probe = writeProbe(databaseUrl, boundMs);
  const closeConnections = async (): Promise<void> => {
    await Promise.all([writer.close(), probe.close(), database.end()]);
  };
  const halted: Ledger["halted"] = () => {
    if (refusals.length > 0) return "WITNESS_REFUSED";
    return corruptions.length > 0 ? "CORRUPT" : undefined;
  };
  const trouble: Ledger["trouble"] = async () => halted() ?? (await probe.ask());
  const services = await startServices(options, {
    append,
    onRefused: (refusal) => refusals.push(refusal),
    onCorrupt: (corruption) => corruptions.push(corruption),
  }).catch(async (error: unknown) => {
    await closeConnections();
    throw error;
  });
  return {
    origin,
    append,
    database,
    log: readableLog(database, hasher),
    trouble,
    halted,
    probe: async () => (await trouble()) === undefined,
    lag: () => readLag(database),
    receipt: (index) => readReceipt(database, hasher, index),
    checkpoint: async () => (await newestCheckpoint(database))?.note ?? null,
    async close() {
      cover?.close();
      await commits.close();
      await Promise.all(services.map((service) => service.close()));
      await closeConnections();
    },
  };
}

function assertTerm({ retentionMonths = LEAST_MONTHS }: LedgerOptions): void {
  if (Number.isSafeInteger(retentionMonths) && retentionMonths >= LEAST_MONTHS) return;
  throw new LedgerMisconfigured(`Records are kept for ${LEAST_MONTHS} months at least, by law; got ${retentionMonths}`);
}

/** Promises that what was appended is going to be in the log, by a process that holds its key. */
function promises({ key }: LedgerOptions, hasher: TreeHasher) {
  if (key === undefined) return undefined;
  const signer = ed25519Signer(key);
  return (batch: readonly Leaf[], first: number) =>
    promiseBatch(signer, hasher, { first, leafHashes: batch.map(({ bytes }) => hasher.leaf(bytes)), now: Date.now() });
}

interface ServiceListeners extends Pick<Ledger, "append"> {
  readonly onRefused: (refusal: WitnessRefused) => void;
  readonly onCorrupt: (corruption: LedgerCorrupt) => void;
}

async function startServices(
  options: LedgerOptions,
  { append, onRefused, onCorrupt }: ServiceListeners,
): Promise<readonly { close(): Promise<void> }[]> {
  const {
    databaseUrl,
    signerUrl = databaseUrl,
    origin,
    key,
    formerKeys = [],
    intervalMs = 100,
    retentionMonths = LEAST_MONTHS,
    witnesses = [],
  } = options;
  if (key === undefined) return [];
  if (parseSecret(key).name !== origin) throw new LedgerMisconfigured("The log's key is not named like its origin");
  const hasher = hasherFor(hashOfOrigin(origin));
  const verifiers = [parseSecret(key).verifier, ...formerKeys].map(ed25519Verifier);
  const signers = [ed25519Signer(key), ...(options.sm2 ? [sm2Signer(origin, options.sm2)] : [])];
  const memory = options.signed === undefined ? {} : { memory: signerMemory(options.signed, origin) };
  const database = survivingPool({ connectionString: signerUrl, max: 2, application_name: "ledger services" });
  const events: LedgerEvents = {
    ...options.events,
    onError(part, error) {
      if (part === "sequencer" && error instanceof LedgerCorrupt) onCorrupt(error);
      if (error instanceof WitnessRefused) {
        onRefused(error);
        void stopAll(database, error);
      }
      options.events?.onError?.(part, error);
    },
  };
  const close = (): Promise<void> => database.end();
  await recordKeyChange(database, key, append).catch(async (error: unknown) => {
    await close();
    throw error;
  });
  const services = [
    startSequencer(signerUrl, { origin, hasher, signers, verifiers, witnesses, ...memory }, { intervalMs, events }),
    startWitnessFeed(database, hasher, { witnesses, events }),
    startRetention(database, append, {
      retentionMonths,
      events,
      witnesses: witnesses.map(({ verifier }) => cosignatureVerifier(verifier)),
    }),
  ];
  return [{ close: () => Promise.all(services.map((service) => service.close())).then(close) }];
}

/** Stops every process that appends to this log. */
async function stopAll(database: pg.Pool, { witness, message }: WitnessRefused): Promise<void> {
  await database
    .query("INSERT INTO ledger.refusals (witness, why) VALUES ($1, $2)", [witness, message])
    .catch(() => undefined);
}
