import { describe, expect, test } from "@jest/globals";
import { buildSchema } from "graphql";
import type { Enforcement, Instruction } from "../enforcement.ts";
import { writeAnswer } from "../fixtures/write-answer.ts";
import { identifiersIn } from "./enforce.ts";

const schema = buildSchema(/* GraphQL */ `
  type Query {
    case: Case
    named: Named
  }
  interface Named {
    name: String
  }
  type Case {
    id: ID!
    title: String
    must: String!
  }
  type Person implements Named {
    name: String
  }
  type Firm implements Named {
    name: String
  }
`);

const write = (query: string, data: unknown, options: Parameters<typeof writeAnswer>[3]) =>
  writeAnswer(schema, query, data, options);

const mask = (mask: (value: unknown) => unknown): Instruction => ({ kind: "mask", mask });

describe("a mask", () => {
  test.each<[string, () => unknown]>([
    [
      "throws",
      () => {
        throw new Error("the value is 王小明");
      },
    ],
    ["gives null", () => null],
    ["gives nothing", () => undefined],
  ])("that %s withholds the value, and says so without it", (_, broken) => {
    const { text, errors } = write(
      "{ case { title } }",
      { case: { title: "王小明" } },
      { instructions: { "Case.title": mask(broken) } },
    );
    expect(text).toBe('{"case":{"title":null}}');
    expect(errors).toEqual([
      'case.title: This value cannot be masked, so it is withheld. {"code":"HUB_FIELD_DENIED","reason":"MASK_FAILED"}',
    ]);
  });
});

test("of an object that one of several types can be, the strictest decision holds", () => {
  const denial: Instruction = { kind: "deny", error: { message: "denied", extensions: {} } };
  const shown = mask(() => "**");
  const asked = (person: Instruction, firm: Instruction) =>
    write(
      "{ named { name } }",
      { named: { name: "a" } },
      { instructions: { "Person.name": person, "Firm.name": firm } },
    ).text;
  expect(asked({ kind: "write" }, shown)).toBe('{"named":{"name":"**"}}');
  expect(asked(shown, { kind: "write" })).toBe('{"named":{"name":"**"}}');
  expect(asked(shown, denial)).toBe('{"named":{"name":null}}');
  expect(asked(denial, shown)).toBe('{"named":{"name":null}}');
});

describe("whom a row is about", () => {
  const about: Enforcement["about"] = new Map([
    [
      "Case",
      [
        { path: ["person", "id"], type: "Person" },
        { path: ["firms", "owner", "code"], type: "Firm" },
      ],
    ],
  ]);
  const subjects = (found: object, query = "{ case { title } }") => {
    const { observation } = write(query, { case: { id: "c", title: "t", ...found } }, { about });
    return Object.fromEntries([...observation.subjects].map(([type, ids]) => [type, [...ids]]));
  };

  test("is noted from what was fetched hidden, of every object of the lists on the way, text or number", () => {
    expect(
      subjects({ _hub_about0: { id: "p" }, _hub_about1: [{ owner: { code: 7 } }, { owner: [{ code: "8" }] }] }),
    ).toEqual({
      Person: ["p"],
      Firm: ["7", "8"],
    });
  });

  test("is nobody where it is null, no identifier, or not there", () => {
    expect(
      subjects({
        _hub_about0: null,
        _hub_about1: [null, { owner: null }, { owner: { code: null } }, { owner: { code: { a: 1 } } }],
      }),
    ).toEqual({});
    expect(subjects({})).toEqual({});
  });

  test("is not noted of a row that did not come to be written", () => {
    expect(subjects({ _hub_about0: { id: "p" }, must: null }, "{ case { must } }")).toEqual({});
  });
});

test("identifiers at the end of a path, through lists of lists; what is no object is there itself", () => {
  expect(identifiersIn([[{ a: [{ b: 1 }, { b: 2 }] }], { a: { b: 3 } }], ["a", "b"])).toEqual([1, 2, 3]);
  expect(identifiersIn("x", ["a"])).toEqual(["x"]);
  expect(identifiersIn({ a: 1 }, [])).toEqual([{ a: 1 }]);
});
