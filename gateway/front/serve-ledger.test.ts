import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs, promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { pino } from "pino";
import { exportCommand } from "../../ledger/command/export.ts";
import { holdPromise } from "../../ledger/command/hold-promise.ts";
import { LOG_OPTIONS } from "../../ledger/command/log-options.ts";
import { verifyCommand } from "../../ledger/command/verify.ts";
import type { LoggedRecord } from "../../ledger/record.ts";
import { openLedger, type Ledger } from "../../ledger/store/open-ledger.ts";
import { sampleRecord } from "../../ledger/tests/sample-record.ts";
import { until } from "../../ledger/tests/until.ts";
import { openCheckpoint } from "../../ledger/tree/checkpoint.ts";
import { hasherFor } from "../../ledger/tree/hasher.ts";
import { ed25519Signer, ed25519Verifier, generateKey } from "../../ledger/tree/key.ts";
import { promiseBatch, PROMISED_WITHIN_MS } from "../../ledger/tree/promise.ts";
import { verifyReceipt } from "../../ledger/tree/receipt.ts";
import { testDatabase } from "../../tests/test-database.ts";
import type { Caller } from "../authenticate/caller.ts";
import { createGateway, type Gateway } from "../create-gateway.ts";
import { createGovernance } from "../decide/create-governance.ts";
import { classified } from "../decide/fixtures/govern.ts";
import { federate } from "../execute/fixtures/federate.ts";
import type { SubgraphRequest } from "../execute/fetch/post.ts";
import { createGrantBook } from "../grant/grant-book.ts";
import { parseGrants } from "../grant/store/parse-grants.ts";

// In one file, since a log of three hundred signed records and its gateway cost several seconds to set up.

const ORIGIN = "hub.example/ledger";
const key = generateKey(ORIGIN);
const WANTED = { type: "Person", pseudonym: "q83vEjRWeJCrze8SNFZ4kA" };
const graph = federate({
  audit: {
    typeDefs: classified(`
      type Query { disclosures: [Disclosure!] @asked }
      type Disclosure @part { index: ID @asked officer: String @asked subjects: [String!] @asked receipt: String @asked covert: String @item(level: L4, share: CONDITIONAL) }
    `),
    resolvers: { Query: { disclosures: () => [] } },
  },
});

const AUDITOR: Caller = {
  app: "desk",
  department: "audit",
  officer: "sj-he",
  division: "411100",
  roles: ["app", "auditor", "AUDITOR"],
  subject: null,
  enterprise: null,
  tokenId: "1",
  expiresAt: 4_000_000_000,
};
const READER: Caller = {
  ...AUDITOR,
  app: "wage-warning",
  department: "human-resources",
  officer: "officer-017",
  roles: ["app"],
};
const CALLERS: Readonly<Record<string, Caller>> = {
  auditor: AUDITOR,
  "covert-auditor": { ...AUDITOR, app: "case-desk" },
  "auditor-of-a-district": { ...AUDITOR, division: "411102" },
  "app-without-officer": { ...AUDITOR, officer: null },
  "officer-of-another-role": { ...AUDITOR, roles: ["app", "auditor", "OWNER"] },
  reader: READER,
  "other-officer": { ...READER, officer: "officer-018" },
};
const WHOLE = {
  "Query.disclosures": "CLEAR",
  "Disclosure.receipt": "CLEAR",
  "Disclosure.subjects": "CLEAR",
  "Disclosure.officer": "CLEAR",
};
const grantTo = (app: string, items: object, code = "AUDIT") => ({
  id: `${app}-${code}`,
  consumer: { app },
  purpose: { code, name: code, basis: "test" },
  validTo: "2099-01-01T00:00:00Z",
  rowScope: ["4111"],
  items,
});
const GRANTS = {
  grants: [
    grantTo("desk", WHOLE),
    grantTo("desk", { ...WHOLE, "Disclosure.receipt": undefined, "Disclosure.index": "CLEAR" }, "COUNTING"),
    grantTo("case-desk", { ...WHOLE, "Disclosure.covert": "CLEAR" }),
    grantTo("wage-warning", WHOLE, "WAGES"),
  ],
};

