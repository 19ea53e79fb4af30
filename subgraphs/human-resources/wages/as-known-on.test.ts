import { expect, test } from "@jest/globals";
import { asKnownOn } from "./as-known-on.ts";
import { AUGUST, cleanSite, withRoster, workers } from "./fixtures/example.ts";

const facts = withRoster(
  cleanSite({
    clues: [
      { channel: "信访", receivedOn: "2026-08-05", workers: 1, amount: 1, status: "CLOSED", closedOn: "2026-09-20" },
      { channel: "信访", receivedOn: "2026-09-21", workers: 1, amount: 1, status: "RECEIVED", closedOn: null },
    ],
    contractor: {
      creditCode: "91411100MA00000000",
      abnormalListings: [
        { listedOn: "2026-08-01", removedOn: "2026-09-10" },
        { listedOn: "2026-09-11", removedOn: null },
      ],
      taxCredits: [],
    },
  }),
  workers(1),
  { leftOn: "2026-09-12", settledOn: "2026-09-14" },
);
const known = asKnownOn(facts, "2026-08-31");

test("payments, exits and complaints of later days have not happened", () => {
  expect(known.lines.filter(({ month }) => month === AUGUST).every(({ paidOn }) => paidOn === null)).toBe(true);
  expect(known.lines.filter(({ month }) => month === "2026-07").every(({ paidOn }) => paidOn !== null)).toBe(true);
  expect(known.attendance.some(({ month }) => month > AUGUST)).toBe(false);
  expect(known.roster[0]).toMatchObject({ leftOn: null, settledOn: null });
  expect(known.clues.map(({ status }) => status)).toEqual(["IN_PROCESS"]);
  expect(known.contractor?.abnormalListings).toEqual([{ listedOn: "2026-08-01", removedOn: null }]);
  expect(known.accounts[0]?.lastTransferOn).toBe("2026-08-31");
});

test("receipts can be followed a little further than the day", () => {
  const followed = asKnownOn(facts, "2026-08-31", "2026-09-15");
  expect(followed.lines.filter(({ month }) => month === AUGUST).every(({ paidOn }) => paidOn !== null)).toBe(true);
});

test("an account or a permit of later days does not exist", () => {
  const before = asKnownOn(facts, "2026-02-01");
  expect(before.accounts).toEqual([]);
  expect(before.housing.permits).toEqual([]);
  expect(before.roster).toEqual([]);
});
