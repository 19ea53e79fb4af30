import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { exportJWK, generateKeyPair } from "jose";
import { Client } from "pg";
import { carryOut } from "../../../deploy/operate/command.ts";
import { loginsCommand } from "../../../deploy/operate/logins.ts";
import { documentHash, ENVELOPE_HEADER } from "../../../schema/envelope/envelope.ts";
import { emptyEnvelope } from "../../../schema/envelope/fixtures/empty-envelope.ts";
import { LOGIN_PURPOSE, LOGIN_QUERY } from "../../../schema/envelope/login.ts";
import { OUTBOX_PURPOSE, OUTBOX_QUERY } from "../../../schema/envelope/outbox.ts";
import { signEnvelope } from "../../../schema/envelope/sign-envelope.ts";
import { servedUrls, testDatabase } from "../../../tests/test-database.ts";
import { migrateDatabase } from "../postgres/migrate-database.ts";
import { serveSubgraph, type RunningSubgraph } from "../serve-subgraph.ts";
import { loadSubgraph } from "../subgraph.ts";

/* 20.1: 公安 keeps whose a citizen's login is, and tells the hub alone. Its own service, as a role that only reads. */

const ISSUER = "https://id.luohe.example";
const [LIU, CHEN, DEAD] = ["liu-pseudonym", "chen-pseudonym", "dead-pseudonym"];
const [LIU_NUMBER, CHEN_NUMBER, DEAD_NUMBER] = ["000000198001010019", "000000198001010027", "000000198001010035"];

const folder = mkdtempSync(join(tmpdir(), "hub-logins-"));
let owner: Client;
let served: Client;
let department: RunningSubgraph;
let signer: { readonly key: CryptoKey; readonly keyId: string };

beforeAll(async () => {
  const url = await testDatabase("kit_logins");
  process.env["DATABASE_URL_PUBLIC_SECURITY"] = url;
  owner = new Client({ connectionString: url });
  await owner.connect();
  await owner.query("drop schema public cascade; create schema public");
  await migrateDatabase("public-security", url);
  await owner.query(
    `insert into person (id, citizen_number, name, sex, nation, birth_date, household_id, relation_to_head, household_type, education,
        native_place, address, grid_code, deceased, division_code)
      select id, number, '示例', 'FEMALE', '汉族', '1980-01-01', 'h', 'HEAD', 'URBAN', 'SENIOR', '漯河', '示例路', 'g', deceased, '411102001001'
      from (values ($1, $2, false), ($3, $4, false), ($5, $6, true)) as people (id, number, deceased)`,
    [LIU, LIU_NUMBER, CHEN, CHEN_NUMBER, DEAD, DEAD_NUMBER],
  );
  const [servedUrl] = await servedUrls("public-security", url);
  served = new Client({ connectionString: servedUrl });
  await served.connect();
  const { publicKey, privateKey } = await generateKeyPair("EdDSA", { extractable: true });
  signer = { key: privateKey, keyId: "k" };
  department = await serveSubgraph(await loadSubgraph("public-security"), {
    databaseUrl: servedUrl,
    port: 0,
    envelopeKeys: { keys: [{ ...(await exportJWK(publicKey)), kid: "k", alg: "EdDSA" }] },
  });
});
afterAll(async () => {
  delete process.env["DATABASE_URL_PUBLIC_SECURITY"];
  await department.stop();
  await served.end();
  await owner.end();
  rmSync(folder, { recursive: true });
});
afterEach(async () => {
  await owner.query("truncate login_identity");
});

const ownEnvelope = (purpose: string, query: string, audience = "public-security"): Promise<string> =>
  signEnvelope({ ...emptyEnvelope, purpose, document: documentHash(query) }, audience, signer, Date.now());

const ask = async (body: object, envelope?: string): Promise<readonly [number, unknown]> => {
  const headers = {
    "content-type": "application/json",
    ...(envelope !== undefined && { [ENVELOPE_HEADER]: envelope }),
  };
  const answer = await fetch(`${department.url}login`, { method: "POST", headers, body: JSON.stringify(body) });
  return [answer.status, await answer.json().catch(() => undefined)];
};

/** The hub's question. */
const whoIs = async (login: string, issuer = ISSUER): Promise<unknown> => {
  const [status, answer] = await ask(
    { query: LOGIN_QUERY, issuer, login },
    await ownEnvelope(LOGIN_PURPOSE, LOGIN_QUERY),
  );
  return status === 200 ? (answer as { readonly data: { readonly holder: unknown } }).data.holder : status;
};

