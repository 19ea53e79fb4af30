import { expect, test } from "@jest/globals";
import { decideDestitute, type SupportedPerson, type SupportStandards } from "./decide-destitute.ts";
import { DESTITUTE_RULES } from "./destitute-rules.ts";

const AS_OF = new Date("2026-10-31");
const standards: SupportStandards = { basic: 88_400, care: 21_000, subsistence: 49_000 };
const old: SupportedPerson = {
  ground: "ELDERLY",
  bornOn: new Date("1950-03-01"),
  selfCare: "FULL",
  supporters: "NONE",
  monthlyIncome: 12_300,
  basicAmount: 88_400,
  careAmount: 0,
  disabilities: [],
};
const told = (more: Partial<SupportedPerson>, at: Partial<SupportStandards> = {}) => {
  const { decision, lines } = decideDestitute({ ...old, ...more }, { ...standards, ...at }, DESTITUTE_RULES, AS_OF);
  return [decision, lines.filter(({ holds }) => holds !== true).map(({ code }) => code)];
};

test("G47: 社会救助暂行办法第十四条: who is old, has no source of living and nobody to support them is supported", () => {
  expect(told({})).toEqual(["IN_ORDER", []]);
  expect(told({ supporters: "UNABLE" })).toEqual(["IN_ORDER", []]);
  expect(told({ supporters: "ABLE" })).toEqual(["ENDS", ["SUPPORTERS"]]);
  expect(told({ monthlyIncome: 48_999 })).toEqual(["IN_ORDER", []]);
  expect(told({ monthlyIncome: 49_000 })).toEqual(["ENDS", ["INCOME"]]);
  expect(told({ monthlyIncome: null })).toEqual(["UNDECIDED", ["INCOME"]]);
  expect(told({}, { subsistence: null })).toEqual(["UNDECIDED", ["INCOME"]]);
  expect(told({ bornOn: new Date("1966-11-01") })).toEqual(["ENDS", ["GROUND"]]);
  expect(told({ bornOn: new Date("1966-10-31") })).toEqual(["IN_ORDER", []]);
});

test("G47: 特困人员认定办法第五条: a child until the sixteenth birthday, a disabled person by category and grade", () => {
  expect(told({ ground: "MINOR", bornOn: new Date("2010-11-01") })).toEqual(["IN_ORDER", []]);
  expect(told({ ground: "MINOR", bornOn: new Date("2010-10-31") })).toEqual(["ENDS", ["GROUND"]]);
  const disabled = (category: string, grade: number) =>
    told({ ground: "DISABLED", bornOn: new Date("1980-01-01"), disabilities: [{ category, grade }] })[0];
  expect([disabled("MENTAL", 3), disabled("PHYSICAL", 2), disabled("VISUAL", 1)]).toEqual(Array(3).fill("IN_ORDER"));
  expect([disabled("MENTAL", 4), disabled("PHYSICAL", 3), disabled("VISUAL", 2)]).toEqual(Array(3).fill("ENDS"));
  expect(disabled("HEARING", 1)).toBe("ENDS");
});

test("G47: 社会救助暂行办法第十五条: the basic amount and the care of who cannot look after themselves have standards of their own", () => {
  expect(told({ basicAmount: 68_000 })).toEqual(["SHORT", ["BASIC"]]);
  expect(told({ selfCare: "NONE" })).toEqual(["SHORT", ["CARE"]]);
  expect(told({ selfCare: "PARTIAL", careAmount: 21_000 })).toEqual(["IN_ORDER", []]);
  expect(told({ selfCare: "NONE" }, { care: null })).toEqual(["UNDECIDED", ["CARE"]]);
  // Conditions first: who is no longer entitled is not paid more.
  expect(told({ supporters: "ABLE", basicAmount: 0 })).toEqual(["ENDS", ["SUPPORTERS", "BASIC"]]);
});

test("an explanation tells an income by its band alone", () => {
  const { lines } = decideDestitute(old, standards, DESTITUTE_RULES, AS_OF);
  expect(lines.find(({ code }) => code === "INCOME")).toMatchObject({ fact: "不足500元", limit: "< 490元" });
});
