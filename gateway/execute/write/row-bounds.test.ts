import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { buildSchema } from "graphql";
import type { RowRules } from "../enforcement.ts";
import { writeAnswer } from "../fixtures/write-answer.ts";
import { divisionKey } from "../operation/complete-planned.ts";

/** Rows at home and rows that are referred to, with parts that have no division of their own, and a row below a row. */
const schema = buildSchema(/* GraphQL */ `
  type Query {
    rows: [Row]
    referred: [Row]
    named: Named
    places: [Part]
  }
  interface Named {
    name: Int
  }
  type Row implements Named {
    id: ID
    name: Int
    a: Int
    b: Int
    part: Part
    below: Row
  }
  type Other implements Named {
    id: ID
    name: Int
  }
  type Part {
    c: Int
    d: Int
    must: Int!
  }
`);

type Scopes = Readonly<Record<string, readonly string[] | undefined>>;

/** What `scopes` does not name is given for every row; what is denied there is undefined. */
const rules = (scopes: Scopes): RowRules => ({
  divisions: new Map([["Row", "division"]]),
  isPart: (type) => type === "Part",
  isHome: (_, field) => field !== "referred" && field !== "below",
  isOfRow: (_, field) => field !== "id",
  scopeOf: (type, field) => (`${type}.${field}` in scopes ? scopes[`${type}.${field}`] : [""]),
  outside: (coordinate) => ({ message: `outside ${coordinate}`, extensions: {} }),
});

