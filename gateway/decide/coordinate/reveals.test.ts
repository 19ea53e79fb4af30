import { describe, expect, it } from "@jest/globals";
import { getOperationAST, isObjectType, Kind, parse, type FieldNode } from "graphql";
import { buildCatalogue } from "../../../schema/catalog/build-catalogue.ts";
import { parseOverlay } from "../../../schema/catalog/overlay.ts";
import { consumerSchemaOf } from "../../supergraph/consumer-schema.ts";
import { compileExposure, NO_EXPOSURE, revealedByField } from "./reveals.ts";

const SDL = `
  schema @link(url: "https://specs.apollo.dev/join/v0.3", for: EXECUTION) { query: Query }
  enum join__Graph { A @join__graph(name: "police", url: "http://a") }
  type Query @join__type(graph: A) {
    plain(filter: Filter, order: [Order!]): [Person]
    preset(filter: Filter = { inner: { income: 1 } }, name: String = "王", order: [Order!] = [BY_NAME]): [Person]
    filled(filter: Preset): [Person]
  }
  type Person @join__type(graph: A) { name: String income: Int birth: String }
  input Filter @join__type(graph: A) { name: String inner: Inner inners: [Inner!] free: Int }
  input Inner @join__type(graph: A) { income: Int birth: String }
  input Preset @join__type(graph: A) { inner: Inner = { birth: "1980" } name: String = "王" free: Int }
  enum Order @join__type(graph: A) { BY_NAME BY_INCOME FREE }`;
const catalogue = buildCatalogue(
  SDL,
  parseOverlay({
    reveals: {
      "Query.preset(name:)": "Person.name",
      "Filter.name": "Person.name",
      "Preset.name": "Person.name",
      "Inner.income": "Person.income",
      "Inner.birth": "Person.birth",
      "Order.BY_NAME": "Person.name",
      "Order.BY_INCOME": "Person.income",
    },
  }),
);
const schema = consumerSchemaOf(SDL);

/** The fields of a person that a question gives away, sorted, each once. */
const revealed = (query: string, variables: Readonly<Record<string, unknown>> = {}): readonly string[] => {
  const node = getOperationAST(parse(query));
  const field = node?.selectionSet.selections[0] as FieldNode | undefined;
  const root = schema.getQueryType();
  if (!node || field?.kind !== Kind.FIELD || !isObjectType(root)) throw new Error("no question");
  const exposure = compileExposure(schema, catalogue, node)?.(variables) ?? NO_EXPOSURE;
  const declared = root.getFields()[field.name.value]?.args ?? [];
  const found = revealedByField(catalogue, "Query", field, declared, exposure);
  return [...new Set(found.map(({ coordinate }) => coordinate.replace("Person.", "")))].sort();
};

describe("T4: an argument gives away what any part of it says", () => {
  it.each<[string, readonly string[]]>([
    ["{ plain { name } }", []],
    ["{ plain(filter: { free: 1 }, order: [FREE]) { name } }", []],
    ['{ plain(filter: { name: "王" }) { name } }', ["name"]],
    ["{ plain(filter: { inner: { income: 1 } }) { name } }", ["income"]],
    ['{ plain(filter: { inner: { income: 1, birth: "1980" }, name: "王" }) { name } }', ["birth", "income", "name"]],
    ['{ plain(filter: { inners: [{ income: 1 }, { birth: "1980" }] }) { name } }', ["birth", "income"]],
    ["{ plain(filter: { inner: { income: null } }) { name } }", ["income"]],
    ["{ plain(order: [FREE, BY_INCOME]) { name } }", ["income"]],
    ["{ plain(order: BY_NAME) { name } }", ["name"]],
  ])("written out: %s", (query, fields) => {
    expect(revealed(query)).toEqual(fields);
  });

  it.each<[string, readonly string[]]>([
    ["{ preset { name } }", ["income", "name"]],
    ["{ preset(filter: { free: 1 }, order: [FREE]) { name } }", ["name"]],
    ["{ preset(filter: { free: 1 }, name: null, order: [BY_INCOME]) { name } }", ["income", "name"]],
    ["{ filled { name } }", []],
    ["{ filled(filter: { free: 1 }) { name } }", ["birth", "name"]],
    ["{ filled(filter: { free: 1, inner: { income: 1 } }) { name } }", ["income", "name"]],
  ])("by the schema's defaults: %s", (query, fields) => {
    expect(revealed(query)).toEqual(fields);
  });

  const BY_VARIABLES = "query ($f: Filter, $p: Preset, $o: Order) { plain(filter: $f, order: [$o]) { name } }";
  it.each<[string, Readonly<Record<string, unknown>>, readonly string[]]>([
    [BY_VARIABLES, {}, []],
    [BY_VARIABLES, { f: { free: 1 }, o: "FREE" }, []],
    [BY_VARIABLES, { f: { inners: [{ free: 1 }, { birth: "1980" }] } }, ["birth"]],
    [BY_VARIABLES, { f: { inner: { income: null } }, o: "BY_NAME" }, ["income", "name"]],
    ["query ($p: Preset) { filled(filter: $p) { name } }", { p: { free: 1 } }, ["birth", "name"]],
    ["query ($i: Inner) { plain(filter: { inner: $i }) { name } }", { i: { birth: "1980" } }, ["birth"]],
    ['query ($i: Inner = { birth: "1980" }) { plain(filter: { inner: $i }) { name } }', {}, ["birth"]],
  ])("by variables: %s %j", (query, variables, fields) => {
    expect(revealed(query, variables)).toEqual(fields);
  });
});
