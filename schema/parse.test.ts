import { expect, test } from "@jest/globals";
import fc from "fast-check";
import * as v from "valibot";

import { dictionary, list, Malformed, mapping, oneOf, parse, partOf, rule, text } from "./parse.ts";

const schema = mapping({
  id: text(),
  level: v.optional(oneOf(["L1", "L2"])),
  items: list(partOf({ coordinate: text() })),
  outcomes: v.optional(dictionary(oneOf(["CLEAR", "MASKED"]))),
});
const GOOD = { id: "g", items: [{ coordinate: "Person.name" }] };

const told = (value: unknown, quotes = true, of: v.GenericSchema = schema): string => {
  try {
    parse(of, value, "grants[3]", { code: "HUB_TEST", quotes });
    return "accepted";
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    expect(error.code).toBe("HUB_TEST");
    return error.message;
  }
};

test.each<readonly [string, unknown, string]>([
  ["the right form", GOOD, "accepted"],
  ["no mapping", null, "grants[3]: expected a mapping, got null"],
  ["a list for a mapping", [], "grants[3]: expected a mapping, got a list of 0"],
  [
    "a wrong kind, deep inside",
    { ...GOOD, items: [GOOD.items[0], { coordinate: 7 }] },
    "grants[3].items[1].coordinate: expected text, got 7",
  ],
  ["a missing key", { items: [] }, "grants[3].id: expected text, got nothing"],
  ["blank text", { ...GOOD, id: " " }, 'grants[3].id: expected text, got " "'],
  ["an unknown word", { ...GOOD, level: "L9" }, 'grants[3].level: expected one of L1, L2, got "L9"'],
  ["an unknown key", { ...GOOD, itmes: 1 }, 'grants[3]: expected one of id, level, items, outcomes, got "itmes"'],
  [
    "a key that is no name",
    { ...GOOD, outcomes: { "Person.name": 1 } },
    'grants[3].outcomes["Person.name"]: expected one of CLEAR, MASKED, got 1',
  ],
  [
    "a key of every object's prototype",
    JSON.parse('{"id":"g","items":[],"__proto__":{}}'),
    "grants[3]: expected a mapping, got a mapping",
  ],
  [
    "such a key in a dictionary",
    { ...GOOD, outcomes: JSON.parse('{"__proto__":"X"}') as unknown },
    'grants[3].outcomes.__proto__: expected one of CLEAR, MASKED, got "X"',
  ],
  ["a mapping for text", { ...GOOD, id: { secret: "x" } }, "grants[3].id: expected text, got a mapping"],
  [
    "long text",
    { ...GOOD, level: "x".repeat(500) },
    `grants[3].level: expected one of L1, L2, got "${"x".repeat(59)}…`,
  ],
])("%s: where, expected, got", (_, value, message) => {
  expect(told(value)).toBe(message);
});

test("a key that need not be known is not read", () => {
  expect(parse(partOf({ id: text() }), { id: "a", more: 1 }, "x", { code: "HUB_TEST", quotes: false })).toEqual({
    id: "a",
  });
});

test("a rule over the whole names its own place, and is not asked of what has no form", () => {
  const ordered = v.pipe(
    mapping({ from: v.number("a number"), to: v.number("a number") }),
    rule(({ from, to }) => (to > from ? undefined : { at: ["to"], expected: "more than from", got: to })),
  );
  expect(told({ from: 1, to: 1 }, true, ordered)).toBe("grants[3].to: expected more than from, got 1");
  expect(told({ from: "1", to: 1 }, true, ordered)).toBe('grants[3].from: expected a number, got "1"');
});

test("where a boundary does not quote, no message holds a value that came from outside", () => {
  const secret = fc.stringMatching(/^[0-9]{6,18}$/);
  fc.assert(
    fc.property(secret, fc.constantFrom("id", "level", "items", "outcomes"), (value, key) => {
      for (const bad of [value, Number(value), [value], { [value]: value }]) {
        if (key === "id" && bad === value) continue;
        expect(told({ ...GOOD, [key]: bad }, false)).not.toContain(value.slice(0, 6));
      }
    }),
  );
});
