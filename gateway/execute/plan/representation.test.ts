import { describe, expect, it } from "@jest/globals";
import type { RequiresSelection } from "@graphql-hive/router-query-planner";
import { buildSchema } from "graphql";
import { compileRepresent } from "./representation.ts";

const schema = buildSchema(
  `directive @join__type(graph: String, key: String) repeatable on OBJECT
   type Query { a: Desk }
   type Desk @join__type(graph: "A", key: "floor room") @join__type(graph: "B", key: "owner { code }") {
     floor: Int room: Int owner: Owner note: String }
   type Owner @join__type(graph: "A", key: "code") { code: ID }`,
  { assumeValid: true },
);
const field = (name: string, ...selections: RequiresSelection[]): RequiresSelection => ({
  kind: "Field",
  name,
  ...(selections.length > 0 && { selections }),
});
const on = (typeCondition: string, ...selections: RequiresSelection[]): RequiresSelection => ({
  kind: "InlineFragment",
  typeCondition,
  selections,
});

describe("T10: null is no part of a key", () => {
  const desk = compileRepresent(
    [on("Desk", field("__typename"), field("floor"), field("room"), field("note"))],
    schema,
  );
  const write = (values: object) => desk.write({ __typename: "Desk", ...values });

  it.each<[object, string | undefined]>([
    [{ floor: 1, room: 2, note: "n" }, '{"__typename":"Desk","floor":1,"room":2,"note":"n"}'],
    [{ floor: 1, room: null, note: null }, '{"__typename":"Desk","floor":1,"note":null}'],
    [{ floor: null, room: 2 }, '{"__typename":"Desk","room":2}'],
    [{ floor: null, room: null, note: null }, undefined],
    [{ floor: null, room: null }, undefined],
    [{}, undefined],
  ])("a key of two fields: %j", (values, text) => {
    expect(write(values)).toBe(text);
    expect(desk.identify({ __typename: "Desk", ...values })).toBe(text);
  });

  it.each<[object, string | undefined]>([
    [
      { owner: { __typename: "Owner", code: "o1" } },
      '{"__typename":"Desk","owner":{"__typename":"Owner","code":"o1"}}',
    ],
    [{ owner: { __typename: "Owner", code: null } }, undefined],
    [{ owner: null }, undefined],
  ])("a key below another object: %j", (values, text) => {
    const owned = compileRepresent(
      [on("Desk", field("__typename"), field("owner", field("__typename"), field("code")))],
      schema,
    );
    expect(owned.write({ __typename: "Desk", ...values })).toBe(text);
  });
});

it("what is asked of other types is no part of an object's representation", () => {
  const either = compileRepresent(
    [on("Desk", field("__typename"), field("floor")), on("Owner", field("code"))],
    schema,
  );
  expect(either.write({ __typename: "Desk", floor: 1, code: "o1" })).toBe('{"__typename":"Desk","floor":1}');
  expect(either.write({ __typename: "Owner", floor: 1, code: "o1" })).toBe('{"__typename":"Owner","code":"o1"}');
});
