import { expect, test } from "@jest/globals";
import { booksOf, cleanSite } from "../example.ts";
import { noTransferOver31Days } from "./no-transfer-over-31-days.ts";

const since = (lastTransferOn: string | null) =>
  cleanSite({ accounts: [{ bank: "示例银行", openedOn: "2026-03-10", labourRatio: 0.2, lastTransferOn }] });

test("the cycle is one month: 31 days pass, 32 do not", () => {
  expect(noTransferOver31Days.evaluate(booksOf(since("2026-08-30")))).toEqual([]);
  expect(noTransferOver31Days.evaluate(booksOf(since("2026-08-29")))).toMatchInlineSnapshot(`
   [
     {
       "evidence": [
         {
           "department": "人社",
           "text": "专户最近一次收到人工费已逾 31 天",
         },
       ],
       "message": "人工费逾 31 天未拨付至专用账户",
     },
   ]
  `);
});

test("an account that never received anything counts from its opening", () => {
  expect(noTransferOver31Days.evaluate(booksOf(since(null)))[0]?.evidence[0]?.text).toBe("专户开立后从未收到人工费");
});

test("a site that is not at work needs no labour costs; without its status, attendance tells", () => {
  const housing = (status: "SUSPENDED" | null) => ({ ...since("2026-06-01"), housing: { status, permits: [] } });
  expect(noTransferOver31Days.evaluate(booksOf(housing("SUSPENDED")))).toEqual([]);
  expect(noTransferOver31Days.evaluate(booksOf(housing(null)))).toHaveLength(1);
  expect(noTransferOver31Days.evaluate(booksOf({ ...housing(null), attendance: [], lines: [] }))).toEqual([]);
});
