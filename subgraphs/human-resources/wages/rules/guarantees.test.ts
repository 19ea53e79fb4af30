import { describe, expect, test } from "@jest/globals";
import { AUGUST, booksOf, cleanSite, unpaidLine, withLines, workers } from "../fixtures/example.ts";
import {
  accountClosedEarly,
  accountOpenedLate,
  depositExpired,
  depositMissing,
  depositShort,
  labourCycleTooLong,
  labourRatioLow,
  noPaymentGuarantee,
  noSpecialAccount,
  noTransferOver31Days,
} from "./guarantees.ts";

describe("noSpecialAccount", () => {
  test("work without an account is found, with what 住建 and 人社 each know", () => {
    expect(noSpecialAccount.evaluate(booksOf(cleanSite({ accounts: [] })))).toMatchInlineSnapshot(`
   [
     {
       "evidence": [
         {
           "department": "住建",
           "text": "施工合同 2026-02-10 签订",
         },
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
       "message": "施工合同签订或开工已逾开户期限，未开立农民工工资专用账户",
     },
   ]
  `);
  });

  const without = (contractSignedOn: string | null, issuedOn: string) =>
    cleanSite({
      accounts: [],
      roster: [],
      housing: {
        status: "ONGOING",
        permits: [{ number: "1", issuedOn, contractSignedOn, paymentGuarantee: true, labourCycleDays: 30 }],
      },
    });

  test("G28: the thirty days run from the construction contract, and from the permit only where its day is unknown", () => {
    const found = (contractSignedOn: string | null, issuedOn: string) =>
      noSpecialAccount.evaluate(booksOf(without(contractSignedOn, issuedOn))).length;
    expect(found("2026-08-31", "2026-06-01")).toBe(0);
    expect(found("2026-08-30", "2026-09-20")).toBe(1);
    expect(found(null, "2026-08-31")).toBe(0);
    expect(found(null, "2026-08-30")).toBe(1);
  });

  test("a finished project needs none", () => {
    const finished = cleanSite({ accounts: [], housing: { status: "COMPLETED", permits: [] } });
    expect(noSpecialAccount.evaluate(booksOf(finished))).toEqual([]);
  });
});

