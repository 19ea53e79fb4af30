import { expect, test } from "@jest/globals";
import { AUGUST, booksOf, cleanSite, paidLine, withLines, withRoster, workers } from "../example.ts";
import { monthUnpaidThroughAccount } from "./month-unpaid-through-account.ts";

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
