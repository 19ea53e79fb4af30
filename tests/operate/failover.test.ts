import { execFile, spawnSync } from "node:child_process";
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { smallCity, smallDatabases, type SmallCity } from "../../demo/city/small-city.ts";
import { freePort, startEmbeddedPostgres, type EmbeddedDatabase } from "../../deploy/postgres/embedded-postgres.ts";
import { superuser } from "../../ledger/tests/database.ts";
import { until } from "../../ledger/tests/until.ts";
import { hasherFor } from "../../ledger/tree/hasher.ts";
import { databaseSource } from "../../ledger/verify/log-source.ts";
import { verifyLog } from "../../ledger/verify/verify-log.ts";
import type { Answer } from "../city.ts";
import { startGovernedCity, type GovernedCity } from "../governed-city.ts";
import { openNetwork, type Network } from "../network.ts";
import { questionFile } from "../questions/question-files.ts";

/**
 * PostgreSQL under a whole hub: restarted, lost for good with a standby in its place, and out of disk. Callers get answers or errors, no answer is without
 * its record, and no record that was answered for is lost.
 */

const run = promisify(execFile);
const SYNCHRONOUS = ["-c", "synchronous_standby_names=*"];
/** Seconds from the loss of a machine, whose connections then fall silent, to its standby's promotion; by default they end, and nobody waits. */
const SILENT_SECONDS = Number(process.env["FAILOVER_SILENT_SECONDS"] ?? 0);
const { document, variables } = questionFile("public-rental-check");

let folder: string;
let primary: EmbeddedDatabase;
let standby: EmbeddedDatabase;
let network: Network;
let small: SmallCity;
let city: GovernedCity;
let port: number;
const closing: (() => Promise<void>)[] = [];
const path = (name: string): string => join(folder, name);

const startPrimary = (flags: readonly string[] = SYNCHRONOUS): Promise<EmbeddedDatabase> =>
  startEmbeddedPostgres(path("primary"), { port, flags, initFlags: ["--no-sync"] });

/** A copy that follows the primary, and without which the primary commits nothing. */
const startStandby = async (): Promise<void> => {
  await run("cp", ["-a", path("primary"), path("standby")]);
  await writeFile(join(path("standby"), "standby.signal"), "");
  primary = await startPrimary();
  const { password } = new URL(await primary.urlOf("postgres"));
  const source = `primary_conninfo=host=127.0.0.1 port=${port} user=hub password=${password}`;
  standby = await startEmbeddedPostgres(path("standby"), {
    flags: ["-c", source, "-c", "wal_retrieve_retry_interval=100ms"],
  });
  closing.push(() => standby.stop());
};

/** The URL of a database by the address that leads to whichever server is in charge. */
const byAddress = async (name: string): Promise<string> => {
  const url = new URL(await primary.urlOf(name));
  url.port = new URL(network.url).port;
  return url.href;
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "failover-"));
  await chmod(folder, 0o755);
  port = await freePort();
  primary = await startPrimary([]);
  closing.push(() => primary.stop());
  small = await smallCity(primary.urlOf, "failover");
  await primary.urlOf("ledger");
  await small.close();
  await primary.stop();
  await startStandby();
  network = await openNetwork(await primary.urlOf("postgres"));
  city = await startGovernedCity({
    ledgerName: await byAddress("ledger"),
    own: { databaseUrls: await smallDatabases(byAddress, "failover"), manifest: small.manifest },
    bounds: { timeout: 5_000, requestTimeout: 10_000 },
  });
  closing.push(() => city.stop());
  closing.push(() => network.close());
}, 120_000);
afterAll(async () => {
  for (const close of closing.reverse()) await close();
  await rm(folder, { recursive: true });
}, 60_000);

interface Heard {
  readonly at: number;
  readonly answer: Answer;
}

/** Four officers who ask one question after the other. */
const keepAsking = () => {
  const heard: Heard[] = [];
  let isAsking = true;
  const all = Array.from({ length: 4 }, async () => {
    while (isAsking) {
      const answer = await city.askAs("rental-check", document, { ...variables, asOf: small.manifest.asOf });
      heard.push({ at: performance.now(), answer });
      await setTimeout(20);
    }
  });
  /** The next whole answers, and how long they took to come. */
  const wholeAgain = async (): Promise<number> => {
    const begun = performance.now();
    const from = heard.length;
    while (heard.slice(from).filter(isWhole).length < 4) {
      if (performance.now() - begun > 30_000) throw new Error(JSON.stringify(heard.at(-1)));
      await setTimeout(10);
    }
    return performance.now() - begun;
  };
  const stop = async (): Promise<void> => {
    isAsking = false;
    await Promise.all(all);
  };
  return { heard, wholeAgain, stop };
};

const isWhole = ({ answer }: Heard): boolean =>
  answer.data?.["rentalCase"] != null &&
  (answer.errors ?? []).every(({ extensions }) => extensions?.["code"] === "HUB_FIELD_DENIED");

