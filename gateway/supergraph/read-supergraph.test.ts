import { expect, test } from "@jest/globals";
import { composeFixture } from "../../tests/fixtures/federation/start-federation.ts";
import { readSupergraph } from "./read-supergraph.ts";

test("finds the subgraphs and where they are", () => {
  const sdl = composeFixture({ users: "http://127.0.0.1:4001/" });
  expect([...readSupergraph(sdl).subgraphs]).toEqual([
    ["products", ""],
    ["reviews", ""],
    ["users", "http://127.0.0.1:4001/"],
  ]);
});

test("a subgraph may have any name", () => {
  const sdl =
    'enum join__Graph { A @join__graph(name: "__proto__", url: "http://a/") B @join__graph(name: "constructor") C }';
  expect([...readSupergraph(sdl).subgraphs]).toEqual([
    ["__proto__", "http://a/"],
    ["constructor", ""],
  ]);
});

test.each([
  ["", "The supergraph is not valid GraphQL: Syntax Error: Unexpected <EOF>."],
  ["type Query { a: Int }", "Not a federation supergraph: it names no subgraphs (enum join__Graph)."],
  ["enum join__Graph { A }", "Not a federation supergraph: it names no subgraphs (enum join__Graph)."],
])("%p is refused in one line", (sdl, message) => {
  expect(() => readSupergraph(sdl)).toThrow(message);
});
