import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { buildCatalogue } from "../../../schema/catalog/build-catalogue.ts";
import { EMPTY_OVERLAY, parseOverlay } from "../../../schema/catalog/overlay.ts";
import { defaultLimits } from "../../config.ts";
import { consumerSchemaOf } from "../../supergraph/consumer-schema.ts";
import { createReadOperation } from "../../operation/read-operation.ts";
import { createPolicy } from "../create-policy.ts";

const supergraph = readFileSync(new URL("../../../schema/supergraph.graphql", import.meta.url), "utf8");
const schema = consumerSchemaOf(supergraph);
const policy = createPolicy(schema, buildCatalogue(supergraph, EMPTY_OVERLAY));
const readOperation = createReadOperation({ schema, limits: defaultLimits, own: new Set(), bytes: 1e6 });
const needs = (text: string): readonly string[] => policy.needs(readOperation(text, undefined));

test("fields through fragments and aliases, each once, and what arguments give away", () => {
  expect(
    needs(`query ($n: CitizenNumber!) { who: person(citizenNumber: $n) { ...N birth: birthDate __typename } }
      fragment N on Person { name name }`),
  ).toEqual(["Person.birthDate", "Person.citizenNumber", "Person.name", "Query.person"]);
});

test("a filter in a variable gives away all that any value of it could", () => {
  const bare = needs(`{ disclosures(first: 1) { edges { node { index } } } }`);
  const filtered = needs(
    `query ($f: DisclosureFilter) { disclosures(first: 1, filter: $f) { edges { node { index } } } }`,
  );
  expect(filtered.filter((coordinate) => !bare.includes(coordinate))).toEqual(
    expect.arrayContaining(["Disclosure.app", "Disclosure.covert", "Disclosure.subjects", "Disclosure.time"]),
  );
  expect(needs(`{ disclosures(first: 1, filter: { app: "a" }) { edges { node { index } } } }`)).toEqual(
    [...bare, "Disclosure.app"].sort(),
  );
});

test("a step is an operation too", () => {
  expect(needs(`mutation { activateGrant(grant: "G1") { state } }`)).toEqual(["Grant.state", "Mutation.activateGrant"]);
});

const SDL = `
  schema @link(url: "https://specs.apollo.dev/join/v0.3", for: EXECUTION) { query: Query }
  enum join__Graph { A @join__graph(name: "police", url: "http://a") }
  interface Named @join__type(graph: A) { name: String }
  union Owner @join__type(graph: A) @join__unionMember(graph: A, member: "Person") @join__unionMember(graph: A, member: "Firm") = Person | Firm
  type Query @join__type(graph: A) { named(search: Search, order: Order): Named owner: Owner }
  type Person implements Named @join__type(graph: A) @join__implements(graph: A, interface: "Named") { name: String income: Int }
  type Firm implements Named @join__type(graph: A) @join__implements(graph: A, interface: "Named") { name: String code: String }
  input Search @join__type(graph: A) { income: Int or: Search also: Search }
  enum Order @join__type(graph: A) { BY_INCOME BY_CODE }`;
const REVEALS = { "Search.income": "Person.income", "Order.BY_CODE": "Firm.code" };

test("an interface or a union needs the field of each concrete type, a condition narrows them, and a search may hold itself", () => {
  const own = consumerSchemaOf(SDL);
  const ownPolicy = createPolicy(own, buildCatalogue(SDL, parseOverlay({ reveals: REVEALS })));
  const read = createReadOperation({ schema: own, limits: defaultLimits, own: new Set(), bytes: 1e6 });
  const needed = (text: string): readonly string[] => ownPolicy.needs(read(text, undefined));
  expect(needed("{ named { name } }")).toEqual(["Firm.name", "Person.name", "Query.named"]);
  expect(needed("{ named { ... on Person { name income } } }")).toEqual([
    "Person.income",
    "Person.name",
    "Query.named",
  ]);
  expect(needed("{ owner { ... on Named { name } ... { ... on Firm { code } } } }")).toEqual([
    "Firm.code",
    "Firm.name",
    "Person.name",
    "Query.owner",
  ]);
  expect(needed("{ named { ...F } owner { ...F } } fragment F on Firm { code }")).toEqual([
    "Firm.code",
    "Query.named",
    "Query.owner",
  ]);
  expect(needed("query ($s: Search) { named(search: $s) { __typename } }")).toEqual(["Person.income", "Query.named"]);
  expect(needed("query ($o: Order) { named(order: $o) { __typename } }")).toEqual(["Firm.code", "Query.named"]);
});