const command = async (...args: readonly string[]): Promise<readonly [number, string]> => {
  const { code, text } = await carryOut(loginsCommand, args);
  return [code, text];
};
const DUTY = ["--department", "public-security", "--issuer", ISSUER, "--by", "ga-zhao"] as const;
const enter = (...lines: readonly string[]): Promise<readonly [number, string]> => {
  const file = join(folder, "logins.csv");
  writeFileSync(file, lines.map((line) => `${line}\n`).join(""));
  return command("enter", file, ...DUTY);
};
const insert = (login: string, holder: string, from = "now()", to = "null"): Promise<unknown> =>
  owner.query(
    `insert into login_identity (issuer, login, holder, entered_by, valid_from, valid_to) values ($1, $2, $3, 'ga-zhao', ${from}, ${to})`,
    [ISSUER, login, holder],
  );

describe("20.1: an officer of the department keeps the table", () => {
  test("by the citizen number, which is looked up and not kept; who did it is", async () => {
    expect(await enter(`u-liu,${LIU_NUMBER}`, `u-chen,${CHEN_NUMBER}`)).toEqual([
      0,
      "public-security: 2 logins are in force.\n",
    ]);
    expect(await whoIs("u-liu")).toEqual({ id: LIU, until: null });
    const { rows } = await owner.query("select * from login_identity order by id");
    expect(rows).toMatchObject([
      { issuer: ISSUER, login: "u-liu", holder: LIU, entered_by: "ga-zhao", valid_to: null, ended_by: null },
      { login: "u-chen", holder: CHEN },
    ]);
    expect(JSON.stringify(rows)).not.toContain(LIU_NUMBER);
  });

  test.each([
    ["one that is in force", ["u-liu,000000198001010027"], "Line 1: the login is in force already; end it first."],
    ["somebody unknown", [`u-new,${CHEN_NUMBER}`, "u-two,000000198001010099"], "Line 2: the register has nobody"],
    ["somebody dead", [`u-new,${DEAD_NUMBER}`], "Line 1: the register has nobody of that number who may act."],
    [
      "a citizen number for a login",
      [`${CHEN_NUMBER},${CHEN_NUMBER}`],
      "Line 1: the login is none, or a citizen number.",
    ],
    ["no login", [`,${CHEN_NUMBER}`], "Line 1: the login is none"],
    ["a third column", [`u-new,${CHEN_NUMBER},x`], "Line 1: expected two columns."],
  ])("a file with %s enters nothing, and no number is repeated", async (_, lines, expected) => {
    await insert("u-liu", LIU);
    const [code, text] = await enter(...lines);
    expect([code, text]).toEqual([1, expect.stringContaining(expected)]);
    expect(text).not.toMatch(/\d{17}/);
    const { rows } = await owner.query("select login from login_identity");
    expect(rows).toEqual([{ login: "u-liu" }]);
  });

  test("and ends a login at once, which then may be another's; what was stays written", async () => {
    await enter(`u-1,${LIU_NUMBER}`);
    expect(await command("end", "--login", "u-1", ...DUTY)).toEqual([0, "public-security: the login is ended.\n"]);
    expect(await whoIs("u-1")).toBeNull();
    expect(await command("end", "--login", "u-1", ...DUTY)).toEqual([1, "No login of that name is in force.\n"]);
    await enter(`u-1,${CHEN_NUMBER}`);
    expect(await whoIs("u-1")).toMatchObject({ id: CHEN });
    const { rows } = await owner.query("select holder, ended_by from login_identity order by id");
    expect(rows).toEqual([
      { holder: LIU, ended_by: "ga-zhao" },
      { holder: CHEN, ended_by: null },
    ]);
  });

  test("nobody changes whose a login is, revives or removes it; the service may not even write", async () => {
    await insert("u-1", LIU);
    for (const sql of [
      `update login_identity set holder = '${CHEN}'`,
      `update login_identity set holder = '${CHEN}', valid_to = now(), ended_by = 'x'`,
      "update login_identity set valid_to = now() + interval '1 day'",
      "delete from login_identity",
    ])
      await expect(owner.query(sql)).rejects.toMatchObject({ code: "23000" });
    await command("end", "--login", "u-1", ...DUTY);
    await expect(owner.query("update login_identity set valid_to = null, ended_by = null")).rejects.toMatchObject({
      code: "23000",
    });
    await expect(
      served.query("insert into login_identity (issuer, login, holder, entered_by) values ('a', 'b', 'c', 'd')"),
    ).rejects.toMatchObject({ code: "42501" });
  });

  test("a department that keeps no logins is told so", async () => {
    const args = ["end", "--login", "a", "--issuer", ISSUER, "--by", "x", "--department"];
    expect(await command(...args, "housing")).toEqual([
      2,
      expect.stringContaining('No department "housing" keeps logins.'),
    ]);
    expect(await command(...args, "public-securty")).toEqual([2, expect.stringContaining("public-security")]);
    expect(await command("enter", ...DUTY)).toEqual([2, expect.stringContaining("--FILE is missing")]);
    expect(await command("list", ...DUTY)).toEqual([2, expect.stringContaining("Say enter FILE, or end.")]);
  });
});

