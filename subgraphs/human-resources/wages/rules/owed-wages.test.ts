import { describe, expect, test } from "@jest/globals";
import {
  AUGUST,
  booksOf,
  cleanSite,
  DAILY_WAGE,
  DAYS,
  JULY,
  JUNE,
  paidLine,
  unpaidLine,
  withLeavers,
  withLines,
  workers,
} from "../fixtures/example.ts";
import { criminalLine, leaverNotSettled, tenWorkersOwed, twoMonthsOwed } from "./owed-wages.ts";

describe("criminalLine", () => {
  const three = [JUNE, JULY, AUGUST];

  test("G27: 刑法第二百七十六条之一: one worker, three months, 8,000 yuan: an order to pay comes before a transfer", () => {
    expect(criminalLine.evaluate(booksOf(withLines(cleanSite(), workers(1), three, unpaidLine))))
      .toMatchInlineSnapshot(`
   [
     {
       "evidence": [
         {
           "amount": 2160000,
           "department": "人社",
           "month": "2026-06",
           "text": "一名工人被欠 3 个月，2至5万元",
           "workers": 1,
         },
       ],
       "message": "欠薪达到“数额较大”标准，请核查并依法责令限期支付，逾期仍不支付且涉嫌犯罪的，依《保障农民工工资支付条例》第四十一条移送",
     },
   ]
  `);
  });

  test("neither two months nor a small sum over three reach it", () => {
    expect(criminalLine.evaluate(booksOf(withLines(cleanSite(), workers(1), [JULY, AUGUST], unpaidLine)))).toEqual([]);
    const little = withLines(cleanSite(), workers(1), three, (person, month) =>
      paidLine(person, month, { due: 250_000, paid: 0, paidOn: null }),
    );
    expect(criminalLine.evaluate(booksOf(little))).toEqual([]);
  });

  test("ten workers reach it together from 40,000 yuan on", () => {
    const facts = withLines(cleanSite(), workers(10), [AUGUST], unpaidLine);
    expect(criminalLine.evaluate(booksOf(facts))[0]?.evidence.map(({ text }) => text)).toEqual([
      "10 名工人合计被欠5至10万元",
    ]);
    const little = withLines(cleanSite(), workers(10), [AUGUST], (person, month) =>
      paidLine(person, month, { due: 390_000, paid: 0, paidOn: null }),
    );
    expect(criminalLine.evaluate(booksOf(little))).toEqual([]);
  });
});

describe("twoMonthsOwed", () => {
  test("the same worker owed for two months is found", () => {
    const facts = withLines(cleanSite(), workers(1), [JULY, AUGUST], unpaidLine);
    expect(twoMonthsOwed.evaluate(booksOf(facts))).toMatchInlineSnapshot(`
   [
     {
       "evidence": [
         {
           "amount": 1440000,
           "department": "人社",
           "month": "2026-07",
           "text": "1 人被欠 2 个月以上，最长 2 个月，合计1至2万元",
           "workers": 1,
         },
       ],
       "message": "有工人被拖欠工资达 2 个月",
     },
   ]
  `);
  });

  test("two workers owed for one month each are not", () => {
    const july = withLines(cleanSite(), workers(1), [JULY], unpaidLine);
    expect(twoMonthsOwed.evaluate(booksOf(withLines(july, workers(1, 2), [AUGUST], unpaidLine)))).toEqual([]);
  });
});

describe("tenWorkersOwed", () => {
  const shortOf = (count: number) =>
    withLines(cleanSite(), workers(count), [AUGUST], (person, month) =>
      paidLine(person, month, { paid: DAYS * DAILY_WAGE * 0.95 }),
    );

  test("ten workers are enough, however little each is owed", () => {
    expect(tenWorkersOwed.evaluate(booksOf(shortOf(10)))).toMatchInlineSnapshot(`
   [
     {
       "evidence": [
         {
           "amount": 360000,
           "department": "人社",
           "text": "10 人被欠工资，合计2000至5000元",
           "workers": 10,
         },
       ],
       "message": "被欠工资的工人达到 10 人",
     },
   ]
  `);
  });

  test("nine are not", () => {
    expect(tenWorkersOwed.evaluate(booksOf(shortOf(9)))).toEqual([]);
  });
});

describe("leaverNotSettled", () => {
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
           "text": "已退场，欠 1 个月，5000至10000元",
           "workers": 1,
         },
       ],
       "level": "RED",
       "message": "1 名退场工人工资未结清",
     },
   ]
  `);
  });

  test("a complaint in process makes it yellow, but only for as many as it speaks for", () => {
    const covered = leaverNotSettled.evaluate(booksOf({ ...leaving(1), clues: [clue] }));
    expect(covered.map(({ level, message }) => [level, message])).toEqual([
      ["YELLOW", "1 名退场工人工资未结清，投诉已在办理"],
    ]);
    expect(leaverNotSettled.evaluate(booksOf({ ...leaving(2), clues: [clue] }))[0]?.level).toBe("RED");
    const received = { ...clue, status: "RECEIVED" } as const;
    expect(leaverNotSettled.evaluate(booksOf({ ...leaving(1), clues: [received] }))[0]?.level).toBe("RED");
  });

  test("a leaver who was paid everything is settled, whatever the roster says", () => {
    expect(leaverNotSettled.evaluate(booksOf(withLeavers(cleanSite(), workers(1), "2026-08-31")))).toEqual([]);
  });
});
