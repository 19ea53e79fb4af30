import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { parse } from "yaml";
import { basesIn, usingGap } from "../../schema/law/basis.ts";

const { grants } = parse(readFileSync("demo/sharing/grants.yaml", "utf8")) as {
  readonly grants: readonly { readonly purpose: { readonly code: string; readonly basis: string } }[];
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

test("G2: a trial rests on the duty that all sharing serves, says that its data is invented, and is given nothing by field", () => {
  expect(bases.get("DEVELOPMENT")).toMatch(/^政务数据共享条例第三条第二款（只在示例数据上试用/);
  expect(grants.filter(({ purpose }) => purpose.code === "DEVELOPMENT")).toMatchObject([{ items: {} }]);
});
