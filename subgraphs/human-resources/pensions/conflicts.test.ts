import { expect, test } from "@jest/globals";
import { conflictsOf } from "./conflicts.ts";
import type { PensionFacts } from "./facts.ts";

const DIED = "2026-05-05";
const facts: PensionFacts = {
  residence: "RURAL",
  benefits: [{ isPaying: true, lastVerifiedOn: "2026-01-20" }],
  payments: [],
  cancellations: [{ isDeath: true, diedOn: DIED, cancelledOn: "2026-05-12" }],
  cremations: [{ diedOn: DIED, crematedOn: "2026-05-08" }],
};

test("books that agree conflict in nothing", () => {
  expect(conflictsOf(facts, DIED)).toEqual([]);
});

test("cremated but still registered", () => {
  expect(conflictsOf({ ...facts, cancellations: [] }, DIED)).toEqual([
    { kind: "CREMATED_STILL_REGISTERED", text: "民政已有火化登记，公安户口尚未因死亡注销" },
  ]);
  expect(conflictsOf({ ...facts, cancellations: null }, DIED)).toEqual([]);
});

test("dates that disagree", () => {
  const cremations = [{ diedOn: "2026-05-15", crematedOn: "2026-05-18" }];
  expect(conflictsOf({ ...facts, cremations }, DIED)).toEqual([
    { kind: "DATES_DISAGREE", text: "各部门登记的死亡日期不一致" },
  ]);
});

const cancelled = (cancelledOn: string, rest: Partial<PensionFacts> = {}) =>
  conflictsOf({ ...facts, cancellations: [{ isDeath: true, diedOn: DIED, cancelledOn }], ...rest }, DIED).map(
    ({ kind }) => kind,
  );

test("G49: 户口登记条例第八条: in the country a death is reported within a month, which is no 31 days", () => {
  expect(cancelled("2026-06-05")).toEqual([]);
  expect(cancelled("2026-06-06")).toEqual(["LATE_CANCELLATION"]);
  const inFebruary = (cancelledOn: string) =>
    conflictsOf(
      { ...facts, cremations: [], cancellations: [{ isDeath: true, diedOn: "2026-01-31", cancelledOn }] },
      "2026-01-31",
    ).length;
  expect([inFebruary("2026-02-28"), inFebruary("2026-03-01")]).toEqual([0, 1]);
});

test("G49: 户口登记条例第八条: in town a death is reported before the burial; without a burial on record nothing is late", () => {
  expect(cancelled("2026-05-08", { residence: "URBAN" })).toEqual([]);
  expect(cancelled("2026-05-09", { residence: "URBAN" })).toEqual(["LATE_CANCELLATION"]);
  expect(cancelled("2026-08-09", { residence: "URBAN", cremations: [] })).toEqual([]);
  expect(cancelled("2026-08-09", { residence: null })).toEqual([]);
});

test("somebody verified that the dead was alive", () => {
  const benefits = [{ isPaying: true, lastVerifiedOn: "2026-07-01" }];
  expect(conflictsOf({ ...facts, benefits }, DIED)).toEqual([
    { kind: "VERIFIED_AFTER_DEATH", text: "死亡之后仍有领取资格认证" },
  ]);
});
