import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { appointAdministrator } from "../../subgraphs/sharing/workflow/appoint-administrator.ts";
import type { Caller } from "../../gateway/authenticate/caller.ts";
import { openOffice, type Office } from "./office.ts";
import { openReplica, type Replica } from "./replica.ts";
import { matters } from "./steps.ts";

/*
 * R3: a person is a person. The register of parties is what gateways go by: who is in office, of which department, in which area.
 * A token says who somebody claims to be, and no more.
 */

const NAME = '{"data":{"person":{"name":"李示例"}}';
const LISTS = "{ grants { edges { node { id } } } }";

const ADMINISTRATOR = "security-administrator.data-administration";
const APP = `mutation ($department: String!) { registerApp(id: "housing-app", department: $department, name: "公租房系统") { id } }`;

let office: Office;
let gateway: Replica;
beforeAll(async () => {
  office = await openOffice("register");
  await matters(office).active();
  gateway = await openReplica(office.gatewayUrl);
});
afterAll(async () => {
  await gateway.close();
  await office.close();
});

const register = (id: string, department: string, ...roles: string[]) => office.registered(id, department, ...roles);

const asked = async (caller: Partial<Caller>): Promise<string> => {
  const answer = await gateway.askAs(caller);
  return answer.startsWith(NAME) ? "given" : (/"code":"(\w+)"/.exec(answer)?.[1] ?? answer);
};

/** Milliseconds until the gateway answers so, at most. */
const within = async (limit: number, caller: Partial<Caller>, expected: string): Promise<void> => {
  const started = performance.now();
  for (;;) {
    const answer = await asked(caller);
    if (answer === expected) return;
    if (performance.now() - started > limit) expect(answer).toBe(expected);
  }
};

describe("R3: officer, department and app fit each other, and the officer is in office", () => {
  test.each([
    ["an app without a person, for personal data", { officer: null }, "HUB_FIELD_DENIED"],
    ["an officer of the department", { officer: "owner.human-resources" }, "given"],
    ["an officer whom the register does not know", { officer: "stranger" }, "HUB_OFFICER_INACTIVE"],
    ["an officer of another department", { officer: "owner.housing" }, "HUB_OFFICER_INACTIVE"],
    ["an app of another department", { department: "housing" }, "HUB_OFFICER_INACTIVE"],
    ["an app that nobody registered", { app: "no-such-app" }, "HUB_OFFICER_INACTIVE"],
    ["a token for a city elsewhere", { officer: "owner.human-resources", division: "110100" }, "HUB_OFFICER_INACTIVE"],
    ["a token for the whole area", { officer: "owner.human-resources", division: "411100" }, "given"],
    [
      "G23: a token for a county of it",
      { officer: "owner.human-resources", division: "411102" },
      "HUB_OFFICER_INACTIVE",
    ],
  ])("%s", async (_, caller, expected) => {
    expect(await asked(caller)).toBe(expected);
  });

  test("deactivation ends data within a second, lists and steps at once; a new role brings them back", async () => {
    const newcomer = { officer: "newcomer" };
    await register("newcomer", "human-resources", "APPLICANT");
    await within(1_000, newcomer, "given");
    expect(await office.refused("newcomer@human-resources", LISTS)).toBe("allowed");
    await register("newcomer", "human-resources");
    await within(1_000, newcomer, "HUB_OFFICER_INACTIVE");
    expect(await office.refused("newcomer@human-resources", LISTS)).toBe("HUB_OFFICER_UNKNOWN");
    await register("newcomer", "human-resources", "APPLICANT");
    await within(1_000, newcomer, "given");
  });

  test("a move to another department ends what came with the first", async () => {
    await register("mover", "human-resources", "APPLICANT");
    await within(1_000, { officer: "mover" }, "given");
    await register("mover", "housing", "APPLICANT");
    await within(1_000, { officer: "mover" }, "HUB_OFFICER_INACTIVE");
  });

  test("an answer that was on its way when its officer was deactivated does not leave", async () => {
    await register("leaver", "human-resources", "APPLICANT");
    await within(1_000, { officer: "leaver" }, "given");
    const { reached, release } = gateway.holdRecords();
    const answer = asked({ officer: "leaver" });
    await reached;
    await register("leaver", "human-resources");
    await gateway.until(() => !gateway.fits({ officer: "leaver" }));
    release();
    expect(await answer).toBe("HUB_NO_GRANT");
  });
});