const write = (query: string, data: unknown, scopes: Scopes) => {
  // One error stands for all places of one coordinate only where they are one denial: here each call makes a new one.
  const { text, errors, observation } = writeAnswer(schema, query, data, { rows: rules(scopes) });
  return {
    data: JSON.parse(text ?? "null") as unknown,
    errors: errors.map((error) => error.replace(/ \{.*$/, "")),
    counted: Object.fromEntries(observation.rows),
  };
};

const row = (division: string | null | undefined, more: object = {}) => ({
  ...(division === undefined ? {} : { [divisionKey]: division }),
  id: "r",
  name: 0,
  a: 1,
  b: 2,
  part: { c: 3, d: 4, must: 5 },
  ...more,
});

describe("rows where they live", () => {
  test("one outside of all that is given is null, and nothing of it is counted", () => {
    const written = write(
      "{ rows { a } }",
      { rows: [row("E1"), row("W1"), row(null), row(undefined)] },
      { "Row.a": ["E"] },
    );
    expect(written).toEqual({
      data: { rows: [{ a: 1 }, null, null, null] },
      errors: ["rows.1: outside Row.division"],
      counted: { "Query.rows": 1, "Row.a": 1 },
    });
  });

  test("within what one field reaches, the other fields are null with an error; a value that is null has none", () => {
    const scopes = { "Row.a": ["E"], "Row.b": ["W", "N"] };
    const rows = [row("E1"), row("W1"), row("N1"), row("S1"), row("E1", { b: null })];
    expect(write("{ rows { a b } }", { rows }, scopes)).toEqual({
      data: { rows: [{ a: 1, b: null }, { a: null, b: 2 }, { a: null, b: 2 }, null, { a: 1, b: null }] },
      errors: ["rows.0.b: outside Row.b", "rows.1.a: outside Row.a", "rows.3: outside Row.division"],
      counted: { "Query.rows": 4, "Row.a": 2, "Row.b": 2 },
    });
  });

  test("a value that is null is so without an error, also outside", () => {
    const written = write("{ rows { a b } }", { rows: [row("E1", { b: null })] }, { "Row.a": ["E"], "Row.b": ["W"] });
    expect(written).toMatchObject({ data: { rows: [{ a: 1, b: null }] }, errors: [] });
  });

  test("one field for every row keeps every row, also that without a division", () => {
    const scopes = { "Row.b": ["E"] };
    expect(write("{ rows { a b } }", { rows: [row("W1"), row(null)] }, scopes).data).toEqual({
      rows: [
        { a: 1, b: null },
        { a: 1, b: null },
      ],
    });
  });

  test("a row's own type name tells nothing of it: it neither opens a row nor is bounded", () => {
    const scopes = { "Row.a": ["E"], "Row.__typename": ["W"] };
    expect(write("{ rows { __typename a } }", { rows: [row("E1"), row("W1")] }, scopes).data).toEqual({
      rows: [{ __typename: "Row", a: 1 }, null],
    });
  });

  test("a field that is denied reaches no row", () => {
    const instructions = { "Row.b": { kind: "deny", error: { message: "denied", extensions: {} } } } as const;
    const { text } = writeAnswer(
      schema,
      "{ rows { a b } }",
      { rows: [row("E1"), row("W1")] },
      {
        rows: rules({ "Row.a": ["E"], "Row.b": undefined }),
        instructions,
      },
    );
    expect(text).toBe('{"rows":[{"a":1,"b":null},null]}');
  });
});

test("rows that are referred to keep their key wherever they lie; what tells of the row is bounded", () => {
  const scopes = { "Row.id": ["E"], "Row.a": ["E"] };
  expect(write("{ referred { id a } }", { referred: [row("E1"), row("W1"), row(null)] }, scopes)).toEqual({
    data: {
      referred: [
        { id: "r", a: 1 },
        { id: "r", a: null },
        { id: "r", a: null },
      ],
    },
    errors: ["referred.1.a: outside Row.a"],
    counted: { "Query.referred": 3, "Row.id": 3, "Row.a": 1 },
  });
});

describe("parts of a row", () => {
  test("lie where the row around them does", () => {
    const scopes = { "Row.part": ["E", "W"], "Part.c": ["E"], "Part.d": ["E", "W"], "Row.a": [""] };
    const rows = [row("E1"), row("W1"), row("N1")];
    expect(write("{ rows { a part { c d } } }", { rows }, scopes)).toEqual({
      data: {
        rows: [
          { a: 1, part: { c: 3, d: 4 } },
          { a: 1, part: { c: null, d: 4 } },
          { a: 1, part: null },
        ],
      },
      errors: ["rows.1.part.c: outside Part.c", "rows.2.part: outside Row.part"],
      counted: { "Query.rows": 3, "Row.a": 3, "Row.part": 2, "Part.c": 1, "Part.d": 2 },
    });
  });

  test("scopes of as many prefixes as that of the way to them are compared, not counted", () => {
    const scopes = { "Row.part": ["E", "W"], "Part.c": ["E", "N"] };
    expect(write("{ rows { part { c } } }", { rows: [row("W1"), row("E1")] }, scopes).data).toEqual({
      rows: [{ part: { c: null } }, { part: { c: 3 } }],
    });
  });

  test("what must not be null takes its part with it", () => {
    const scopes = { "Row.part": ["E", "W"], "Part.must": ["E"] };
    expect(write("{ rows { part { must } } }", { rows: [row("W1")] }, scopes)).toMatchObject({
      data: { rows: [{ part: null }] },
      errors: ["rows.0.part.must: outside Part.must"],
    });
  });

  test("in no row at all they are bounded by the department that answers them", () => {
    expect(write("{ places { c } }", { places: [{ c: 3 }] }, { "Part.c": ["E"] }).data).toEqual({ places: [{ c: 3 }] });
  });

  test("behind a row below a row, the outer row's fields are bounded by its own division again", () => {
    const scopes = { "Row.below": [""], "Row.a": ["E"], "Row.b": ["E"] };
    const outer = row("E1", { below: row("W1"), b: 2 });
    expect(write("{ rows { id below { a } b } }", { rows: [outer] }, scopes).data).toEqual({
      rows: [{ id: "r", below: { a: null }, b: 2 }],
    });
  });
});

test("of an object whose type is not told, a field reaches no row unless all types agree on its scope", () => {
  const asked = (scopes: Scopes) => write("{ named { name } }", { named: row("E1") }, scopes).data;
  expect(asked({ "Row.name": ["E"], "Other.name": ["E"] })).toEqual({ named: { name: 0 } });
  expect(asked({ "Row.name": ["E"] })).toEqual({ named: null });
  expect(asked({ "Row.name": ["E"], "Other.name": ["E", "W"] })).toEqual({ named: null });
  expect(asked({ "Row.name": ["E"], "Other.name": undefined })).toEqual({ named: null });
  expect(asked({ "Row.name": ["W"], "Other.name": ["W"] })).toEqual({ named: null });
});

test("every field of every row is given exactly within its own scope", () => {
  const scope = fc.subarray(["E", "W", "N"], { minLength: 1 }).map((prefixes) => prefixes.sort());
  const division = fc.constantFrom("E1", "W1", "N1", "S1", null);
  const world = fc.record({
    scopes: fc.record({ "Row.a": scope, "Row.b": scope, "Row.part": scope, "Part.c": scope, "Part.d": scope }),
    divisions: fc.array(division, { minLength: 1, maxLength: 4 }),
    field: fc.constantFrom("rows" as const, "referred" as const),
  });
  fc.assert(
    fc.property(world, ({ scopes, divisions, field }) => {
      const reached = (place: string | null, coordinate: keyof typeof scopes): boolean =>
        place !== null && scopes[coordinate].some((prefix) => place.startsWith(prefix));
      const expected = divisions.map((place) => {
        const given = (["Row.a", "Row.b", "Row.part"] as const).some((coordinate) => reached(place, coordinate));
        if (field === "rows" && !given) return null;
        return {
          a: reached(place, "Row.a") ? 1 : null,
          b: reached(place, "Row.b") ? 2 : null,
          part: reached(place, "Row.part")
            ? { c: reached(place, "Part.c") ? 3 : null, d: reached(place, "Part.d") ? 4 : null }
            : null,
        };
      });
      const written = write(
        `{ ${field} { a b part { c d } } }`,
        { [field]: divisions.map((place) => row(place)) },
        scopes,
      );
      expect(written.data).toEqual({ [field]: expected });
    }),
    { numRuns: 200 },
  );
});
