import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { until } from "../../ledger/tests/until.ts";
import { checkpointText } from "../../ledger/tree/checkpoint.ts";
import { hasherFor } from "../../ledger/tree/hasher.ts";
import { ed25519Signer, generateKey } from "../../ledger/tree/key.ts";
import { signNote } from "../../ledger/tree/note.ts";
import { startEmbeddedWitness, type EmbeddedWitness } from "./embedded-witness.ts";

const ORIGIN = "hub.example/ledger";
const log = generateKey(ORIGIN);
const running: EmbeddedWitness[] = [];
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "embedded-witness-"));
});

afterAll(async () => {
  await Promise.all(running.map((witness) => witness.stop()));
  await rm(folder, { recursive: true, force: true });
});

const start = async (): Promise<EmbeddedWitness> => {
  const witness = await startEmbeddedWitness(folder, log.verifier);
  running.push(witness);
  return witness;
};

/** Shows the witness a log of one leaf. */
const show = async ({ url }: EmbeddedWitness, old: number): Promise<number> => {
  const note = signNote(checkpointText({ origin: ORIGIN, size: 1, root: hasherFor("sha256").leaf(Buffer.from("a")) }), [
    ed25519Signer(log.secret),
  ]);
  return (await fetch(`${url}/add-checkpoint`, { method: "POST", body: `old ${old}\n\n${note}` })).status;
};

test("L5: a witness of its own process cosigns, comes back when it was killed, and refuses to start without its memory", async () => {
  const first = await start();
  expect(first.verifier).toMatch(/^witness\.shali-hub\.local\+[0-9a-f]{8}\+/);
  expect(await show(first, 0)).toBe(200);
  const pid = first.pid() ?? -1;
  expect(pid).not.toBe(process.pid);
  process.kill(pid, "SIGKILL");
  // It remembers: to begin from nothing is refused, to go on is not.
  await until(() =>
    show(first, 0).then(
      (status) => (status === 409 ? true : null),
      () => null,
    ),
  );
  expect(await show(first, 1)).toBe(200);
  await first.stop();
  await rm(join(folder, "witness/logs", `${encodeURIComponent(ORIGIN)}.json`));
  await expect(start()).rejects.toThrow("has lost its memory");
  await rm(join(folder, "witness/logs"), { recursive: true });
  await expect(start()).rejects.toThrow("has lost its memory");
}, 60_000);
