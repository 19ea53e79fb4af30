import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, expect, test } from "@jest/globals";
import { openCheckpoint, checkpointText } from "../tree/checkpoint.ts";
import { CompactRange } from "../tree/proof/compact-range.ts";
import { cosignatureVerifier, cosignerOf } from "../tree/cosignature.ts";
import { hasherFor } from "../tree/hasher.ts";
import { COSIGNATURE, ed25519Signer, ed25519Verifier, generateKey } from "../tree/key.ts";
import { signNote } from "../tree/note.ts";
import { consistencyProof } from "../tree/proof/proof.ts";
import { addCheckpoint, type Witness } from "./add-checkpoint.ts";
import { witnessStore } from "./witness-store.ts";

const ORIGIN = "hub.example/ledger";
const log = generateKey(ORIGIN);
const own = generateKey("witness.example", COSIGNATURE);
const sha256 = hasherFor("sha256");
const directories: string[] = [];
let witness: Witness;

beforeEach(async () => {
  const directory = await mkdtemp(join(tmpdir(), "witness-"));
  directories.push(directory);
  witness = {
    cosigner: cosignerOf(own.secret),
    logs: new Map([[ORIGIN, [ed25519Verifier(log.verifier)]]]),
    store: witnessStore(directory),
    now: () => 1_795_000_000,
  };
});

afterAll(() => Promise.all(directories.map((directory) => rm(directory, { recursive: true }))));

/** A log of `size` leaves; `fork` gives another history. */
function tree(size: number, fork = "") {
  const nodes = new Map<string, Buffer>();
  const range = new CompactRange(sha256);
  for (let i = 0; i < size; i++) {
    range.append(sha256.leaf(Buffer.from(`${fork}${i}`)), (level, index, hash) => nodes.set(`${level}/${index}`, hash));
  }
  const note = (origin = ORIGIN, secret = log.secret) =>
    signNote(checkpointText({ origin, size, root: range.root() }), [ed25519Signer(secret)]);
  const proof = (old: number) =>
    consistencyProof(sha256, ({ level, index }) => nodes.get(`${level}/${index}`) ?? sha256.empty, old, size);
  return { note, request: (old: number) => body(old, proof(old), note()) };
}

function body(old: number, proof: readonly Buffer[], note: string): string {
  return `old ${old}\n${proof.map((hash) => `${hash.toString("base64")}\n`).join("")}\n${note}`;
}

test("cosigns the first checkpoint it sees, and each that continues it", async () => {
  for (const [old, size] of [
    [0, 7],
    [7, 7],
    [7, 300],
  ] as const) {
    const { status, body: line } = await addCheckpoint(witness, tree(size).request(old));
    expect(status).toBe(200);
    const cosigned = openCheckpoint(tree(size).note() + line, [cosignatureVerifier(own.verifier)]);
    expect(cosigned?.size).toBe(size);
  }
  expect((await witness.store.read(ORIGIN))?.size).toBe(300);
});

test("409 with the size for a stale old size, and for another root at the same size", async () => {
  await addCheckpoint(witness, tree(7).request(0));
  expect(await addCheckpoint(witness, tree(9).request(0))).toEqual({
    status: 409,
    body: "7\n",
    contentType: "text/x.tlog.size",
  });
  expect(await addCheckpoint(witness, tree(7, "other").request(7))).toMatchObject({ status: 409 });
});

test("422 for a history that does not continue the one it saw", async () => {
  await addCheckpoint(witness, tree(7).request(0));
  expect(await addCheckpoint(witness, tree(9, "other").request(7))).toMatchObject({ status: 422 });
  expect((await witness.store.read(ORIGIN))?.size).toBe(7);
});

test("404 for a log it does not follow, 403 without the log's signature, 400 for what is malformed", async () => {
  const stranger = generateKey("other.example");
  const foreign = body(0, [], tree(3).note("other.example", stranger.secret));
  expect(await addCheckpoint(witness, foreign)).toMatchObject({ status: 404 });
  const forged = body(0, [], tree(3).note(ORIGIN, generateKey(ORIGIN).secret));
  expect(await addCheckpoint(witness, forged)).toMatchObject({ status: 403 });
  expect(await addCheckpoint(witness, body(4, [], tree(3).note()))).toMatchObject({ status: 400 });
  for (const text of ["", "old x\n\n", `old 0\nnot a hash\n\n${tree(3).note()}`, `old 00\n\n${tree(3).note()}`]) {
    expect(await addCheckpoint(witness, text)).toMatchObject({ status: 400 });
  }
});

test("two submissions at the same time never roll it back: one of them is stale", async () => {
  await addCheckpoint(witness, tree(7).request(0));
  const answers = await Promise.all([20, 12, 30, 15].map((size) => addCheckpoint(witness, tree(size).request(7))));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
  expect((await witness.store.read(ORIGIN))?.size).toBe(20);
});

test("its memory survives a restart", async () => {
  await addCheckpoint(witness, tree(7).request(0));
  const again: Witness = { ...witness, store: witnessStore(directories.at(-1) ?? "") };
  expect(await addCheckpoint(again, tree(9).request(0))).toMatchObject({ status: 409, body: "7\n" });
});
