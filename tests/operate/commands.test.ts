import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { Client } from "pg";
import { carryOut, type OperatorCommand } from "../../deploy/operate/command.ts";
import { appointCommand } from "../../deploy/operate/appoint.ts";
import { foundCommand } from "../../deploy/operate/found.ts";
import { keysCommand } from "../../deploy/operate/keys.ts";
import { migrateCommand } from "../../deploy/operate/migrate.ts";
import { readAppKeys } from "../../schema/app-keys.ts";
import { openLedger } from "../../ledger/store/open-ledger.ts";
import { generateKey } from "../../ledger/tree/key.ts";
import { testDatabase } from "../test-database.ts";

/** A hub is founded by commands alone, on databases that are empty. */

let folder: string;
const VARIABLES = {
  housing: "DATABASE_URL_HOUSING",
  sharing: "DATABASE_URL_SHARING",
  ledger: "DATABASE_URL_LEDGER",
} as const;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "operate-"));
  for (const [name, variable] of Object.entries(VARIABLES))
    process.env[variable] = await testDatabase(`operate_${name}`);
});
afterAll(() => rm(folder, { recursive: true }));

const run = (command: OperatorCommand, line: string) => carryOut(command, line === "" ? [] : line.split(" "));

const ask = async <Row extends object>(variable: string, sql: string): Promise<readonly Row[]> => {
  const client = new Client({ connectionString: process.env[variable] });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
};

test("O6: migrate names what it would apply, applies it, and then finds nothing to do", async () => {
  const dry = await run(migrateCommand, "housing ledger --dry-run");
  expect(dry).toEqual({
    code: 0,
    text: expect.stringMatching(/^housing: would apply 0001_.*\nledger: would apply 0001/),
  });
  expect(await ask(VARIABLES.housing, "select from pg_tables where schemaname = 'public'")).toEqual([]);
  const applied = await run(migrateCommand, "housing ledger sharing");
  expect(applied.text).toBe(
    `${dry.text.replaceAll("would apply", "applied")}${applied.text.split("\n").slice(2).join("\n")}`,
  );
  expect(await run(migrateCommand, "housing ledger sharing")).toEqual({
    code: 0,
    text: "housing: up to date\nledger: up to date\nsharing: up to date\n",
  });
});

test("S5: migrate prints or makes the roles that serve, and gives those that are there their rights on what is new", async () => {
  const printed = await run(migrateCommand, "housing sharing --print-roles");
  expect(printed).toEqual({
    code: 0,
    text: expect.stringMatching(
      /^-- housing: serve\nCREATE ROLE "operate_housing_serve" LOGIN NOSUPERUSER .*;\nREVOKE ALL ON DATABASE/,
    ),
  });
  expect(printed.text.match(/^-- .*$/gm)).toEqual(["-- housing: serve", "-- sharing: serve", "-- sharing: gateway"]);
  const ROLES = "select rolname as role from pg_roles where rolname like 'operate%' order by 1";
  expect(await ask(VARIABLES.housing, ROLES)).toEqual([]);
  expect(await run(migrateCommand, "housing ledger --roles")).toEqual({
    code: 0,
    text:
      "housing: up to date; roles operate_housing_serve\n" +
      "ledger: up to date; roles operate_ledger_read, operate_ledger_append, operate_ledger_audit, operate_ledger_sign\n",
  });
  const READS = "select has_table_privilege('operate_housing_serve', 'later', 'SELECT') as reads";
  await ask(VARIABLES.housing, "create table later ()");
  expect(await ask(VARIABLES.housing, READS)).toEqual([{ reads: false }]);
  expect((await run(migrateCommand, "housing")).text).toBe("housing: up to date; roles operate_housing_serve\n");
  expect(await ask(VARIABLES.housing, READS)).toEqual([{ reads: true }]);
  // What was printed makes the same roles as the command.
  await ask(VARIABLES.sharing, printed.text.slice(printed.text.indexOf("-- sharing: serve")));
  expect(await run(migrateCommand, "sharing")).toEqual({
    code: 0,
    text: "sharing: up to date; roles operate_sharing_serve, operate_sharing_gateway\n",
  });
  expect(await run(migrateCommand, "housing --roles --dry-run")).toEqual({
    code: 2,
    text: "One flag at a time. See --help.\n",
  });
});

