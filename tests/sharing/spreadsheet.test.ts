import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { setImmediate } from "node:timers/promises";
import ExcelJS from "exceljs";
import type { GraphQLError } from "graphql";
import type { Context } from "../../subgraphs/sharing/builder.ts";
import { catalogueOfFile } from "../../subgraphs/sharing/catalogue/load-catalogue.ts";
import { DESCRIPTION_STEPS } from "../../subgraphs/sharing/steps/catalogue.ts";
import { ConcurrentChange } from "../../subgraphs/sharing/workflow/matter.ts";
import { perform } from "../../subgraphs/sharing/workflow/perform.ts";
import type { PersonStep } from "../../subgraphs/sharing/workflow/step.ts";
import { packed, readDirectory, unpacked } from "../../subgraphs/kit/workbook/zip.ts";
import { openOffice, type Office } from "./office.ts";
import { STEPS } from "./steps.ts";

const view = catalogueOfFile()();

let office: Office;
beforeAll(async () => {
  office = await openOffice("spreadsheet");
});
afterAll(() => office.close());

const SHEET = `query ($of: String) { catalogueSpreadsheet(department: $of) }`;
const IMPORT = `mutation ($spreadsheet: String!) { importCatalogue(spreadsheet: $spreadsheet) { id described differing } }`;
const AUTHORITY = "authority.data-administration";

/** Hands a sheet in; by the head's consent and the authority's audit it comes into force. */
const published = async (department: string, spreadsheet: string): Promise<object> => {
  const { id, ...told } = await office.done<{ id: string }>(`owner.${department}`, IMPORT, { spreadsheet });
  await office.done(`reviewer.${department}`, STEPS.approveCatalogueDescription, { id });
  await office.done(AUTHORITY, STEPS.auditCatalogueDescription, { id, approve: true });
  return told;
};

const edited = async (edit: (sheet: ExcelJS.Worksheet) => void, of = "public-security"): Promise<string> => {
  const workbook = new ExcelJS.Workbook();
  const file = Buffer.from(String(await office.done<unknown>("applicant.housing", SHEET, { of })), "base64");
  await workbook.xlsx.load(file as never);
  const [sheet] = workbook.worksheets;
  if (sheet) edit(sheet);
  return Buffer.from(await workbook.xlsx.writeBuffer()).toString("base64");
};

/** Fills in one dataset's rows; `share` widens a classification, which must not be taken over. */
const describePeople = (sheet: ExcelJS.Worksheet, share?: string): void => {
  sheet.eachRow((row) => {
    if (!row.getCell(1).text.startsWith("Person.")) return;
    row.getCell(8).value = "服务接口";
    row.getCell(9).value = "限法定职责所需";
    if (share && row.getCell(1).text === "Person.address") row.getCell(7).value = share;
    if (row.getCell(1).text === "Person.name") row.getCell(13).value = "别的主题";
  });
};

test("goes out, comes back with what the schema does not say, and never changes what it does", async () => {
  const owned = await edited((sheet) => {
    const others: number[] = [];
    sheet.eachRow((row, number) => {
      const item = view.catalogue.items.get(row.getCell(1).text);
      if (number > 1 && item?.owner !== "public-security") others.push(number);
    });
    for (const number of others.reverse()) sheet.spliceRows(number, 1);
    describePeople(sheet, "无条件共享");
  });
  expect(await published("public-security", owned)).toEqual({
    described: ["Person"],
    differing: ["Person.address", "Person.name"],
  });
  const ITEM = `{ catalogItem(coordinate: "Person.address") { theme updateCycle sharingMethod conditions share } }`;
  expect(await office.done("applicant.housing", ITEM)).toEqual({
    theme: "人口",
    updateCycle: "REAL_TIME",
    sharingMethod: "服务接口",
    conditions: "限法定职责所需",
    share: "CONDITIONAL",
  });
  expect(await office.refused("owner.housing", IMPORT, { spreadsheet: owned })).toBe(
    "HUB_STEP_REFUSED WRONG_DEPARTMENT",
  );
  expect(await office.refused("applicant.housing", IMPORT, { spreadsheet: owned })).toBe("HUB_STEP_REFUSED WRONG_ROLE");
});

