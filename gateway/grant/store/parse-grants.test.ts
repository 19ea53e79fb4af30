import { readFileSync } from "node:fs";
import { expect, it } from "@jest/globals";
import { buildCatalogue } from "../../../schema/catalog/build-catalogue.ts";
import { parseOverlay } from "../../../schema/catalog/overlay.ts";
import { parseGrant, parseGrants } from "./parse-grants.ts";

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

it.each([
  ["the year", { "Person.birthDate": "MASKED" }],
  ["the day", { "Person.birthDate": "CLEAR" }],
])("G18: a masked citizen number beside %s of birth is the number: no grant gives both", (_, items) => {
  const grant = {
    id: "check/public-security",
    consumer: { app: "check" },
    purpose: { code: "CHECK", name: "核查", basis: "社会保险法第七十四条" },
    validTo: "2027-01-01T00:00:00Z",
    rowScope: ["4111"],
  };
  const both = { ...grant, items: { "Person.citizenNumber": "MASKED", ...items } };
  expect(() => parseGrants({ grants: [both] }, catalogue)).toThrow(
    "check/public-security.items.Person.citizenNumber: expected nothing beside Person.birthDate, by which a masked number can be completed",
  );
  const clear = { ...grant, items: { "Person.citizenNumber": "CLEAR", ...items } };
  expect(parseGrants({ grants: [clear, { ...grant, id: "other", items }] }, catalogue)).toHaveLength(2);
});

const wages = buildCatalogue(
  `schema @link(url: "https://specs.apollo.dev/join/v0.3", for: EXECUTION) { query: Query }
   enum join__Graph { A @join__graph(name: "a", url: "http://a") }
   type Query @join__type(graph: A) { wage: Wage }
   type Wage @join__type(graph: A) { month: String due: Float owed: Float }
   type Notice @join__type(graph: A) { text: String }`,
  parseOverlay({
    items: {
      "Query.*": { share: "UNCONDITIONAL", level: "L1" },
      "Wage.month": { share: "UNCONDITIONAL", level: "L1" },
      "Wage.due": { share: "CONDITIONAL", level: "L2" },
      "Wage.owed": { share: "CONDITIONAL", level: "L3", mask: "AMOUNT_BAND" },
      "Notice.*": { share: "UNCONDITIONAL", level: "L1" },
    },
    equations: { "Wage.owed": ["Wage.due"] },
  }),
);
const giving = (items: object, rowScope: readonly string[] = ["*"]) =>
  parseGrants({ grants: [{ ...covertly("pay", { items, rowScope }), covert: undefined }] }, wages);

it.each(["Wage.*", "Wage.due"])("S21: %s names no division, so it is given for every row or for none", (coordinate) => {
  expect(() => giving({ [coordinate]: "CLEAR" }, ["4111"])).toThrow(
    'pay.rowScope: expected ["*"], as Wage names no division, got ',
  );
  expect(giving({ [coordinate]: "CLEAR" }, [])).toHaveLength(1);
  expect(giving({ "Notice.*": "CLEAR", "Notice.text": "CLEAR" }, ["4111"])).toHaveLength(1);
});

it("S11: every field of a type masked gives none that has no mask, and so nothing that is worked out from one", () => {
  expect(() => giving({ "Wage.*": "MASKED" })).toThrow(
    "pay.items.Wage.owed: expected nothing, as Wage.due can be worked out from it and is given not at all, got MASKED",
  );
  expect(giving({ "Wage.*": "MASKED", "Wage.due": "CLEAR" })).toHaveLength(1);
  expect(giving({ "Wage.*": "CLEAR" })).toHaveLength(1);
});

/** A grant for the investigation of its own name, as a file may hold it. */
const covertly = (id: string, more: object) => ({
  id,
  consumer: { app: "inspection" },
  purpose: { code: "INSPECTION", name: "核查", basis: "社会保险法第七十四条" },
  validFrom: "2026-01-01T00:00:00Z",
  validTo: "2027-01-01T00:00:00Z",
  rowScope: ["4111"],
  items: { "Enterprise.employerYears": "CLEAR" },
  covert: id,
  ...more,
});
const LATER = { validFrom: "2027-01-01T00:00:00Z", validTo: "2028-01-01T00:00:00Z" };

it.each([
  ["one investigation, given for in two grants", { covert: "a" }],
  ["another app", { consumer: { app: "other" } }],
  ["another purpose", { purpose: { code: "OTHER", name: "核查", basis: "社会保险法第七十四条" } }],
  ["the time after it", LATER],
  ["the time before it", { validFrom: "2025-01-01T00:00:00Z", validTo: "2026-01-01T00:00:00Z" }],
])("T2: beside a covert investigation, a grant for %s is taken", (_, more) => {
  expect(parseGrants({ grants: [covertly("a", {}), covertly("b", more)] }, catalogue)).toHaveLength(2);
});

it.each([
  ["the same app", {}],
  ["a department, which may be the app's", { consumer: { department: "human-resources" } }],
  ["a part of the time", { ...LATER, validFrom: "2026-12-31T00:00:00Z" }],
])("T2: a second covert case behind one answer would be lost: refused for %s", (_, more) => {
  expect(() => parseGrants({ grants: [covertly("a", {}), covertly("b", more)] }, catalogue)).toThrow(
    "b.covert: expected a purpose of its own, as a is given for another investigation under INSPECTION",
  );
});
