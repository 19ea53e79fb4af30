import { spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { Pool } from "pg";
import { runLedger } from "../../ledger/command/run-ledger.ts";
import { logKeyIn } from "../../ledger/key-file.ts";
import { pseudonymOfSubject } from "../../ledger/pseudonym.ts";
import { disclosureAt, disclosuresOf } from "../../ledger/query/find-disclosures.ts";
import { startDatabase, type TestDatabase } from "../../ledger/tests/database.ts";
import { until } from "../../ledger/tests/until.ts";
import { type Federation, startFederation } from "../../tests/fixtures/federation/start-federation.ts";
import { openTestIssuer, type TestIssuer } from "../authenticate/fixtures/test-issuer.ts";

const ORIGIN = "city.example/ledger";
const PSEUDONYM_KEY = "a key that nobody else has";
const OVERLAY = `
items:
  "*": { level: L1, share: UNCONDITIONAL, basis: "示例" }
  User.age: { level: L3, share: CONDITIONAL, basis: "示例" }
subjects: { User: id }
`;
const GRANTS = `
grants:
  - id: reader
    consumer: { app: reader }
    purpose: { code: READ, name: 读取, basis: 示例 }
    validFrom: 2020-01-01T00:00:00Z
    validTo: 2040-01-01T00:00:00Z
    rowScope: ["*"]
    items: { User.name: CLEAR }
  - id: investigator
    consumer: { app: investigator }
    purpose: { code: READ, name: 读取, basis: 示例 }
    validTo: 2040-01-01T00:00:00Z
    rowScope: ["*"]
    covert: case-9
    items: { User.age: CLEAR }
`;

let folder: string;
let federation: Federation;
let database: TestDatabase;
let issuer: TestIssuer;
const running: ChildProcess[] = [];
const file = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gateway-ledger-"));
  [federation, database, issuer] = await Promise.all([startFederation(), startDatabase(), openTestIssuer(folder)]);
  await Promise.all([
    writeFile(file("supergraph.graphql"), federation.sdl),
    writeFile(file("overlay.yaml"), OVERLAY),
    writeFile(file("grants.yaml"), GRANTS),
    writeFile(file("pseudonym.key"), `${PSEUDONYM_KEY}\n`),
    logKeyIn(file("ledger"), ORIGIN),
  ]);
}, 60_000);
afterAll(async () => {
  for (const child of running) child.kill("SIGKILL");
  await federation.stop();
  await database.stop();
  await rm(folder, { recursive: true });
});

interface Started {
  readonly url: string;
  readonly child: ChildProcess;
  /** Its log when it was ready. */
  readonly log: readonly { readonly level: number; readonly msg: string }[];
}

/** The command line as a person types it, on a free port. */
const gateway = async (...options: string[]): Promise<Started> => {
  const form = `--supergraph ${file("supergraph.graphql")} --overlay ${file("overlay.yaml")} --grants ${file("grants.yaml")}`;
  const child = spawn(
    process.execPath,
    [
      "--import",
      "./tests/fixtures/strip-types.js",
      "gateway/main.ts",
      ...form.split(" "),
      "--jwks",
      issuer.jwksPath,
      "--port",
      "0",
      ...Object.keys(federation.urls).map((name) => `--unsealed=${name}`),
      ...options,
    ],
    {
      stdio: ["ignore", "pipe", "inherit"],
      env: { ...process.env, DATABASE_URL_LEDGER: options.includes("--ledger-key") ? database.url : undefined },
    },
  );
  running.push(child);
  const log: { readonly level: number; readonly msg: string; readonly url?: string }[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    log.push(JSON.parse(line) as Started["log"][number]);
    const { msg, url } = log.at(-1) ?? { msg: "" };
    if (msg === "The gateway is ready." && url !== undefined) return { url, child, log };
  }
  throw new Error(`The gateway ended: ${JSON.stringify(log)}`);
};

interface Asked {
  readonly data?: unknown;
  readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
  readonly extensions?: { readonly sharing?: { readonly receipt?: { readonly index: number } } };
}

