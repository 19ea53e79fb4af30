import { expect, test } from "@jest/globals";
import { booksOf, cleanSite } from "../example.ts";
import { noSpecialAccount } from "./no-special-account.ts";

test("work without an account is found, with what 住建 and 人社 each know", () => {
  expect(noSpecialAccount.evaluate(booksOf(cleanSite({ accounts: [] })))).toMatchInlineSnapshot(`
   [
     {
       "evidence": [
         {
           "department": "住建",
           "text": "施工许可最早发证日期 2026-02-20",
         },
         {
           "department": "人社",
           "text": "工人 2026-03-02 起进场，无专用账户登记",
           "workers": 20,
         },
       ],
       "message": "项目已开工而未开立农民工工资专用账户",
     },
   ]
  `);
});

test("an account may take thirty days, and a finished project needs none", () => {
  const young = cleanSite({
    accounts: [],
    roster: [],
    housing: { status: "ONGOING", permits: [{ number: "1", issuedOn: "2026-09-01" }] },
  });
  expect(noSpecialAccount.evaluate(booksOf(young))).toEqual([]);
  const finished = cleanSite({ accounts: [], housing: { status: "COMPLETED", permits: [] } });
  expect(noSpecialAccount.evaluate(booksOf(finished))).toEqual([]);
});
