import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { parse, print } from "graphql";
import { defaultLimits } from "../config.ts";
import { createExecutor } from "../execute/executor.ts";
import { consumerSchemaOf } from "../supergraph/consumer-schema.ts";
import { createBounds } from "../limit/bounds.ts";
import { createReadOperation } from "./read-operation.ts";
import { checkSelections, mergeEqualSelections } from "./selections.ts";

const sdl = readFileSync("schema/supergraph.graphql", "utf8");
const schema = consumerSchemaOf(sdl);
const execute = createExecutor({ supergraphSdl: sdl, schema, observes: false });
const boundsOf = createBounds(schema, defaultLimits);
const readOperation = createReadOperation({ schema, limits: defaultLimits, own: new Set(), bytes: 1e7 });
const post = () => Promise.resolve({ data: {} });

const times = (count: number, text: (nth: number) => string): string =>
  Array.from({ length: count }, (_, nth) => text(nth)).join(" ");
const firm = (selections: string, fragments = ""): string =>
  `{ enterprise(creditCode: "91110000802100433B") { ${selections} } } ${fragments}`;
const ladder = (levels: number, spread: (next: string) => string): string =>
  firm(
    "...F0",
    `${times(levels, (nth) => `fragment F${nth} on Enterprise { ${spread(`F${nth + 1}`)} }`)} fragment F${levels} on Enterprise { name }`,
  );

/** Documents that are small and ask for much work, of each kind that is known. */
const hostile = fc.oneof(
  fc.integer({ min: 5, max: 24 }).map((levels) => ladder(levels, (next) => `...${next} ...${next}`)),
  fc
    .integer({ min: 5, max: 16 })
    .map((levels) => ladder(levels, (next) => `...${next} ... on Enterprise { ...${next} }`)),
  fc
    .integer({ min: 2, max: 9 })
    .map((levels) => ladder(levels, (next) => `constructionProjects { generalContractor { ...${next} } } ...${next}`)),
  fc.integer({ min: 2, max: 6 }).map((levels) => ladder(levels, (next) => `name ...${next} ...F0`)),
  fc.integer({ min: 2, max: 1_900 }).map((count) => firm(times(count, () => "name"))),
  fc
    .integer({ min: 2, max: 140 })
    .map((count) => `{ ${times(count, (nth) => `enterprise(creditCode: "${nth}") { name }`)} }`),
  fc
    .integer({ min: 2, max: 90 })
    .map(
      (count) =>
        `{ ${times(count, (nth) => `enterprise(creditCode: "1") { a${nth % 9}: name creditCode ... on Enterprise { b${nth}: name } }`)} }`,
    ),
  fc
    .integer({ min: 2, max: 100 })
    .map((count) => firm(times(count, (nth) => `a${nth}: constructionProjects { name code }`))),
  fc
    .integer({ min: 2, max: 150 })
    .map((count) => times(count, (nth) => `query Q${nth} { enterprise(creditCode: "1") { name } }`)),
  fc
    .integer({ min: 1, max: 400 })
    .map((depth) => `{ enterprise(creditCode: ${"[".repeat(depth)}1${"]".repeat(depth)}) { name } }`),
  fc.integer({ min: 1, max: 15_000 }).map((length) => `{ enterprise(creditCode: "${"x".repeat(length)}") { name } }`),
  fc
    .integer({ min: 1, max: 240 })
    .map((count) => `query (${times(count, (nth) => `$v${nth}: String`)}) { enterprise(creditCode: "1") { name } }`),
  fc.integer({ min: 1, max: 300 }).map((count) => firm(times(count, (nth) => `nosuch${nth}`))),
);

let turn = 0;

/** Milliseconds of CPU that a text costs until it is refused or executed, sent for the first time; the best of three. */
const cost = async (text: string): Promise<number> => {
  let best = Infinity;
  for (let nth = 0; nth < 3; nth += 1) {
    const before = process.cpuUsage();
    try {
      const operation = readOperation(`${text} #${turn++}`, /^query Q0/.test(text) ? "Q0" : undefined);
      const variables = operation.coerce({});
      boundsOf(operation)(variables);
      await execute({ operation, variables, enforcement: undefined, post });
    } catch {
      // Refused, which is as good.
    }
    const { user, system } = process.cpuUsage(before);
    best = Math.min(best, (user + system) / 1_000);
  }
  return best;
};

test("S0: no request of 1.2 KB costs more than 50 ms of CPU, none of 16 KB more than 150", async () => {
  await cost(firm("name"));
  await fc.assert(
    fc.asyncProperty(hostile, async (text) => {
      const bound = text.length <= 1_200 ? 50 : 150;
      expect([text.slice(0, 200), (await cost(text)) <= bound]).toEqual([text.slice(0, 200), true]);
    }),
    { numRuns: 60 },
  );
});

test("S0: a ladder of 22 doubled spreads is one of single spreads; one whose rungs differ is refused by its size", () => {
  const plain = mergeEqualSelections(parse(ladder(22, (next) => `...${next} ...${next}`)));
  expect(print(plain)).toBe(print(parse(ladder(22, (next) => `...${next}`))));
  const differing = () =>
    readOperation(
      ladder(16, (next) => `...${next} ... on Enterprise { ...${next} }`),
      undefined,
    );
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
