import { expect, test } from "@jest/globals";
import { parse, print } from "graphql";
import { checkAliases, checkSelections, mergeEqualSelections } from "./selections.ts";

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

const ladder = (levels: number, spread: (next: string) => string): string => {
  const rungs = Array.from({ length: levels }, (_, nth) => `fragment F${nth} on T { ${spread(`F${nth + 1}`)} }`);
  return `{ a { ...F0 } } ${rungs.join(" ")} fragment F${levels} on T { b }`;
};

test("S0: a ladder of 22 doubled spreads is one of single spreads; one whose rungs differ is refused by its size", () => {
  const plain = mergeEqualSelections(parse(ladder(22, (next) => `...${next} ...${next}`)));
  expect(print(plain)).toBe(print(parse(ladder(22, (next) => `...${next}`))));
  const differing = () => {
    checkSelections(mergeEqualSelections(parse(ladder(16, (next) => `...${next} ... on T { ...${next} }`))), 2_000);
  };
  expect(differing).toThrow(/selects \d+ fields once its fragments are written out; at most 2000/);
});

test("equal selections become one where the first of them stands; what differs in anything stays", () => {
  const merged = (text: string): string => print(mergeEqualSelections(parse(text))).replaceAll(/\s+/g, " ");
  expect(merged("{ b a b a(x: 1) a(x: 1) c: a }")).toBe("{ b a a(x: 1) c: a }");
  expect(merged("{ a { x x } a { x } a { y } ... { z } ... { z } a @skip(if: true) a }")).toBe(
    "{ a { x } a { y } ... { z } a @skip(if: true) a }",
  );
});

test("selections are counted where they are spread, exactly up to the limit", () => {
  const text = "{ a { b ...F } ...F } fragment F on T { c ... on T { d } }";
  const check = (limit: number) => () => {
    checkSelections(parse(text), limit);
  };
  expect(check(10)).not.toThrow();
  expect(check(9)).toThrow("selects 10 fields");
});
