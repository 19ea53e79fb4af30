import { readFile } from "node:fs/promises";
import { expect, test } from "@jest/globals";
import { undeclaredArguments } from "./undeclared-arguments.ts";

const SDL = `schema @link(url: "https://shali-hub.org/item/v1.0", import: ["@item", "@reveals", "@harmless"]) { query: Query }
  type Query {
    bound(since: String @reveals(coordinate: "P.on")): P
    harmless(asOf: String @harmless(reason: "the day of a calculation"), first: Int, after: String): P
    reasonless(asOf: String @harmless(reason: " ")): P
    silent(status: String): P
    filtered(where: Where, half: Half): P
    sorted(order: Order): P
  }
  type Mutation { write(status: String): P }
  type P { on: String }
  input Where { and: [Where!] on: String @reveals(coordinate: "P.on") }
  input Half { on: String @reveals(coordinate: "P.on") status: String }
  enum Order { ON @reveals(coordinate: "P.on") STATUS }`;

test("S2: an argument that filters or sorts and is neither tied to a coordinate nor declared harmless is found", () => {
  expect(undeclaredArguments(SDL)).toEqual([
    "Query.reasonless(asOf:)",
    "Query.silent(status:)",
    "Query.filtered(half:)",
    "Query.sorted(order:)",
  ]);
});

test("S2: the supergraph of the hub has no such argument", async () => {
  expect(undeclaredArguments(await readFile("schema/supergraph.graphql", "utf8"))).toEqual([]);
});
