import { expect, test } from "@jest/globals";
import { parse } from "graphql";
import { checkAliases } from "./selections.ts";

const check = (query: string, limit: number) => () => {
  checkAliases(parse(query), limit);
};

test.each([
  ["{ a b }", 0],
  ["{ x: a y: a { z: b } }", 3],
  ["{ ...F a { ...F } } fragment F on T { x: b }", 2],
  ["{ ... on T { x: a } }", 1],
])("%s uses %d", (query, aliases) => {
  expect(check(query, aliases)).not.toThrow();
  if (aliases > 0) expect(check(query, aliases - 1)).toThrow(`uses ${aliases} aliases; at most ${aliases - 1}`);
});

test("fragments that double each other multiply, and are still counted fast", () => {
  const fragments = Array.from({ length: 30 }, (_, i) => `fragment F${i} on T { ...F${i + 1} ...F${i + 1} }`).join(" ");
  expect(check(`{ ...F0 } ${fragments} fragment F30 on T { x: a }`, 100)).toThrow(`uses ${2 ** 30} aliases`);
});

test("a fragment within itself does not hang", () => {
  expect(check("{ ...F } fragment F on T { x: a ...F }", 5)).not.toThrow();
});
