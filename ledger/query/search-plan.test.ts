import { expect, test } from "@jest/globals";
import { chooseIndex } from "./search-plan.ts";

const span = { first: "2026-11-01T00:00:00.000Z", last: "2026-11-30T00:00:00.000Z" };
const chosen = (matches: number, alone: object, filter = {}) => {
  const { lead, order } = chooseIndex({ ...span, matches, alone: { all: 400_000, ...alone } }, filter, 51);
  return [lead, order.includes("interval") ? "collected" : "walked"];
};

test("common matches are met by walking along the narrowest condition", () => {
  expect(chosen(400_000, {})).toEqual([undefined, "walked"]);
  expect(chosen(2_000, { app: 20_000, department: 100_000 })).toEqual(["app", "walked"]);
  expect(chosen(90_000, { department: 100_000, terms: 390_000 })).toEqual(["department", "walked"]);
});

test("a rare term is collected, however common the other condition is", () => {
  expect(chosen(6, { purpose: 58_000, terms: 41 })).toEqual(["terms", "collected"]);
  expect(chosen(3, { officer: 1_300, terms: 20_000 })).toEqual(["officer", "walked"]);
});

test("a decision leads only where it has an index", () => {
  expect(chosen(300, { decision: 300 }, { decision: "FAILED" })).toEqual(["decision", "walked"]);
  expect(chosen(300_000, { decision: 300_000 }, { decision: "PARTIAL" })).toEqual([undefined, "walked"]);
});
