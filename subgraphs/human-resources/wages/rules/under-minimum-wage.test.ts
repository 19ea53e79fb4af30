import { expect, test } from "@jest/globals";
import { AUGUST, booksOf, cleanSite, paidLine, withAttendance, withLines, withRoster, workers } from "../example.ts";
import { underMinimumWage } from "./under-minimum-wage.ts";

const everybody = workers(20);
const lowPaid = (due: number) =>
  withLines(cleanSite(), everybody, [AUGUST], (person, month) => paidLine(person, month, { due, paid: due }));

test("a mean under the minimum wage of the place is found", () => {
  expect(underMinimumWage.evaluate(booksOf(lowPaid(144_000)))).toMatchInlineSnapshot(`
   [
     {
       "evidence": [
         {
           "amount": 144000,
           "department": "人社",
           "month": "2026-08",
           "text": "2026年8月满勤 20 人，人均应发1000至2000元，当地最低工资 2,100 元",
           "workers": 20,
         },
       ],
       "message": "2026年8月工资表人均低于当地最低工资标准",
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
