import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { pino } from "pino";
import { openTestIssuer } from "../../gateway/authenticate/fixtures/test-issuer.ts";
import { openGatewayLedger } from "../../gateway/record/open-ledger.ts";
import { logKeyIn } from "../../ledger/key-file.ts";
import { addressOf, askForNote, openNotesHub, READER, type NotesHub } from "./notes-hub.ts";

/** 18.5: a hub and a department that have nothing but keys of SM2: tokens, envelopes, seals; and what a hub of that kind refuses. */

let hub: NotesHub;

beforeAll(async () => {
  hub = await openNotesHub("national-crypto", "gm");
  await hub.keys("add", "old-hub");
}, 60_000);
afterAll(() => hub.close());

/** A gateway as an operator starts it. */
const start = (seal: string, crypto: string): ChildProcess =>
  hub.start({ flags: { "--seal-key": hub.file(seal) }, env: { HUB_CRYPTO: crypto } });

const ended = async (child: ChildProcess): Promise<{ code: number; err: string }> => {
  let err = "";
  child.stderr?.on("data", (chunk: Buffer) => (err += chunk.toString()));
  const [code] = (await once(child, "close")) as [number];
  return { code, err };
};

test("18.5: a question is asked and answered in SM2 and SM3 alone; a token of another kind opens nothing", async () => {
  const url = await addressOf(start("hub", "gm"));
  const token = await hub.issuer.issue(READER);
  expect(JSON.parse(Buffer.from(token.split(".")[0] ?? "", "base64url").toString())).toMatchObject({ alg: "SM2" });
  expect(await askForNote(url, token)).toMatchObject({ status: 200, body: { data: { note: "沙澧" } } });
  const other = await openTestIssuer(hub.file("ed25519"));
  expect(await askForNote(url, await other.issue(READER))).toMatchObject({
    status: 401,
    body: { errors: [{ message: expect.stringContaining("the token's algorithm is not accepted") }] },
  });
}, 30_000);

test("18.5: the switch refuses keys of another kind and another word, before anything is served", async () => {
  const [seals, word] = await Promise.all([ended(start("old-hub", "gm")), ended(start("hub", "GM"))]);
  expect(seals).toEqual({ code: 1, err: expect.stringContaining("expected a key of SM2, got one of X25519") });
  expect(word).toEqual({ code: 1, err: "--crypto (HUB_CRYPTO) is gm or absent, got GM.\n" });
  await hub.keys("envelope", "old-envelope");
  await expect(hub.keys("envelope", "old-envelope", "--crypto", "gm")).rejects.toThrow(
    "expected a key of SM2, got EdDSA",
  );
}, 30_000);

test("18.5: and a ledger that is not in SM3, or has no SM2 line", async () => {
  const log = pino({ level: "silent" });
  const flags = { database: "postgresql://127.0.0.1:1/none", formerKeys: [], witnesses: [], crypto: "gm" } as const;
  await expect(openGatewayLedger({ ...flags, origin: "hub.example/ledger" }, log)).rejects.toThrow(
    "--crypto gm needs a log in SM3, whose name ends with /sm3; this one is hub.example/ledger.",
  );
  const folder = hub.file("ledger");
  await logKeyIn(folder, "hub.example/ledger/sm3");
  await expect(openGatewayLedger({ ...flags, key: hub.file("ledger", "log.key") }, log)).rejects.toThrow(
    "--crypto gm needs --ledger-sm2-key beside --ledger-key: the log's SM2 line.",
  );
});
