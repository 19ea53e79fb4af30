import { serialize } from "node:v8";
import { expect, test } from "@jest/globals";
import { buildSchema } from "graphql";
import type { Instruction } from "../enforcement.ts";
import { writeAnswer, type WriteOptions } from "../fixtures/write-answer.ts";

const schema = buildSchema(/* GraphQL */ `
  type Query {
    person: Person
    people: [Person!]
    matrix: [[Int!]]
    must: Person!
    any: Any
    named: Named
  }
  interface Named {
    name: String
  }
  union Any = Person | Firm
  type Person implements Named {
    id: ID!
    name: String
    income: Int
    phone: String!
    friend: Person
    tags: [String!]
    mood: Mood
  }
  type Firm implements Named {
    id: ID!
    name: String
    code: Int!
  }
  enum Mood {
    GOOD
    BAD
  }
`);

const write = (query: string, data: unknown, options?: WriteOptions) => writeAnswer(schema, query, data, options);

const denial: Instruction = { kind: "deny", error: { message: "denied", extensions: { code: "HUB_FIELD_DENIED" } } };

test("writes in the order of the selection, not of the data", () => {
  const { text } = write("{ person { phone id name } }", { person: { id: "1", name: "a", phone: "5", more: true } });
  expect(text).toBe('{"person":{"phone":"5","id":"1","name":"a"}}');
});

test("an answer in plain ASCII takes one byte a character, in whatever text its names were met first", () => {
  // A name is kept once, as wide as it was when it first named a property: here as part of a Chinese text.
  const alias = `中文 first_met_${process.pid}`.slice("中文 ".length);
  Object.fromEntries([[alias, true]]);
  const { text } = write(`{ person { ${alias}: id mood } }`, { person: { [alias]: "1", mood: "GOOD" } });
  expect(text).toBe(`{"person":{"${alias}":"1","mood":"GOOD"}}`);
  const [, , width] = serialize(text);
  expect(String.fromCharCode(width ?? 0)).toBe('"');
});

test("T10: a denied list has an error of its own wherever it is denied", () => {
  const query = "{ people { id } others: people { id } person { tags more: tags } }";
  const data = { people: [{ id: "1" }], person: { tags: ["a"] } };
  const { text, errors } = write(query, data, { instructions: { "Query.people": denial, "Person.tags": denial } });
  expect(text).toBe('{"people":null,"others":null,"person":{"tags":null,"more":null}}');
  expect(errors.map((error) => error.split(":")[0])).toEqual(["people", "others", "person.tags", "person.more"]);
});

test("merges fields of fragments under one response key, in the place of the first", () => {
  const query = "{ person { friend { id } ...F } } fragment F on Person { name friend { phone } }";
  const { text } = write(query, { person: { name: "a", friend: { id: "2", phone: "6" } } });
  expect(text).toBe('{"person":{"friend":{"id":"2","phone":"6"},"name":"a"}}');
});

test("a null in a non-null position takes its object with it, up to the nearest that may be null, with one error", () => {
  const { text, errors } = write("{ person { friend { phone } id } }", {
    person: { id: "1", friend: { phone: null } },
  });
  expect(text).toBe('{"person":{"friend":null,"id":"1"}}');
  expect(errors).toEqual([
    'person.friend.phone: Cannot return null for non-nullable field Person.phone. {"code":"HUB_VALUE_INVALID"}',
  ]);
});

test("a non-null item of a list takes the list with it", () => {
  const { text, errors } = write("{ people { id } }", { people: [{ id: "1" }, null] });
  expect(text).toBe('{"people":null}');
  expect(errors).toEqual([
    'people.1: Cannot return null for non-nullable field Query.people. {"code":"HUB_VALUE_INVALID"}',
  ]);
});

test("a list of lists: null stops at the inner list", () => {
  expect(write("{ matrix }", { matrix: [[1, 2], [3, null], []] }).text).toBe('{"matrix":[[1,2],null,[]]}');
});

test("propagation that reaches the root leaves no data", () => {
  expect(write("{ must { phone } }", { must: { phone: null } }).text).toBeNull();
});

test.each([
  ["{ person { name } }", { person: [] }, '{"person":null}'],
  ["{ person { name } }", { person: "text" }, '{"person":null}'],
  ["{ people { name } }", { people: { name: "x" } }, '{"people":null}'],
  ["{ person { income } }", { person: { income: "12" } }, '{"person":{"income":null}}'],
  ["{ person { income } }", { person: { income: 2147483648 } }, '{"person":{"income":null}}'],
  ["{ person { name } }", { person: { name: { secret: 1 } } }, '{"person":{"name":null}}'],
  ["{ person { mood } }", { person: { mood: "UGLY" } }, '{"person":{"mood":null}}'],
  ["{ any { ... on Person { name } } }", { any: { __typename: "Query", name: "x" } }, '{"any":null}'],
  ["{ any { ... on Person { name } } }", { any: { __typename: 7, name: "x" } }, '{"any":null}'],
])("a value of the wrong type is null with an error, and is not shown: %s", (query, data, expected) => {
  const { text, errors } = write(query, data);
  expect(text).toBe(expected);
  expect(errors).toHaveLength(1);
  expect(errors.join()).not.toMatch(/secret|UGLY|2147483648/);
});

test("abstract types: each object by what it turns out to be; fragments on interfaces apply to all", () => {
  const query = "{ any { __typename ... on Named { name } ... on Firm { code } ... on Person { phone } } }";
  expect(write(query, { any: { __typename: "Firm", name: "f", code: 3, phone: "x" } }).text).toBe(
    '{"any":{"__typename":"Firm","name":"f","code":3}}',
  );
  expect(write("{ named { name } }", { named: { name: "who knows" } }).text).toBe('{"named":{"name":"who knows"}}');
});

