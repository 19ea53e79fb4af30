import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Context } from "../../subgraphs/sharing/builder.ts";
import { ConcurrentChange } from "../../subgraphs/sharing/workflow/matter.ts";
import { perform } from "../../subgraphs/sharing/workflow/perform.ts";
import type { PersonStep } from "../../subgraphs/sharing/workflow/step.ts";
import { TAKEN_BY_PERSONS } from "../../subgraphs/sharing/workflow/state-machine.ts";
import { namesPerson } from "../../schema/names-person.ts";
import { openOffice, type Office } from "./office.ts";
import { APPLICATION, matters, STEPS } from "./steps.ts";

const CITIZEN = "11010519491231002X";

let office: Office;
beforeAll(async () => {
  office = await openOffice("arguments");
});
afterAll(() => office.close());

const lastEvent = () => office.database.sharingEvent.findFirstOrThrow({ orderBy: { id: "desc" } });

const DEMAND = `mutation ($title: String!, $reason: String!) { fileDemand(title: $title, reason: $reason) { id } }`;

describe("R9: an attempt that cannot be written leaves a reduced record", () => {
  test.each([
    ["NUL", "社区\u0000矫正"],
    ["600 KB", "矫".repeat(200_000)],
    ["half a character", "社区\ud800"],
    ["an escape sequence", "社区\u001b[2J"],
  ])("%s", async (_, title) => {
    expect(await office.refused("applicant.human-resources", DEMAND, { title, reason: "需要" })).toBe(
      "HUB_APPLICATION_INVALID",
    );
    expect(await lastEvent()).toMatchObject({
      action: "FILE_DEMAND",
      matterId: "new",
      officer: "applicant.human-resources",
      before: null,
      after: null,
      detail: { refused: "HUB_APPLICATION_INVALID", field: "title" },
    });
    expect(office.events.at(-1)).toMatchObject({ action: "FILE_DEMAND", detail: { field: "title" } });
  });

  test("a matter that does not exist", async () => {
    expect(await office.refused("owner.public-security", STEPS.suspendGrant, { id: "G999999" })).toBe("HUB_NOT_FOUND");
    expect(await lastEvent()).toMatchObject({
      action: "SUSPEND",
      matterId: "new",
      detail: { refused: "HUB_NOT_FOUND" },
    });
  });
});

describe("R10: no citizen number reaches the record, whoever writes it and whatever becomes of the step", () => {
  const NUMBERS = [
    CITIZEN,
    "110105194912310021",
    "１１０１０５１９４９１２３１００２Ｘ",
    "110105 19491231 002x",
    "110105-1949-12-31-0021",
  ];

  test.each(NUMBERS)("%s in a reason", async (number) => {
    const id = await matters(office).active();
    const SUSPEND = `mutation ($id: ID!, $reason: String!) { suspendGrant(grant: $id, reason: $reason) { id } }`;
    const variables = { id, reason: `查询了${number}的住址` };
    for (const officer of ["owner.public-security", "applicant.housing"]) {
      expect(await office.refused(officer, SUSPEND, variables)).toBe("HUB_APPLICATION_INVALID");
    }
  });

  test("in the id of a matter, an officer, an app or a target", async () => {
    const OFFICER = `mutation ($id: String!) { registerOfficer(id: $id, department: "housing", name: "新人", roles: []) { id } }`;
    const STOP = `mutation ($id: String!) { emergencyStop(kind: APP, target: $id, reason: "疑似泄露") { id } }`;
    for (const step of [STEPS.revokeGrant, STEPS.liftStop, OFFICER, STOP]) {
      const answer = await office.refused("security-administrator.housing", step, { id: CITIZEN });
      expect(answer).toBe("HUB_APPLICATION_INVALID");
    }
    const item = { coordinate: CITIZEN, outcome: "CLEAR" };
    const input = { ...APPLICATION, items: [item] };
    expect(await office.refused("applicant.human-resources", STEPS.submitApplication, { input })).toBe(
      "HUB_APPLICATION_INVALID",
    );
  });

  test("and none stands in what was recorded", async () => {
    const rows = await office.database.sharingEvent.findMany();
    const recorded = JSON.stringify([rows.map(({ matterId, detail }) => [matterId, detail]), office.events]);
    for (const number of NUMBERS) expect(recorded).not.toContain(number);
    expect(namesPerson(recorded)).toBe(false);
  });

  test.each([
    "漯政〔2026〕1号",
    "91110000802100433B",
    "2026年11月25日",
    createHash("sha256").update("a").digest("hex"),
  ])("%s is nobody's number", (text) => {
    expect(namesPerson(text)).toBe(false);
  });
});

