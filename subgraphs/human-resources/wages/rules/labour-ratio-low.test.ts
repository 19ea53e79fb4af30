import { expect, test } from "@jest/globals";
import { booksOf, cleanSite } from "../example.ts";
import { labourRatioLow } from "./labour-ratio-low.ts";

const agreed = (labourRatio: number) =>
  cleanSite({ accounts: [{ bank: "示例银行", openedOn: "2026-03-10", labourRatio, lastTransferOn: "2026-09-12" }] });

test("less than the customary share is found, the share itself is not", () => {
  expect(labourRatioLow.evaluate(booksOf(agreed(0.15)))).toMatchInlineSnapshot(`
   [
     {
       "evidence": [
         {
           "department": "人社",
           "text": "约定人工费占合同价 10至20%，参考比例 20%",
         },
       ],
       "message": "约定人工费比例低于参考比例",
     },
   ]
  `);
  expect(labourRatioLow.evaluate(booksOf(agreed(0.2)))).toEqual([]);
});
