import { spawn } from "node:child_process";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import pg from "pg";
import { testDatabase } from "../../tests/test-database.ts";
import { openLedger, type Ledger } from "../store/open-ledger.ts";
import { sampleRecord } from "../tests/sample-record.ts";
import { until } from "../tests/until.ts";
import { ed25519Verifier, generateKey } from "../tree/key.ts";
import { hasherFor } from "../tree/hasher.ts";
import { databaseSource } from "../verify/log-source.ts";
import { verifyLog } from "../verify/verify-log.ts";
import { exportBundle, type Selection } from "./export-bundle.ts";
import { verifyBundle } from "./verify-bundle.ts";

const key = generateKey("hub.example/ledger");
const hasher = hasherFor("sha256");
const person = (at: number): string => `p${String(at).padStart(21, "0")}`;
const among = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ type: "Person", pseudonym: person(2 * at) }));
let ledger: Ledger;
let client: pg.Client;
/** A record of 150 subjects, one of 3, one of none of them. */
let [many, few]: readonly number[] = [];

beforeAll(async () => {
  const databaseUrl = await testDatabase("verify_bundle");
  ledger = await openLedger({ databaseUrl, origin: "hub.example/ledger", key: key.secret, intervalMs: 5 });
  [many, few] = (
    await Promise.all([among(150).reverse(), among(3), []].map((subjects) => ledger.append(sampleRecord({ subjects }))))
  ).map(({ index }) => index);
  await until(async () => (((await ledger.log.checkpoint())?.size ?? 0) > 3 ? true : null));
  client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await ledger.close();
});

const bundle = async (selection: Selection): Promise<readonly string[]> => {
  const lines: string[] = [];
  for await (const line of exportBundle(client, selection)) lines.push(line);
  return lines;
};
const mention = (at: number, index: number | undefined) =>
  bundle({ kind: "mention", subject: `Person:${person(at)}`, index: index ?? -1 });

async function* linesOf(lines: readonly string[]): AsyncGenerator<string> {
  for (const line of lines) yield await Promise.resolve(line);
}
const node = async (lines: readonly string[]): Promise<boolean> =>
  (await verifyBundle(linesOf(lines), { logKeys: [ed25519Verifier(key.verifier)] })).ok;

const HARNESS = `
import argparse, json, sys
sys.path.insert(0, "ledger/tests")
import independent_verifier as verifier
keys = argparse.Namespace(log=sys.argv[1], sm2=None, witness=[], quorum=0)
for line in sys.stdin:
    try:
        verifier.verify_bundle(iter([one + "\\n" for one in json.loads(line)]), keys, None)
        print("true")
    except (verifier.Refused, ValueError, KeyError, IndexError, StopIteration):
        print("false")
`;
/** All of them in one process: what it says of each. */
const python = (bundles: readonly (readonly string[])[]): Promise<readonly boolean[]> =>
  new Promise((resolve, reject) => {
    const child = spawn("python3", ["-c", HARNESS, key.verifier], { stdio: ["pipe", "pipe", "inherit"] });
    let out = "";
    child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
    child.on("error", reject).on("close", () => {
      resolve(
        out
          .trimEnd()
          .split("\n")
          .map((line) => line === "true"),
      );
    });
    child.stdin.end(bundles.map((lines) => `${JSON.stringify(lines)}\n`).join(""));
  });
const both = async (bundles: readonly (readonly string[])[]): Promise<readonly (readonly boolean[])[]> => {
  const others = await python(bundles);
  return Promise.all(bundles.map(async (lines, at) => [await node(lines), others[at] ?? false]));
};

test("L7: whether a record of 150 subjects names a person is proved offline, either way; and of a short list", async () => {
  const asked = [0, 1, 2, 149, 151, 298, 299, 300];
  const proofs = await Promise.all(asked.flatMap((at) => [mention(at, many), mention(at, few)]));
  const said = proofs.map(([header]) => (JSON.parse(header ?? "") as { mentioned: boolean }).mentioned);
  expect(said).toEqual(asked.flatMap((at) => [at % 2 === 0 && at < 300, at % 2 === 0 && at < 6]));
  expect(await both(proofs)).toEqual(proofs.map(() => [true, true]));
  const flipped = proofs.map(([header = "", ...rest]) => {
    const told = JSON.parse(header) as { mentioned: boolean };
    return [JSON.stringify({ ...told, mentioned: !told.mentioned }), ...rest];
  });
  expect(await both(flipped)).toEqual(flipped.map(() => [false, false]));
});

