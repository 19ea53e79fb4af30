import { expect, test } from "@jest/globals";
import { AUGUST, booksOf, cleanSite, paidLine, unpaidLine, withLines, withRoster, workers } from "../example.ts";
import { monthUnpaid } from "./month-unpaid.ts";

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
