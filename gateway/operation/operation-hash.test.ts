import { describe, expect, test } from "@jest/globals";
import { buildSchema, parse } from "graphql";
import { hashOfDocument, wordsOf } from "./operation-hash.ts";

const words = wordsOf(
  buildSchema(`
    scalar Any
    enum Outcome { CLEAR DENIED }
    input Filter { number: String, outcome: Outcome, either: [Filter] }
    type Person { name: String }
    type Query { person(number: String, age: Float): Person people(filter: Filter, any: Any, ids: [ID]): [Person] }
  `),
);
const hash = (text: string): string => hashOfDocument(parse(text), words);

describe("L6: an operation's hash", () => {
  test.each([
    ["text", '{ person(number: "411025199001010013") { name } }', '{ person(number: "") { name } }'],
    ["block", '{ person(number: """411025199001010013""") { name } }', '{ person(number: "") { name } }'],
    ["number", "{ person(age: 41.5) { name } }", "{ person(age: 7) { name } }"],
    ["length of a list", '{ people(ids: ["1", "2", "3"]) { name } }', '{ people(ids: ["4"]) { name } }'],
    ["alias", "{ n411025199001010013: person { wang: name } }", "{ person { name } }"],
    ["operation's name", "query N411025199001010013 { person { name } }", "{ person { name } }"],
    [
      "variable's name and default",
      'query ($n411025199001010013: String = "王小明") { person(number: $n411025199001010013) { name } }',
      'query ($n: String = "") { person(number: $n) { name } }',
    ],
    [
      "fragment's name",
      "{ person { ...N411025199001010013 } } fragment N411025199001010013 on Person { name }",
      "{ person { ...F } } fragment F on Person { name }",
    ],
    [
      "name within a free value",
      "{ people(any: { n411025199001010013: WANG }) { name } }",
      "{ people(any: { x: 1 }) { name } }",
    ],
    ["spacing and comments", "{ person { name } # 王小明\n}", "{person{name}}"],
  ])("says nothing of a %s", (_, told, untold) => {
    expect(hash(told)).toBe(hash(untold));
    expect(hash(told)).toMatch(/^[0-9a-f]{16}$/);
  });

  test.each([
    ["fields", "{ person { name } }", "{ person { __typename } }"],
    ["arguments", '{ person(number: "1") { name } }', "{ person(age: 1) { name } }"],
    [
      "enum values",
      "{ people(filter: { outcome: CLEAR }) { name } }",
      "{ people(filter: { outcome: DENIED }) { name } }",
    ],
    ["input fields", '{ people(filter: { number: "1" }) { name } }', "{ people(filter: { outcome: CLEAR }) { name } }"],
    [
      "forms within a list",
      '{ people(filter: { either: [{ number: "1" }] }) { name } }',
      '{ people(filter: { either: [{ number: "1" }, { outcome: CLEAR }] }) { name } }',
    ],
    [
      "which variable stands where",
      "query ($a: String, $b: String) { a: person(number: $a) { name } b: person(number: $b) { name } }",
      "query ($a: String, $b: String) { a: person(number: $a) { name } b: person(number: $a) { name } }",
    ],
  ])("tells %s apart", (_, one, other) => {
    expect(hash(one)).not.toBe(hash(other));
  });
});
