import type pg from "pg";
import { readReceipts } from "../store/read-receipt.ts";
import { hasherFor } from "../tree/hasher.ts";
import { ed25519Verifier, generateKey } from "../tree/key.ts";
import { verifyReceipt } from "../tree/receipt.ts";
import { describeFlaw } from "../verify/flaw.ts";
import { databaseSource } from "../verify/log-source.ts";
import { verifyLog } from "../verify/verify-log.ts";
import { victims, type Answers, type Victims } from "./chaos-victims.ts";
import { startDatabase, superuser } from "./database.ts";
import { randomOf, type Random } from "./random.ts";
import { until } from "./until.ts";

/** The result of the kills. `violations` is empty when every promise held. */
export interface ChaosReport {
  readonly kills: number;
  readonly killed: Readonly<Record<string, number>>;
  /** Answers that clients received. */
  readonly released: number;
  /** Requests that were answered with an error: their record was not known to be durable. */
  readonly refused: number;
  /** Released answers without their record. */
  readonly unlogged: number;
  /** Records in the log. */
  readonly records: number;
  /** Released answers, taken at random, whose receipt verified. */
  readonly receipts: number;
  readonly violations: readonly string[];
}

const ORIGIN = "hub.example/ledger";
const VICTIMS = ["gateway", "sequencer", "database", "gateway and database", "everything"] as const;
const RECEIPTS = 200;
/** Kills between two verifications of the whole log. */
const VERIFIED_EVERY = 10;

const hasher = hasherFor("sha256");

/**
 * Kills (SIGKILL) gateway, sequencer and database at random moments under load. After every kill recording goes on, every released answer
 * has its record at its index, and indexes are dense; after every tenth, and at the end, the whole log verifies.
 */
export async function runChaos(
  kills: number,
  { seed, tell }: { readonly seed: number; readonly tell: (line: string) => void },
): Promise<ChaosReport> {
  const random = randomOf(seed);
  const key = generateKey(ORIGIN);
  const database = await startDatabase();
  const processes = victims([database.url, ORIGIN, key.secret]);
  const { answers } = processes;
  const look = new Look(database.url, key.verifier, answers);
  const killed: Record<string, number> = {};
  await Promise.all([processes.start("sequencer"), processes.start("gateway")]);
  const began = performance.now();
  for (let kill = 1; kill <= kills; kill++) {
    await goesOn(answers, random);
    const victim = random.pick(VICTIMS);
    killed[victim] = (killed[victim] ?? 0) + 1;
    await strike(victim, { processes, database, random });
    await look.atNew(`kill ${kill} (${victim})`);
    if (kill % VERIFIED_EVERY === 0) await look.atAll(`kill ${kill}`);
    const seconds = ((performance.now() - began) / 1000).toFixed(0);
    tell(`${kill} of ${kills} kills, ${seconds} s: ${victim}; ${look.figures()}`);
  }
  await goesOn(answers, random);
  processes.end("gateway");
  const records = await look.settled();
  await look.atNew("the end");
  await look.atAll("the end");
  const receipts = await look.receipts(random);
  processes.end("sequencer");
  await database.stop();
  tell(`${receipts} receipts verified; ${look.figures()}`);
  const { released, refused } = answers;
  const { unlogged, violations } = look;
  return { kills, killed, released: released.size, refused: refused(), unlogged, records, receipts, violations };
}

/** An answer was released since the last kill, and some time passed. @throws when none is within a minute */
async function goesOn({ released }: Answers, random: Random): Promise<void> {
  const before = released.size;
  await until(() => Promise.resolve(released.size > before ? true : null), 60_000);
  await sleep(50 + random.below(300));
}

async function strike(
  victim: (typeof VICTIMS)[number],
  {
    processes,
    database,
    random,
  }: {
    readonly processes: Victims;
    readonly database: Awaited<ReturnType<typeof startDatabase>>;
    readonly random: Random;
  },
): Promise<void> {
  const all = victim === "everything";
  const roles = (["sequencer", "gateway"] as const).filter((role) => all || victim.includes(role));
  for (const role of roles) processes.kill(role);
  if (all || victim.includes("database")) {
    process.kill(await database.pid(), "SIGKILL");
    await sleep(random.below(100));
    await database.restart();
  }
  await Promise.all(roles.map((role) => processes.start(role)));
}

