import { spawn } from "node:child_process";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import pg from "pg";
import { testDatabase } from "../../tests/test-database.ts";
import { openLedger, type Ledger } from "../store/open-ledger.ts";
import { leafOf } from "../tests/leaf-of.ts";
import { sampleRecord } from "../tests/sample-record.ts";
import { until } from "../tests/until.ts";
import { checkpointText } from "../tree/checkpoint.ts";
import { ed25519Signer, ed25519Verifier, generateKey } from "../tree/key.ts";
import { hasherFor } from "../tree/hasher.ts";
import { signNote } from "../tree/note.ts";
import { inclusionProof, nodesOver, rangeHash } from "../tree/proof/proof.ts";
import { completeNodes } from "../tree/proof/range.ts";
import { databaseSource } from "../verify/log-source.ts";
import { verifyLog } from "../verify/verify-log.ts";
import { exportBundle, type Selection } from "./export-bundle.ts";
import { verifyBundle } from "./verify-bundle.ts";

const key = generateKey("hub.example/ledger");
const hasher = hasherFor("sha256");
const person = (at: number): string => `p${String(at).padStart(21, "0")}`;
const among = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ type: "Person", pseudonym: person(2 * at) }));
/** The leaf of a record that names one person, with a word of its own. */
const sampleLeaf = (at: number): string => {
  const subjects = [{ type: "Person", pseudonym: `p${at}` }];
  return JSON.stringify(leafOf(sampleRecord({ subjects, purpose: `leaf ${at}` }, Date.UTC(2026, 10, 24) + at)));
};
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