describe("S20: an app and its department are a pair", () => {
  test.each([
    ["with an officer of the department that it claims", { department: "housing", officer: "owner.housing" }],
    ["with an officer of its own", { department: "housing", officer: "owner.human-resources" }],
    ["alone", { department: "housing", officer: null }],
    ["that claims a department which nobody registered", { department: "no-such-department", officer: null }],
    ["of a department, under the name of another's app", { app: "housing-app", officer: "owner.human-resources" }],
  ])("a token %s is answered nothing", async (_, caller) => {
    await office.done(ADMINISTRATOR, APP, { department: "housing" });
    await within(1_000, { app: "housing-app", department: "housing", officer: null }, "HUB_FIELD_DENIED");
    expect(await asked(caller)).toBe("HUB_OFFICER_INACTIVE");
  });

  test("and stay one: the register names an app anew, and moves it to no other department", async () => {
    await office.done(ADMINISTRATOR, APP, { department: "housing" });
    expect(await office.refused(ADMINISTRATOR, APP, { department: "human-resources" })).toBe("HUB_APPLICATION_INVALID");
    expect(await office.database.app.findUniqueOrThrow({ where: { id: "housing-app" } })).toMatchObject({
      departmentId: "housing",
    });
  });
});

describe("an app is registered with its pages and with how it wants denials", () => {
  const BY = "security-administrator.data-administration";
  const APP = `mutation ($origins: [String!], $onDenied: OnDenied) { registerApp(id: "human-resources-app",
    department: "human-resources", name: "业务系统", origins: $origins, onDenied: $onDenied) { origins onDenied } }`;
  const PAGE = "https://hr.luohe.example";
  const read = async (origin: string) => {
    const response = await gateway.answerTo(origin);
    const { data, errors, extensions } = (await response.json()) as {
      readonly data: unknown;
      readonly errors?: readonly { readonly extensions: { readonly coordinate: string } }[];
      readonly extensions: { readonly sharing: { readonly denials?: readonly { readonly coordinate: string }[] } };
    };
    return {
      readableBy: response.headers.get("access-control-allow-origin"),
      data,
      errors: errors?.map(({ extensions: { coordinate } }) => coordinate),
      denials: extensions.sharing.denials?.map(({ coordinate }) => coordinate),
    };
  };
  const data = { person: { name: "李示例", phone: null } };

  test("its own pages read what it is answered, and denials are quiet, within a second; what is left out stays", async () => {
    expect(await read(PAGE)).toEqual({ readableBy: null, data, errors: ["Person.phone"], denials: undefined });
    const registered = { origins: [PAGE], onDenied: "QUIET" };
    expect(await office.done(BY, APP, registered)).toEqual(registered);
    expect(office.events.at(-1)).toMatchObject({ action: "REGISTER", detail: registered });
    expect(await office.done(BY, APP)).toEqual(registered);
    const quiet = { readableBy: PAGE, data, errors: undefined, denials: ["Person.phone"] };
    await gateway.until(() => gateway.servesOrigin(PAGE));
    expect(await read(PAGE)).toEqual(quiet);
    expect(await read("https://evil.example")).toEqual({ ...quiet, readableBy: null });
    expect(await office.done(BY, APP, { origins: [], onDenied: "TELL" })).toEqual({ origins: [], onDenied: "TELL" });
    await gateway.until(() => !gateway.servesOrigin(PAGE));
    expect(await read(PAGE)).toMatchObject({ readableBy: null, errors: ["Person.phone"] });
  });

  test.each([
    "*",
    "null",
    "http://hr.luohe.example",
    "https://hr.luohe.example/",
    "https://hr.luohe.example/app",
    "https://HR.luohe.example",
    "https://*.luohe.example",
    "https://user@hr.luohe.example",
    "https://hr.luohe.example:0",
    "javascript:alert(1)",
  ])("%s is no page's origin", async (origin) => {
    expect(await office.refused(BY, APP, { origins: [origin] })).toBe("HUB_APPLICATION_INVALID");
  });
});