/** An outsider beside the processes, who knows what was released and reads what is stored. */
class Look {
  readonly violations: string[] = [];
  /** Released answers without their record, at the last look. */
  unlogged = 0;
  readonly #url: string;
  readonly #verifier: string;
  readonly #answers: Answers;
  /** Id by index, as far as it was read. */
  readonly #stored: string[] = [];

  constructor(url: string, verifier: string, answers: Answers) {
    this.#url = url;
    this.#verifier = verifier;
    this.#answers = answers;
  }

  figures(): string {
    const { released, refused } = this.#answers;
    return `${released.size} answers released, ${refused()} refused, ${this.#stored.length} records, ${this.unlogged} unlogged`;
  }

  /** Reads the records since the last look, and holds everything that was released against all of them. */
  async atNew(when: string): Promise<void> {
    const expected = [...this.#answers.released];
    const rows = await this.#with(async (client) => {
      const found = await client.query<{ index: string; id: string }>(
        "SELECT index, record::json ->> 'id' AS id FROM ledger.leaves WHERE index >= $1 ORDER BY index",
        [this.#stored.length],
      );
      return found.rows;
    });
    for (const { index, id } of rows) {
      if (Number(index) !== this.#stored.length)
        this.violations.push(`${when}: index ${index} follows a gap or a double`);
      this.#stored.push(id);
    }
    const lost = expected.filter(([index, id]) => this.#stored[index] !== id);
    this.unlogged = lost.length;
    this.violations.push(...lost.map(([index]) => `${when}: index ${index} was released without its record`));
    this.violations.push(...this.#answers.doubles.splice(0).map((index) => `index ${index} was released twice`));
  }

  /** Verifies the whole log, and reads every id again. */
  async atAll(when: string): Promise<void> {
    await this.#with(async (client) => {
      await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
      const options = { origin: ORIGIN, hasher, logKeys: [ed25519Verifier(this.#verifier)] };
      const { flaws } = await verifyLog(databaseSource(client), options);
      const { rows } = await client.query<{ id: string }>(
        "SELECT record::json ->> 'id' AS id FROM ledger.leaves ORDER BY index",
      );
      const changed = this.#stored.findIndex((id, index) => rows[index]?.id !== id);
      if (changed !== -1) this.violations.push(`${when}: index ${changed} is not what it was`);
      this.violations.push(...flaws.map((flaw) => `${when}: ${describeFlaw(flaw)}`));
    });
  }

  /** Waits until every record is integrated; gives their number. */
  settled(): Promise<number> {
    return this.#with((client) =>
      until(async () => {
        const { rows } = await client.query<{ size: string; signed: string }>(
          "SELECT (SELECT size FROM ledger.head) AS size, (SELECT coalesce(max(size), 0) FROM ledger.checkpoints) AS signed",
        );
        return rows[0]?.size === rows[0]?.signed ? Number(rows[0]?.size) : null;
      }, 60_000),
    );
  }

  /** Asks for the receipts of some released answers; gives how many verify for that very answer. */
  async receipts(random: Random): Promise<number> {
    const left = [...this.#answers.released];
    const asked = Array.from({ length: Math.min(RECEIPTS, left.length) }, () =>
      left.splice(random.below(left.length), 1),
    ).flat();
    const read = await this.#with((client) =>
      readReceipts(
        client,
        hasher,
        asked.map(([index]) => index),
      ),
    );
    const keys = { log: [ed25519Verifier(this.#verifier)] };
    return asked.filter(([index, id]) => {
      const verdict = verifyReceipt(read.get(index) ?? "", keys);
      return verdict.ok && verdict.index === index && (JSON.parse(verdict.leaf) as { id: string }).id === id;
    }).length;
  }

  async #with<Found>(use: (client: pg.Client) => Promise<Found>): Promise<Found> {
    const client = await superuser(this.#url);
    try {
      return await use(client);
    } finally {
      await client.end();
    }
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
