import { expect, test } from "@jest/globals";
import type { FindGrant } from "../grant/find-grant.ts";
import type { DecidedRequest, Decision } from "./decision.ts";
import { createHoldsStill } from "./holds-still.ts";

interface Given {
  readonly outcome: "CLEAR" | "MASKED";
  readonly scope: readonly string[];
  readonly inputs: readonly object[];
}
const given = (outcome: Given["outcome"] = "CLEAR", scope = ["4111"], inputs: readonly object[] = []): Given => ({
  outcome,
  scope,
  inputs,
});
const input = (coordinate: string, department = "housing", outcome = "CLEAR", scope = ["4111"]) => ({
  coordinate,
  department,
  outcome,
  scope,
});

interface Shape {
  readonly granted?: Readonly<Record<string, Given>>;
  readonly revealed?: Readonly<Record<string, Readonly<Record<string, Given>>>>;
  readonly denied?: readonly string[];
  /** Types whose rows a gate hides. */
  readonly hidden?: readonly string[];
}

const decision = (hash: string, { granted = {}, revealed = {}, denied = [], hidden }: Shape): Decision =>
  ({
    grant: { hash },
    granted: new Map(Object.entries(granted)),
    revealed: new Map(Object.entries(revealed).map(([field, told]) => [field, new Map(Object.entries(told))])),
    denials: denied.map((coordinate) => ({ coordinate })),
    outcomes: new Map([...Object.keys(granted), ...denied].map((coordinate) => [coordinate, "CLEAR"])),
    enforcement:
      hidden === undefined
        ? {}
        : { rowGate: (typeName: string) => (hidden.includes(typeName) ? () => true : undefined) },
  }) as unknown as Decision;

/** Whether an answer that was decided as `before` may leave where the same operation would now be decided as `now`. */
const leaves = (before: Shape, now: Shape | "refused" | "unchanged" | "no grant"): boolean => {
  const found =
    now === "no grant"
      ? { kind: "unavailable" }
      : { kind: "grant", grant: { hash: now === "unchanged" ? "before" : "after" } };
  const holdsStill = createHoldsStill(
    () => found as ReturnType<FindGrant>,
    () => 0,
  );
  return holdsStill({
    decision: decision("before", before),
    decideUnder: () => {
      if (typeof now === "string") throw new Error("refused");
      return decision("after", now);
    },
  } as unknown as DecidedRequest);
};

const NAME = { "Person.name": given() };
const WIDE = { "Person.name": given("CLEAR", ["4111", "4112"]) };
const both = (one: object, other: object) => ({ "Person.poor": given("CLEAR", ["4111"], [one, other]) });
const told = (...coordinates: readonly string[]) => ({
  "Query.people": Object.fromEntries(coordinates.map((coordinate) => [coordinate, given()])),
});

test.each<[string, Shape, Parameters<typeof leaves>[1], boolean]>([
  ["its grant is the same", { granted: NAME }, "unchanged", true],
  ["no grant can be looked up", { granted: NAME }, "no grant", false],
  ["the operation would be refused", { granted: NAME }, "refused", false],
  ["another grant gives the same", { granted: NAME }, { granted: NAME }, true],
  ["a field is given no more", { granted: { ...NAME, "Person.id": given() } }, { granted: NAME }, false],
  ["a field is masked now", { granted: NAME }, { granted: { "Person.name": given("MASKED") } }, false],
  ["a masked field is masked still", { granted: { a: given("MASKED") } }, { granted: { a: given("MASKED") } }, true],
  ["a masked field is clear now", { granted: { a: given("MASKED") } }, { granted: { a: given() } }, true],
  ["more rows are given", { granted: NAME }, { granted: WIDE }, true],
  ["fewer rows are given", { granted: WIDE }, { granted: NAME }, false],
  ["a smaller division is given", { granted: NAME }, { granted: { "Person.name": given("CLEAR", ["411102"]) } }, false],
  ["a larger one is given", { granted: NAME }, { granted: { "Person.name": given("CLEAR", ["41"]) } }, true],
  [
    "both inputs of a derived field are given",
    { granted: both(input("a"), input("b")) },
    { granted: both(input("b"), input("a")) },
    true,
  ],
  [
    "one input of two is given no more",
    { granted: both(input("a"), input("b")) },
    { granted: both(input("a"), input("c")) },
    false,
  ],
  [
    "an input is given to another department",
    { granted: both(input("a"), input("b")) },
    { granted: both(input("a"), input("b", "police")) },
    false,
  ],
  [
    "an input is given for other rows",
    { granted: both(input("a"), input("b")) },
    { granted: both(input("a"), input("b", "housing", "CLEAR", ["4112"])) },
    false,
  ],
  ["what an argument gave away is given still", { revealed: told("a", "b") }, { revealed: told("b", "a") }, true],
  ["one of two is given no more", { revealed: told("a", "b") }, { revealed: told("a") }, false],
  ["nothing is known of it any more", { revealed: told("a") }, {}, false],
  ["what was denied is denied", { denied: ["Person.name"] }, { denied: ["Person.name"] }, true],
  ["what was denied is given", { denied: ["Person.name"] }, { granted: NAME }, true],
  ["something is denied that was not", { denied: ["Person.id"] }, { denied: ["Person.id", "Person.name"] }, false],
  ["rows are hidden that were not", { granted: NAME }, { granted: NAME, hidden: ["Person"] }, false],
  ["rows of another type are hidden", { granted: NAME }, { granted: NAME, hidden: ["Shop"] }, true],
  ["rows are hidden as before", { granted: NAME, hidden: ["Person"] }, { granted: NAME, hidden: ["Person"] }, true],
  ["rows are hidden no more", { granted: NAME, hidden: ["Person"] }, { granted: NAME }, true],
  [
    "rows of one of two types are hidden now",
    { granted: { ...NAME, "Shop.id": given() }, hidden: ["Person"] },
    { granted: { ...NAME, "Shop.id": given() }, hidden: ["Person", "Shop"] },
    false,
  ],
])("an answer where %s", (_, before, now, expected) => {
  expect(leaves(before, now)).toBe(expected);
});
