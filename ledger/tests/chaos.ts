import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import pg from "pg";
import { hasherFor } from "../tree/hasher.ts";
import { ed25519Verifier, generateKey } from "../tree/key.ts";
import { describeFlaw } from "../verify/flaw.ts";
import { databaseSource } from "../verify/log-source.ts";
import { verifyLog } from "../verify/verify-log.ts";
import { startDatabase } from "./database.ts";
import { randomOf } from "./random.ts";

/** The result of the rounds. `violations` is empty when every promise held. */
export interface ChaosReport {
  readonly rounds: number;
  readonly killed: Readonly<Record<string, number>>;
  /** Answers that clients received. */
  readonly released: number;
  /** Records in the log. */
  readonly records: number;
  readonly violations: readonly string[];
}

const ORIGIN = "hub.example/ledger";
const VICTIMS = ["gateway", "sequencer", "database", "gateway and database", "everything"] as const;

/**
 * Kills (SIGKILL) gateway, sequencer and database at random moments under load, and looks after every round: every released answer
 * has its record at its index, indexes are dense, the log verifies.
 */
export async function runChaos(rounds: number, seed = 1): Promise<ChaosReport> {
  const random = randomOf(seed);
  const key = generateKey(ORIGIN);
  const database = await startDatabase();
  const released = new Map<number, string>();
  const violations: string[] = [];
  const killed: Record<string, number> = {};
  const start = (role: string): Promise<ChildProcess> =>
    startProcess(role, [database.url, ORIGIN, key.secret], released, violations);
  let sequencer = await start("sequencer");
  let gateway = await start("gateway");
  for (let round = 0; round < rounds; round++) {
    await sleep(50 + random.below(300));
    const victim = random.pick(VICTIMS);
    killed[victim] = (killed[victim] ?? 0) + 1;
    const all = victim === "everything";
    if (all || victim.includes("gateway")) gateway.kill("SIGKILL");
    if (all || victim === "sequencer") sequencer.kill("SIGKILL");
    if (all || victim.includes("database")) {
      process.kill(await database.pid(), "SIGKILL");
      await sleep(random.below(100));
      await database.restart();
    }
    if (all || victim === "sequencer") sequencer = await start("sequencer");
    if (all || victim.includes("gateway")) gateway = await start("gateway");
    violations.push(...(await violationsOf(database.url, key.verifier, released, `round ${round} (${victim})`)));
  }
  gateway.kill("SIGKILL");
  await sleep(300);
  const records = await settle(database.url);
  violations.push(...(await violationsOf(database.url, key.verifier, released, "the end")));
  sequencer.kill("SIGKILL");
  await database.stop();
  return { rounds, killed, released: released.size, records, violations };
}

async function startProcess(
  role: string,
  args: readonly string[],
  released: Map<number, string>,
  violations: string[],
): Promise<ChildProcess> {
  const script = new URL("chaos-process.ts", import.meta.url).pathname;
  const child = spawn(process.execPath, ["--import", "ts-blank-space/register", script, role, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, NODE_OPTIONS: "" },
  });
  const lines = createInterface({ input: child.stdout });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    lines.on("line", (line) => {
      const [index = "", id = ""] = line.split(" ");
      // The last line of a killed process may be cut short: such an answer did not reach its client.
      if (line === "ready") resolve(child);
      else if (id.length === 22 && released.has(Number(index))) violations.push(`index ${index} was released twice`);
      else if (id.length === 22) released.set(Number(index), id);
    });
  });
}

async function violationsOf(
  url: string,
  verifier: string,
  released: ReadonlyMap<number, string>,
  when: string,
): Promise<readonly string[]> {
  const expected = new Map(released);
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => undefined);
  await client.connect();
  try {
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    const options = { origin: ORIGIN, hasher: hasherFor("sha256"), logKeys: [ed25519Verifier(verifier)] };
    const { flaws } = await verifyLog(databaseSource(client), options);
    const { rows } = await client.query<{ index: string; id: string }>(
      "SELECT index, record::json ->> 'id' AS id FROM ledger.leaves",
    );
    const stored = new Map(rows.map(({ index, id }) => [Number(index), id]));
    const lost = [...expected].filter(([index, id]) => stored.get(index) !== id);
    return [
      ...flaws.map((flaw) => `${when}: ${describeFlaw(flaw)}`),
      ...lost.map(([index]) => `${when}: index ${index} was released without its record`),
    ];
  } finally {
    await client.end();
  }
}

/** Waits until every record is integrated; gives their number. */
async function settle(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => undefined);
  await client.connect();
  try {
    for (let attempt = 0; ; attempt++) {
      const { rows } = await client.query<{ size: string; signed: string }>(
        "SELECT (SELECT size FROM ledger.head) AS size, (SELECT coalesce(max(size), 0) FROM ledger.checkpoints) AS signed",
      );
      const [row] = rows;
      if (row?.size === row?.signed) return Number(row?.size);
      if (attempt > 200) throw new Error("The sequencer does not catch up");
      await sleep(50);
    }
  } finally {
    await client.end();
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