test("O6: an edited file and an unknown database are told by their names, and nothing is changed", async () => {
  await ask(VARIABLES.housing, "update schema_migration set checksum = 'another'");
  for (const dry of ["", " --dry-run"])
    expect(await run(migrateCommand, `housing${dry}`)).toEqual({
      code: 1,
      text: expect.stringMatching(/^housing: Migration 0001_\S+ was edited after it was applied/),
    });
  expect(await run(migrateCommand, "nowhere")).toEqual({
    code: 2,
    text: expect.stringMatching(/^No database "nowhere"\. There are: .*, sharing, ledger\. See --help\.\n$/),
  });
  expect(await run(migrateCommand, "housing civil-affairs")).toEqual({
    code: 2,
    text: "DATABASE_URL_CIVIL_AFFAIRS is not set. See --help.\n",
  });
});

test("O11: keys of seals and of envelopes are made by a command, private ones for their owner alone", async () => {
  const [hub, envelopes] = [join(folder, "hub"), join(folder, "envelopes")];
  expect(await run(keysCommand, `add ${hub}`)).toEqual({ code: 0, text: expect.stringMatching(/ is used\n$/) });
  expect((await run(keysCommand, `add ${hub}`)).text.split("\n")).toHaveLength(3);
  const made = await run(keysCommand, `envelope ${envelopes}`);
  expect(made).toEqual({ code: 0, text: `${join(envelopes, "jwks.json")}\n` });
  const jwks = await readFile(join(envelopes, "jwks.json"), "utf8");
  expect(JSON.parse(jwks)).toEqual({ keys: [expect.not.objectContaining({ d: expect.anything() })] });
  expect(await run(keysCommand, `envelope ${envelopes}`)).toEqual(made);
  expect(await readFile(join(envelopes, "jwks.json"), "utf8")).toBe(jwks);
  for (const secret of [join(envelopes, "private-key.json"), join(hub, "seal-keys.json")])
    expect((await stat(secret)).mode & 0o777).toBe(0o600);
  expect(await run(keysCommand, `retire ${join(folder, "none")}`)).toMatchObject({ code: 2 });
  const app = join(folder, "app");
  expect(await run(keysCommand, `app ${app}`)).toEqual({ code: 0, text: `${join(app, "jwks.json")}\n` });
  expect(readAppKeys(JSON.parse(await readFile(join(app, "jwks.json"), "utf8")))).toHaveLength(1);
});

const FOUND =
  "--department data-administration --name 市数据局 --area 411100000000 --app hub-console=共享管理台 --officer a.wu=吴示例 --officer b.he=何示例";

test("O11: a register is founded once, with two administrators, recorded; nothing of it happens without a ledger", async () => {
  expect(await run(foundCommand, FOUND.replace(" --officer b.he=何示例", ""))).toEqual({
    code: 2,
    text: "Give --officer twice: one proposes, the other confirms. See --help.\n",
  });
  process.env["HUB_SHARING_KEY"] = join(folder, "sharing");
  expect(await run(foundCommand, FOUND)).toEqual({
    code: 1,
    text: expect.stringContaining("a database without a ledger"),
  });
  const origin = "hub.example/operate";
  const databaseUrl = process.env[VARIABLES.ledger] ?? "";
  await (await openLedger({ databaseUrl, origin, key: generateKey(origin).secret })).close();
  // The app's key comes with the founding: nobody could register one without a token.
  const keys = ` --app-keys ${join(folder, "app", "jwks.json")}`;
  expect(await run(foundCommand, `${FOUND} --app-keys ${join(folder, "app", "private-key.json")}`)).toMatchObject({
    code: 1,
    text: expect.stringContaining("expected at most 5 keys, got nothing"),
  });
  expect(await run(foundCommand, FOUND + keys)).toEqual({
    code: 0,
    text: "data-administration and its security administrators a.wu and b.he are registered, with the app hub-console.\n",
  });
  expect(await run(foundCommand, FOUND)).toEqual({
    code: 1,
    text: "The register has officers already; nothing was changed.\n",
  });
  expect(await ask(VARIABLES.sharing, "select officer_id, role from officer_role order by officer_id")).toEqual([
    { officer_id: "a.wu", role: "SECURITY_ADMINISTRATOR" },
    { officer_id: "b.he", role: "SECURITY_ADMINISTRATOR" },
  ]);
  const REGISTERED =
    "select record::json -> 'change' ->> 'id' as id from ledger.leaves where record::json ->> 'app' = 'operator'";
  expect(await ask(VARIABLES.ledger, `${REGISTERED} and kind = 'workflow' order by index`)).toEqual([
    { id: "data-administration" },
    { id: "a.wu" },
    { id: "b.he" },
    { id: "hub-console" },
  ]);
  // Decision 30: the old systems of the first catalogue are taken with it, each recorded, and the classification of each.
  const sources = await ask(VARIABLES.sharing, "select name as id from joined_source order by name");
  expect(sources.length).toBeGreaterThan(5);
  const taken = await ask(VARIABLES.ledger, `${REGISTERED} and kind = 'policy-change' order by index`);
  expect(taken.filter((_, at) => at % 2 === 0)).toEqual(sources);
  expect(taken).toHaveLength(2 * sources.length);
  const [key] = readAppKeys(JSON.parse(await readFile(join(folder, "app", "jwks.json"), "utf8")));
  expect(await ask(VARIABLES.sharing, "select keys from app")).toEqual([{ keys: [key] }]);
  // Without an app nobody would reach the workflow, and nobody could register one.
  expect(
    await ask(VARIABLES.sharing, "select id, document -> 'purpose' ->> 'code' as purpose from grant_record"),
  ).toEqual([{ id: "sharing:hub-console", purpose: "DATA_SHARING" }]);
});