/** Keeps the rows of one department, and says one thing of all that it has in people's data. */
const describedBy = (owner: string, conditions: string): Promise<string> =>
  edited((sheet) => {
    const others: number[] = [];
    sheet.eachRow((row, number) => {
      const item = view.catalogue.items.get(row.getCell(1).text);
      if (number === 1) return;
      if (item?.owner !== owner || item.typeName !== "Person") others.push(number);
      else row.getCell(9).value = conditions;
    });
    for (const number of others.reverse()) sheet.spliceRows(number, 1);
  }, "");

test("G9: 第十二条、第十三条、第十六条: a description is in force once its head consents and the authority audits it, and not before", async () => {
  const told = async (): Promise<unknown> =>
    office.done("applicant.housing", `{ catalogItem(coordinate: "Person.address") { conditions } }`);
  const before = await told();
  const spreadsheet = await describedBy("public-security", "须经本局局长办公会批准方可使用");
  const { id } = await office.done<{ id: string }>("owner.public-security", IMPORT, { spreadsheet });
  expect(await told()).toEqual(before);
  expect(await office.refused(AUTHORITY, STEPS.auditCatalogueDescription, { id, approve: true })).toBe(
    "HUB_STEP_REFUSED WRONG_STATE",
  );
  await office.done("reviewer.public-security", STEPS.approveCatalogueDescription, { id });
  expect(await told()).toEqual(before);
  // 第十五条: what would obstruct sharing is refused, with the authority's opinion, and never comes into force.
  const REFUSE = `mutation ($id: ID!) { auditCatalogueDescription(description: $id, approve: false,
    opinion: "以使用条件增设审批，阻碍共享（第十五条）") { state opinion owner auditedBy } }`;
  expect(await office.done(AUTHORITY, REFUSE, { id })).toEqual({
    state: "REFUSED",
    opinion: "以使用条件增设审批，阻碍共享（第十五条）",
    owner: "public-security",
    auditedBy: AUTHORITY,
  });
  expect(await told()).toEqual(before);
  const seen = `{ catalogueDescriptions(first: 50) { edges { node { id state } } } }`;
  const list = async (officer: string) => {
    const { edges } = await office.done<{ edges: { node: { id: string; state: string } }[] }>(officer, seen);
    return edges.filter(({ node }) => node.id === id).map(({ node }) => node.state);
  };
  expect([await list("reviewer.public-security"), await list("reviewer.housing")]).toEqual([["REFUSED"], []]);
});

test("R7: of a type that several departments share, each describes its own part alone", async () => {
  const told = async (coordinate: string): Promise<unknown> =>
    office.done("applicant.housing", `{ catalogItem(coordinate: "${coordinate}") { owner conditions } }`);
  const theirs = await describedBy("human-resources", "=任何部门均可使用");
  expect(await published("human-resources", theirs)).toMatchObject({ described: ["Person"] });
  const ours = { owner: "public-security", conditions: "限法定职责所需" };
  expect(await told("Person.address")).toEqual(ours);
  const pension = { owner: "human-resources", conditions: "=任何部门均可使用" };
  expect(await told("Person.pensionBenefits")).toEqual(pension);
  // Out again: behind an apostrophe, which goes when the sheet comes back.
  const again = await edited((sheet) => {
    const cells: string[] = [];
    sheet.getColumn(9).eachCell((cell) => cells.push(cell.text));
    expect(cells).toContain("'=任何部门均可使用");
  }, "");
  // Several departments in one sheet are nobody's to describe, and the authority describes none.
  expect(await office.refused(AUTHORITY, IMPORT, { spreadsheet: again })).toBe("HUB_STEP_REFUSED WRONG_ROLE");
  expect(await office.refused("owner.human-resources", IMPORT, { spreadsheet: again })).toBe(
    "HUB_STEP_REFUSED WRONG_DEPARTMENT",
  );
  expect([await told("Person.pensionBenefits"), await told("Person.address")]).toEqual([pension, ours]);
  expect(await office.refused("owner.public-security", IMPORT, { spreadsheet: theirs })).toBe(
    "HUB_STEP_REFUSED WRONG_DEPARTMENT",
  );
});