let ledger: Ledger;
let gateway: Gateway;
let url: string;
let folder: string;
const file = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "serve-ledger-"));
  ledger = await openLedger({
    databaseUrl: await testDatabase("serve_ledger"),
    origin: ORIGIN,
    key: key.secret,
    intervalMs: 5,
  });
  const governance = createGovernance({
    authenticator: (header) => {
      const name = header?.replace(/^Bearer /, "") ?? "";
      const caller = CALLERS[name];
      return caller === undefined ? { kind: "anonymous" } : { kind: "caller", caller };
    },
    openGrants: (catalogue) => {
      const book = createGrantBook(parseGrants(JSON.parse(JSON.stringify(GRANTS)), catalogue()));
      return {
        current: () => book,
        reload: () => undefined,
        close: () => Promise.resolve(),
      };
    },
  });
  gateway = await createGateway({
    supergraph: { sdl: graph.supergraphSdl },
    logger: pino({ level: "silent" }),
    governance,
    ledger: { append: ledger.append, log: ledger.log },
    post: (fetch) => graph.post(fetch as SubgraphRequest),
  });
  ({ url } = await gateway.listen({ port: 0 }));
  url = new URL(url).origin;
  await Promise.all(
    Array.from({ length: 300 }, (_, at) =>
      ledger.append(
        sampleRecord({
          subjects: at % 50 === 7 ? [WANTED] : [{ type: "Person", pseudonym: `nobody${String(at).padStart(16, "0")}` }],
          ...(at === 57 || at === 58 ? { covert: "case-9" } : {}),
        }),
      ),
    ),
  );
  await until(async () => (((await ledger.log.checkpoint())?.size ?? 0) > 300 ? true : null));
  for (const name of Object.keys(CALLERS)) await writeFile(file(name), `${name}\n`);
}, 60_000);
afterAll(async () => {
  await gateway.close();
  await ledger.close();
  await rm(folder, { recursive: true });
});

const get = async (path: string, as?: string, purpose = "AUDIT") => {
  const headers = { ...(as === undefined ? {} : { authorization: `Bearer ${as}` }), "x-purpose": purpose };
  const response = await fetch(`${url}/ledger/${path}`, { headers });
  const body = Buffer.from(await response.arrayBuffer());
  return {
    status: response.status,
    type: response.headers.get("content-type"),
    cache: response.headers.get("cache-control"),
    body,
  };
};
const codeOf = ({ body }: { readonly body: Buffer }): unknown =>
  (JSON.parse(body.toString()) as { errors: { extensions: { code: string } }[] }).errors[0]?.extensions.code;
const size = async (): Promise<number> => (await ledger.lag()).size;
const lastRecord = async (): Promise<LoggedRecord | null> => ledger.log.record((await size()) - 1);
const KEY = ["--log-key", key.verifier];

