import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { appendFile, writeFile } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { logKeyIn } from "../../ledger/key-file.ts";
import { prepareLedger } from "../../ledger/store/prepare-ledger.ts";
import { superuser } from "../../ledger/tests/database.ts";
import { until } from "../../ledger/tests/until.ts";
import { hasherFor } from "../../ledger/tree/hasher.ts";
import { ed25519Verifier } from "../../ledger/tree/key.ts";
import { databaseSource } from "../../ledger/verify/log-source.ts";
import { verifyLog } from "../../ledger/verify/verify-log.ts";
import { testDatabase } from "../test-database.ts";
import { addressOf, askForNote, openNotesHub, READER, type NotesHub } from "./notes-hub.ts";

/** 18.7: the clock of a serving hub is wrong by five minutes, either way, and set right again. */

const ORIGIN = "hub.example/clock";
const FIVE_MINUTES = 300_000;

let hub: NotesHub;
let gateway: ChildProcess;
let url: string;
let ledgerUrl: string;
let verifier: string;
const heard: { readonly note: unknown; readonly receipt: { readonly index: number; readonly id: string } }[] = [];

beforeAll(async () => {
  hub = await openNotesHub("wrong-clock");
  ledgerUrl = await testDatabase("wrong_clock");
  await prepareLedger(ledgerUrl, ORIGIN);
  verifier = (await logKeyIn(hub.file("ledger"), ORIGIN)).verifier;
  await writeFile(hub.file("revoked"), "");
  gateway = hub.start({
    flags: {
      "--ledger-key": hub.file("ledger", "log.key"),
      "--revocations": hub.file("revoked"),
    },
    env: { DATABASE_URL_LEDGER: ledgerUrl },
    preload: "./tests/fixtures/clock-in-hand.js",
  });
  url = await addressOf(gateway);
}, 60_000);
afterAll(() => hub.close());

const setClock = async (milliseconds: number): Promise<void> => {
  const told = once(gateway, "message");
  gateway.send(milliseconds);
  await told;
};

/** What the hub answers to an officer: the note or the code in its place. */
const ask = async (token: string): Promise<unknown> => {
  const { status, body } = await askForNote(url, token);
  const answer = body as {
    readonly data?: { readonly note: string | null };
    readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
    readonly extensions?: { readonly sharing?: { readonly receipt?: { index: number; id: string } } };
  };
  const receipt = answer.extensions?.sharing?.receipt;
  const note = answer.data?.note ?? answer.errors?.[0]?.extensions.code ?? status;
  if (receipt) heard.push({ note, receipt });
  return note;
};

test("18.7: while the hub's clock is wrong no department answers it, and it serves on as soon as it is right; everything is in the log, in its order", async () => {
  const token = await hub.issuer.issue(READER);
  const seen: unknown[] = [await ask(token)];
  for (const off of [FIVE_MINUTES, -FIVE_MINUTES]) {
    await setClock(off);
    seen.push(await ask(token), await ask(token));
    expect((await fetch(new URL("/readyz", url))).status).toBe(503);
    await setClock(0);
    seen.push(await ask(token));
  }
  const wrong = ["HUB_SEAL_CLOCK", "HUB_SEAL_CLOCK", "沙澧"];
  expect(seen).toEqual(["沙澧", ...wrong, ...wrong]);
  const client = await superuser(ledgerUrl);
  try {
    const options = { origin: ORIGIN, hasher: hasherFor("sha256"), logKeys: [ed25519Verifier(verifier)] };
    const report = await until(async () => {
      const now = await verifyLog(databaseSource(client), options);
      return now.pending === 0 ? now : null;
    });
    expect(report.flaws).toEqual([]);
    const { rows } = await client.query<{ record: Buffer }>("SELECT record FROM ledger.leaves ORDER BY index");
    expect(heard.map(({ receipt }) => rows[receipt.index]?.record.toString().includes(receipt.id))).toEqual(
      seen.map(() => true),
    );
  } finally {
    await client.end();
  }
}, 60_000);

test("18.7: a token that is revoked, and one whose issuer's key goes, open nothing although the clock was set back since they were looked at", async () => {
  const [token, other] = [await hub.issuer.issue(READER), await hub.issuer.issue({ ...READER, officer: "wang" })];
  expect([await ask(token), await ask(other)]).toEqual(["沙澧", "沙澧"]);
  // Beyond that a machine with so wrong a clock reaches no department: what is looked at is whether its own door is open.
  await setClock(-FIVE_MINUTES);
  await appendFile(hub.file("revoked"), "officer:zhang\n");
  await setTimeout(400);
  expect([await ask(token), await ask(other)]).toEqual(["HUB_UNAUTHENTICATED", "HUB_SEAL_CLOCK"]);
  await writeFile(hub.issuer.jwksPath, '{"keys":[]}');
  await setTimeout(400);
  expect(await ask(other)).toBe("HUB_UNAUTHENTICATED");
  await setClock(0);
  expect(await ask(other)).toBe("HUB_UNAUTHENTICATED");
});
