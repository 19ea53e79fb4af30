import { expect, test } from "@jest/globals";
import { buildSchema, parse, validate } from "graphql";
import { readExplanation, WHY_DENIED } from "../../console/src/answer/why.ts";
import { OWN_SDL } from "../../gateway/supergraph/own-schema.ts";

test("the question fits what the hub adds to every graph", () => {
  expect(validate(buildSchema(OWN_SDL), parse(WHY_DENIED))).toEqual([]);
});

const explained = (coordinates: readonly object[], grants: readonly string[] = ["G12", "G13"]) => ({
  data: {
    whyDenied: { purpose: { name: "欠薪预警", basis: "保障农民工工资支付条例第三十八条" }, grants, coordinates },
  },
});

test("says for which purpose and grants, and each reason once with the facts behind it", () => {
  const missing = { messageZh: "计算部门缺少授权", path: ["a"], missing: "TaxCredit.arrears", purposes: null };
  const answer = explained([
    { coordinate: "Person.id", denials: [] },
    { coordinate: "WageWarning.level", denials: [missing, { ...missing, path: ["b"] }] },
    {
      coordinate: "Person.name",
      denials: [{ messageZh: "用途不符", purposes: ["A", "B"], grant: "G9", validTo: "2027-01-01" }],
    },
  ]);
  expect(readExplanation(answer)).toEqual({
    summary: "用途“欠薪预警”依据保障农民工工资支付条例第三十八条；有效授权：G12、G13。",
    reasons: [
      {
        coordinate: "WageWarning.level",
        message: "计算部门缺少授权",
        facts: ["计算部门尚未获得授权的字段 TaxCredit.arrears"],
      },
      {
        coordinate: "Person.name",
        message: "用途不符",
        facts: ["有关的共享授权编号 G9", "授权失效时间 2027-01-01", "已获授权的其他用途 A、B"],
      },
    ],
  });
  expect(readExplanation(explained([], []))).toEqual({
    summary: "用途“欠薪预警”依据保障农民工工资支付条例第三十八条；有效授权：无。",
    reasons: [],
  });
});

test.each([
  [{ errors: [{ message: "Rate", extensions: { zh: "请求过于频繁" } }] }, "请求过于频繁"],
  [{ data: { whyDenied: null }, errors: [{ message: "Cannot query" }] }, "Cannot query"],
  [{}, "网关没有说明原因"],
])("what the gateway does not explain is said in its words: %j", (answer, message) => {
  expect(() => readExplanation(answer)).toThrow(message);
});

test.each([
  [
    "a denial without words",
    explained([{ coordinate: "Person.id", denials: [{ message: "no" }] }]),
    "coordinates[0].denials[0].messageZh",
  ],
  [
    "a fact that is a number",
    explained([{ coordinate: "Person.id", denials: [{ messageZh: "否", grant: 7 }] }]),
    "denials[0].grant",
  ],
  [
    "grants that are no list",
    { data: { whyDenied: { purpose: { name: "", basis: "" }, grants: "G1", coordinates: [] } } },
    "grants",
  ],
  ["a list", { data: { whyDenied: [] } }, "whyDenied"],
  ["errors that are no list", { errors: "x" }, "errors"],
])("an answer in a form that the page does not know is refused, and the place is named: %s", (_, answer, where) => {
  expect(() => readExplanation(answer)).toThrow("网关的回答不是本页所知的形式");
  expect(() => readExplanation(answer)).toThrow(where);
});
