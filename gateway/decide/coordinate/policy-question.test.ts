import { describe, expect, it } from "@jest/globals";
import { type FieldNode, Kind } from "graphql";
import type { Judge } from "./judge.ts";
import { createDenialOf, createPolicyQuestion } from "./policy-question.ts";
import type { Verdict } from "./verdict.ts";

const CLEAR: Verdict = { outcome: "CLEAR", scope: [""], grants: ["g1"], inputs: [] };
const MASKED: Verdict = { outcome: "MASKED", mask: "NAME", scope: [""], grants: ["g2"], inputs: [] };
const NO_GRANT: Verdict = { outcome: "DENIED", denial: { reason: "NO_GRANT" } };
const NO_CASE: Verdict = { outcome: "DENIED", denial: { reason: "CASE_REQUIRED", grant: "g1" } };
const HIDDEN = { reason: "TYPE_NOT_GRANTED", type: "Secret" } as const;

const VERDICTS: Readonly<Record<string, Verdict>> = {
  "Query.people": CLEAR,
  "Query.closed": NO_GRANT,
  "Person.id": CLEAR,
  "Person.name": MASKED,
  "Person.secret": NO_GRANT,
  "Person.health": NO_CASE,
};
const judge: Judge = {
  isFree: (_, fieldName) => fieldName === "whyDenied",
  verdict: (typeName, fieldName) => VERDICTS[`${typeName}.${fieldName}`] ?? NO_GRANT,
  typeDenial: (typeName) => (typeName === "Secret" ? HIDDEN : undefined),
  possibleTypes: () => [],
};
const field = (name: string): FieldNode => ({ kind: Kind.FIELD, name: { kind: Kind.NAME, value: name } });
/** A policy by which every field's arguments give away these coordinates. */
const asking = (...coordinates: readonly string[]) => {
  const revealedIn = () => coordinates.map((coordinate) => ({ argument: "Query.people(by:)", coordinate }));
  const denialOf = createDenialOf(judge, revealedIn);
  return { denialOf, question: createPolicyQuestion(denialOf, judge, revealedIn) };
};
const withheld = (coordinate: string) => ({
  reason: "ARGUMENT_NOT_GRANTED",
  argument: "Query.people(by:)",
  reveals: coordinate,
});

describe("the one question of the policy", () => {
  it.each<[string, readonly string[], unknown]>([
    ["nothing", [], undefined],
    ["what is held in the clear", ["Person.id"], undefined],
    ["what is held masked", ["Person.id", "Person.name"], withheld("Person.name")],
    ["what is not held", ["Person.secret"], withheld("Person.secret")],
    [
      "what another request of the same caller would be given",
      ["Person.health"],
      { reason: "CASE_REQUIRED", grant: "g1" },
    ],
  ])("asks of arguments that give away %s", (_, coordinates, denial) => {
    expect(asking(...coordinates).denialOf("Query", field("people"))).toEqual(denial);
  });

  it("asks the field before its arguments, a type of its name alone, and the hub's own graph nothing", () => {
    const { denialOf } = asking("Person.secret");
    expect(denialOf("Query", field("closed"))).toEqual({ reason: "NO_GRANT" });
    expect(denialOf("Query", field("whyDenied"))).toBeUndefined();
    expect(denialOf("Secret", field("__typename"))).toBe(HIDDEN);
    expect(denialOf("Person", field("__typename"))).toBeUndefined();
  });
});

describe("the note of what was asked", () => {
  it("has every coordinate once, with its outcome, the first place of its denial, and what its arguments gave away", () => {
    const { question } = asking("Person.id");
    const root = { key: "all", parent: null };
    for (const [typeName, name, key] of [
      ["Query", "people", "all"],
      ["Person", "name", "name"],
      ["Person", "secret", "first"],
      ["Person", "secret", "second"],
      ["Person", "__typename", "t"],
      ["Query", "whyDenied", "why"],
    ] as const)
      question.ask(typeName, field(name), typeName === "Query" ? { key, parent: null } : { key, parent: root });
    expect([...question.outcomes]).toEqual([
      ["Query.people", "CLEAR"],
      ["Person.name", "MASKED"],
      ["Person.secret", "DENIED"],
    ]);
    expect([...question.denials.values()]).toEqual([
      { coordinate: "Person.secret", denial: { reason: "NO_GRANT" }, path: ["all", "first"] },
    ]);
    expect([...question.granted]).toEqual([
      ["Query.people", CLEAR],
      ["Person.name", MASKED],
    ]);
    expect([...question.revealed].map(([coordinate, told]) => [coordinate, [...told]])).toEqual([
      ["Query.people", [["Person.id", CLEAR]]],
      ["Person.name", [["Person.id", CLEAR]]],
    ]);
  });

  it("keeps both reasons of a coordinate that is denied for two", () => {
    const { question } = asking();
    question.ask("Person", field("name"), { key: "name", parent: null });
    question.deny("Person.name", { reason: "OUT_OF_SCOPE" }, null);
    question.deny("Person.name", { reason: "NO_GRANT" }, null);
    expect([...question.denials.values()].map(({ denial }) => denial.reason)).toEqual(["OUT_OF_SCOPE", "NO_GRANT"]);
  });
});
