import { expect, test } from "@jest/globals";
import { basesIn, endOfBasis, isInForce, keepingGap, usingGap } from "./basis.ts";
import { STATUTES } from "./statutes.ts";

const cited = (text: string) => basesIn(text).map(({ statute, article }) => [statute.title, article]);

test("G1: a basis is a document and its articles, by its title or its number", () => {
  expect(cited("保障农民工工资支付条例第二十四条、第二十九条、人社部发〔2021〕53号；限额见预警阈值表")).toEqual([
    ["保障农民工工资支付条例", "第二十四条"],
    ["保障农民工工资支付条例", "第二十九条"],
    ["工程建设领域农民工工资专用账户管理暂行办法", null],
  ]);
  expect(cited("刑法第二百七十六条之一、法释〔2013〕3号第三条")).toEqual([
    ["刑法", "第二百七十六条之一"],
    ["关于审理拒不支付劳动报酬刑事案件适用法律若干问题的解释", "第三条"],
  ]);
  expect(cited("《政务数据共享条例》（国务院令第809号）第三条第二款")).toEqual([["政务数据共享条例", "第三条第二款"]]);
  expect(cited("本局规定")).toEqual([]);
});

test("every document is named once, begins before it ends, and is read in one of three ways", () => {
  const names = STATUTES.flatMap(({ title, number }) => (number === null ? [title] : [title, number]));
  expect(new Set(names).size).toBe(names.length);
  for (const { validFrom, validTo, reading } of STATUTES) {
    expect(validFrom).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(validTo === null || validTo > validFrom).toBe(true);
    expect(["T", "S", "M"]).toContain(reading);
  }
});

test("G1: a document is in force from its first day to its last", () => {
  const statute = { ...(STATUTES[0] as (typeof STATUTES)[number]), validFrom: "2020-01-01", validTo: "2025-12-31" };
  expect(["2019-12-31", "2020-01-01", "2025-12-31", "2026-01-01"].map((day) => isInForce(statute, day))).toEqual([
    false,
    true,
    true,
    false,
  ]);
});

test.each([
  ["居民身份证法第六条第三款", null],
  ["刑事诉讼法第五十四条第三款、第一百五十二条", null],
  ["刑事诉讼法、公安机关保密规定", "the article is not named"],
  ["公共租赁住房管理办法第七条", "公共租赁住房管理办法 has no sufficient rank"],
  ["刑事诉讼法第五十四条、豫政〔2023〕43号", "河南省最低工资标准 has no sufficient rank"],
  ["本市规定", "no law, administrative regulation or decision of the State Council is cited"],
  [null, "no law, administrative regulation or decision of the State Council is cited"],
])("G6: 政务数据共享条例第十五条: %s keeps data from sharing: %s", (text, gap) => {
  expect(keepingGap(text)).toBe(gap);
});

test.each([
  ["社会保险经办条例第二十五条", null],
  ["社会救助暂行办法第九条、公共租赁住房管理办法第七条", null],
  ["社会救助暂行办法", "the article is not named"],
  ["某办法第三条", "no known document is cited"],
  ["", "no known document is cited"],
  ["豫人社办〔2025〕35号第一条", "河南省失业保险稳岗返还政策 is not in force on 2026-11-26"],
])("G1: 政务数据共享条例第二十条: %s is a basis to use data: %s", (text, gap) => {
  expect(usingGap(text, "2026-11-26")).toBe(gap);
});

test("G1: what rests on a document ends with it, at the end of its last day in Beijing", () => {
  expect(endOfBasis("社会保险法第七十四条、豫人社办〔2025〕35号第一条")).toBe(Date.parse("2025-12-31T16:00:00Z"));
  expect(endOfBasis("社会保险法第七十四条")).toBeNull();
});
