import { expect, test } from "@jest/globals";
import { federate } from "../execute/fixtures/federate.ts";
import { consumerSchemaOf } from "./consumer-schema.ts";
import { addOwnGraph } from "./add-own-graph.ts";
import { readSupergraph } from "./read-supergraph.ts";

const supergraphOf = (typeDefs: string, name = "a") => readSupergraph(federate({ [name]: { typeDefs } }).supergraphSdl);

const servedBy = (typeDefs: string) => {
  const added = addOwnGraph(supergraphOf(typeDefs));
  if (added.kind !== "added") throw new Error(`Taken: ${added.names.join()}`);
  return added.supergraph;
};

test("the hub's graph stands beside the departments', and what they composed stays as it was", () => {
  const before = supergraphOf("type Query { a: Int }");
  const { served, sdl, own, subgraphs } = servedBy("type Query { a: Int }");
  expect([sdl, subgraphs]).toEqual([before.sdl, before.subgraphs]);
  expect([...own]).toEqual([
    "HubOperationFacts",
    "HubExplanation",
    "HubPurpose",
    "HubExplainedCoordinate",
    "HubDenial",
    "HubDerivation",
    "Query.whyDenied",
    "Query.neededCoordinates",
    "Query.operationFacts",
  ]);
  expect(Object.keys(consumerSchemaOf(served).getQueryType()?.getFields() ?? {})).toEqual([
    "a",
    "whyDenied",
    "neededCoordinates",
    "operationFacts",
  ]);
  expect([...readSupergraph(served).subgraphs.keys()]).toEqual(["a", "shali-hub"]);
});

test("a root field that every department had is not the hub's: it is said whose it is", () => {
  const { served } = servedBy("type Query { a: Int }");
  expect(served).toMatch(/^ {2}a: Int @join__field\(graph: A\)$/m);
});

test("another name of the root type", () => {
  const supergraph = readSupergraph(supergraphOf("type Query { a: Int }").sdl.replaceAll(/\bQuery\b/g, "Root"));
  const added = addOwnGraph(supergraph);
  expect(added.kind === "added" && added.supergraph.own.has("Root.whyDenied")).toBe(true);
});

test.each([
  ["type Query { a: Int whyDenied: Int }", ["Query.whyDenied"]],
  ["type Query { a: HubDenial } type HubDenial { b: Int }", ["HubDenial"]],
  [
    "type Query { a(by: HubVariables): HubOutcome } enum HubOutcome { X } scalar HubVariables",
    ["HubOutcome", "HubVariables"],
  ],
])("a name that a department has is its own: %s", (typeDefs, names) => {
  const added = addOwnGraph(supergraphOf(typeDefs));
  expect(added.kind === "taken" && [...added.names].sort()).toEqual(names);
});

test("a department that is called as the hub is", () => {
  const added = addOwnGraph(supergraphOf("type Query { a: Int }", "shali-hub"));
  expect(added).toEqual({ kind: "taken", names: ["join__Graph.SHALI_HUB", "shali-hub"] });
});