test("S18: where one of two administrators is gone, an operator brings in another, by a record that outsiders can see in place of the second hand", async () => {
  const help = await run(appointCommand, "--help");
  expect(help.text).toMatch(/用法：仅在安全管理员少于两名在岗[\s\S]*Refused while two administrators are active/);
  const APPOINT = "--gone b.he --officer c.li=李示例 --reason 离任 --operator ops.zhang";
  const refused = async (line: string) => {
    const { code, text } = await run(appointCommand, line);
    expect(code).toBe(text.includes("See --help") ? 2 : 1);
    return text;
  };
  expect(await refused(APPOINT.replace("--gone b.he ", ""))).toMatch(/two administrators are active \(a\.wu, b\.he\)/);
  expect(await refused(APPOINT.replace("--reason 离任 ", ""))).toBe("--reason is missing. See --help.\n");
  expect(await refused(APPOINT.replace("离任", "其身份证号为419900198810095858"))).toMatch(/no citizen number/);
  expect(await refused(APPOINT.replace("ops.zhang", "c.li"))).toMatch(/nobody appoints themself/);
  expect(await refused(APPOINT.replace("ops.zhang", "a.wu"))).toMatch(/neither appoints nor is appointed/);
  expect(await refused(APPOINT.replace("b.he", "nobody"))).toMatch(/expected an administrator/);
  expect(await refused(`${APPOINT} --department nowhere`)).toMatch(/department/);

  const administrators = () =>
    ask(VARIABLES.sharing, "select officer_id, given_by, confirmed_by from officer_role order by officer_id");
  const before = await administrators();
  expect(before).toHaveLength(2);
  expect(await run(appointCommand, APPOINT)).toEqual({
    code: 0,
    text: "c.li of data-administration is a security administrator beside a.wu. Recorded; two auditors are asked about it.\n",
  });
  expect(await administrators()).toEqual([
    before[0],
    { officer_id: "c.li", given_by: "ops.zhang", confirmed_by: "ops.zhang" },
  ]);
  const LAST = `select record::json ->> 'app' as app, record::json ->> 'officer' as officer, record::json -> 'change' as change
    from ledger.leaves where kind = 'workflow' order by index desc limit 2`;
  expect(await ask(VARIABLES.ledger, LAST)).toEqual([
    {
      app: "operator",
      officer: "ops.zhang",
      change: {
        what: "lone-administrator",
        id: "c.li",
        before: "b.he",
        after: '{"reason":"离任","operator":"ops.zhang","staying":["a.wu"]}',
      },
    },
    {
      app: "operator",
      officer: "ops.zhang",
      change: { what: "party", id: "b.he", before: "REGISTERED", after: "REGISTERED" },
    },
  ]);
  expect(await refused(APPOINT.replace("--gone b.he ", "").replace("c.li=李示例", "d.qi=齐示例"))).toMatch(
    /two administrators are active \(a\.wu, c\.li\)/,
  );
});
