import { expect, test } from "@jest/globals";
import { type Approval, approvalGap } from "./approval-gap.ts";

const day = (text: string): Date => new Date(`${text}T00:00:00Z`);

const APPROVAL: Approval = {
  approverArea: "411100000000",
  approvedOn: day("2026-10-08"),
  validTo: day("2026-12-31"),
  closedOn: null,
};

const gapOn = (today: string, change: Partial<Approval> = {}) => approvalGap({ ...APPROVAL, ...change }, day(today));

test("保障农民工工资支付条例第四十条: an approval by a municipal head is in force from its day to its last, both included", () => {
  expect(["2026-10-07", "2026-10-08", "2026-12-31", "2027-01-01"].map((today) => gapOn(today))).toEqual([
    "NOT_YET_APPROVED",
    null,
    null,
    "EXPIRED",
  ]);
});

test("保障农民工工资支付条例第四十条: a county's head cannot approve, a province's can", () => {
  const areas = ["411102000000", "411122000000", "411171000000", "410000000000", "411100000000", "", "4111"];
  expect(areas.map((approverArea) => gapOn("2026-10-31", { approverArea }))).toEqual([
    "NOT_MUNICIPAL",
    "NOT_MUNICIPAL",
    "NOT_MUNICIPAL",
    null,
    null,
    "NOT_MUNICIPAL",
    "NOT_MUNICIPAL",
  ]);
});

test("a closed case is no longer looked into from the day of its closing", () => {
  const closedOn = day("2026-10-20");
  expect(["2026-10-19", "2026-10-20", "2027-02-01"].map((today) => gapOn(today, { closedOn }))).toEqual([
    null,
    "CLOSED",
    "CLOSED",
  ]);
});
