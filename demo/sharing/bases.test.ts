import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { parse } from "yaml";
import { readDemoIdentities } from "../identities/demo-identities.ts";
import { basesIn, usingGap } from "../../schema/law/basis.ts";

const { grants } = parse(readFileSync("demo/sharing/grants.yaml", "utf8")) as {
  readonly grants: readonly {
    readonly purpose: { readonly code: string; readonly basis: string };
    readonly items: Readonly<Record<string, string>>;
  }[];
};
const bases = new Map(grants.map(({ purpose }) => [purpose.code, purpose.basis]));

test("G1, G4: every purpose of the demo rests on the article of a document in force", () => {
  const gaps = [...bases].map(([code, basis]) => [code, usingGap(basis, "2026-11-26")]);
  expect(gaps.filter(([, gap]) => gap !== null)).toEqual([]);
  const cited = (code: string) =>
    basesIn(bases.get(code) ?? "").map(({ statute, article }) => `${statute.title}${article ?? ""}`);
  expect(cited("PENSION_AUDIT")).toEqual([
    "社会保险经办条例第八条",
    "社会保险经办条例第二十五条",
    "社会保险经办条例第二十六条",
    "社会保险经办条例第四十六条",
  ]);
  expect(cited("AUDIT")).toEqual(["审计法第三十四条", "审计法第三十六条"]);
});

test("G3: supervision by audit is the audit office's, the portal of individuals the data administration's", () => {
  expect(bases.get("AUDIT")).toBe("审计法第三十四条、第三十六条");
  expect(bases.get("COMPLIANCE_AUDIT")).toBe("个人信息保护法第五十四条");
  const departments = new Map(readDemoIdentities().map(({ purpose, department }) => [purpose, department]));
  expect(departments.get("AUDIT")).toBe("audit");
  expect(departments.get("COMPLIANCE_AUDIT")).toBe("data-administration");
  expect(departments.get("SELF_ACCESS")).toBe("data-administration");
});

test("G4, G17: the look at a firm serves one duty: concluded results, no clue that nobody has verified, no warning, no policy", () => {
  expect(
    basesIn(bases.get("FIRM_INSPECTION") ?? "").map(({ statute, article }) => `${statute.title}${article ?? ""}`),
  ).toEqual(["企业信息公示暂行条例第六条", "企业信息公示暂行条例第十四条"]);
  expect(bases.has("ENTERPRISE_360")).toBe(false);
  const given = grants
    .filter(({ purpose }) => purpose.code === "FIRM_INSPECTION")
    .flatMap(({ items }) => Object.keys(items));
  const beyond =
    /^(?:WageWarning|ArrearsClue|PolicyMatch|PolicyCondition)\.|\.(?:wageWarning|arrearsClues|policyMatches)$/;
  expect(given.filter((coordinate) => beyond.test(coordinate))).toEqual([]);
  expect(given.length).toBeGreaterThan(10);
  // Whether a firm runs as it published (第九条) shows by days and bands of its power, not by what it uses.
  const power = grants
    .filter(({ purpose }) => purpose.code === "FIRM_INSPECTION")
    .flatMap(({ items }) => Object.entries(items));
  expect(power.filter(([coordinate]) => coordinate.startsWith("DailyElectricity."))).toEqual([
    ["DailyElectricity.meterDay", "CLEAR"],
    ["DailyElectricity.day", "CLEAR"],
    ["DailyElectricity.charge", "MASKED"],
  ]);
  const question = readFileSync("schema/operations/enterprise-360.graphql", "utf8");
  expect(question.match(/wageWarning|arrearsClues|policyMatches/g)).toBeNull();
});

test("G2: a trial rests on the duty that all sharing serves, says that its data is invented, and is given nothing by field", () => {
  expect(bases.get("DEVELOPMENT")).toMatch(/^政务数据共享条例第三条第二款（只在示例数据上试用/);
  expect(grants.filter(({ purpose }) => purpose.code === "DEVELOPMENT")).toMatchObject([{ items: {} }]);
});
