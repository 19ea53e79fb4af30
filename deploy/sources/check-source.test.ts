import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { parseSource, sourceNames, readSource } from "../../subgraphs/sources/description/read-source.ts";
import { checkSource } from "./check-source.ts";

const supergraph = readFileSync("schema/supergraph.graphql", "utf8");
const subgraphs = new Map(
  readdirSync("schema/subgraphs").map((file) => [
    file.replace(/\.graphql$/, ""),
    readFileSync(`schema/subgraphs/${file}`, "utf8"),
  ]),
);
const YAML = readFileSync("subgraphs/sources/medical-insurance/source.yaml", "utf8");
const check = (text: string) => checkSource(parseSource(text, "source.yaml"), subgraphs, supergraph);

const UNCLASSIFIED = [
  "? MedicalSettlement.insuredName (参保人姓名): not classified, neither shared nor read",
  "? MedicalSettlement.diagnosis (诊断名称): not classified, neither shared nor read",
];

test("a source as it was composed changes nothing, and says what is not classified", async () => {
  expect(await check(YAML)).toEqual({
    lines: ["PUBLISHED: in the catalogue as its file says", ...UNCLASSIFIED],
    problems: [],
  });
  for (const name of sourceNames())
    expect((await checkSource(readSource(name), subgraphs, supergraph)).problems).toEqual([]);
});

test("what is new, gone or classified otherwise is told before anything is published", async () => {
  const changed = YAML.replace(/ {6}institution:.*\n/, "")
    .replace("title: 个人负担（分）, level: L4", "title: 个人负担（分）, level: L3")
    .replace(
      "title: 诊断名称 }",
      "title: 诊断名称, level: L4, share: NOT_SHARED, basis: 基本医疗卫生与健康促进法第三十三条 }",
    );
  expect((await check(changed)).lines).toEqual([
    "CLASSIFIED: not in the catalogue as its file says",
    "+ MedicalSettlement.diagnosis: NOT_SHARED L4 of healthcare-security 医疗保障 DAILY",
    "- MedicalSettlement.institution: CONDITIONAL L3 of healthcare-security 医疗保障 DAILY",
    "~ MedicalSettlement.selfPaid: CONDITIONAL L4 mask AMOUNT_BAND of healthcare-security 医疗保障 DAILY → CONDITIONAL L3 mask AMOUNT_BAND of healthcare-security 医疗保障 DAILY",
    UNCLASSIFIED[0],
  ]);
});

test("a source that cannot be composed says why: its enum's name is another department's", async () => {
  const { problems } = await check(
    YAML.replaceAll("MedicalSettlementKind", "PayStatus").replaceAll("kind: { field: kind", "type: { field: kind"),
  );
  expect(problems.length).toBeGreaterThan(0);
});

const COPY = "title: 参保人姓名, copyOf: Person.name }";

test("政务数据共享条例第十九条：一数一源: a copy of another's item is told with the owner who gives it, and is not in the graph", async () => {
  const { lines, problems } = await check(YAML.replace("title: 参保人姓名 }", COPY));
  expect(lines).toEqual([
    "PUBLISHED: in the catalogue as its file says",
    "= MedicalSettlement.insuredName: a copy of Person.name of public-security, who gives it",
    UNCLASSIFIED[1],
  ]);
  expect(problems).toEqual([]);
  const unknown = await check(YAML.replace("title: 参保人姓名 }", COPY.replace("Person.name", "Person.nickname")));
  expect(unknown.problems).toEqual([
    "medical-insurance: MedicalSettlement.insuredName is a copy of Person.nickname, which no other subgraph has",
  ]);
});

test("政务数据共享条例第十九条：一数一源: who has only a copy gives nothing: it is not classified, and an item that another gives cannot be given again", async () => {
  const given = COPY.replace(" }", ", level: L3, share: CONDITIONAL }");
  expect(() => parseSource(YAML.replace("title: 参保人姓名 }", given), "source.yaml")).toThrow(
    "expected no share: it is a copy, and Person.name is given by its owner",
  );
  // Without saying that it is one: a relation that a department already gives to every person.
  const again = await check(YAML.replace(/(entries:\s+Person:\s+)medicalSettlements:/, "$1medicalInsurances:"));
  expect(again.problems.join("\n")).toContain("medicalInsurances");
});