const ask = async (url: string, app = "reader"): Promise<Asked> => {
  const token = await issuer.issue({ app, department: "d" });
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}`, "x-purpose": "READ" },
    body: JSON.stringify({ query: "{ users { name age } }" }),
  });
  return (await response.json()) as Asked;
};

const readyz = async (url: string) => {
  const response = await fetch(new URL("/readyz", url));
  return { status: response.status, body: (await response.json()) as { readonly ledger?: string } };
};

const ledgerCommand = async (...args: string[]): Promise<string> => {
  const options = ["--database", database.url, "--log-key", file("ledger/log.pub")];
  const { code, text } = await runLedger([...args, ...options]);
  if (code !== 0) throw new Error(text);
  return text;
};

const receiptOf = ({ extensions }: Asked): number => extensions?.sharing?.receipt?.index ?? -1;

describe("a gateway that is started by hand with a ledger", () => {
  let one: Started;
  let two: Started;
  const key = () => ["--ledger-key", file("ledger/log.key")];

  beforeAll(async () => {
    [one, two] = await Promise.all([
      gateway(...key(), "--ledger-pseudonym-key", file("pseudonym.key")),
      gateway(...key(), "--ledger-pseudonym-key", file("pseudonym.key")),
    ]);
  }, 60_000);

  test("answers with a receipt that anybody with the log's key can verify, and its people are pseudonyms", async () => {
    const answer = await ask(one.url);
    expect(answer.data).toEqual({ users: [expect.objectContaining({ name: "Ada" }), expect.anything()] });
    const index = String(receiptOf(answer));
    const text = await until(() => ledgerCommand("receipt", "get", index).catch(() => null));
    await writeFile(file("answer.tlog-proof"), text);
    const [verdict, leaf] = (await ledgerCommand("receipt", "verify", file("answer.tlog-proof"))).split("\n");
    expect(verdict).toMatch(new RegExp(`^PASS index ${index} of \\d+ in ${ORIGIN}$`));
    expect(JSON.parse(leaf ?? "")).toMatchObject({
      kind: "disclosure",
      app: "reader",
      purpose: "READ",
      decision: "PARTIAL",
      subjects: ["1", "2"].map((id) => ({
        type: "User",
        pseudonym: pseudonymOfSubject({ type: "User", pseudonym: id }, PSEUDONYM_KEY),
      })),
    });
  }, 60_000);

  test("records what a covert investigation sees, withholds it from the people concerned, and shows it once lifted", async () => {
    const index = receiptOf(await ask(one.url, "investigator"));
    const ledger = new Pool({ connectionString: database.url });
    const subject = `User:${pseudonymOfSubject({ type: "User", pseudonym: "1" }, PSEUDONYM_KEY)}`;
    const seen = async () =>
      (await disclosuresOf(ledger, subject, { limit: 50 })).disclosures.map((disclosure) => disclosure.index);
    expect((await disclosureAt(ledger, index))?.record).toMatchObject({ app: "investigator", covert: "case-9" });
    expect(await seen()).not.toContain(index);
    expect(await ledgerCommand("lift", "case-9", "--by", "judge-1")).toMatch(/^1 records are shown from now on/);
    expect(await seen()).toContain(index);
    await ledger.end();
  }, 60_000);

  test("shares the log with others: one signs, and when it is killed another does", async () => {
    const signs = ({ log }: Started): boolean => log.some(({ msg }) => msg.includes("signs the ledger's checkpoints"));
    const indexes = (await Promise.all([one, two, one, two].map(({ url }) => ask(url)))).map(receiptOf);
    expect(new Set(indexes).size).toBe(4);
    const [first, other] = signs(two) ? [two, one] : [one, two];
    first.child.kill("SIGKILL");
    const late = receiptOf(await ask(other.url));
    await until(() => ledgerCommand("receipt", "get", String(late)).catch(() => null));
    expect(await ledgerCommand("verify")).toMatch(/^PASS size \d+/);
    two = other;
  }, 60_000);

  test("is not ready and answers nothing while the ledger is gone; its metrics tell; it comes back by itself", async () => {
    expect(await readyz(two.url)).toMatchObject({ status: 200, body: { ledger: "up" } });
    const metrics = async () => (await fetch(new URL("/metrics", two.url))).text();
    expect(await metrics()).toMatch(/^hub_ledger_up 1$/m);
    expect(await metrics()).toMatch(/^hub_ledger_unsigned_records \d+$/m);
    process.kill(await database.pid(), "SIGKILL");
    const refused = await until(async () => {
      const answer = await ask(two.url);
      return answer.errors?.[0]?.extensions.code === "HUB_LEDGER_UNAVAILABLE" ? answer : null;
    });
    expect(refused.data).toBeUndefined();
    expect(
      await until(async () => ((await readyz(two.url)).status === 503 ? await readyz(two.url) : null)),
    ).toMatchObject({ status: 503, body: { ready: false, ledger: "down" } });
    const sick = await metrics();
    expect(sick).toMatch(/^hub_ledger_up 0$/m);
    expect(sick).not.toMatch(/^hub_ledger_unsigned_records \d/m);
    await database.restart();
    await until(async () => ((await readyz(two.url)).status === 200 ? true : null));
    expect(receiptOf(await ask(two.url))).toBeGreaterThan(0);
  }, 60_000);
});

test("with grants and no ledger it serves, and says loudly that nothing is recorded, unless that is meant", async () => {
  const [loud, meant] = await Promise.all([gateway(), gateway("--no-ledger")]);
  const warnings = ({ log }: Started) => log.filter(({ level }) => level >= 40).map(({ msg }) => msg);
  expect(warnings(loud)).toEqual([expect.stringMatching(/^NOTHING IS RECORDED/)]);
  expect(warnings(meant)).toEqual([]);
  const answer = await ask(loud.url);
  expect([receiptOf(answer), answer.data]).toEqual([-1, expect.anything()]);
  expect((await readyz(loud.url)).body).not.toHaveProperty("ledger");
}, 60_000);
