import { describe, expect, test } from "@jest/globals";
import {
  AUGUST,
  booksOf,
  cleanSite,
  DAILY_WAGE,
  DAYS,
  paidLine,
  unpaidLine,
  withLines,
  withRoster,
  workers,
} from "../fixtures/example.ts";
import {
  monthUnpaid,
  monthUnpaidThroughAccount,
  paidByAnotherSite,
  paidLate,
  partlyPaid,
  tenPercentWithoutPay,
} from "./unpaid-months.ts";

describe("monthUnpaidThroughAccount", () => {
  const everybody = workers(20);

  test("clean books are not warned of", () => {
    expect(monthUnpaidThroughAccount.evaluate(booksOf(cleanSite()))).toEqual([]);
  });

  test("a month without a payroll is found, with how many worked for what", () => {
    const facts = withLines(cleanSite(), everybody, [AUGUST], () => undefined);
    expect(monthUnpaidThroughAccount.evaluate(booksOf(facts))).toMatchInlineSnapshot(`
   [
     {
       "evidence": [
         {
           "amount": 14400000,
           "department": "人社",
           "month": "2026-08",
           "text": "2026年8月出勤 20 人，应发10至20万元，经专户发放 0 元",
           "workers": 20,
         },
       ],
       "message": "2026年8月工资至次月底未经专用账户发放",
     },
   ]
  `);
  });

  test("a month paid past the account is found as well", () => {
    const facts = withLines(cleanSite(), everybody, [AUGUST], (person, month) =>
      paidLine(person, month, { viaSpecialAccount: false }),
    );
    expect(monthUnpaidThroughAccount.evaluate(booksOf(facts))[0]?.evidence[0]?.text).toBe(
      "2026年8月出勤 20 人，应发10至20万元，经专户发放 0 元，经其他渠道10至20万元",
    );
  });

  test("some paid through the account is another rule's matter, and so is a project without one", () => {
    const some = withLines(cleanSite(), workers(19), [AUGUST], () => undefined);
    expect(monthUnpaidThroughAccount.evaluate(booksOf(some))).toEqual([]);
    const none = withLines(cleanSite({ accounts: [] }), everybody, [AUGUST], () => undefined);
    expect(monthUnpaidThroughAccount.evaluate(booksOf(none))).toEqual([]);
  });

  test("a month for which nobody is owed anything is not warned of", () => {
    const left = withRoster(cleanSite(), everybody, { leftOn: "2026-08-02", settledOn: "2026-08-05" });
    const facts = withLines(left, everybody, [AUGUST], () => undefined);
    expect(monthUnpaidThroughAccount.evaluate(booksOf(facts))).toEqual([]);
  });
});

describe("tenPercentWithoutPay", () => {
  test("a tenth of those who attended reaches the line", () => {
    const facts = withLines(cleanSite(), workers(2), [AUGUST], () => undefined);
    expect(tenPercentWithoutPay.evaluate(booksOf(facts))).toMatchInlineSnapshot(`
   [
     {
       "evidence": [
         {
           "amount": 1440000,
           "department": "人社",
           "month": "2026-08",
           "text": "2026年8月出勤 20 人，其中 2 人无发放记录，占 10%",
           "workers": 2,
         },
       ],
       "message": "出勤而无工资发放记录的工人达到 10%",
     },
   ]
  `);
  });

  test("one in twenty does not", () => {
    const facts = withLines(cleanSite(), workers(1), [AUGUST], () => undefined);
    expect(tenPercentWithoutPay.evaluate(booksOf(facts))).toEqual([]);
  });
});

describe("monthUnpaid", () => {
  test("one worker without a month's wages is enough", () => {
    const facts = withLines(cleanSite(), workers(1), [AUGUST], unpaidLine);
    expect(monthUnpaid.evaluate(booksOf(facts))).toMatchInlineSnapshot(`
   [
     {
       "evidence": [
         {
           "amount": 720000,
           "department": "人社",
           "month": "2026-08",
           "text": "2026年8月有 1 人未收到任何工资",
           "workers": 1,
         },
       ],
       "message": "至次月底仍有工人整月工资未发",
     },
   ]
  `);
  });

  test("a month paid in part, or a leaver's, is another rule's matter", () => {
    const partly = withLines(cleanSite(), workers(1), [AUGUST], (person, month) =>
      paidLine(person, month, { paid: 100 }),
    );
    expect(monthUnpaid.evaluate(booksOf(partly))).toEqual([]);
    const left = withRoster(withLines(cleanSite(), workers(1), [AUGUST], unpaidLine), workers(1), {
      leftOn: "2026-08-30",
    });
    expect(monthUnpaid.evaluate(booksOf(left))).toEqual([]);
  });

  test("wages that are not due yet are not owed", () => {
    const facts = withLines(cleanSite({ asOf: "2026-09-29" }), workers(20), [AUGUST], unpaidLine);
    expect(monthUnpaid.evaluate(booksOf(facts))).toEqual([]);
  });
});

