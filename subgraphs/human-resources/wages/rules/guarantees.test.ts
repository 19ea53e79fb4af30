import { describe, expect, test } from "@jest/globals";
import { booksOf, cleanSite } from "../fixtures/example.ts";
import { depositExpired, depositShort, labourRatioLow, noSpecialAccount, noTransferOver31Days } from "./guarantees.ts";

describe("noSpecialAccount", () => {
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
});

describe("noTransferOver31Days", () => {
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
});

describe("depositShort", () => {
  const deposit = (amount: number) => ({ amount, requiredAmount: 1_000_000, validTo: "2027-12-31" });

  test("less than what has to be deposited is found", () => {
    expect(depositShort.evaluate(booksOf(cleanSite({ deposits: [deposit(600_000)] })))).toMatchInlineSnapshot(`
   [
     {
       "evidence": [
         {
           "amount": 600000,
           "department": "人社",
           "text": "应缴存1至2万元，已缴存5000至10000元",
         },
       ],
       "message": "工资保证金不足，差额2000至5000元",
     },
   ]
  `);
  });

  test("several deposits count together", () => {
    expect(depositShort.evaluate(booksOf(cleanSite({ deposits: [deposit(600_000), deposit(400_000)] })))).toEqual([]);
  });

  test("no deposit at all is found", () => {
    expect(depositShort.evaluate(booksOf(cleanSite({ deposits: [] })))[0]?.message).toBe("未缴存工资保证金");
    expect(depositShort.evaluate(booksOf(cleanSite({ deposits: [], accounts: [] })))).toEqual([]);
  });
});

describe("depositExpired", () => {
  const deposit = (validTo: string) => ({ amount: 1_000_000, requiredAmount: 1_000_000, validTo });

  test("a deposit that ran out yesterday is found, one that runs out today is not", () => {
    expect(depositExpired.evaluate(booksOf(cleanSite({ deposits: [deposit("2026-09-30")] })))).toEqual([]);
    expect(depositExpired.evaluate(booksOf(cleanSite({ deposits: [deposit("2026-09-29")] })))).toMatchInlineSnapshot(`
   [
     {
       "evidence": [
         {
           "department": "人社",
           "text": "登记的保证金均已过有效期",
         },
       ],
       "message": "工资保证金已到期",
     },
   ]
  `);
  });

  test("a later deposit takes the place of the one that ran out", () => {
    const renewed = cleanSite({ deposits: [deposit("2026-06-30"), deposit("2027-06-30")] });
    expect(depositExpired.evaluate(booksOf(renewed))).toEqual([]);
  });
});

describe("labourRatioLow", () => {
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
});
