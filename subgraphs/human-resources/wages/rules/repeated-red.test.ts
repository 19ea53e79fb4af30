import { expect, test } from "@jest/globals";
import { booksOf, cleanSite } from "../example.ts";
import { repeatedRed } from "./repeated-red.ts";

const books = booksOf(cleanSite());

test("two in a row are joint enforcement, with what each was for", () => {
  const reds = { now: ["一成以上出勤工人无工资发放记录"], before: ["拖欠十人以上工资"] };
  expect(repeatedRed.evaluate({ ...books, reds })).toMatchInlineSnapshot(`
   [
     {
       "evidence": [
         {
           "department": "人社",
           "text": "上月末：拖欠十人以上工资",
         },
         {
           "department": "人社",
           "text": "本期：一成以上出勤工人无工资发放记录",
         },
       ],
       "message": "上月末与本期均为红色预警，建议启动联合执法",
     },
   ]
  `);
});

test("one is not", () => {
  expect(repeatedRed.evaluate({ ...books, reds: { now: ["甲"], before: [] } })).toEqual([]);
  expect(repeatedRed.evaluate({ ...books, reds: { now: [], before: ["甲"] } })).toEqual([]);
});