describe("R11: other numbers by which a person is reached stand in no text either, and an odd refusal leaves a record", () => {
  test.each(["致电13812345678核实", "＋８６ 138-1234-5678", "账户6222021234567890123"])("%s", async (title) => {
    expect(await office.refused("applicant.human-resources", DEMAND, { title, reason: "需要" })).toBe(
      "HUB_APPLICATION_INVALID",
    );
    expect(
      JSON.stringify(await lastEvent(), (_, value: unknown) => (typeof value === "bigint" ? "" : value)),
    ).not.toMatch(/13812345678|6222021234567890123/);
  });

  test.each(["漯人社〔2026〕12号", "0395-3131234", "202611250001", "2026-11-25 09:00"])(
    "%s is nobody's",
    async (title) => {
      expect(await office.refused("applicant.human-resources", DEMAND, { title, reason: "需要" })).toBe("allowed");
    },
  );

  test.each([
    ["stranger@housing", "stranger", "HUB_OFFICER_UNKNOWN"],
    ["owner.housing@enterprise", "owner.housing", "HUB_OFFICER_UNKNOWN"],
    [`${CITIZEN}@housing`, "unknown", "HUB_OFFICER_UNKNOWN"],
  ])("of %s", async (officer, recorded, refused) => {
    expect(await office.refused(officer, DEMAND, { title: "t", reason: "r" })).toBe(refused);
    const told = { action: "FILE_DEMAND", matterId: "new", officer: recorded, after: null, detail: { refused } };
    expect(await lastEvent()).toMatchObject(told);
    expect(office.events.at(-1)).toMatchObject({ officer: recorded, change: { after: null } });
  });

  test("of a failure, and of a step that five times found another before it", async () => {
    const step = TAKEN_BY_PERSONS.find(({ action }) => action === "FILE_DEMAND") as PersonStep;
    const envelope = { app: "desk", department: "housing", officer: "owner.housing" } as NonNullable<
      Context["envelope"]
    >;
    const attempt = async (error: Error): Promise<unknown> => {
      const failing: PersonStep = { ...step, prepare: () => Promise.reject(error) };
      await expect(perform({ database: office.database, envelope }, failing, {})).rejects.toThrow();
      return (await lastEvent()).detail;
    };
    expect(await attempt(new Error("a bug"))).toEqual({ refused: "FAILED" });
    expect(await attempt(new ConcurrentChange())).toEqual({ refused: "HUB_CONFLICT" });
  });
});

/** How those arguments are described that a program reads. */
const DOCUMENTS = ["超图", "电子表格", "source.yaml 全文", "子图的 SDL", "与其他子图组合而成的超图"];

describe("R12: every text, number and list of every mutation is bounded", () => {
  const all = TAKEN_BY_PERSONS.flatMap(({ mutation, args }) =>
    Object.entries(args).map(([name, argument]) => [`${mutation}.${name}`, argument] as const),
  );

  test.each(all.filter(([, { type }]) => type === "String" || type === "ID"))("%s", (_, argument) => {
    expect(() => argument.read("it", "a".repeat(21_000_000))).toThrow("it: expected");
    expect(() => argument.read("it", "a\u0000")).toThrow("it: expected");
    if (DOCUMENTS.some((words) => argument.description.startsWith(words))) return;
    expect(() => argument.read("it", CITIZEN)).toThrow("it: expected");
  });

  test.each(all.filter(([, { type }]) => Array.isArray(type)))("%s", (_, argument) => {
    expect(() =>
      argument.read(
        "it",
        Array.from({ length: 5_001 }, () => null),
      ),
    ).toThrow("it: expected at most");
  });

  test("numbers", () => {
    for (const [name, argument] of all.filter(([, { type }]) => type === "Int")) {
      // Nothing may be left to classify; of everything else there is one at least.
      const least = name === "profileSource.unclassified" ? 0 : 1;
      expect(() => argument.read("it", least - 1)).toThrow(`it: expected ${least} to`);
      expect(() => argument.read("it", 2 ** 31 - 1)).toThrow(`it: expected ${least} to`);
    }
  });
});