test("nothing is exported of a range that the log does not reach, nor of a record that there is not", async () => {
  const size = (await ledger.log.checkpoint())?.size ?? 0;
  for (const [from, to] of [
    [2, 2],
    [size, size + 5],
  ] as const)
    await expect(bundle({ kind: "range", from, to })).rejects.toThrow(`Nothing is left of ${from} to ${to}`);
  await expect(mention(0, size)).rejects.toThrow(`There is no record ${size} in the log of ${size}`);
  const about = `Person:${person(4)}`;
  await expect(bundle({ kind: "subject", subject: about, most: 1 })).rejects.toThrow(
    `More than 1 records name ${about}`,
  );
  expect(await bundle({ kind: "subject", subject: about, most: 2 })).toHaveLength(3);
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

describe("a bundle is compared with checkpoints that were kept elsewhere", () => {
  const ORIGIN = "hub.example/ledger";
  const LEAVES = Array.from({ length: 11 }, (_, at) => sampleLeaf(at));
  const hashes = LEAVES.map((leaf) => hasher.leaf(Buffer.from(leaf)));
  const read = nodesOver(hasher, hashes);
  const rootAt = (size: number): Buffer => rangeHash(hasher, read, { begin: 0, end: size });
  const signed = (size: number, root = rootAt(size), by = key, origin = ORIGIN): string =>
    signNote(checkpointText({ origin, size, root }), [ed25519Signer(by.secret)]);
  const kept = (note: string, by = key) => ({ source: "kept", note, verifiers: [ed25519Verifier(by.verifier)] });

  /** The bundle of [from, to) of the first eleven leaves; those of `dropped` are there as hashes. */
  const range = (from: number, to: number, dropped: readonly number[] = []): string[] => {
    const nodes = (begin: number, end: number) =>
      completeNodes({ begin, end }).map((node) => read(node).toString("base64"));
    const head = { format: "shali-hub/ledger-evidence@2", origin: ORIGIN, hash: "sha256", checkpoint: signed(11) };
    const header = { ...head, kind: "range", from, to, left: nodes(0, from), right: nodes(to, 11) };
    const records = LEAVES.map((leaf, index) =>
      dropped.includes(index) ? { index, hash: hashes[index]?.toString("base64") } : { index, leaf },
    );
    return [header, ...records.slice(from, to)].map((line) => JSON.stringify(line));
  };
  const mentionOf = (index: number): string[] => {
    const head = { format: "shali-hub/ledger-evidence@2", origin: ORIGIN, hash: "sha256", checkpoint: signed(11) };
    const proof = inclusionProof(hasher, read, index, 11).map((hash) => hash.toString("base64"));
    const header = { ...head, kind: "mention", subject: "Person:li", index, mentioned: false };
    return [header, { index, leaf: LEAVES[index], proof }].map((line) => JSON.stringify(line));
  };
  const verdict = (lines: readonly string[], ...trusted: ReturnType<typeof kept>[]) =>
    verifyBundle(linesOf(lines), { logKeys: [ed25519Verifier(key.verifier)], trusted });
  const flaw = (what: string, index: number | null = null) => ({ ok: false, index, what });
  const wrong = Buffer.alloc(32, 7);
  const rewritten = (size: number) => `history was rewritten: the root of ${size} leaves is not the one in kept`;

  test("without any, the verdict counts what is there and what is withheld, and tells the last record's time", async () => {
    const [header = "", ...records] = range(3, 9);
    const verified = {
      ok: true,
      header: JSON.parse(header) as unknown,
      checkpoint: { origin: ORIGIN, size: 11, root: rootAt(11) },
      unchecked: [],
    };
    const time = Date.UTC(2026, 10, 24);
    expect(await verdict([header, ...records])).toEqual({ ...verified, records: 6, withheld: 0, lastTime: time + 8 });
    expect(await verdict(range(3, 9, [4, 8]))).toEqual({ ...verified, records: 4, withheld: 2, lastTime: time + 7 });
    expect(await verdict(range(3, 4, [3]))).toMatchObject({ ok: true, records: 0, withheld: 1, lastTime: null });
    expect(await verdict(mentionOf(5))).toMatchObject({ ok: true, records: 1, withheld: 0, lastTime: time + 5 });
  });

  test("at every size from its beginning to its end and at that of its own checkpoint", async () => {
    for (const size of [3, 4, 8, 9, 11]) {
      expect([size, (await verdict(range(3, 9), kept(signed(size)))).ok]).toEqual([size, true]);
      expect([size, await verdict(range(3, 9), kept(signed(size, wrong)))]).toEqual([size, flaw(rewritten(size), 3)]);
    }
    expect(await verdict(range(0, 11), kept(signed(0)), kept(signed(11)))).toMatchObject({ ok: true });
  });

  test("one that nothing could be compared with does not look as if it had been", async () => {
    const outside = (size: number) =>
      flaw(`kept of ${size} leaves lies outside this bundle: export a range that contains it`);
    for (const size of [1, 2, 10]) expect(await verdict(range(3, 9), kept(signed(size)))).toEqual(outside(size));
    expect(await verdict(range(3, 9), kept(signed(0)))).toEqual(flaw("kept is empty"));
    expect(await verdict(range(3, 9), kept(signed(5)), kept(signed(2)))).toEqual(outside(2));
    expect(await verdict(mentionOf(5), kept(signed(10)))).toEqual(outside(10));
  });

  test("of a record by itself, with that of its own checkpoint", async () => {
    expect(await verdict(mentionOf(5), kept(signed(11)))).toMatchObject({ ok: true, records: 1 });
    expect(await verdict(mentionOf(5), kept(signed(11, wrong)))).toEqual(flaw("the checkpoint contradicts kept"));
  });

  test("one of another log, or by another key, is none", async () => {
    const none = flaw("kept is not a checkpoint of this log by the expected key");
    const stranger = generateKey(ORIGIN);
    expect(await verdict(range(3, 9), kept(signed(5, rootAt(5), stranger)))).toEqual(none);
    expect(await verdict(range(3, 9), kept(signed(5, rootAt(5), key, "hub.other/ledger")))).toEqual(none);
    expect(await verdict(range(3, 9), kept(signed(5, rootAt(5), stranger), stranger))).toMatchObject({ ok: true });
  });

  test("lines by keys that nobody gave are told; those of a trusted checkpoint's keys are not", async () => {
    const other = generateKey("other.example");
    const more = signNote(checkpointText({ origin: ORIGIN, size: 11, root: rootAt(11) }), [
      ed25519Signer(other.secret),
    ]);
    const note = signed(11) + more.slice(more.indexOf("\n\n") + 2);
    const [header = "", ...records] = range(3, 9);
    const lines = [header.replace(JSON.stringify(signed(11)), JSON.stringify(note)), ...records];
    expect(await verdict(lines)).toMatchObject({ ok: true, unchecked: [{ name: "other.example" }] });
    expect(await verdict(lines, kept(note, other))).toMatchObject({ ok: true, unchecked: [] });
    const witnesses = [ed25519Verifier(other.verifier)];
    const keys = { logKeys: [ed25519Verifier(key.verifier)], witnesses };
    expect(await verifyBundle(linesOf(lines), keys)).toMatchObject({ ok: true, unchecked: [] });
  });

  test("what is wrong in a range is told at its place", async () => {
    const [header = "", ...records] = range(3, 9);
    const changed = (from: object) => JSON.stringify({ ...(JSON.parse(header) as object), ...from });
    expect(await verdict([header, ...records.slice(1)])).toEqual(flaw("expected record 3, found 4", 3));
    expect(await verdict([header, ...records.slice(0, -1)])).toEqual(flaw("the records end at 8, not at 9", 8));
    expect(await verdict([changed({ right: [] }), ...records])).toEqual(
      flaw("the hashes on the right do not fit the checkpoint", 9),
    );
    const [one = "", other = "", ...rest] = records;
    expect(await verdict([header, one, other.replace("leaf 4", "leaf 5"), ...rest])).toEqual(
      flaw("the records do not give the root of the checkpoint: one of them was changed", 3),
    );
    const others = changed({ checkpoint: signed(11, rootAt(11), generateKey(ORIGIN)) });
    expect(await verdict([others, ...records])).toEqual(flaw("the checkpoint is not signed by the log's key"));
    expect(await verdict([changed({ origin: "hub.other/ledger" }), ...records])).toEqual(
      flaw("the header names another log than the checkpoint"),
    );
  });

  test("what is wrong in a record by itself is told at its place", async () => {
    const [header = "", record = ""] = mentionOf(5);
    const [, other = ""] = mentionOf(6);
    expect(await verdict([header])).toEqual(flaw("records are missing"));
    expect(await verdict([header, record, record])).toEqual(flaw("the records are not in order, each once", 5));
    expect(await verdict([header, other])).toEqual(flaw("another record than the header names", 6));
    expect(await verdict([header, record.replace('"index":5', '"index":4')])).toEqual(
      flaw("the proof does not lead to the root of the checkpoint", 4),
    );
    const mentioned = header.replace('"mentioned":false', '"mentioned":true');
    expect(await verdict([mentioned, record])).toEqual(flaw("the record does not name the subject", 5));
    const named = [header.replace("Person:li", "Person:p5"), record];
    expect(await verdict(named)).toEqual(flaw("the record names the subject", 5));
    expect(await verdict([header, record.replace('"leaf"', '"leaves"')])).toEqual(flaw("not a record with its proof"));
  });
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
