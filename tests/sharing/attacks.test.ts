import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { getNamedType, isNonNullType, isListType, type GraphQLArgument, type GraphQLObjectType } from "graphql";
import { Client } from "pg";
import { schema } from "../../subgraphs/sharing/schema.ts";
import { until } from "../../ledger/tests/until.ts";
import { openOffice, type Office } from "./office.ts";
import { APPLICATION, DECISIONS, matters, STEPS } from "./steps.ts";

/* What an officer, an administrator or somebody's program tries against the workflow. */

let office: Office;
let sql: Client;
beforeAll(async () => {
  office = await openOffice("attacks");
  sql = new Client({ connectionString: office.databaseUrl });
  await sql.connect();
});
afterAll(async () => {
  await sql.end();
  await office.close();
});

/** Resolves when so many steps wait for a lock. */
const waiting = async (steps: number): Promise<void> => {
  const watcher = new Client({ connectionString: office.databaseUrl });
  await watcher.connect();
  const WAITING = `select count(*)::int as steps from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;
  await until(async () => ((await watcher.query<{ steps: number }>(WAITING)).rows[0]?.steps === steps ? true : null));
  await watcher.end();
};

const [FIRST, SECOND] = ["founder.data-administration", "second-founder.data-administration"];
const REGISTER = `mutation ($id: String!, $department: String!, $roles: [PartyRole!]!) {
  registerOfficer(id: $id, department: $department, name: "新人", roles: $roles) { roles proposedRoles } }`;
const CONFIRM = `mutation ($id: String!, $department: String!, $roles: [PartyRole!]!) {
  confirmRoles(officer: $id, department: $department, roles: $roles) { roles } }`;

describe("S18: the second hand", () => {
  test("confirms the department that it was shown, and not the one that was put in its place", async () => {
    const seen = { id: "swapped", department: "housing", roles: ["OWNER"] };
    await office.done(FIRST, REGISTER, seen);
    await office.done(FIRST, REGISTER, { ...seen, department: "public-security" });
    expect(await office.refused(SECOND, CONFIRM, seen)).toBe("HUB_APPLICATION_INVALID");
    expect(await office.refused("swapped@public-security", "{ grants { edges { node { id } } } }")).toBe(
      "HUB_OFFICER_UNKNOWN",
    );
  });

  test("is not ended by administrators who end each other's office at the same instant", async () => {
    const held = await office.database.officerRole.findMany({ where: { role: "SECURITY_ADMINISTRATOR" } });
    const others = held.map(({ officerId }) => officerId).filter((id) => ![FIRST, SECOND].includes(id));
    const third = "security-administrator.housing";
    for (const id of others.filter((id) => id !== third)) {
      const department = id.slice(id.indexOf(".") + 1);
      await office.done(FIRST, REGISTER, { id, department, roles: [] });
    }
    const ends = (by: string, id: string) =>
      office.refused(by, REGISTER, { id, department: id.slice(id.indexOf(".") + 1), roles: [] });
    // All three are at it before any of them has done it.
    await sql.query(
      "begin; select from officer where id = any ($1) for update".replace(
        "$1",
        `'{${[FIRST, SECOND, third].join(",")}}'`,
      ),
    );
    const ending = [ends(FIRST, SECOND), ends(SECOND, third), ends(third, FIRST)];
    await waiting(3);
    await sql.query("commit");
    const answers = await Promise.all(ending);
    const left = await office.database.officerRole.count({ where: { role: "SECURITY_ADMINISTRATOR" } });
    expect([left, answers.filter((answer) => answer === "allowed").length]).toEqual([2, 1]);
    await office.database.officerRole.deleteMany({ where: { role: "SECURITY_ADMINISTRATOR" } });
    await office.database.officerRole.createMany({ data: held });
  });

  test("gives nothing that was taken back while it was confirming", async () => {
    const proposed = { id: "taken-back", department: "housing", roles: ["OWNER"] };
    await office.done(FIRST, REGISTER, proposed);
    await sql.query("begin; delete from proposed_role where officer_id = 'taken-back'");
    const confirming = office.refused(SECOND, CONFIRM, proposed);
    await waiting(1);
    await sql.query("commit");
    expect(await confirming).toBe("HUB_NOT_FOUND");
    expect(await office.database.officerRole.count({ where: { officerId: "taken-back" } })).toBe(0);
  });
});

describe("R2: an owner's no", () => {
  const PURPOSE = { ...APPLICATION, items: [{ coordinate: "Enterprise.name", outcome: "CLEAR" }] };
  const BAR = `mutation ($app: String, $purpose: String) { imposeBar(app: $app, department: "human-resources", purpose: $purpose, reason: "先行核查") { id } }`;
  const consent = (id: string) =>
    office.done<{ grants: unknown[]; reviews: unknown[] }>(
      "reviewer.human-resources",
      `mutation ($id: ID!) { consentToApplication(application: $id) { grants { id } reviews { provider } } }`,
      { id },
    );
  const submitted = async (input: object): Promise<string> =>
    (await office.done<{ id: string }>("applicant.human-resources", STEPS.submitApplication, { input })).id;

  test("binds an application that was handed in before it and consented to after it", async () => {
    const id = await submitted({ ...PURPOSE, purposeCode: "MEANWHILE" });
    await office.done("owner.enterprise", BAR, { purpose: "MEANWHILE" });
    expect(await consent(id)).toMatchObject({ grants: [], reviews: [{ provider: "enterprise" }] });
  });

  test("binds an app that its department registers afterwards", async () => {
    await office.done("owner.enterprise", BAR, { purpose: "NEW_APP" });
    await office.done(
      FIRST,
      `mutation { registerApp(id: "second-app", department: "human-resources", name: "另一系统") { id } }`,
    );
    const id = await submitted({ ...PURPOSE, app: "second-app", purposeCode: "NEW_APP" });
    expect(await consent(id)).toMatchObject({ grants: [], reviews: [{ provider: "enterprise" }] });
  });
});

test("S18: a district's authority neither suspends nor prolongs what is between the city's departments", async () => {
  await office.done(
    FIRST,
    `mutation { registerDepartment(id: "district-data", name: "源汇区数据局", sharingBody: "共享科", areaCode: "411102000000") { id } }`,
  );
  await office.registered("authority.district-data", "district-data", "AUTHORITY");
  const id = await matters(office).active();
  const refused = "HUB_STEP_REFUSED WRONG_DEPARTMENT";
  for (const step of [STEPS.suspendGrant, STEPS.revokeGrant])
    expect(await office.refused("authority.district-data", step, { id })).toBe(refused);
  const extension = { id: await matters(office).extension(), consent: true };
  expect(await office.refused("authority.district-data", STEPS.answerExtension, extension)).toBe(refused);
  expect(await office.refused("authority.data-administration", STEPS.suspendGrant, { id })).toBe("allowed");
});

describe("R7: what was decided is what was asked, once", () => {
  const decide = async (decisions: readonly object[]): Promise<string> => {
    const id = await matters(office).received();
    return office.refused("owner.public-security", STEPS.decideItems, { id, decisions });
  };
  const [one, ...rest] = DECISIONS;

  test("no item is decided twice in one answer", async () => {
    expect(await decide([{ ...one, decision: "REFUSED", reason: "用途不符" }, ...DECISIONS])).toBe(
      "HUB_APPLICATION_INVALID",
    );
  });

  test("nothing is given that was not asked for, and nothing in the clear that was asked for masked", async () => {
    expect(await decide([...DECISIONS, { coordinate: "Person.formerName", decision: "CLEAR" }])).toBe(
      "HUB_APPLICATION_INVALID",
    );
    const masked = APPLICATION.items.find(({ outcome }) => outcome === "MASKED");
    const clear = DECISIONS.map((each) =>
      each.coordinate === masked?.coordinate ? { ...each, decision: "CLEAR" } : each,
    );
    expect([masked === undefined, await decide(clear)]).toEqual([false, "HUB_APPLICATION_INVALID"]);
    expect(rest.length).toBeGreaterThan(0);
  });
});

describe("R12: a text shows what it says", () => {
  test.each([
    ["turns the direction of reading", "同意\u202e意同不\u202c"],
    ["isolates", "同意\u2066\u2069"],
    ["is of signs that nobody sees", "\u200b\u200b"],
  ])("one that %s is refused", async (_, title) => {
    const DEMAND = `mutation ($title: String!) { fileDemand(title: $title, reason: "需要") { id } }`;
    expect(await office.refused("applicant.human-resources", DEMAND, { title })).toBe("HUB_APPLICATION_INVALID");
  });
});

describe("R10: a citizen number is one in whatever signs it is written", () => {
  test.each([
    "110105/19491231/002X",
    "110105_19491231_002X",
    "110105\n19491231\n002X",
    "110105\u200b19491231\u200b002X",
    "110105（19491231）0021",
    "⒈10105194912310021",
    "𝟏𝟏𝟎𝟏𝟎𝟓𝟏𝟗𝟒𝟗𝟏𝟐𝟑𝟏𝟎𝟎𝟐𝟏",
  ])("%s", async (number) => {
    const DEMAND = `mutation ($title: String!) { fileDemand(title: $title, reason: "需要") { id } }`;
    expect(await office.refused("applicant.human-resources", DEMAND, { title: `关于${number}` })).toBe(
      "HUB_APPLICATION_INVALID",
    );
  });
});

describe("R21: odd arguments of a question are the caller's mistake", () => {
  const ODD: Readonly<Record<string, readonly unknown[]>> = {
    String: ["\ud800", "a".repeat(600_000), "' or 1=1 --", ""],
    ID: ["\ud800", "1e3", "-1", "0x1", "１", " 1", "G1; select 1", "99999999999999999999", "9223372036854775808"],
    Int: [-1, 0, 2_147_483_647],
    Boolean: [true],
    Date: ["2026-11-01", "9999-12-31"],
    DateTime: ["2026-11-01T00:00:00Z"],
  };
  const roots = Object.values((schema.getQueryType() as GraphQLObjectType).getFields()).filter(
    ({ name }) => !["_entities", "_service", "node", "nodes"].includes(name),
  );
  const isList = ({ type }: GraphQLArgument): boolean => isListType(isNonNullType(type) ? type.ofType : type);
  const usual = (argument: GraphQLArgument): unknown => {
    const { name } = getNamedType(argument.type);
    const value = name === "String" || name === "ID" ? "Person.name" : ODD[name]?.[0];
    return isList(argument) ? [value] : value;
  };
  const cases = roots.flatMap((root) =>
    root.args.map((argument) => [`${root.name}.${argument.name}`, root, argument] as const),
  );

  test.each(cases)("%s", async (_, root, argument) => {
    const odd = ODD[getNamedType(argument.type).name] ?? [];
    const given = root.args.filter((each) => each === argument || isNonNullType(each.type));
    const selection = "getFields" in getNamedType(root.type) ? "{ __typename }" : "";
    const declared = given.map(({ name, type }) => `$${name}: ${String(type)}`).join(", ");
    const passed = given.map(({ name }) => `${name}: $${name}`).join(", ");
    const source = `query (${declared}) { ${root.name}(${passed}) ${selection} }`;
    for (const value of odd) {
      const variables = Object.fromEntries(
        given.map((each) => [each.name, each === argument ? (isList(each) ? [value] : value) : usual(each)]),
      );
      const { errors = [] } = await office.as("auditor.housing", source, variables);
      for (const { message, extensions } of errors) {
        const told = [root.name, argument.name, String(value).slice(0, 20), message.slice(0, 200)];
        const isCallers = typeof extensions["code"] === "string" || message.startsWith("Variable ");
        expect([...told, isCallers]).toEqual([...told, true]);
      }
    }
  });
});
