import { describe, expect, test } from "@jest/globals";
import {
  AUGUST,
  booksOf,
  cleanSite,
  JULY,
  MONTHS,
  paidLine,
  withAttendance,
  withLines,
  withRoster,
  workers,
} from "../fixtures/example.ts";
import {
  payrollUnsigned,
  singleWorkerOverMonthMax,
  singleWorkerOverYearMax,
  underMinimumWage,
} from "./payroll-amounts.ts";

describe("underMinimumWage", () => {
  const everybody = workers(20);
  const lowPaid = (due: number) =>
    withLines(cleanSite(), everybody, [AUGUST], (person, month) => paidLine(person, month, { due, paid: due }));

  test("G37: one worker under the minimum wage is found, whatever the mean of the payroll, overtime left out", () => {
    const one = (due: number, overtime: number) =>
      withLines(cleanSite(), workers(1), [AUGUST], (person, month) =>
        paidLine(person, month, { due, paid: due, overtime }),
      );
    expect(underMinimumWage.evaluate(booksOf(one(230_000, 50_000)))).toEqual([
      {
        message: "2026年8月有 1 名工人工资低于当地最低工资标准",
        evidence: [
          {
            department: "人社",
            text: "2026年8月满勤 20 人，其中 1 人应发（不含加班工资）低于当地最低工资 2,100 元，最低1000至2000元",
            month: AUGUST,
            amount: 180_000,
            workers: 1,
          },
        ],
      },
    ]);
    expect(underMinimumWage.evaluate(booksOf(one(230_000, 20_000)))).toEqual([]);
  });

  test("a payroll under the minimum wage of the place is found", () => {
    expect(underMinimumWage.evaluate(booksOf(lowPaid(144_000)))).toMatchInlineSnapshot(`
   [
     {
       "evidence": [
         {
           "amount": 144000,
           "department": "人社",
           "month": "2026-08",
           "text": "2026年8月满勤 20 人，其中 20 人应发（不含加班工资）低于当地最低工资 2,100 元，最低1000至2000元",
           "workers": 20,
         },
       ],
       "message": "2026年8月有 20 名工人工资低于当地最低工资标准",
     },
   ]
  `);
  });

  test("the minimum depends on where the project lies", () => {
    const facts = lowPaid(205_000);
    expect(underMinimumWage.evaluate(booksOf({ ...facts, wageClass: 1 }))).toHaveLength(1);
    expect(underMinimumWage.evaluate(booksOf({ ...facts, wageClass: 2 }))).toEqual([]);
  });

  test("leave, entering and leaving make a month low without making the wage low", () => {
    const low = lowPaid(144_000);
    const onLeave = withAttendance(low, everybody, [AUGUST], { days: 8, leaveDays: 16 });
    expect(underMinimumWage.evaluate(booksOf(onLeave))).toEqual([]);
    expect(underMinimumWage.evaluate(booksOf(withRoster(low, everybody, { enteredOn: "2026-08-20" })))).toEqual([]);
    expect(underMinimumWage.evaluate(booksOf(withRoster(low, everybody, { leftOn: "2026-08-10" })))).toEqual([]);
  });
});

describe("singleWorkerOverMonthMax", () => {
  const paying = (due: number, month: string) =>
    withLines(cleanSite(), workers(1), [month], (person) => paidLine(person, month, { due, paid: due }));

  test("more than the maximum in the newest due month is found", () => {
    expect(singleWorkerOverMonthMax.evaluate(booksOf(paying(5_800_000, AUGUST)))).toMatchInlineSnapshot(`
   [
     {
       "evidence": [
         {
           "amount": 5800000,
           "department": "人社",
           "month": "2026-08",
           "text": "2026年8月有 1 人单月应发超过 50,000 元，最高5至10万元",
           "workers": 1,
         },
       ],
       "message": "单人单月工资超过 50,000 元，工资表可能不实",
     },
   ]
  `);
  });

  test("exactly the maximum is not, nor is a month that was looked at before", () => {
    expect(singleWorkerOverMonthMax.evaluate(booksOf(paying(5_000_000, AUGUST)))).toEqual([]);
    expect(singleWorkerOverMonthMax.evaluate(booksOf(paying(5_800_000, JULY)))).toEqual([]);
  });

  test("back pay on top of a month's wages does not count", () => {
    const facts = cleanSite();
    const back = paidLine("worker-01", AUGUST, { due: 5_800_000, paid: 5_800_000, isBackPay: true });
    expect(singleWorkerOverMonthMax.evaluate(booksOf({ ...facts, lines: [...facts.lines, back] }))).toEqual([]);
  });
});

describe("singleWorkerOverYearMax", () => {
  const paying = (due: number) =>
    withLines(cleanSite(), workers(1), MONTHS, (person, month) => paidLine(person, month, { due, paid: due }));

  test("months under the maximum can make a year over it", () => {
    expect(singleWorkerOverYearMax.evaluate(booksOf(paying(8_000_000)))).toMatchInlineSnapshot(`
   [
     {
       "evidence": [
         {
           "amount": 32000000,
           "department": "人社",
           "text": "2026年有 1 人累计应发超过 300,000 元，最高20至50万元",
           "workers": 1,
         },
       ],
       "message": "单人全年工资超过 300,000 元，工资表可能不实",
     },
   ]
  `);
  });

  test("exactly the maximum is not over it, and another year's wages do not count", () => {
    expect(singleWorkerOverYearMax.evaluate(booksOf(paying(7_500_000)))).toEqual([]);
    expect(singleWorkerOverYearMax.evaluate(booksOf({ ...paying(8_000_000), asOf: "2027-01-31" }))).toEqual([]);
  });
});

describe("payrollUnsigned", () => {
  const signedBy = (count: number, months: readonly string[], signed: boolean | null) =>
    booksOf(withLines(cleanSite(), workers(count), months, (person, month) => paidLine(person, month, { signed })));

  test("保障农民工工资支付条例第三十一条: the worker's own signature stands on the payroll, or it is found, however fully it was paid", () => {
    expect(payrollUnsigned.evaluate(signedBy(3, [JULY, AUGUST], false))).toEqual([
      {
        message: "2 个月的工资支付表未经农民工本人签字确认",
        evidence: [
          { department: "人社", text: "2026年7月工资支付表 3 人未签字", month: JULY, workers: 3 },
          { department: "人社", text: "2026年8月工资支付表 3 人未签字", month: AUGUST, workers: 3 },
        ],
      },
    ]);
    expect(payrollUnsigned.evaluate(booksOf(cleanSite()))).toEqual([]);
  });

  test("what nobody recorded is no missing signature, and a month that has not fallen due is not looked at", () => {
    expect(payrollUnsigned.evaluate(signedBy(3, [AUGUST], null))).toEqual([]);
    expect(payrollUnsigned.evaluate(signedBy(3, ["2026-09"], false))).toEqual([]);
  });
});
