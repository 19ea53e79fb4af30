import { describe, expect, it, test } from "@jest/globals";
import {
  GraphQLEnumType,
  GraphQLInputObjectType,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLSchema,
  type GraphQLInputType,
} from "graphql";
import { revealedArguments, statedIn } from "./revealed-arguments.ts";

const reveals = (...coordinates: readonly string[]) => ({
  extensions: { directives: coordinates.map((coordinate) => ({ name: "reveals", args: { coordinate } })) },
});
const Order = new GraphQLEnumType({
  name: "Order",
  values: { BY_NAME: { value: "name", ...reveals("Person.name") }, BY_AGE: { value: "age" } },
});
const Where: GraphQLInputObjectType = new GraphQLInputObjectType({
  name: "Where",
  fields: () => ({
    income: { type: GraphQLInt, ...reveals("Person.income") },
    free: { type: GraphQLInt },
    or: { type: new GraphQLList(new GraphQLNonNull(Where)) },
  }),
});
const args: Readonly<Record<string, { readonly type: GraphQLInputType }>> = {
  birth: { type: GraphQLInt, ...reveals("Person.birth", "Person.age") },
  order: { type: new GraphQLList(Order) },
  where: { type: Where },
};
const schema = new GraphQLSchema({
  query: new GraphQLObjectType({
    name: "Query",
    fields: { people: { type: GraphQLInt, args }, plain: { type: GraphQLInt } },
  }),
});

describe("what the arguments of a field give away", () => {
  it.each<[string, Readonly<Record<string, unknown>>, readonly string[]]>([
    ["none", {}, []],
    ["one that gives two away", { birth: 1980 }, ["Person.birth", "Person.age"]],
    ["one that is null", { birth: null }, ["Person.birth", "Person.age"]],
    ["an order by a field", { order: ["age", "name"] }, ["Person.name"]],
    ["an order by another", { order: ["age"] }, []],
    ["an order that is null", { order: null }, []],
    ["a search", { where: { free: 1, income: 2 } }, ["Person.income"]],
    ["a search for nothing that is kept", { where: { free: 1 } }, []],
    ["a search that is null", { where: null }, []],
    ["searches in a search", { where: { or: [{ free: 1 }, { or: [{ income: null }] }] } }, ["Person.income"]],
    ["an argument that only its prototype has", Object.create({ birth: 1 }) as Record<string, unknown>, []],
  ])("%s", (_, given, expected) => {
    expect(revealedArguments(schema, "Query.people")(given)).toEqual(expected);
  });

  it("is nothing where a field has none; a field that is not there stops the start", () => {
    expect(revealedArguments(schema, "Query.plain")({ birth: 1 })).toEqual([]);
    expect(() => revealedArguments(schema, "Query.gone")).toThrow("No field Query.gone");
    expect(() => revealedArguments(schema, "Where.income")).toThrow("No field Where.income");
  });
});

test("directives are read as a list and as a record, repeated ones too, and those of another name are not", () => {
  const [one, other] = [{ coordinate: "a" }, { coordinate: "b" }];
  expect(statedIn({}, "reveals")).toEqual([]);
  expect(statedIn({ directives: { reveals: one, item: other } }, "reveals")).toEqual([one]);
  expect(statedIn({ directives: { reveals: [one, other] } }, "reveals")).toEqual([one, other]);
  expect(statedIn({ directives: { item: other } }, "reveals")).toEqual([]);
  const list = [{ name: "reveals", args: one }, { name: "item", args: other }, { name: "reveals" }];
  expect(statedIn({ directives: list }, "reveals")).toEqual([one]);
});
