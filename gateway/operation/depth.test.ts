import { expect, test } from "@jest/globals";
import { parse } from "graphql";
import { checkDepth } from "./depth.ts";

const check = (query: string, limit: number) => () => {
  checkDepth(parse(query), limit);
};

test.each([
  ["{ a }", 1],
  ["{ a { b { c } } }", 3],
  ["{ a { ...F } } fragment F on T { b { c } }", 3],
  ["{ a { ... on T { b } ... { c } } }", 2],
  ["query A { a } query B { a { b } }", 2],
  ["{ ...F } fragment F on T { a { ...G } } fragment G on T { b }", 2],
])("%s is %d deep", (query, depth) => {
  expect(check(query, depth)).not.toThrow();
  expect(check(query, depth - 1)).toThrow(`more than ${depth - 1} levels deep`);
});

test("a fragment within itself does not hang, unknown ones do not crash", () => {
  expect(check("{ ...F } fragment F on T { a { ...F } }", 5)).not.toThrow();
  expect(check("{ ...Nowhere }", 1)).not.toThrow();
});

test("fragments that double each other are measured once", () => {
  const fragments = Array.from(
    { length: 60 },
    (_, i) => `fragment F${i} on T { a { ...F${i + 1} ...F${i + 1} } }`,
  ).join(" ");
  expect(check(`{ ...F0 } ${fragments} fragment F60 on T { a }`, 10)).toThrow("more than 10 levels deep");
});

test.each(["{ a(x: [[[1]]]) }", "{ a(x: { y: { z: [] } }) }", "query ($x: [[[Int]]]) { a }", "{ a @d(x: [[[]]]) }"])(
  "%s nests its values 3 deep",
  (query) => {
    expect(check(query, 3)).not.toThrow();
    expect(check(query, 2)).toThrow("more than 2 levels deep");
  },
);

test("S0: fragments within fragments, spread or inline, are bounded at five times the levels of fields", () => {
  const inline = (depth: number): string => `${"{ ... ".repeat(depth)}{ a }${" }".repeat(depth)}`;
  expect(check(inline(9), 2)).not.toThrow();
  expect(check(inline(10), 2)).toThrow("more than 10 levels deep");
  const chain = (length: number): string =>
    `{ ...F0 } ${Array.from({ length }, (_, nth) => `fragment F${nth} on T { ...F${nth + 1} }`).join(" ")} fragment F${length} on T { a }`;
  expect(check(chain(8), 2)).not.toThrow();
  expect(check(chain(9), 2)).toThrow("more than 10 levels deep");
});