// One file, though long: all of it asks one gateway over one signed log, which takes seconds to fill and to be cosigned.
describe("a promise comes with every answer", () => {
  const held = async (promise: string, ...against: string[]) => {
    const values = parseArgs({
      args: [...against, ...KEY],
      options: { ...LOG_OPTIONS, receipt: { type: "string" } },
    }).values;
    return holdPromise(promise, values);
  };
  const promiseOf = async (): Promise<{ readonly index: number; readonly id: string; readonly promise: string }> => {
    const response = await fetch(`${url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: "Bearer auditor", "x-purpose": "COUNTING" },
      body: JSON.stringify({ query: "{ disclosures { index } }" }),
    });
    const { extensions } = (await response.json()) as {
      extensions: { sharing: { receipt: { index: number; id: string; promise: string } } };
    };
    return extensions.sharing.receipt;
  };

  test("that holds against the log at its address, and against the receipt", async () => {
    const { index, id, promise } = await promiseOf();
    const kept = {
      pass: true,
      lines: [expect.stringMatching(new RegExp(`^PASS kept: index ${index} of ${ORIGIN}, promised`))],
    };
    await until(async () => ((await held(promise, "--url", url)).lines[0]?.startsWith("PASS kept") ? true : null));
    expect(await held(promise, "--url", url)).toEqual(kept);
    await writeFile(file("own.tlog-proof"), (await get(`receipt/${index}/${id}`, "auditor")).body);
    expect(await held(promise, "--receipt", file("own.tlog-proof"))).toEqual(kept);
    expect(await held(promise)).toMatchObject({
      pass: true,
      lines: [expect.stringMatching(/^PASS signed/), expect.anything()],
    });
    await writeFile(file("own.promise"), promise);
    const python = promisify(execFile)("python3", [
      "ledger/tests/independent_verifier.py",
      "promise",
      file("own.promise"),
      "--log",
      key.verifier,
      "--receipt",
      file("own.tlog-proof"),
    ]);
    expect((await python).stdout).toMatch(new RegExp(`^PASS kept: index ${index} `));
  });

  test("and one that the log does not keep is evidence", async () => {
    const { index, id } = await promiseOf();
    // Outsiders are given a checkpoint a quarter of a second old.
    await until(async () => (Number((await get("checkpoint")).body.toString().split("\n")[1]) > index ? true : null));
    await writeFile(file("real.tlog-proof"), (await get(`receipt/${index}/${id}`, "auditor")).body);
    const lied = (first: number, now: number): string =>
      promiseBatch(ed25519Signer(key.secret), hasherFor("sha256"), { first, leafHashes: [Buffer.alloc(32, 7)], now })(
        0,
      );
    const broken = { pass: false, lines: [expect.stringMatching(/^FAIL BROKEN: /), expect.anything()] };
    expect(await held(lied(index, Date.now()), "--url", url)).toEqual(broken);
    expect(await held(lied(index, Date.now()), "--receipt", file("real.tlog-proof"))).toEqual(broken);
    const [long, short] = [Date.now() - PROMISED_WITHIN_MS - 1, Date.now()];
    expect(await held(lied(100_000, long), "--url", url)).toEqual(broken);
    expect(await held(lied(100_000, short), "--url", url)).toMatchObject({ pass: true });
    expect(await held(lied(index, short).replace("index", "Index"))).toMatchObject({ pass: false });
    await writeFile(file("lie.promise"), lied(index, short));
    const python = promisify(execFile)("python3", [
      "ledger/tests/independent_verifier.py",
      "promise",
      file("lie.promise"),
      "--log",
      key.verifier,
      "--receipt",
      file("real.tlog-proof"),
    ]);
    await expect(python).rejects.toMatchObject({ stdout: expect.stringMatching(/^FAIL BROKEN: /) });
  });
});

describe("L13: everybody", () => {
  test("gets the signed checkpoint, which nobody keeps, and hashes, which anybody may keep for ever", async () => {
    const checkpoint = await get("checkpoint");
    expect(checkpoint).toMatchObject({ status: 200, type: "text/plain; charset=utf-8", cache: "no-cache" });
    expect(openCheckpoint(checkpoint.body.toString(), [ed25519Verifier(key.verifier)])?.origin).toBe(ORIGIN);
    const tile = await get("tile/0/000");
    expect(tile).toMatchObject({
      status: 200,
      type: "application/octet-stream",
      cache: "public, max-age=31536000, immutable",
    });
    expect([tile.body.length, (await get("tile/0/001.p/7")).body.length]).toEqual([8192, 224]);
    expect((await get("tile/0/000.p/3")).body).toEqual(tile.body.subarray(0, 96));
    expect((await get("tile/1/000.p/1")).body.length).toBe(32);
  });

  test.each([
    "tile/0/001",
    "tile/0/002.p/1",
    "tile/2/000.p/1",
    "tile/entries/000",
    "tile/0/0",
    "entries/zzz",
    "",
    "other",
  ])("gets nothing at /ledger/%s", async (path) => {
    expect([401, 404]).toContain((await get(path)).status);
  });

  test("verifies the public part of the log by its address and key alone", async () => {
    const { pass, lines } = await verifyCommand(["--url", url, ...KEY]);
    expect({ pass, first: lines[0] }).toEqual({ pass: true, first: expect.stringMatching(/^PASS size 30\d, root /) });
    expect(await verifyCommand(["--url", url, "--log-key", generateKey(ORIGIN).verifier])).toMatchObject({
      pass: false,
    });
  });
});

describe("L13: records are given", () => {
  test.each([
    [undefined, "AUDIT", 401, "HUB_UNAUTHENTICATED"],
    ["auditor", "", 403, "HUB_PURPOSE_REQUIRED"],
    ["auditor", "COUNTING", 403, "HUB_AUDITOR_REQUIRED"],
    ["auditor-of-a-district", "AUDIT", 403, "HUB_AUDITOR_REQUIRED"],
    ["app-without-officer", "AUDIT", 403, "HUB_AUDITOR_REQUIRED"],
    ["officer-of-another-role", "AUDIT", 403, "HUB_AUDITOR_REQUIRED"],
    ["reader", "WAGES", 403, "HUB_AUDITOR_REQUIRED"],
  ])("neither to %s for %s", async (as, purpose, status, code) => {
    const before = await size();
    for (const path of ["entries/000", "entries?subject=Person:q83vEjRWeJCrze8SNFZ4kA"]) {
      const answer = await get(path, as, purpose);
      expect([answer.status, codeOf(answer)]).toEqual([status, code]);
    }
    expect(await size()).toBe(before);
  });

  test("to an auditor in person, whose reading is a record first; what is covert is a hash", async () => {
    const answer = await get("entries/000", "auditor");
    const entries = answer.body
      .toString()
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { leaf?: string; hash?: string });
    expect(entries).toHaveLength(256);
    expect(entries.flatMap(({ leaf }, at) => (leaf === undefined ? [at] : []))).toHaveLength(2);
    expect(answer.cache).toBe("no-store");
    expect(await lastRecord()).toMatchObject({
      kind: "audit-read",
      app: "desk",
      officer: "sj-he",
      purpose: "AUDIT",
      change: { what: "export", id: "range", after: '{"kind":"range","tile":0,"width":256}' },
    });
    const all = (await get("entries/000", "covert-auditor")).body.toString();
    expect(all.match(/"covert":\\"case-9\\"|case-9/g)).toHaveLength(2);
  });

  test("and the export proves itself, to our verifier and to another's", async () => {
    const done = await exportCommand(["--url", url, "--token", file("auditor"), "--out", file("all.jsonl"), ...KEY]);
    expect(done).toEqual({
      pass: true,
      lines: [expect.stringMatching(/^\d+ records .*, 2 more as hashes only, recorded by the hub$/)],
    });
    expect(await verifyCommand(["--bundle", file("all.jsonl"), ...KEY])).toMatchObject({ pass: true });
    const python = promisify(execFile)("python3", [
      "ledger/tests/independent_verifier.py",
      "bundle",
      file("all.jsonl"),
      "--log",
      key.verifier,
    ]);
    expect((await python).stdout).toMatch(
      /^PASS \d+ records from index 0.*\n(.*\n)*note: 2 more are there as hashes only/,
    );
  });

  test("about a person: without what is covert, and the person sees the reading", async () => {
    const subject = `Person:${WANTED.pseudonym}`;
    const [one, two] = [file("one.jsonl"), file("two.jsonl")];
    const take = (as: string, out: string) =>
      exportCommand(["--url", url, "--token", file(as), "--subject", subject, "--out", out, ...KEY]);
    expect(await take("auditor", one)).toMatchObject({ pass: true });
    expect(await lastRecord()).toMatchObject({ kind: "audit-read", subjects: [WANTED], officer: "sj-he" });
    expect(await take("covert-auditor", two)).toMatchObject({ pass: true });
    const covert = async (out: string) => (await readFile(out, "utf8")).split("case-9").length - 1;
    expect([await covert(one), await covert(two)]).toEqual([0, 1]);
  });

  test("L6: a citizen number is refused before anything is recorded; with the key it becomes the pseudonym that is", async () => {
    const before = await size();
    const number = "Person:411025199001010013";
    const take = (...more: string[]) =>
      exportCommand([
        "--url",
        url,
        "--token",
        file("auditor"),
        "--subject",
        number,
        "--out",
        file("n.jsonl"),
        ...KEY,
        ...more,
      ]);
    await expect(take()).rejects.toThrow(/citizen number.*--pseudonym-key/);
    expect(codeOf(await get(`entries?subject=${number}`, "auditor"))).toBe("HUB_EXPORT_REFUSED");
    expect(await size()).toBe(before);
    await writeFile(file("pseudonym.key"), "a key that nobody else has");
    expect(await take("--pseudonym-key", file("pseudonym.key"))).toEqual({
      pass: false,
      lines: [expect.stringMatching(/^No record names Person:[\w-]{22} but readings of the log/)],
    });
    expect(JSON.stringify(await lastRecord())).not.toContain("411025");
    await expect(readFile(file("n.jsonl"))).rejects.toThrow(/ENOENT/);
  });
});

test("L13: an app fetches the proof of its own answer, and of nobody else's", async () => {
  const { index, id } = await ledger.append(sampleRecord());
  const path = `receipt/${index}/${id}`;
  const found = await until(async () => {
    const answer = await get(path, "reader");
    return answer.status === 200 ? answer : null;
  });
  expect(verifyReceipt(found.body.toString(), { log: [ed25519Verifier(key.verifier)] })).toMatchObject({
    ok: true,
    index,
  });
  const others = [
    await get(path, "other-officer"),
    await get(path, "auditor"),
    await get(`receipt/${index - 1}/${id}`, "reader"),
    await get(`receipt/${index}/${"x".repeat(22)}`, "reader"),
    await get(`receipt/999999/${id}`, "reader"),
  ];
  expect(others.map((answer) => [answer.status, codeOf(answer)])).toEqual(
    others.map(() => [404, "HUB_RECEIPT_UNKNOWN"]),
  );
  expect((await get(path)).status).toBe(401);
});
