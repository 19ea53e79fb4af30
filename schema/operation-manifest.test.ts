import { expect, test } from "@jest/globals";
import { readManifest } from "./operation-manifest.ts";
import { operationIdOf } from "./registered-operation.ts";

/* 20.3: an application carries its operations in the files that its tools already write. */

const [ONE, OTHER] = [
  "query One { person { name } }",
  "query Other {\n  person { ...P }\n}\nfragment P on Person { name }",
];
const [one, other] = [
  { id: operationIdOf(ONE), name: "One", text: ONE },
  { id: operationIdOf(OTHER), name: "Other", text: OTHER },
];
const hex = ({ id }: { readonly id: string }): string => id.slice("sha256:".length);
const apollo = (...operations: readonly object[]): string =>
  JSON.stringify({ format: "apollo-persisted-query-manifest", version: 1, operations });

test("20.3: Apollo's manifest, Relay's map, that of graphql-codegen, and a document of one operation give the same", () => {
  const manifest = apollo(
    { id: hex(one), name: "One", type: "query", body: ONE },
    { id: hex(other), name: "Other", type: "query", body: OTHER },
  );
  expect(readManifest("manifest.json", manifest)).toEqual([one, other]);
  // Relay's ids are MD5 unless told otherwise: the hub's own stand in their place.
  expect(readManifest("relay.json", JSON.stringify({ "0cc175b9c0f1b6a831c399e269772661": ONE }))).toEqual([one]);
  expect(readManifest("persisted-documents.json", JSON.stringify({ [one.id]: ONE, [other.id]: OTHER }))).toEqual([
    one,
    other,
  ]);
  expect(readManifest("other.graphql", OTHER)).toEqual([other]);
});

test("20.3: of a document of several operations each has the fragments that it uses, and no others", () => {
  const found = readManifest("all.graphql", `${OTHER}\n${ONE}`);
  expect(found.map(({ name }) => name)).toEqual(["Other", "One"]);
  expect(found.map(({ text }) => text.includes("fragment P"))).toEqual([true, false]);
  expect(found.map(({ id, text }) => id === operationIdOf(text))).toEqual([true, true]);
});

test.each([
  [
    "a text that is not the one its SHA-256 names",
    "m.json",
    apollo({ id: hex(other), name: "One", body: ONE }),
    /expected sha256:.* the hash of the text/,
  ],
  ["the same in a map", "m.json", JSON.stringify({ [other.id]: ONE }), /the hash of the text/],
  [
    "another name than the text's",
    "m.json",
    apollo({ id: "x", name: "Two", body: ONE }),
    /operations\[0\]\.name: expected One, got Two/,
  ],
  [
    "another version",
    "m.json",
    JSON.stringify({ format: "apollo-persisted-query-manifest", version: 2, operations: [] }),
    /version: expected 1/,
  ],
  [
    "another format",
    "m.json",
    JSON.stringify({ format: "other", version: 1, operations: [] }),
    /format: expected apollo/,
  ],
  ["no text", "m.json", JSON.stringify({ a: 1 }), /expected text/],
  ["no JSON", "m.json", "{", /expected JSON/],
  ["no GraphQL", "m.graphql", "query {", /expected a GraphQL document/],
  ["an operation without a name", "m.graphql", "{ person { name } }", /names of their own, got none/],
  [
    "two operations under one id",
    "m.json",
    JSON.stringify({ a: `${ONE} query Two { person { name } }` }),
    /expected one operation/,
  ],
])("20.3: %s is refused", (_, path, content, expected) => {
  expect(() => readManifest(path, content)).toThrow(expected);
});