describe("S12: an application is bounded in everything that it states", () => {
  test.each([
    ["a text of 950 KB", { scenario: "核".repeat(320_000) }],
    ["a term to the year 9999", { validTo: "9999-01-01T00:00:00Z" }],
    ["a term of eleven years", { validTo: "2037-11-02T00:00:00Z" }],
    ["a foreign division", { rowScope: ["110105"] }],
    ["a foreign division among others", { rowScope: ["4111", "44"] }],
    ["G23: the province, by a department of the city", { rowScope: ["41"] }],
    ["the workflow's own purpose", { purposeCode: "DATA_SHARING" }],
    ["quotas without end", { requestsPerDay: 2_000_000_000 }],
  ])("%s is refused", async (_, change) => {
    const input = { ...APPLICATION, ...change };
    expect(await office.refused("applicant.human-resources", STEPS.submitApplication, { input })).toBe(
      "HUB_APPLICATION_INVALID",
    );
  });

  test.each([["4111"], ["411100000000"], ["411102003"], ["411102003201004"]])(
    "rows in %s can be asked for",
    async (division) => {
      const input = { ...APPLICATION, rowScope: [division] };
      expect(await office.refused("applicant.human-resources", STEPS.submitApplication, { input })).toBe("allowed");
    },
  );
});

describe("R8: what is late cannot be cured", () => {
  const STATISTICS = `{ sharingStatistics(from: "2026-01-01", to: "2028-01-01") {
    department reviews answeredInTime answeredLate overdue } }`;
  const overdueOf = async (department: string): Promise<number> => {
    const all = await office.done<{ department: string; overdue: number }[]>("auditor.housing", STATISTICS);
    return all.find((one) => one.department === department)?.overdue ?? 0;
  };

  test("neither by telling what is missing, nor by consent to an extension asked for in time", async () => {
    office.at("2026-11-02T09:00");
    const id = await matters(office).received();
    const extension = await matters(office).extension();
    const update = await matters(office).extendedUpdate();
    office.at("2026-12-01T09:00");
    expect(await office.refused("owner.public-security", STEPS.tellIncomplete, { id })).toBe(
      "HUB_STEP_REFUSED WRONG_STATE",
    );
    const consent = { id: extension, consent: true };
    expect(await office.refused("authority.data-administration", STEPS.answerExtension, consent)).toBe(
      "HUB_STEP_REFUSED WRONG_STATE",
    );
    expect(
      await office.refused("authority.data-administration", STEPS.answerUpdateExtension, { id: update, consent: true }),
    ).toBe("HUB_STEP_REFUSED WRONG_STATE");
    expect(
      await office.refused("authority.data-administration", STEPS.answerExtension, { ...consent, consent: false }),
    ).toBe("allowed");
  });

  test("nor by withdrawing what was overdue: the statistics keep it", async () => {
    office.at("2026-11-02T09:00");
    const id = await matters(office).received();
    office.at("2026-12-01T09:00");
    const before = await overdueOf("public-security");
    await office.done("applicant.human-resources", STEPS.withdrawApplication, { id });
    expect(await overdueOf("public-security")).toBe(before);
  });

  test("a review that was withdrawn in time does not become overdue", async () => {
    const other = await openOffice("arguments_withdrawn");
    const id = await matters(other).received();
    await other.done("applicant.human-resources", STEPS.withdrawApplication, { id });
    other.at("2027-11-01T09:00");
    const counted = await other.done<{ reviews: number; overdue: number }[]>("auditor.housing", STATISTICS);
    expect(counted).toMatchObject([{ department: "public-security", reviews: 1, overdue: 0 }]);
    await other.close();
  });
});

test("R18: who was suspended is terminated all the same after giving up; nobody else is", async () => {
  office.at("2026-11-02T09:00");
  const all = matters(office);
  const suspended = await all.suspended();
  await office.done("applicant.human-resources", STEPS.relinquishGrant, { id: suspended });
  expect(await office.done("reviewer.public-security", STEPS.terminateGrant, { id: suspended })).toMatchObject({
    state: "TERMINATED",
  });
  const given = await all.active();
  await office.done("applicant.human-resources", STEPS.relinquishGrant, { id: given });
  expect(await office.refused("reviewer.public-security", STEPS.terminateGrant, { id: given })).toBe(
    "HUB_STEP_REFUSED WRONG_STATE",
  );
});
