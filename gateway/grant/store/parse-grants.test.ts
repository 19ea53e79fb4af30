import { readFileSync } from "node:fs";
import { expect, it } from "@jest/globals";
import { buildCatalogue } from "../../../schema/catalog/build-catalogue.ts";
import { parseGrant } from "./parse-grants.ts";

const catalogue = buildCatalogue(readFileSync("schema/supergraph.graphql", "utf8"));

const grantOn = (basis: string, validTo: string) =>
  parseGrant(
    "grant",
    {
      id: "subsidy/human-resources",
      consumer: { app: "subsidy" },
      purpose: { code: "SUBSIDY", name: "稳岗返还", basis },
      validTo,
      rowScope: ["4111"],
      items: { "Enterprise.employerYears": "CLEAR" },
    },
    catalogue,
  );

it("G1: a grant ends with the document that its purpose rests on, whatever term it states", () => {
  const end = Date.parse("2025-12-31T16:00:00Z");
  expect(grantOn("豫人社办〔2025〕35号第一条", "2028-01-01T00:00:00Z").validTo).toBe(end);
  expect(grantOn("社会保险法第七十四条、豫人社办〔2025〕35号第一条", "2028-01-01T00:00:00Z").validTo).toBe(end);
  expect(grantOn("豫人社办〔2025〕35号第一条", "2025-06-01T00:00:00Z").validTo).toBe(
    Date.parse("2025-06-01T00:00:00Z"),
  );
  expect(grantOn("社会保险法第七十四条", "2028-01-01T00:00:00Z").validTo).toBe(Date.parse("2028-01-01T00:00:00Z"));
});
