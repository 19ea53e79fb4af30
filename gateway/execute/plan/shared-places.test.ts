import { describe, expect, test } from "@jest/globals";
import type { PlanNode } from "@graphql-hive/router-query-planner";
import { fieldNames, mayShare, pathsOf, type PlanPath, SharedPlaces } from "./shared-places.ts";

/** `products.@.[Book].author`: fields, lists, and conditions on types. */
const path = (text: string): PlanPath =>
  text.split(".").map((part) => {
    if (part === "@") return "@";
    return part.startsWith("[") ? { TypeCondition: [part.slice(1, -1)] } : { Field: part };
  });

const fetch = { kind: "Fetch", serviceName: "a", operation: "{ a }" } as PlanNode;
const flatten = (text: string, node: PlanNode = fetch) => ({ kind: "Flatten", path: path(text), node }) as PlanNode;
const batch = (...paths: readonly string[]) =>
  ({ kind: "BatchFetch", entityBatch: { aliases: [{ paths: paths.map(path) }] } }) as unknown as PlanNode;

describe("the places at which a plan merges entities", () => {
  test("are those of its flattened fetches, through sequences, parallels and both sides of a condition", () => {
    const plan = {
      kind: "Sequence",
      nodes: [
        fetch,
        { kind: "Parallel", nodes: [flatten("people.@"), batch("firms.@", "firm")] },
        { kind: "Condition", condition: "more", ifClause: flatten("a"), elseClause: flatten("b") },
        { kind: "Condition", condition: "less", ifClause: flatten("c") },
        flatten("outer", flatten("@.inner")),
      ],
    } as PlanNode;
    expect(pathsOf(plan)).toEqual(["people.@", "firms.@", "firm", "a", "b", "c", "outer.@.inner"].map(path));
  });

  test("are none where nothing is merged", () => {
    expect(pathsOf(fetch)).toEqual([]);
    expect(pathsOf({ kind: "Defer" } as unknown as PlanNode)).toEqual([]);
  });
});

test("a path means its fields, whatever lists and conditions it goes through", () => {
  expect(fieldNames(path("people.@.[Person].home"))).toEqual(["people", "home"]);
});

describe("equal entities may be one object", () => {
  const mayBeOne = (places: readonly string[], others: readonly string[]): boolean => {
    const paths = places.map(path);
    return mayShare(paths, [...paths, ...others.map(path)]);
  };

  test.each<[string, readonly string[], readonly string[]]>([
    ["when nothing else is merged", ["people.@"], []],
    ["when others are merged elsewhere", ["people.@.home"], ["people.@.work", "firms.@.home", "people.@"]],
    ["when others are merged below, by the one path", ["people.@"], ["people.@.home"]],
    ["at several places with nothing below", ["people.@", "friends.@"], ["firms.@"]],
  ])("%s", (_, places, others) => {
    expect(mayBeOne(places, others)).toBe(true);
  });

  test.each<[string, readonly string[], readonly string[]]>([
    ["when a fetch goes below one of several places", ["people.@", "friends.@"], ["people.@.home"]],
    [
      "when a fetch goes below one of several places, as the last of them",
      ["people.@", "friends.@"],
      ["friends.@.home"],
    ],
    ["when their own path has a condition and a fetch goes below", ["people.@.[Person]"], ["people.@.home"]],
    ["when a fetch goes there under a condition", ["people.@"], ["people.@.[Person].home"]],
    ["when one of the fetches below goes under a condition", ["people.@"], ["people.@.home", "people.@.[Person].work"]],
  ])("not %s", (_, places, others) => {
    expect(mayBeOne(places, others)).toBe(false);
  });

  test("when a condition stands only further below", () => {
    expect(mayBeOne(["people.@"], ["people.@.home.[Flat].owner"])).toBe(true);
  });
});

test("shared values and shared objects are told apart, each by its own place", () => {
  const places = new SharedPlaces();
  places.addValues(["people"], ["home", "work"]);
  places.addObjects(["firms", "owner"]);
  const tell = (names: readonly string[]) => [places.hasValues(names), places.hasObjects(names)];
  expect(tell(["people", "home"])).toEqual([true, false]);
  expect(tell(["people", "work"])).toEqual([true, false]);
  expect(tell(["people"])).toEqual([false, false]);
  expect(tell(["firms", "owner"])).toEqual([false, true]);
  expect(tell(["firms"])).toEqual([false, false]);
});
