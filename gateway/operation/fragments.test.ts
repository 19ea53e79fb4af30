import { expect, test } from "@jest/globals";
import { parse } from "graphql";
import { fragmentsOf } from "./fragments.ts";

test("finds fragments by name, the prototype's names included", () => {
  const fragments = fragmentsOf(parse("{ a } fragment F on T { a } fragment constructor on T { b }"));
  expect([...fragments.keys()]).toEqual(["F", "constructor"]);
  expect(fragments.get("toString")).toBeUndefined();
});