test("what is no workbook, lacks a heading or contradicts itself is refused by name", async () => {
  const refused = (spreadsheet: string): Promise<string> =>
    office.refused("owner.public-security", IMPORT, { spreadsheet });
  expect(await refused(Buffer.from("not a workbook").toString("base64"))).toBe("HUB_APPLICATION_INVALID");
  expect(await refused(Buffer.alloc(3_000_000).toString("base64"))).toBe("HUB_APPLICATION_INVALID");
  const headless = await edited((sheet) => {
    sheet.getRow(1).getCell(13).value = "其他";
  });
  expect(await refused(headless)).toBe("HUB_APPLICATION_INVALID");
  const twice = await edited((sheet) => {
    sheet.getRow(1).getCell(2).value = sheet.getRow(1).getCell(9).value;
  });
  expect(await refused(twice)).toBe("HUB_APPLICATION_INVALID");
  const nameless = await edited((sheet) => {
    sheet.getRow(2).getCell(1).value = "";
  });
  expect(await refused(nameless)).toBe("HUB_APPLICATION_INVALID");
  const numbered = await edited((sheet) => {
    sheet.getRow(2).getCell(9).value = "经办人 11010519491231002X";
  });
  expect(await refused(numbered)).toBe("HUB_APPLICATION_INVALID");
  const contradicting = await edited((sheet) => {
    sheet.getRow(2).getCell(9).value = "只此一行";
  });
  expect(await refused(contradicting)).toBe("HUB_APPLICATION_INVALID");
});

test("R1: while an owner hands in a workbook that merges every cell there is, everybody else is answered", async () => {
  const file = Buffer.from(String(await office.done<unknown>("applicant.housing", SHEET)), "base64");
  const parts: { name: string; content: string }[] = [];
  for (const entry of readDirectory(file).values()) {
    const pieces: Buffer[] = [];
    for await (const piece of unpacked(file, entry, { bytes: 10_000_000 })) pieces.push(piece);
    parts.push({ name: entry.name, content: Buffer.concat(pieces).toString("utf8") });
  }
  const merges = '</sheetData><mergeCells><mergeCell ref="A3:XFD1048576"/></mergeCells>';
  const hostile = parts.map(({ name, content }) => ({ name, content: content.replace("</sheetData>", merges) }));
  const spreadsheet = packed(hostile).toString("base64");
  let answered = 0;
  let slowest = 0;
  const refused = office.as("owner.public-security", IMPORT, { spreadsheet });
  const isDone = refused.then(() => true);
  while (!(await Promise.race([isDone, setImmediate(false)]))) {
    const begin = performance.now();
    await office.done("applicant.housing", "{ __typename }");
    slowest = Math.max(slowest, performance.now() - begin);
    answered += 1;
  }
  expect((await refused).errors?.map(({ message }) => message)).toEqual([
    "spreadsheet: mergeCells is not allowed in the sheet",
  ]);
  expect(answered).toBeGreaterThan(0);
  expect(slowest).toBeLessThan(200);
});

describe("R1: a workbook is read before the step's transaction, which waits for no file", () => {
  const { DESCRIBE_CATALOGUE } = DESCRIPTION_STEPS;
  /** The import, telling when its file is read and its transaction begins; it meets a conflict before it is taken. */
  const told = async (officer: string): Promise<readonly string[]> => {
    const order: string[] = [];
    let conflicts = 2;
    const step: PersonStep = {
      ...DESCRIBE_CATALOGUE,
      ahead: (raw) => {
        order.push("read");
        return DESCRIBE_CATALOGUE.ahead?.(raw) ?? Promise.resolve();
      },
      prepare: (reading, raw, ahead) => {
        order.push("transaction");
        if ((conflicts -= 1) > 0) throw new ConcurrentChange();
        return DESCRIBE_CATALOGUE.prepare(reading, raw, ahead);
      },
    };
    const envelope = { app: "desk", department: "public-security", officer } as NonNullable<Context["envelope"]>;
    const spreadsheet = await edited((sheet) => {
      describePeople(sheet);
    });
    const result = await perform({ database: office.database, envelope }, step, { spreadsheet }).catch(
      (error: unknown) => (error as GraphQLError).extensions["reason"],
    );
    return [...order, JSON.stringify(result)];
  };

  test("once, however often the step is tried", async () => {
    const [read, first, second, result] = await told("owner.public-security");
    expect([read, first, second]).toEqual(["read", "transaction", "transaction"]);
    expect(JSON.parse(result ?? "")).toMatchObject({ state: "PROPOSED", differing: ["Person.name"] });
  });

  test("not at all for an officer who may not import", async () => {
    expect(await told("applicant.public-security")).toEqual(["transaction", "transaction", '"WRONG_ROLE"']);
  });
});
