import { expect, test } from "@jest/globals";
import { booksOf, cleanSite } from "../example.ts";
import { permitWithoutRoster } from "./permit-without-roster.ts";

const permitted = (issuedOn: string, status: "ONGOING" | "COMPLETED" = "ONGOING") =>
  cleanSite({ roster: [], housing: { status, permits: [{ number: "411102260301010101", issuedOn }] } });

test("a permit older than the time to register, and nobody on the roster", () => {
  expect(permitWithoutRoster.evaluate(booksOf(permitted("2026-08-31")))).toMatchInlineSnapshot(`
   [
     {
       "evidence": [
         {
           "department": "住建",
           "text": "施工许可 411102260301010101 于 2026-08-31 发证",
         },
         {
           "department": "人社",
           "text": "实名制花名册 0 人",
           "workers": 0,
         },
       ],
       "message": "项目已领施工许可，实名制花名册无人登记",
     },
   ]
  `);
});

test("a fresh permit, a finished project, a roster, or no word from 住建: no finding", () => {
  expect(permitWithoutRoster.evaluate(booksOf(permitted("2026-09-01")))).toEqual([]);
  expect(permitWithoutRoster.evaluate(booksOf(permitted("2026-03-01", "COMPLETED")))).toEqual([]);
  expect(permitWithoutRoster.evaluate(booksOf(cleanSite()))).toEqual([]);
  const silent = cleanSite({ roster: [], housing: { status: null, permits: null } });
  expect(permitWithoutRoster.evaluate(booksOf(silent))).toEqual([]);
});