describe("20.1: the department tells whose a login is", () => {
  test.each<[string, () => Promise<unknown>]>([
    ["nobody entered", () => Promise.resolve()],
    ["was ended", () => enter(`u,${LIU_NUMBER}`).then(() => command("end", "--login", "u", ...DUTY))],
    ["begins tomorrow", () => insert("u", LIU, "now() + interval '1 day'")],
    ["ended a moment ago", () => insert("u", LIU, "now() - interval '1 day'", "now()")],
    [
      "is in force for two",
      () => insert("u", LIU, "now() - interval '1 day'", "now() + interval '1 day'").then(() => insert("u", CHEN)),
    ],
    [
      "is in force for one and for somebody unknown",
      () => insert("u", LIU, "now() - interval '1 day'", "now() + interval '1 day'").then(() => insert("u", "nobody")),
    ],
    ["leads to nobody of the register", () => insert("u", "nobody")],
    ["is a dead person's", () => insert("u", DEAD)],
  ])("one that %s is nobody's", async (_, given) => {
    await given();
    expect(await whoIs("u")).toBeNull();
  });

  test("by exactly the provider and the login, until the end that is set", async () => {
    await insert("u", LIU, "now()", "'2100-01-01Z'");
    expect(await whoIs("u")).toEqual({ id: LIU, until: Date.parse("2100-01-01") / 1_000 });
    for (const other of ["U", "u2", "u%"]) expect([other, await whoIs(other)]).toEqual([other, null]);
    expect(await whoIs("u", "https://id.other.example")).toBeNull();
  });

  test("to the hub, and to nobody by any other envelope", async () => {
    await insert("u", LIU);
    const body = { query: LOGIN_QUERY, issuer: ISSUER, login: "u" };
    const stranger = await generateKeyPair("EdDSA");
    const forged = { key: stranger.privateKey, keyId: "k" };
    const envelope = { ...emptyEnvelope, purpose: LOGIN_PURPOSE, document: documentHash(LOGIN_QUERY) };
    for (const given of [
      undefined,
      "a.b.c",
      await ownEnvelope(OUTBOX_PURPOSE, LOGIN_QUERY),
      await ownEnvelope(LOGIN_PURPOSE, OUTBOX_QUERY),
      await ownEnvelope(LOGIN_PURPOSE, LOGIN_QUERY, "enterprise"),
      await signEnvelope(envelope, "public-security", forged, Date.now()),
      await signEnvelope(envelope, "public-security", signer, Date.now() - 61_000),
    ])
      expect(await ask(body, given)).toEqual([
        403,
        {
          errors: [expect.objectContaining({ extensions: expect.objectContaining({ code: "HUB_ENVELOPE_REFUSED" }) })],
        },
      ]);
  });

  test("a question in another form is none", async () => {
    const envelope = await ownEnvelope(LOGIN_PURPOSE, LOGIN_QUERY);
    const body = { query: LOGIN_QUERY, issuer: ISSUER, login: "u" };
    for (const wrong of [
      {},
      { ...body, login: ["u"] },
      { ...body, login: LIU_NUMBER },
      { ...body, login: " u" },
      { ...body, more: 1 },
      { ...body, query: "{ person { id } }" },
    ])
      expect([wrong, (await ask(wrong, envelope))[0]]).toEqual([wrong, 500]);
  });
});