test.each([
  ["one fewer", "subjects[2:]"],
  ["one more", "subjects || 'Person:x'::text"],
  ["none", "'{}'"],
  ["another order", "subjects[2:] || subjects[1]"],
  ["somebody else", "array_replace(subjects, subjects[77], 'Person:x')"],
])("T9: verify compares a list of 150 subjects with what its leaf commits to: %s", async (_, change) => {
  const options = { origin: "hub.example/ledger", hasher, logKeys: [ed25519Verifier(key.verifier)] };
  await client.query("BEGIN; SET LOCAL session_replication_role = replica");
  try {
    expect((await verifyLog(databaseSource(client), options)).flaws).toEqual([]);
    await client.query(`UPDATE ledger.leaves SET subjects = ${change} WHERE index = $1`, [many]);
    expect((await verifyLog(databaseSource(client), options)).flaws).toEqual([
      { kind: "COLUMNS_CHANGED", index: many },
    ]);
  } finally {
    await client.query("ROLLBACK");
  }
});

test("L7: a bundle that claims a person among more than 100 subjects proves it, or is refused", async () => {
  const [header = "", ...records] = await bundle({ kind: "subject", subject: `Person:${person(4)}` });
  expect(records).toHaveLength(2);
  const other = header.replace(person(4), person(5));
  const [, absent = ""] = await mention(5, many);
  const listless = records.map((line) => JSON.stringify({ ...(JSON.parse(line) as object), listed: undefined }));
  const claims = [
    [header, ...records],
    [other, ...records],
    [header, ...listless],
    [other.replace('"records":2', '"records":1'), absent],
    [header.replace('"records":2', '"records":1'), records[0] ?? ""],
  ];
  expect(await both(claims)).toEqual([
    [true, true],
    [false, false],
    [false, false],
    [false, false],
    [true, true],
  ]);
});

const WRONG = [undefined, null, "", "x", 0, 7, -1, 1.5, 2 ** 53, true, false, [], ["x"], {}];

describe("L7: our verifier and another's agree on every field of a header, and refuse unknown kinds", () => {
  test.each<[string, () => Promise<readonly string[]>]>([
    ["range", () => bundle({ kind: "range", from: 1, to: 3 })],
    ["subject", () => bundle({ kind: "subject", subject: `Person:${person(4)}` })],
    ["mention", () => mention(5, many)],
  ])("%s", async (_, made) => {
    const [header = "", ...rest] = await made();
    const fields = JSON.parse(header) as Record<string, unknown>;
    const bent = Object.keys(fields).flatMap((field) =>
      WRONG.filter((value) => value !== fields[field]).map((value) => JSON.stringify({ ...fields, [field]: value })),
    );
    const forms = [
      JSON.stringify({ ...fields, more: 1 }),
      JSON.stringify(Object.fromEntries(Object.entries(fields).reverse())),
      header.replace('{"format"', '{"format":"x","format"'),
      header.replace(":", ": "),
      JSON.stringify({ ...fields, kind: "everything" }),
      JSON.stringify({ ...fields, kind: "toString" }),
      JSON.stringify({ ...fields, format: "shali-hub/ledger-evidence@1" }),
      JSON.stringify({ ...fields, hash: "sm3" }),
      JSON.stringify({ ...fields, origin: "hub.other/ledger" }),
      "",
      "[]",
      "null",
    ];
    const all = [header, ...bent, ...forms].map((line) => [line, ...rest]);
    const verdicts = await both(all);
    expect(verdicts.map((verdict, at) => [all[at]?.[0], ...verdict])).toEqual(
      all.map(([line], at) => [line, at === 0, at === 0]),
    );
  });
});
