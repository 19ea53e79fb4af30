import { expect, test } from "@jest/globals";
import { AUGUST, booksOf, cleanSite, withLines, withLeavers, workers } from "../example.ts";
import { leaverNotSettled } from "./leaver-not-settled.ts";

const clue = {
  channel: "12345",
  receivedOn: "2026-09-18",
  workers: 1,
  amount: 480_000,
  status: "IN_PROCESS",
  closedOn: null,
} as const;

const leaving = (count: number) =>
  withLeavers(
    withLines(cleanSite(), workers(count), [AUGUST], () => undefined),
    workers(count),
    "2026-08-20",
  );

test("a leaver without a settlement is found", () => {
  expect(leaverNotSettled.evaluate(booksOf(leaving(1)))).toMatchInlineSnapshot(`
   [
     {
       "evidence": [
         {
           "amount": 720000,
           "department": "人社",
           "month": "2026-08",
           "text": "已离场，欠 1 个月，5000至10000元",
           "workers": 1,
         },
       ],
       "level": "RED",
       "message": "1 名离场工人工资未结清",
     },
   ]
  `);
});

test("a complaint in process makes it yellow, but only for as many as it speaks for", () => {
  const covered = leaverNotSettled.evaluate(booksOf({ ...leaving(1), clues: [clue] }));
  expect(covered.map(({ level, message }) => [level, message])).toEqual([
    ["YELLOW", "1 名离场工人工资未结清，投诉已在办理"],
  ]);
  expect(leaverNotSettled.evaluate(booksOf({ ...leaving(2), clues: [clue] }))[0]?.level).toBe("RED");
  const received = { ...clue, status: "RECEIVED" } as const;
  expect(leaverNotSettled.evaluate(booksOf({ ...leaving(1), clues: [received] }))[0]?.level).toBe("RED");
});

test("a leaver who was paid everything is settled, whatever the roster says", () => {
  expect(leaverNotSettled.evaluate(booksOf(withLeavers(cleanSite(), workers(1), "2026-08-31")))).toEqual([]);
});