describe("partlyPaid", () => {
  test("four fifths of one worker's wages are not all of them", () => {
    const facts = withLines(cleanSite(), workers(1), [AUGUST], (person, month) =>
      paidLine(person, month, { paid: DAYS * DAILY_WAGE * 0.8 }),
    );
    expect(partlyPaid.evaluate(booksOf(facts))).toMatchInlineSnapshot(`
   [
     {
       "evidence": [
         {
           "amount": 144000,
           "department": "人社",
           "month": "2026-08",
           "text": "2026年8月出勤 20 人，足额发放 19 人（95%），差额1000至2000元",
           "workers": 1,
         },
       ],
       "message": "有出勤工人工资未足额发放",
     },
   ]
  `);
  });

  test("clean books are not warned of", () => {
    expect(partlyPaid.evaluate(booksOf(cleanSite()))).toEqual([]);
  });
});

describe("paidLate", () => {
  const paidOn = (day: string, payrollPaidOn = day) =>
    withLines(cleanSite(), workers(3), [AUGUST], (person, month) =>
      paidLine(person, month, { paidOn: day, payrollPaidOn }),
    );
  const asOf = "2026-10-10";

  test("G33: wages that came after the due date are late, and counted", () => {
    expect(paidLate.evaluate(booksOf({ ...paidOn("2026-10-02"), asOf }))).toEqual([
      {
        message: "2026年8月工资迟发",
        evidence: [
          {
            department: "人社",
            text: "2026年8月有 3 人的工资迟于应发日期发放；累计迟发 1 个月、3 人次",
            month: AUGUST,
            workers: 3,
          },
        ],
      },
    ]);
  });

  test("a payroll that went to the bank in time is not late, and what is owed is the matter of other rules", () => {
    expect(paidLate.evaluate(booksOf({ ...paidOn("2026-10-02", "2026-09-29"), asOf }))).toEqual([]);
    expect(paidLate.evaluate(booksOf({ ...paidOn("2026-09-30"), asOf }))).toEqual([]);
    const halves = withLines(cleanSite({ asOf }), workers(1), [AUGUST], (person, month) =>
      paidLine(person, month, { paid: 100_000, paidOn: "2026-10-02", payrollPaidOn: "2026-10-02" }),
    );
    expect(paidLate.evaluate(booksOf(halves))).toEqual([]);
  });

  test("G32: the day that was agreed with the worker is the due date", () => {
    const agreed = withRoster(paidOn("2026-09-25"), workers(3), { payDay: { day: 20, inSameMonth: false } });
    expect(paidLate.evaluate(booksOf(agreed))).toHaveLength(1);
    expect(paidLate.evaluate(booksOf(paidOn("2026-09-25")))).toEqual([]);
  });
});

describe("paidByAnotherSite", () => {
  test("G30: days that another site's payroll pays are not owed, and show that a special account pays for two sites", () => {
    const attendance = cleanSite().attendance.map((row) =>
      row.person === "worker-01" && row.month === AUGUST ? { ...row, days: 6 } : row,
    );
    const facts = withLines(cleanSite({ attendance }), workers(1), [AUGUST], () => undefined);
    const books = booksOf({
      ...facts,
      attendanceElsewhere: [{ person: "worker-01", month: AUGUST, days: 18 }],
      payElsewhere: [{ person: "worker-01", month: AUGUST, days: 24, paidOn: "2026-09-15" }],
    });
    expect(books.owed).toEqual([]);
    expect(paidByAnotherSite.evaluate(books)).toEqual([
      {
        message: "本项目工人的工资由另一项目发放，专用账户应专款专用",
        evidence: [
          {
            department: "人社",
            text: "2026年8月有 1 人在本项目的出勤由另一项目的工资表计发",
            month: AUGUST,
            workers: 1,
          },
        ],
      },
    ]);
    expect(paidByAnotherSite.evaluate(booksOf(cleanSite()))).toEqual([]);
  });
});
