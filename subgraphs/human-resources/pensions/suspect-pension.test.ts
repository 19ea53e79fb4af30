import { expect, test } from "@jest/globals";
import type { PensionFacts } from "./facts.ts";
import { suspectPension } from "./suspect-pension.ts";

const PENSION = 286_000;
const months = (last: number) =>
  Array.from({ length: last }, (_, index) => ({
    payMonth: `2026-${String(index + 1).padStart(2, "0")}`,
    paid: PENSION,
  }));

const alive: PensionFacts = {
  residence: "RURAL",
  benefits: [{ isPaying: true, lastVerifiedOn: "2026-01-20" }],
  payments: months(10),
  cancellations: [],
  cremations: [],
};
const death = { isDeath: true, diedOn: "2026-05-05", cancelledOn: "2026-05-12" };

test("nobody knows of a death: no suspicion", () => {
  expect(suspectPension(alive)).toBeNull();
  expect(suspectPension({ ...alive, cancellations: [{ ...death, isDeath: false }] })).toBeNull();
});

test("paid on after a death: the month of death is due, every later one is overpaid", () => {
  expect(suspectPension({ ...alive, cancellations: [death] })).toMatchInlineSnapshot(`
   {
     "conflicts": [],
     "earliestDeathOn": "2026-05-05",
     "evidence": [
       {
         "department": "公安",
         "on": "2026-05-05",
         "text": "因死亡注销户口，登记有死亡日期",
       },
     ],
     "finding": "SUSPECTED",
     "isStillPaying": true,
     "missing": [],
     "overpaidAmount": 1430000,
     "overpaidMonths": [
       "2026-06",
       "2026-07",
       "2026-08",
       "2026-09",
       "2026-10",
     ],
   }
  `);
});

test("the earliest date on record counts", () => {
  const cremations = [{ diedOn: "2026-04-30", crematedOn: "2026-05-03" }];
  const suspicion = suspectPension({ ...alive, cancellations: [death], cremations });
  expect(suspicion).toMatchObject({ earliestDeathOn: "2026-04-30", overpaidAmount: 6 * PENSION });
  expect(suspicion?.conflicts.map(({ kind }) => kind)).toEqual(["DATES_DISAGREE"]);
});

test("stopped in time: no suspicion; stopped too late: what was paid is still to be looked into", () => {
  const stopped = { ...alive, benefits: [{ isPaying: false, lastVerifiedOn: null }], cancellations: [death] };
  expect(suspectPension({ ...stopped, payments: months(5) })).toBeNull();
  expect(suspectPension({ ...stopped, payments: months(7) })).toMatchObject({
    isStillPaying: false,
    overpaidMonths: ["2026-06", "2026-07"],
  });
});

test("still paying without a payment yet is a suspicion: the next one is on its way", () => {
  expect(suspectPension({ ...alive, payments: months(5), cancellations: [death] })).toMatchObject({
    overpaidMonths: [],
    overpaidAmount: 0,
    isStillPaying: true,
  });
});

test("two pensions for one month are two payments and one month", () => {
  const payments = [...months(6), ...months(6)];
  expect(suspectPension({ ...alive, payments, cancellations: [death] })).toMatchObject({
    overpaidMonths: ["2026-06"],
    overpaidAmount: 2 * PENSION,
  });
});

test("a department whose data did not come is told", () => {
  expect(suspectPension({ ...alive, cancellations: [death], cremations: null })?.missing).toEqual(["民政"]);
});

test("G50: 社会保险经办条例第八条: no answer is not no suspicion: while money goes out the finding is unknown", () => {
  for (const silent of [{ cancellations: null }, { cremations: null }, { cancellations: null, cremations: null }])
    expect(suspectPension({ ...alive, ...silent })).toMatchObject({
      finding: "UNKNOWN",
      earliestDeathOn: null,
      overpaidMonths: [],
      overpaidAmount: 0,
    });
  expect(suspectPension({ ...alive, cancellations: null, cremations: null })?.missing).toEqual(["公安", "民政"]);
  const stopped = { ...alive, benefits: [{ isPaying: false, lastVerifiedOn: null }] };
  expect(suspectPension({ ...stopped, cancellations: null, cremations: null })).toBeNull();
});
