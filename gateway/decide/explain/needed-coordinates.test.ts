import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { buildCatalogue } from "../../../schema/catalog/build-catalogue.ts";
import { EMPTY_OVERLAY } from "../../../schema/catalog/overlay.ts";
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