test("第十一条: a department is registered with its sharing body, and never without one", async () => {
  const DEPARTMENT = `mutation ($body: String!) { registerDepartment(id: "forestry", name: "林业局", sharingBody: $body,
    areaCode: "411100000000") { id sharingBody } }`;
  expect(await office.refused(ADMINISTRATOR, DEPARTMENT, { body: " " })).toBe("HUB_APPLICATION_INVALID");
  expect(await office.done(ADMINISTRATOR, DEPARTMENT, { body: "信息中心" })).toEqual({
    id: "forestry",
    sharingBody: "信息中心",
  });
});

describe("S18: roles that do not go together, and a second hand for every role", () => {
  const [FIRST, SECOND] = ["founder.data-administration", ADMINISTRATOR];
  const REGISTER = `mutation ($id: String!, $department: String!, $roles: [PartyRole!]!) {
    registerOfficer(id: $id, department: $department, name: "新人", roles: $roles) { roles proposedRoles registeredBy } }`;
  const CONFIRM = `mutation ($id: String!, $department: String!, $roles: [PartyRole!]!) { confirmRoles(officer: $id, department: $department, roles: $roles) { roles proposedRoles } }`;
  const propose = (id: string, ...roles: string[]) =>
    office.done(FIRST, REGISTER, { id, department: "housing", roles });
  const confirm = (officer: string, id: string, ...roles: string[]) =>
    office.refused(officer, CONFIRM, { id, department: "housing", roles });

  test("a role gives nothing until another administrator confirms it", async () => {
    const waiting = { roles: [], proposedRoles: ["OWNER"], registeredBy: FIRST };
    expect(await propose("waiting", "OWNER")).toEqual(waiting);
    expect(await office.refused("waiting@housing", LISTS)).toBe("HUB_OFFICER_UNKNOWN");
    expect(gateway.fits({ app: "housing-app", department: "housing", officer: "waiting" })).toBe(false);
    expect(await confirm(FIRST, "waiting", "OWNER")).toBe("HUB_STEP_REFUSED OWN_MATTER");
    expect(await confirm("owner.housing", "waiting", "OWNER")).toBe("HUB_STEP_REFUSED WRONG_ROLE");
    expect(await confirm(SECOND, "waiting", "OWNER", "REVIEWER")).toBe("HUB_APPLICATION_INVALID");
    expect(await confirm(SECOND, "nobody", "OWNER")).toBe("HUB_NOT_FOUND");
    expect(await confirm(SECOND, "waiting", "OWNER")).toBe("allowed");
    expect(await office.refused("waiting@housing", LISTS)).toBe("allowed");
    const { confirmedBy, givenBy } = await office.database.officerRole.findFirstOrThrow({
      where: { officerId: "waiting" },
    });
    expect([givenBy, confirmedBy]).toEqual([FIRST, SECOND]);
    expect(office.events.at(-1)).toMatchObject({
      action: "CONFIRM_ROLES",
      officer: SECOND,
      detail: { roles: ["OWNER"] },
    });
  });

  test("what is taken is taken at once, and what is added to it waits", async () => {
    expect(await propose("waiting", "REVIEWER")).toMatchObject({ roles: [], proposedRoles: ["REVIEWER"] });
    expect(await office.refused("waiting@housing", LISTS)).toBe("HUB_OFFICER_UNKNOWN");
    // What was proposed before and is not any more cannot be confirmed.
    expect(await confirm(SECOND, "waiting", "OWNER")).toBe("HUB_APPLICATION_INVALID");
    expect(await propose("waiting")).toMatchObject({ roles: [], proposedRoles: [] });
    expect(await confirm(SECOND, "waiting", "REVIEWER")).toBe("HUB_NOT_FOUND");
  });

  test("nobody confirms a role of their own", async () => {
    await office.registered("third.data-administration", "data-administration", "SECURITY_ADMINISTRATOR");
    await office.done(FIRST, REGISTER, {
      id: "third.data-administration",
      department: "housing",
      roles: ["SECURITY_ADMINISTRATOR"],
    });
    expect(
      await confirm("third.data-administration@housing", "third.data-administration", "SECURITY_ADMINISTRATOR"),
    ).toBe("HUB_OFFICER_UNKNOWN");
  });

  test.each([
    ["administers the register and audits", ["SECURITY_ADMINISTRATOR", "AUDITOR"], false],
    ["administers the register and decides on data", ["SECURITY_ADMINISTRATOR", "OWNER"], false],
    ["audits and applies", ["AUDITOR", "APPLICANT"], false],
    ["oversees departments and answers for one", ["AUTHORITY", "REVIEWER"], false],
    ["oversees departments and decides their disputes", ["AUTHORITY", "GOVERNMENT"], false],
    ["applies, reviews and owns in one department", ["APPLICANT", "REVIEWER", "OWNER"], true],
  ])("who %s", async (_, roles, allowed) => {
    const answer = await office.refused(FIRST, REGISTER, { id: "several", department: "housing", roles });
    expect(answer).toBe(allowed ? "allowed" : "HUB_APPLICATION_INVALID");
  });

  test("an administrator who took a step within a week is not gone, whatever an operator says", async () => {
    const held = await office.database.officerRole.findMany({ where: { role: "SECURITY_ADMINISTRATOR" } });
    const others = held.map(({ officerId }) => officerId).filter((id) => id !== FIRST && id !== SECOND);
    const appoint = (officer: string, ...gone: string[]) =>
      appointAdministrator(office.database, {
        gone: [...others, ...gone],
        officer: { id: officer, name: "新人" },
        department: "housing",
        reason: "离任",
        operator: "ops",
      });
    await propose("of-the-week", "OWNER");
    await confirm(SECOND, "of-the-week", "OWNER");
    office.at("2026-11-09T08:59");
    await expect(appoint("appointed", SECOND)).rejects.toThrow(/two administrators are active/);
    expect(await office.database.officerRole.findMany({ where: { role: "SECURITY_ADMINISTRATOR" } })).toEqual(held);
    office.at("2026-11-09T09:01");
    await expect(appoint("of-the-week", SECOND)).rejects.toThrow(/holds roles already/);
    await appoint("appointed", SECOND);
    expect(await confirm(SECOND, "waiting", "OWNER")).toBe("HUB_OFFICER_UNKNOWN");
    // The two can do again what takes two.
    await propose("of-the-week", "REVIEWER");
    expect(await confirm("appointed@housing", "of-the-week", "REVIEWER")).toBe("allowed");
    office.at("2026-11-02T09:00");
    await office.database.officerRole.deleteMany({ where: { officerId: "appointed" } });
    await office.database.officerRole.createMany({ data: held.filter(({ officerId }) => officerId !== FIRST) });
  });

  test("two security administrators stay", async () => {
    const administrators = await office.database.officerRole.findMany({ where: { role: "SECURITY_ADMINISTRATOR" } });
    const others = administrators.filter(({ officerId }) => officerId !== FIRST).map(({ officerId }) => officerId);
    const answers: string[] = [];
    for (const id of others) {
      const { departmentId: department } = await office.database.officer.findUniqueOrThrow({ where: { id } });
      answers.push(await office.refused(FIRST, REGISTER, { id, department, roles: [] }));
    }
    expect(answers.slice(0, -1).filter((answer) => answer !== "allowed")).toEqual([]);
    expect(answers.at(-1)).toBe("HUB_STEP_REFUSED WRONG_STATE");
  });
});
