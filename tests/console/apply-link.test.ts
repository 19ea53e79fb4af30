import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { buildSchema, parse, validate } from "graphql";
import { coordinatesOf } from "../../console/src/catalogue/catalogue.ts";
import { applicationTab, appOfPurpose, readApplyLink } from "../../console/src/life/application-form.ts";
import { operationFor } from "../../console/src/life/operation-for.ts";
import { takeOver } from "../../console/src/life/steps.ts";
import { askedBy } from "../../console/src/tabs/asked-by.ts";
import { purposesOf, readDemoIdentities } from "../../demo/identities/demo-identities.ts";
import { consumerSchemaOf } from "../../gateway/supergraph/consumer-schema.ts";
import { applyLink } from "../../gateway/decide/apply-link.ts";
import { buildCatalogue } from "../../schema/catalog/build-catalogue.ts";
import { EMPTY_OVERLAY } from "../../schema/catalog/overlay.ts";

const read = (path: string): string => readFileSync(new URL(`../../schema/${path}`, import.meta.url), "utf8");
const supergraph = read("supergraph.graphql");
const schema = consumerSchemaOf(supergraph);
const catalogue = buildCatalogue(supergraph, EMPTY_OVERLAY);

test("reads the very link that the gateway gives", () => {
  const link = applyLink("/apply", "Person.income", "WAGE_WARNING", { reason: "NO_GRANT" } as never) ?? "";
  expect(readApplyLink(new URL(link, "http://127.0.0.1:4000").href)).toEqual({
    coordinate: "Person.income",
    purpose: "WAGE_WARNING",
  });
  expect(readApplyLink("http://127.0.0.1:4000/graphql?coordinate=A.b&purpose=P")).toBeUndefined();
});

test.each([
  "",
  "coordinate=Person",
  "coordinate=Person.name.x",
  "coordinate=Person.name%0Aquery%20{a}",
  "coordinate=Person.name%7D%20mutation%20%7B",
  "coordinate=%3Cscript%3E.x",
  `coordinate=${"A".repeat(200)}.b`,
  "coordinate=Person.name&purpose=P%0A%23%20officer:%20demo-founder",
  'coordinate=Person.name&purpose="}',
])("takes nothing but names from a link: %s", (search) => {
  expect(readApplyLink(`http://127.0.0.1/apply?${search}`)).toBe("unreadable");
});

test("finds the app by its own purpose, and nobody for a purpose of nobody", () => {
  const identities = readDemoIdentities().map((app) => ({
    ...app,
    app: app.id,
    heading: "",
    officers: [],
    citizens: [],
    purposes: purposesOf(app),
  }));
  expect(appOfPurpose(identities, "PUBLIC_RENTAL")?.app).toBe("rental-check");
  expect(appOfPurpose(identities, "NOBODYS")).toBeUndefined();
  expect(appOfPurpose(undefined, "PUBLIC_RENTAL")).toBeUndefined();
});

test("asks for any coordinate of the city's graph by the shortest way there", () => {
  const failing = [...catalogue.items.keys()].filter((coordinate) => {
    const operation = operationFor(schema, coordinate);
    if (operation === undefined) return true;
    const document = parse(operation);
    return validate(schema, document).length > 0 || coordinatesOf(document, schema).at(-1) !== coordinate;
  });
  expect(failing).toEqual([]);
  expect(catalogue.items.size).toBeGreaterThan(500);
});

test("goes through lists, abstract types and arguments of the same name", () => {
  const small = buildSchema(`
    type Query { party(id: ID!): Party named(first: Int): [Named!] }
    type Mutation { pay(id: ID!): Firm }
    union Party = Person | Firm
    interface Named { name: String }
    type Person implements Named { name: String firm(id: ID!, on: String!, limit: Int = 3): Firm }
    type Firm { name: String owner(id: ID!): Person secret: String }
    type Lost { a: Int }
  `);
  expect(operationFor(small, "Firm.owner")).toBe(`# coordinate: Firm.owner
query Apply($id: ID!, $id2: ID!) {
  party(id: $id) {
    ... on Firm {
      owner(id: $id2) {
        __typename
      }
    }
  }
}
`);
  expect(operationFor(small, "Mutation.pay")).toContain("mutation Apply($id: ID!) {\n  pay(id: $id) {\n    __typename");
  expect(operationFor(small, "Person.__typename")).toContain("named {\n    ... on Person {\n      __typename");
  expect(["Lost.a", "Firm.none", "None.a", "Party.name"].map((coordinate) => operationFor(small, coordinate))).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

test("of a form that a link has opened, only the coordinate of the link is applied for", () => {
  const operation = operationFor(schema, "Cremation.parlour") ?? "";
  const shipped = { name: "application-form", title: "1 预填", operationName: "ApplicationForm", variables: "{}" };
  const form = applicationTab(
    { ...shipped, query: read("operations/sharing/application-form.graphql") },
    { operation, app: "pension-audit", purpose: "PENSION_AUDIT" },
    { app: "human-resources-office", officer: "demo-applicant.human-resources", purpose: "DATA_SHARING" },
  );
  const missing = (coordinate: string) => ({
    standing: "MISSING",
    item: { coordinate, share: "CONDITIONAL", mask: null },
  });
  const applicationForm = [missing("Query.cremations"), missing("Cremation.parlour")];
  const answered = { ...form, response: JSON.stringify({ data: { applicationForm } }) };
  const submission = { operationName: "SubmitApplication", query: "mutation { a }", variables: "{}", response: null };
  expect(takeOver(submission, [answered, submission], () => ({}))).toMatchObject({
    variables: {
      input: { app: "pension-audit", operation, items: [{ coordinate: "Cremation.parlour", outcome: "CLEAR" }] },
    },
    asked: askedBy(form.query),
  });
});
