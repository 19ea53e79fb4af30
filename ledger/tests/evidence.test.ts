import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import type { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { runLedger } from "../command/run-ledger.ts";
import { disclosureAt } from "../query/find-disclosures.ts";
import { openLedger, type Ledger } from "../store/open-ledger.ts";
import { serveWitness } from "../witness/serve-witness.ts";
import { witnessStore } from "../witness/witness-store.ts";
import { cosignerOf } from "../tree/cosignature.ts";
import { COSIGNATURE, ed25519Verifier, generateKey } from "../tree/key.ts";
import { startDatabase, type TestDatabase } from "./database.ts";
import { sampleRecord } from "./sample-record.ts";
import { until } from "./until.ts";

const run = promisify(execFile);
const PYTHON = "ledger/tests/independent_verifier.py";
const ORIGIN = "hub.example/ledger";
const log = generateKey(ORIGIN);
const witnessKey = generateKey("witness.example", COSIGNATURE);
let server: TestDatabase;
let ledger: Ledger;
let directory: string;
let witness: ReturnType<typeof createServer>;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "evidence-"));
  server = await startDatabase();
  process.env["DATABASE_URL_LEDGER"] = server.url;
  process.env["LEDGER_DIRECTORY"] = directory;
  witness = serveWitness({
    cosigner: cosignerOf(witnessKey.secret),
    logs: new Map([[ORIGIN, [ed25519Verifier(log.verifier)]]]),
    store: witnessStore(directory),
    now: () => Math.floor(Date.now() / 1000),
  });
  await new Promise<void>((resolve) => witness.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(witness.address() as AddressInfo).port}`;
  ledger = await openLedger({
    databaseUrl: server.url,
    origin: ORIGIN,
    key: log.secret,
    intervalMs: 5,
    witnesses: [{ url, verifier: witnessKey.verifier }],
  });
  const records = Array.from({ length: 300 }, (_, i) =>
    sampleRecord(i % 50 === 7 ? { subjects: [{ type: "Person", pseudonym: "wantedwantedwantedwant" }] } : {}),
  );
  await Promise.all(records.map((record) => ledger.append(record)));
  const cosigned = await until(async () => {
    const answer = await fetch(`${url}/checkpoint?origin=${encodeURIComponent(ORIGIN)}`);
    const text = await answer.text();
    return answer.status === 200 && text.split("\n")[1] === "301" ? text : null;
  });
  await writeFile(join(directory, "witnessed"), cosigned);
  // The log goes on after the witness's last look.
  await Promise.all(records.slice(0, 40).map((record) => ledger.append(record)));
  await until(async () => ((await ledger.checkpoint())?.split("\n")[1] === "341" ? true : null));
}, 60_000);

afterAll(async () => {
  await ledger.close();
  witness.close();
  await server.stop();
  await rm(directory, { recursive: true });
});

/** Runs a command; gives what it printed, and its exit code. */
async function call(file: string, args: readonly string[]): Promise<{ code: number; out: string }> {
  try {
    const { stdout } = await run(file, args, {
      env: { ...process.env, NODE_OPTIONS: "" },
    });
    return { code: 0, out: stdout };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, out: stdout + stderr };
  }
}

const cli = async (...args: string[]) => {
  const { code, text } = await runLedger([...args, "--log-key", log.verifier]);
  return { code, out: text };
};
const python = (...args: string[]) => call("python3", [PYTHON, ...args, "--log", log.verifier]);

test("an auditor with the export, the public keys and the witness's checkpoint proves that nothing was removed", async () => {
  const file = join(directory, "all.jsonl");
  const { code, out } = await cli("export", "--out", file, "--by", "auditor-2");
  expect(code).toBe(0);
  const [, records = "", recorded = ""] =
    /^(\d+) records written to .*\/all.jsonl, recorded at index (\d+)\n$/.exec(out) ?? [];
  // The export itself is the next record of the log, and may be in it already.
  expect(Number(recorded)).toBe(341);
  expect([341, 342]).toContain(Number(records));
  const found = await disclosureAt(ledger.database, Number(recorded));
  expect(found?.record).toMatchObject({ kind: "audit-read", officer: "auditor-2", change: { what: "export" } });
  const witnessed = ["--witness", join(directory, "witnessed"), "--witness-key", witnessKey.verifier];
  expect(await cli("verify", "--bundle", file, ...witnessed)).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^PASS 34[12]/),
  });
  const cosigned = ["--witness", witnessKey.verifier, "--cosigned", join(directory, "witnessed")];
  expect(await python("bundle", file, ...cosigned)).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^PASS 34[12]/),
  });
});

test("and refutes it: one record left out, one letter changed, the tail cut", async () => {
  const file = join(directory, "all.jsonl");
  const lines = (await readFile(file, "utf8")).split("\n");
  const cases = new Map([
    ["left out", lines.filter((_, i) => i !== 100)],
    ["changed", lines.map((line, i) => (i === 100 ? line.replace("officer-017", "officer-018") : line))],
    ["cut", [...lines.slice(0, -3), ""]],
  ]);
  for (const [name, bent] of cases) {
    const path = join(directory, `${name}.jsonl`);
    await writeFile(path, bent.join("\n"));
    expect([name, await cli("verify", "--bundle", path)]).toEqual([
      name,
      { code: 1, out: expect.stringMatching(/^FAIL/) },
    ]);
    expect([name, await python("bundle", path)]).toEqual([name, { code: 1, out: expect.stringMatching(/^FAIL/) }]);
  }
});

test("R23: a receipt is asked for by an index in digits", async () => {
  for (const index of ["1e3", ""])
    expect([index, await cli("receipt", "get", index)]).toEqual([
      index,
      { code: 2, out: expect.stringContaining("expected digits alone") },
    ]);
});

test("a range in the middle, and a subject, are bundles of their own", async () => {
  for (const [name, args, records] of [
    ["middle", ["--from", "37", "--to", "290"], 253],
    // The record that this export was made names the subject too, and may be in a checkpoint already.
    ["subject", ["--subject", "Person:wantedwantedwantedwant"], "[78]"],
  ] as const) {
    const file = join(directory, `${name}.jsonl`);
    // R23: an account that is no text is none.
    for (const nobody of [[], ["--by", ""], ["--by", " "]])
      expect(await cli("export", "--out", file, ...nobody, ...args)).toMatchObject({
        code: 2,
        out: expect.stringContaining("--by ACCOUNT"),
      });
    expect(await cli("export", "--out", file, "--by", "auditor-2", ...args)).toMatchObject({ code: 0 });
    expect(await cli("verify", "--bundle", file)).toMatchObject({
      code: 0,
      out: expect.stringMatching(`^PASS ${records} `),
    });
    expect(await python("bundle", file)).toMatchObject({ code: 0, out: expect.stringMatching(`^PASS ${records} `) });
  }
});

test("L7, L12: a subject's bundle leads to the newest cosigned checkpoint: both verifiers demand a quorum of it, and tell its absence", async () => {
  const file = join(directory, "subject.jsonl");
  const { checkpoint } = JSON.parse((await readFile(file, "utf8")).split("\n")[0] ?? "") as { checkpoint: string };
  const [, size = ""] = checkpoint.split("\n");
  expect(Number(size)).toBeGreaterThanOrEqual(301);
  const [one, other] = [witnessKey.verifier, generateKey("another.example", COSIGNATURE).verifier];
  const said = (text: RegExp, code = 0) => ({ code, out: expect.stringMatching(text) });
  const asked = async (path: string, keys: readonly string[], quorum?: string) => {
    const demanded = quorum === undefined ? [] : ["--quorum", quorum];
    return [
      await cli("verify", "--bundle", path, ...keys.flatMap((key) => ["--witness-key", key]), ...demanded),
      await python("bundle", path, ...keys.flatMap((key) => ["--witness", key]), ...demanded),
    ];
  };
  const cosigned = new RegExp(`^PASS [78] [^]*${size} leaves cosigned by 1 of 2 witnesses \\(witness.example\\)`);
  expect(await asked(file, [one, other], "1")).toEqual([said(cosigned), said(cosigned)]);
  expect(await asked(file, [one, other], "2")).toEqual(Array(2).fill(said(/^FAIL 1 of the 2 given witnesses/, 1)));
  expect(await asked(file, [])).toEqual(Array(2).fill(said(/^PASS [78] [^]*log's own word/)));
  // The cosignature taken away, forged, or put on what is newer.
  const lines = checkpoint.trimEnd().split("\n");
  const last = lines.at(-1) ?? "";
  const forged = `${last.slice(0, -4)}AAA=`;
  for (const [name, bent, refusal] of [
    ["bare", lines.slice(0, -1), /^FAIL 0 of the 1 given witnesses/],
    ["forged", [...lines.slice(0, -1), forged], /^FAIL/],
  ] as const) {
    const path = join(directory, `${name}.jsonl`);
    const header = JSON.stringify(`${bent.join("\n")}\n`);
    await writeFile(path, (await readFile(file, "utf8")).replace(JSON.stringify(checkpoint), header));
    expect([name, ...(await asked(path, [one], "1"))]).toEqual([name, said(refusal, 1), said(refusal, 1)]);
  }
  expect(await asked(join(directory, "bare.jsonl"), [one])).toEqual(
    Array(2).fill(said(/^PASS [78] [^]*log's own word/)),
  );
});

test("a subject's bundle is refused when a record stands twice or is about somebody else", async () => {
  const lines = (await readFile(join(directory, "subject.jsonl"), "utf8")).trimEnd().split("\n");
  const cases = new Map([
    ["twice", [...lines.slice(0, 2), ...lines.slice(1, -1), ""]],
    [
      "somebody",
      [
        ...lines.map((line, i) =>
          i === 0 ? line.replace("Person:wantedwantedwantedwant", "Person:otherotherotherotherot") : line,
        ),
        "",
      ],
    ],
  ]);
  for (const [name, bent] of cases) {
    const path = join(directory, `${name}.jsonl`);
    await writeFile(path, bent.join("\n"));
    expect([name, await cli("verify", "--bundle", path)]).toEqual([
      name,
      { code: 1, out: expect.stringMatching(/^FAIL/) },
    ]);
    expect([name, await python("bundle", path)]).toEqual([name, { code: 1, out: expect.stringMatching(/^FAIL/) }]);
  }
});

test("a receipt verifies without the hub, in both languages, witness included", async () => {
  const file = join(directory, "receipt.tlog-proof");
  await writeFile(file, (await ledger.receipt(123)) ?? "");
  const witnessKeyOption = ["--witness-key", witnessKey.verifier];
  expect(await cli("receipt", "verify", file, ...witnessKeyOption)).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^PASS index 123 of /),
  });
  expect(await python("receipt", file, "--witness", witnessKey.verifier)).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^PASS index 123 of /),
  });
  await writeFile(file, (await readFile(file, "utf8")).replace("index 123", "index 124"));
  expect(await cli("receipt", "verify", file)).toMatchObject({ code: 1 });
  expect(await python("receipt", file)).toMatchObject({ code: 1 });
});

test("verify says PASS with size and root, and what to do when it cannot", async () => {
  const witnessed = ["--witness", join(directory, "witnessed"), "--witness-key", witnessKey.verifier];
  const [, size = "", root = ""] = (await ledger.checkpoint())?.split("\n") ?? [];
  const { code, out } = await cli("verify", ...witnessed);
  expect({ code, out: out.split("\n")[0] }).toEqual({ code: 0, out: `PASS size ${size}, root ${root}` });
  expect(
    await call(process.execPath, ["--import", "./tests/fixtures/strip-types.js", "ledger/cli.ts", "verify"]),
  ).toEqual({
    code: 2,
    out: "The log's verifier key is needed: --log-key VKEY or FILE\n",
  });
});
