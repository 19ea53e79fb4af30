import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { runLedger } from "../command/run-ledger.ts";
import { openLedger, type Ledger } from "../store/open-ledger.ts";
import { parseSm2Secret } from "../tree/sm2.ts";
import { startDatabase, type TestDatabase } from "./database.ts";
import { sampleRecord } from "./sample-record.ts";
import { until } from "./until.ts";

/** A log hashed with SM3, every checkpoint signed with Ed25519 and SM2, as its operators and its auditors meet it. */

const run = promisify(execFile);
const ORIGIN = "hub.example/ledger/sm3";
let server: TestDatabase;
let ledger: Ledger;
let directory: string;
/** A stranger's keys of the same name. */
let stranger: string;

const file = (name: string): string => join(directory, name);
const text = async (name: string): Promise<string> => (await readFile(file(name), "utf8")).trim();

async function call(program: string, ...args: string[]): Promise<{ code: number; out: string }> {
  try {
    return { code: 0, out: (await run(program, args)).stdout };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, out: stdout + stderr };
  }
}

const cli = async (...args: string[]) => {
  const { code, text: out } = await runLedger(args);
  return { code, out };
};
const python = async (...args: string[]) =>
  call("python3", "ledger/tests/independent_verifier.py", ...args, "--log", await text("log.pub"));

const passes = (start: string) => ({
  code: 0,
  out: expect.stringMatching(new RegExp(`^PASS ${start}(?![^]*NOT checked)`)),
});
const fails = (why: RegExp) => ({ code: 1, out: expect.stringMatching(why) });

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "national-"));
  stranger = await mkdtemp(join(tmpdir(), "stranger-"));
  server = await startDatabase();
  process.env["DATABASE_URL_LEDGER"] = server.url;
  process.env["LEDGER_DIRECTORY"] = directory;
  await Promise.all([cli("key", ORIGIN, directory, "--sm2"), cli("key", ORIGIN, stranger, "--sm2")]);
  const key = await text("log.key");
  const sm2 = parseSm2Secret(await text("sm2.key")).keys;
  ledger = await openLedger({ databaseUrl: server.url, origin: ORIGIN, key, sm2, intervalMs: 5 });
  const about = { subjects: [{ type: "Person", pseudonym: "wantedwantedwantedwant" }] };
  await Promise.all(Array.from({ length: 150 }, (_, i) => ledger.append(sampleRecord(i % 50 === 7 ? about : {}))));
  await until(async () => ((await ledger.checkpoint())?.split("\n")[1] === "151" ? true : null));
  await cli("export", "--by", "auditor-2", "--out", file("all.jsonl"));
  await cli(
    "export",
    "--by",
    "auditor-2",
    "--out",
    file("subject.jsonl"),
    "--subject",
    "Person:wantedwantedwantedwant",
  );
  await writeFile(file("receipt"), (await ledger.receipt(77)) ?? "");
}, 60_000);

afterAll(async () => {
  await ledger.close();
  await server.stop();
  await Promise.all([directory, stranger].map((each) => rm(each, { recursive: true })));
});

test("verify, bundles and receipts check both signatures, in both languages", async () => {
  expect(await cli("verify")).toEqual(passes("size \\d+"));
  expect(await cli("verify", "--bundle", file("all.jsonl"))).toEqual(passes("15\\d records"));
  expect(await cli("verify", "--bundle", file("subject.jsonl"))).toEqual(passes("[34] records"));
  expect(await cli("receipt", "verify", file("receipt"))).toEqual(passes("index 77 of \\d+ in hub.example/ledger/sm3"));
  const sm2 = ["--sm2", await text("sm2.pub")];
  expect(await python("bundle", file("all.jsonl"), ...sm2)).toEqual(passes("15\\d records"));
  expect(await python("bundle", file("subject.jsonl"), ...sm2)).toEqual(passes("[34] records"));
  expect(await python("receipt", file("receipt"), ...sm2)).toEqual(passes("index 77 of \\d+"));
}, 60_000);

test("without the SM2 key they pass on the log's own signature, and name the line that nobody checked", async () => {
  const ownOnly = ["--log-key", file("log.pub")];
  const [, keyId] = (await text("sm2.pub")).split("+");
  const told = new RegExp(`^PASS [^]*signature line of ${ORIGIN} with key ${keyId ?? ""} was NOT checked`);
  for (const command of [
    ["verify"],
    ["verify", "--bundle", file("all.jsonl")],
    ["receipt", "verify", file("receipt")],
  ]) {
    expect(await cli(...command, ...ownOnly)).toEqual({ code: 0, out: expect.stringMatching(told) });
  }
  expect(await python("receipt", file("receipt"))).toEqual({ code: 0, out: expect.stringMatching(told) });
  expect(await python("bundle", file("all.jsonl"))).toEqual({ code: 0, out: expect.stringMatching(told) });
}, 60_000);

test("another SM2 key, a bent SM2 line and a missing one are refused, whatever else is right", async () => {
  const others = await readFile(join(stranger, "sm2.pub"), "utf8");
  const other = ["--log-key", file("log.pub"), "--sm2-key", others];
  expect(await cli("verify", ...other)).toEqual(fails(/^FAIL size \d+: .* no second signature/));
  expect(await cli("verify", "--bundle", file("all.jsonl"), ...other)).toEqual(fails(/^FAIL .*no second signature/));
  expect(await cli("receipt", "verify", file("receipt"), ...other)).toEqual(fails(/^FAIL .*no second signature/));
  expect(await python("receipt", file("receipt"), "--sm2", others)).toEqual(fails(/^FAIL .*not signed by the sm2 key/));

  const sm2 = ["--sm2", await text("sm2.pub")];
  const receipt = await readFile(file("receipt"), "utf8");
  const [second = ""] = receipt.split("\n").slice(-2);
  const line = /^(— \S+ )(\S+)$/.exec(second);
  const bytes = Buffer.from(line?.[2] ?? "", "base64");
  bytes.writeUInt8(bytes.readUInt8(40) ^ 1, 40);
  await writeFile(file("bent"), receipt.replace(second, `${line?.[1] ?? ""}${bytes.toString("base64")}`));
  expect(await cli("receipt", "verify", file("bent"))).toEqual(fails(/^FAIL/));
  expect(await python("receipt", file("bent"), ...sm2)).toEqual(fails(/^FAIL .*signature of .* is wrong/));
  await writeFile(file("missing"), receipt.replace(`${second}\n`, ""));
  expect(await cli("receipt", "verify", file("missing"))).toEqual(fails(/^FAIL .*no second signature/));
  expect(await python("receipt", file("missing"), ...sm2)).toEqual(fails(/^FAIL .*not signed by the sm2 key/));
}, 60_000);

test("an SM2 key is none of the log's own, and the other way round", async () => {
  expect(await cli("verify", "--log-key", file("sm2.pub"))).toMatchObject({ code: 2 });
  expect(await cli("verify", "--log-key", file("log.pub"), "--sm2-key", file("log.pub"))).toMatchObject({ code: 2 });
  expect(await python("receipt", file("receipt"), "--sm2", await text("log.pub"))).toEqual(fails(/is not a sm2 key/));
});

test("a record changed in a bundle of an SM3 log is found, in both languages", async () => {
  const bent = (await readFile(file("all.jsonl"), "utf8")).replace("officer-017", "officer-018");
  await writeFile(file("changed.jsonl"), bent);
  expect(await cli("verify", "--bundle", file("changed.jsonl"))).toEqual(fails(/^FAIL/));
  expect(await python("bundle", file("changed.jsonl"))).toEqual(fails(/^FAIL/));
});
