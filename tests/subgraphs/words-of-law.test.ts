import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { buildSchema, isEnumType } from "graphql";
import { buildCatalogue } from "../../schema/catalog/build-catalogue.ts";

const catalogue = buildCatalogue(readFileSync("schema/supergraph.graphql", "utf8"));

/** Words that officials do not use, or that mean something else to them. */
const RETIRED =
  /使用部门|秘密调查|异议|敏感级别|参军|出国定居|重复登记|残疾人代步车|接口调用|数据主体|本人查询|披露|(?<!社会服务机构（)民办非企业单位|撤销授权|低保金|(?<!保障)劳动监察|首次答复|小巨人(?!”)|第\d+条|离场/;

test("the graph, its questions, errors, the playground and the glossary speak with the words that an official expects", () => {
  const graphs = readdirSync("schema/subgraphs").map((name) => `schema/subgraphs/${name}`);
  const questions = readdirSync("schema/operations", { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".graphql"))
    .map((name) => `schema/operations/${name}`);
  const playground = readdirSync("console/src", { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => `console/src/${name}`);
  const told = ["schema/errors.ts", "schema/denial.ts", "docs/errors.md", "docs/glossary.md", "README.zh-CN.md"];
  const lines = [...graphs, ...questions, ...playground, ...told].flatMap((file) =>
    readFileSync(file, "utf8")
      .split("\n")
      .filter((line) => RETIRED.test(line))
      .map((line) => `${file}: ${line.trim()}`),
  );
  expect(lines).toEqual([]);
});

test("G5, G11: 个人信息保护法第二十八条: disability is told at L4, biometrics are never shared, a cause of death under conditions", () => {
  for (const field of ["category", "grade", "certificateNumber"])
    expect(catalogue.items.get(`Disability.${field}`)).toMatchObject({ level: "L4", share: "CONDITIONAL" });
  expect(catalogue.items.get("Biometric.kind")).toMatchObject({
    share: "NOT_SHARED",
    basis: "居民身份证法第六条第三款",
  });
  const kept = [...catalogue.items.values()].filter(({ share, classified }) => share === "NOT_SHARED" && classified);
  expect(kept.filter(({ basis }) => basis?.includes("个人信息保护法") !== false)).toEqual([]);
  expect(catalogue.items.get("PoliceCase.category")?.basis).toBe("刑事诉讼法第五十四条第三款、第一百五十二条");
  expect(catalogue.items.get("Cremation.cause")).toMatchObject({ level: "L4", share: "CONDITIONAL", basis: null });
});

const graph = buildSchema(readFileSync("schema/supergraph.graphql", "utf8"), { assumeValidSDL: true });
const valuesOf = (name: string): Readonly<Record<string, string>> => {
  const type = graph.getType(name);
  const values = isEnumType(type) ? type.getValues() : [];
  return Object.fromEntries(values.map((value) => [value.name, value.description ?? ""]));
};

test("G40: 保障农民工工资支付条例第三十二条: a deposit is cash, a bank's or a guarantor's letter, a surety insurance, or exempt", () => {
  expect(valuesOf("DepositForm")).toEqual({
    GUARANTEE: "银行保函",
    CASH: "现金存储",
    SURETY: "工程担保公司保函",
    INSURANCE: "工程保证保险",
    EXEMPT: "免予存储",
  });
});

test("G47: 社会救助暂行办法第十四条: support of the destitute is a chapter of its own: no kind, table or standard of 低保 is one", () => {
  expect(valuesOf("SubsistenceKind")).toEqual({ URBAN: "城市低保", RURAL: "农村低保" });
  expect(valuesOf("DestituteGround")).toEqual({ ELDERLY: "老年人", DISABLED: "残疾人", MINOR: "未满16周岁的未成年人" });
  expect(Object.keys(valuesOf("Residence"))).toEqual(["URBAN", "RURAL", "COLLECTIVE"]);
  const owned = ["DestitutePerson.supporters", "DestitutePerson.form", "DestituteStandard.monthlyAmount"];
  expect(owned.map((coordinate) => catalogue.items.get(coordinate)?.owner)).toEqual(Array(3).fill("civil-affairs"));
  const told = readFileSync("schema/subgraphs/civil-affairs.graphql", "utf8");
  expect(told.match(/低保（特困）|低保[、与和]特困|特困[^"\n]*低保/g)).toBeNull();
});

test("社会救助暂行办法第五十八条: the law speaks of the family's 请求、委托; that it is in writing is the form that the department keeps it in", () => {
  const [line = ""] = /^.*社会救助暂行办法第五十八条.*$/m.exec(readFileSync("docs/law.md", "utf8")) ?? [];
  expect(line).toContain("请求、委托");
  expect(line).not.toMatch(/书面授权方可/);
  const described = catalogue.items.get("Query.subsistenceCase");
  expect(described).toMatchObject({ share: "CONDITIONAL" });
  expect(readFileSync("schema/subgraphs/civil-affairs.graphql", "utf8")).toContain("家庭请求、委托核对的授权书");
});
