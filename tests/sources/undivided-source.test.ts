import { readFileSync } from "node:fs";
import { printSubgraphSchema } from "@apollo/subgraph";
import { expect, test } from "@jest/globals";
import { composeServices } from "@theguild/federation-composition";
import { parse } from "graphql";
import { parseGrants } from "../../gateway/grant/store/parse-grants.ts";
import { buildCatalogue } from "../../schema/catalog/build-catalogue.ts";
import { parseSource } from "../../subgraphs/sources/description/read-source.ts";
import { sourceSchema } from "../../subgraphs/sources/graph/source-graph.ts";

const YAML = readFileSync("subgraphs/sources/medical-insurance/source.yaml", "utf8");

/** The catalogue of a hub that has this source. */
const catalogueOf = (text: string) => {
  const typeDefs = parse(printSubgraphSchema(sourceSchema(parseSource(text, "source.yaml"))));
  const { supergraphSdl, errors } = composeServices([
    { name: "medical-insurance", typeDefs, url: "http://here" },
    { name: "other", typeDefs: parse("type Query { other: Boolean }"), url: "http://there" },
  ]);
  expect(errors ?? []).toEqual([]);
  return buildCatalogue(supergraphSdl ?? "");
};

const granted = (text: string, rowScope: readonly string[]) =>
  parseGrants(
    {
      grants: [
        {
          id: "g",
          consumer: { app: "a" },
          purpose: { code: "P", name: "用途", basis: "社会救助暂行办法第五十八条" },
          validFrom: "2026-01-01T00:00:00Z",
          validTo: "2027-01-01T00:00:00Z",
          rowScope,
          quota: { requestsPerDay: 1, subjectsPerDay: 1 },
          items: { "MedicalSettlement.total": "CLEAR" },
        },
      ],
    },
    catalogueOf(text),
  ).map((grant) => grant.rowScope);

test("a source without a division column is given for every row or not at all; with one, for a part of the city", () => {
  expect(granted(YAML, ["411102"])).toEqual([["411102"]]);
  const [head = "", lists = ""] = YAML.replace("{ column: tcqh }", "{ none: 全市统筹，不分区划 }").split("    lists:");
  const undivided = `${head}    entries:${lists.split("    entries:")[1] ?? ""}`;
  expect(() => granted(undivided, ["411102"])).toThrow(
    'g.rowScope: expected ["*"], as MedicalSettlement names no division',
  );
  expect(granted(undivided, ["*"])).toEqual([[""]]);
});

test("what is classified in the file is what the catalogue says, of the owner whose data it is", () => {
  const catalogue = catalogueOf(YAML);
  const item = catalogue.items.get("MedicalSettlement.total");
  expect({ ...item }).toMatchObject({
    owner: "healthcare-security",
    carriers: ["medical-insurance"],
    level: "L4",
    share: "CONDITIONAL",
    mask: "AMOUNT_BAND",
    theme: "医疗保障",
    updateCycle: "DAILY",
  });
  expect(catalogue.rows.divisions.get("MedicalSettlement")).toBe("divisionCode");
  expect(catalogue.rows.about.get("MedicalSettlement")).toEqual(["insured"]);
  expect(catalogue.problems.filter(({ coordinate }) => coordinate.startsWith("Medical"))).toEqual([]);
});
