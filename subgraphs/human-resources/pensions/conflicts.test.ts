import { expect, test } from "@jest/globals";
import { conflictsOf } from "./conflicts.ts";
import type { PensionFacts } from "./facts.ts";

const DIED = "2026-05-05";
const facts: PensionFacts = {
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

test("a cancellation more than a month after the death is late", () => {
  const cancelled = (cancelledOn: string) => ({
    ...facts,
    cancellations: [{ isDeath: true, diedOn: DIED, cancelledOn }],
  });
  expect(conflictsOf(cancelled("2026-06-05"), DIED)).toEqual([]);
  expect(conflictsOf(cancelled("2026-06-06"), DIED)).toEqual([
    { kind: "LATE_CANCELLATION", text: "户口注销迟于死亡一个月以上" },
  ]);
});

test("somebody verified that the dead was alive", () => {
  const benefits = [{ isPaying: true, lastVerifiedOn: "2026-07-01" }];
  expect(conflictsOf({ ...facts, benefits }, DIED)).toEqual([
    { kind: "VERIFIED_AFTER_DEATH", text: "死亡之后仍有领取资格认证" },
  ]);
});
