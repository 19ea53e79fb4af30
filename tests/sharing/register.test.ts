import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Caller } from "../../gateway/authenticate/caller.ts";
import { openOffice, type Office } from "./office.ts";
import { openReplica, type Replica } from "./replica.ts";
import { matters } from "./steps.ts";

/*
 * R3: a person is a person. The register of parties is what gateways go by: who is in office, of which department, in which area.
 * A token says who somebody claims to be, and no more.
 */

const REGISTER = `mutation ($id: String!, $department: String!, $roles: [PartyRole!]!) {
  registerOfficer(id: $id, department: $department, name: "新人", roles: $roles) { id roles } }`;
const NAME = '{"data":{"person":{"name":"李示例"}}';
const LISTS = "{ grants { edges { node { id } } } }";

let office: Office;
let gateway: Replica;
beforeAll(async () => {
  office = await openOffice("register");
  await matters(office).active();
  gateway = await openReplica(office.databaseUrl);
});
afterAll(async () => {
  await gateway.close();
  await office.close();
});

const register = (id: string, department: string, ...roles: string[]) =>
  office.done("security-administrator.data-administration", REGISTER, { id, department, roles });

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
    ["a token for a part of the area", { officer: "owner.human-resources", division: "411102" }, "given"],
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

test("第十一条: a department is registered with its sharing body, and never without one", async () => {
  const DEPARTMENT = `mutation ($body: String!) { registerDepartment(id: "forestry", name: "林业局", sharingBody: $body,
    areaCode: "411100000000") { id sharingBody } }`;
  const by = "security-administrator.data-administration";
  expect(await office.refused(by, DEPARTMENT, { body: " " })).toBe("HUB_APPLICATION_INVALID");
  expect(await office.done(by, DEPARTMENT, { body: "信息中心" })).toEqual({ id: "forestry", sharingBody: "信息中心" });
});