test("@skip and @include: by variable and by constant, on fields and fragments", () => {
  const query =
    "query ($yes: Boolean!, $no: Boolean!) { person { id @skip(if: $yes) name @include(if: $yes) ... @include(if: $no) { phone } income @skip(if: true) } }";
  const data = { person: { id: "1", name: "a", phone: "5", income: 1 } };
  expect(write(query, data, { conditions: { yes: true, no: false } }).text).toBe('{"person":{"name":"a"}}');
});

test("deny: null and the policy's error once, at the first place, with the number of places", () => {
  const { text, errors, observation } = write(
    "{ people { id income } }",
    {
      people: [
        { id: "1", income: 5 },
        { id: "2", income: 6 },
      ],
    },
    { instructions: { "Person.income": denial } },
  );
  expect(text).toBe('{"people":[{"id":"1","income":null},{"id":"2","income":null}]}');
  expect(errors).toEqual(['people.0.income: denied {"code":"HUB_FIELD_DENIED","occurrences":2}']);
  expect(observation.rows.has("Person.income")).toBe(false);
});

test("deny in a non-null position propagates; a denied __typename is denied; a denied object is not looked into", () => {
  const data = { person: { __typename: "Person", id: "1", phone: "5", friend: { id: "2" } } };
  expect(write("{ person { id phone } }", data, { instructions: { "Person.phone": denial } }).text).toBe(
    '{"person":null}',
  );
  const options = { instructions: { "Person.friend": denial, "Person.__typename": denial } };
  expect(write("{ person { friend { id } } }", data, options).text).toBe('{"person":{"friend":null}}');
  expect(write("{ person { __typename } }", data, options).text).toBe('{"person":null}');
});

test("an interface whose object type is unknown gets the strictest decision of all its types", () => {
  const { text } = write(
    "{ named { name } }",
    { named: { name: "secret" } },
    { instructions: { "Firm.name": denial } },
  );
  expect(text).toBe('{"named":{"name":null}}');
});

test("mask: every leaf below lists, never null; a mask that fails or forgets its type withholds", () => {
  const stars: Instruction = { kind: "mask", mask: (value) => `${String(value)[0] ?? ""}**` };
  const data = { person: { name: "王小明", tags: ["ab", "cd"], income: 7 } };
  const masked = write("{ person { name tags } }", data, {
    instructions: { "Person.name": stars, "Person.tags": stars },
  });
  expect(masked.text).toBe('{"person":{"name":"王**","tags":["a**","c**"]}}');
  const broken: Instruction = {
    kind: "mask",
    mask: () => {
      throw new Error("no");
    },
  };
  const failed = write("{ person { name income } }", data, {
    instructions: { "Person.name": broken, "Person.income": stars },
  });
  expect(failed.text).toBe('{"person":{"name":null,"income":null}}');
  expect(failed.errors.join()).toContain("withheld");
  const whole = write("{ person { name } }", data, { instructions: { "Query.person": stars } });
  expect(whole.text).toBe('{"person":null}');
});

test("observes what was written: values by coordinate, subjects by type, nothing that propagation discarded", () => {
  const data = {
    people: [
      { id: "1", _hub_subject: "s1", name: "a", friend: { id: "2", _hub_subject: "s2", phone: null } },
      { id: "3", _hub_subject: "s3", name: null, friend: null },
    ],
  };
  const { text, observation } = write("{ people { id name friend { id phone } } }", data, {
    observed: { Person: "id" },
  });
  expect(text).toBe('{"people":[{"id":"1","name":"a","friend":null},{"id":"3","name":null,"friend":null}]}');
  expect(Object.fromEntries(observation.rows)).toEqual({ "Query.people": 2, "Person.id": 2, "Person.name": 1 });
  expect(observation.subjects).toEqual(new Map([["Person", new Set(["s1", "s3"])]]));
});

test("a subject is never read from another field that the caller gave the identifier's name", () => {
  const { observation } = write(
    "{ person { id: phone } }",
    { person: { id: "13800000000" } },
    { observed: { Person: "id" } },
  );
  expect(observation.subjects.size).toBe(0);
});

test("row gate: a denied row is null with the gate's error, and nothing of it is written or counted", () => {
  const { text, errors, observation } = write(
    "{ person { name } any { ... on Person { name } } }",
    { person: { name: "far" }, any: { __typename: "Person", name: "near" } },
    {
      observed: { Person: "name" },
      rowGate: (_, read) => (read("name") === "far" ? { message: "out of scope", extensions: {} } : undefined),
    },
  );
  expect(text).toBe('{"person":null,"any":{"name":"near"}}');
  expect(errors).toEqual(["person: out of scope {}"]);
  expect(observation.rows.get("Person.name")).toBe(1);
});

test("names that every object inherits something under are plain names", () => {
  const query = "{ constructor: person { __proto__: name toString: name hasOwnProperty: income } }";
  const { text } = write(query, JSON.parse('{"constructor":{"__proto__":"p","toString":"t"}}'));
  expect(text).toBe('{"constructor":{"__proto__":"p","toString":"t","hasOwnProperty":null}}');
  expect(write("{ constructor: person { name } }", {}).text).toBe('{"constructor":null}');
  expect(write("{ person { __proto__: friend { id } } }", { person: {} }).text).toBe('{"person":{"__proto__":null}}');
});