describe("noTransferOver31Days", () => {
  const since = (lastTransferOn: string | null) =>
    cleanSite({
      accounts: [
        {
          bank: "示例银行",
          openedOn: "2026-03-10",
          labourRatio: 0.2,
          lastTransferOn,
          publicisedOn: null,
          closedOn: null,
        },
      ],
    });

  test("G41: 保障农民工工资支付条例第二十七条: the cycle is one month: 31 days pass, 32 do not", () => {
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
       "message": "人工费逾 31 天未拨付至专用账户，请核实开户银行是否已通知施工总承包单位、该单位是否已报告",
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

describe("accountOpenedLate", () => {
  const openedOn = (day: string, status: "ONGOING" | "COMPLETED" = "ONGOING") => {
    const site = cleanSite();
    return cleanSite({
      accounts: site.accounts.map((account) => ({ ...account, openedOn: day })),
      housing: { ...site.housing, status },
    });
  };

  test("G28: an account that was opened on the 31st day after the contract is late, on the 30th it is not", () => {
    expect(accountOpenedLate.evaluate(booksOf(openedOn("2026-03-12")))).toEqual([]);
    expect(accountOpenedLate.evaluate(booksOf(openedOn("2026-03-13")))).toEqual([
      {
        message: "专用账户未在施工合同签订后 30 日内开立",
        evidence: [
          { department: "住建", text: "施工合同 2026-02-10 签订" },
          { department: "人社", text: "专用账户 2026-03-13 开立，逾期 1 天" },
        ],
      },
    ]);
    expect(accountOpenedLate.evaluate(booksOf(openedOn("2026-03-13", "COMPLETED")))).toEqual([]);
  });
});

describe("depositMissing", () => {
  const without = (issuedOn: string | null, contractSignedOn: string | null = null) =>
    cleanSite({
      deposits: [],
      housing: {
        status: "ONGOING",
        permits: [{ number: "1", issuedOn, contractSignedOn, paymentGuarantee: true, labourCycleDays: 30 }],
      },
    });
  const found = (...dates: Parameters<typeof without>) => depositMissing.evaluate(booksOf(without(...dates))).length;

  test("G29: the deposit may take twenty working days from the permit, holidays left out", () => {
    // Twenty working days before 2026-09-30: 25 September is a holiday (中秋), 20 September is worked.
    expect(found("2026-09-02")).toBe(0);
    expect(found("2026-09-01")).toBe(1);
    expect(depositMissing.evaluate(booksOf(without("2026-02-20")))).toEqual([
      {
        message: "未按期存储工资保证金",
        evidence: [
          { department: "住建", text: "应于 2026-03-20 前存储（领取施工许可证或签订施工合同后 20 个工作日）" },
          { department: "人社", text: "无工资保证金或免予存储登记" },
        ],
      },
    ]);
  });

  test("G29: work without a permit counts from the contract; without either day nothing is claimed", () => {
    expect(found(null, "2026-02-10")).toBe(1);
    expect(found(null, null)).toBe(0);
  });

  test("G29: an exempt site, and one that 人社 does not know, have nothing to store", () => {
    const exempt = { amount: 0, requiredAmount: 0, validTo: "2027-12-31", isExempt: true };
    const site = without("2026-02-20");
    expect(depositMissing.evaluate(booksOf({ ...site, deposits: [exempt] }))).toEqual([]);
    expect(depositShort.evaluate(booksOf({ ...site, deposits: [exempt] }))).toEqual([]);
    expect(depositMissing.evaluate(booksOf({ ...site, accounts: [] }))).toEqual([]);
  });
});

describe("depositShort", () => {
  const deposit = (amount: number) => ({
    amount,
    requiredAmount: 1_000_000,
    validTo: "2027-12-31",
    isExempt: false,
  });

  test("less than what has to be deposited is found", () => {
    expect(depositShort.evaluate(booksOf(cleanSite({ deposits: [deposit(600_000)] })))).toMatchInlineSnapshot(`
   [
     {
       "evidence": [
         {
           "amount": 600000,
           "department": "人社",
           "text": "应存储1至2万元，已存储5000至10000元",
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

  test("no deposit at all is the matter of another rule", () => {
    expect(depositShort.evaluate(booksOf(cleanSite({ deposits: [] })))).toEqual([]);
  });
});

describe("depositExpired", () => {
  const deposit = (validTo: string) => ({ amount: 1_000_000, requiredAmount: 1_000_000, validTo, isExempt: false });

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
    cleanSite({
      accounts: [
        {
          bank: "示例银行",
          openedOn: "2026-03-10",
          labourRatio,
          lastTransferOn: "2026-09-12",
          publicisedOn: null,
          closedOn: null,
        },
      ],
    });

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

describe("accountClosedEarly", () => {
  const [open] = cleanSite().accounts;
  const closed = (
    publicisedOn: string | null,
    status: "ONGOING" | "COMPLETED" | null,
    closedOn: string | null = "2026-09-20",
  ) => {
    const { permits } = cleanSite().housing;
    return cleanSite({
      housing: { status, permits },
      accounts: open ? [{ ...open, publicisedOn, closedOn }] : [],
    });
  };
  const found = (site: ReturnType<typeof closed>) => accountClosedEarly.evaluate(booksOf(site));

  test("保障农民工工资支付条例第二十七条: thirty days of publicity pass first, and the work is done", () => {
    expect(found(closed("2026-08-21", "COMPLETED"))).toEqual([]);
    expect(found(closed("2026-08-22", "COMPLETED"))).toEqual([
      {
        message: "农民工工资专用账户 2026-09-20 注销，不符合注销条件",
        evidence: [{ department: "人社", text: "公示 2026-08-22，至注销不足 30 日" }],
      },
    ]);
    expect(found(closed(null, "COMPLETED"))[0]?.evidence).toEqual([{ department: "人社", text: "无完工公示记录" }]);
    expect(found(closed("2026-08-01", "ONGOING"))[0]?.evidence).toEqual([{ department: "住建", text: "工程尚未完工" }]);
    expect(found(closed("2026-08-01", null))).toEqual([]);
    expect(found(closed(null, "ONGOING", null))).toEqual([]);
  });

  test("保障农民工工资支付条例第二十七条: while wages are owed it is a grave matter, however long it was public", () => {
    const owed = withLines(closed("2026-06-01", "COMPLETED"), workers(3), [AUGUST], unpaidLine);
    expect(found(owed)).toEqual([
      {
        level: "RED",
        message: "农民工工资专用账户 2026-09-20 注销，不符合注销条件",
        evidence: [{ department: "人社", text: "尚有拖欠的农民工工资", workers: 3 }],
      },
    ]);
  });
});

const permitted = (change: object) => {
  const { status, permits } = cleanSite().housing;
  return booksOf(
    cleanSite({ housing: { status, permits: permits?.map((permit) => ({ ...permit, ...change })) ?? null } }),
  );
};

describe("noPaymentGuarantee", () => {
  test("保障农民工工资支付条例第二十四条: a developer without a guarantee of payment is found; what 住建 did not record is not claimed", () => {
    expect(noPaymentGuarantee.evaluate(permitted({ paymentGuarantee: false }))).toEqual([
      {
        message: "建设单位未向施工单位提供工程款支付担保",
        evidence: [{ department: "住建", text: "施工许可 411102260301010101 无支付担保" }],
      },
    ]);
    expect(noPaymentGuarantee.evaluate(permitted({ paymentGuarantee: true }))).toEqual([]);
    expect(noPaymentGuarantee.evaluate(permitted({ paymentGuarantee: null }))).toEqual([]);
  });
});

describe("labourCycleTooLong", () => {
  test("保障农民工工资支付条例第二十四条: labour costs are agreed to come within a month: 31 days are one, 32 are not", () => {
    const found = (labourCycleDays: number | null) =>
      labourCycleTooLong.evaluate(permitted({ labourCycleDays })).length;
    expect([found(30), found(31), found(32), found(null)]).toEqual([0, 0, 1, 0]);
    expect(labourCycleTooLong.evaluate(permitted({ labourCycleDays: 60 }))[0]?.evidence).toEqual([
      { department: "住建", text: "施工许可 411102260301010101 所附合同约定 60 日一拨" },
    ]);
  });
});