/** The log as the server in charge has it, verified once everything is integrated: index and text of each record. */
const verifiedLog = async (): Promise<ReadonlyMap<number, string>> => {
  const client = await superuser(await standby.urlOf("ledger"));
  try {
    const { origin } = city.ledger;
    const options = { origin, hasher: hasherFor("sha256"), logKeys: [city.logVerifier] };
    const report = await until(async () => {
      const now = await verifyLog(databaseSource(client), options);
      return now.pending === 0 ? now : null;
    }, 60_000);
    expect(report.flaws).toEqual([]);
    const { rows } = await client.query<{ index: string; record: Buffer }>("SELECT index, record FROM ledger.leaves");
    return new Map(rows.map(({ index, record }) => [Number(index), record.toString()]));
  } finally {
    await client.end();
  }
};

/** Where an answer's record stands, by the answer. */
const receiptOf = ({ answer }: Heard) =>
  (answer.extensions?.["sharing"] as { receipt?: unknown } | undefined)?.receipt as
    { index: number; id: string } | undefined;

const loseMachine = async (): Promise<void> => {
  const pid = Number((await readFile(join(path("primary"), "postmaster.pid"), "utf8")).split("\n")[0]);
  // Connections that lead to a machine that is gone hear nothing, not even their end.
  if (SILENT_SECONDS > 0) network.silence();
  process.kill(pid, "SIGKILL");
  await setTimeout(Math.max(300, SILENT_SECONDS * 1_000));
};

/** What left without a record that the log has. */
const unrecordedOf = async (all: readonly Heard[]): Promise<readonly Heard[]> => {
  const log = await verifiedLog();
  return all.filter((heard) => {
    const receipt = receiptOf(heard);
    const isAnswer = Object.values(heard.answer.data ?? {}).some((value) => value !== null);
    return receipt === undefined ? isAnswer : log.get(receipt.index)?.includes(receipt.id) !== true;
  });
};

test("PostgreSQL restarts, then is lost to its standby: no answer without its record, and no record of an answer is lost", async () => {
  const asking = keepAsking();
  await asking.wholeAgain();

  await primary.stop();
  const gone = asking.heard.length;
  await setTimeout(300);
  const meanwhile = asking.heard.slice(gone + 4);
  primary = await startPrimary();
  const afterRestart = await asking.wholeAgain();

  await loseMachine();
  const client = await superuser(await standby.urlOf("postgres"));
  await client.query("SELECT pg_promote()");
  await client.end();
  network.leadTo(await standby.urlOf("postgres"));
  const afterPromotion = await asking.wholeAgain();
  await asking.stop();

  expect(meanwhile.filter(isWhole)).toEqual([]);
  expect(await unrecordedOf(asking.heard)).toEqual([]);
  // A machine that is busy with other tests takes longer.
  expect(Math.max(afterRestart, afterPromotion)).toBeLessThan(20_000);
  if (SILENT_SECONDS > 0) {
    const told = asking.heard.filter((heard) => receiptOf(heard) !== undefined).length;
    const seconds = [afterRestart, afterPromotion].map((ms) => (ms / 1_000).toFixed(1)).join(" s and ");
    console.info(`whole again after ${seconds} s; ${told} of ${asking.heard.length} answers, all in the log`);
  }
}, 90_000);

/** A disk of 4 MB, where this user may mount one, on which the newest records of the server in charge are kept from now on. */
const smallDisk = async (): Promise<string> => {
  const place = path("disk");
  await mkdir(place);
  const { uid, gid } = await stat(path("standby"));
  await run("mount", ["-t", "tmpfs", "-o", `size=4m,mode=0700,uid=${uid},gid=${gid}`, "tmpfs", place]);
  closing.unshift(async () => {
    await run("umount", [place]);
  });
  const client = await superuser(await standby.urlOf("ledger"));
  try {
    await client.query(`CREATE TABLESPACE small LOCATION '${place}'`);
    const { rows } = await client.query<{ partition: string }>(
      "SELECT tableoid::regclass::text AS partition FROM ledger.leaves ORDER BY index DESC LIMIT 1",
    );
    await client.query(`ALTER TABLE ${rows[0]?.partition ?? ""} SET TABLESPACE small`);
  } finally {
    await client.end();
  }
  return place;
};

const mayMount = spawnSync("unshare", ["--mount", "true"]).status === 0;
(mayMount ? test : test.skip)(
  "the disk of the records is full: no answer leaves, and all do once there is room",
  async () => {
    const filler = join(await smallDisk(), "filler");
    const asking = keepAsking();
    await asking.wholeAgain();
    await expect(writeFile(filler, Buffer.alloc(8 << 20))).rejects.toMatchObject({ code: "ENOSPC" });
    const refused = (heard: Heard) =>
      heard.answer.errors?.some(({ extensions }) => extensions?.["code"] === "HUB_LEDGER_UNAVAILABLE") === true;
    await until(() => Promise.resolve(asking.heard.slice(-20).every(refused) ? true : null), 30_000);
    await rm(filler);
    await asking.wholeAgain();
    await asking.stop();
    expect(await unrecordedOf(asking.heard)).toEqual([]);
  },
  90_000,
);
