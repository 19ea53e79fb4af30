import { describe, expect, it, test } from "@jest/globals";
import type { Catalogue } from "../../schema/catalog/catalog-item.ts";
import type { DenialError } from "../execute/enforcement.ts";
import type { Judge } from "./coordinate/judge.ts";
import type { GrantedVerdict } from "./coordinate/policy-question.ts";
import { hiddenReadings, rowRules, subjectPaths } from "./row-rules.ts";

const field = (type: string, subgraph: string, more: object = {}): object => ({
  type,
  leaf: type === "String",
  keys: [],
  sources: [{ subgraph, requires: [] }],
  ...more,
});

/**
 * A person's record of housing: about its family, which is about its head. Only people and shops say in which division they lie, shops
 * in the market's subgraph.
 */
const catalogue = {
  rows: {
    divisions: new Map([
      ["Person", "area"],
      ["Shop", "area"],
    ]),
    parts: new Set(["Report"]),
    about: new Map([
      ["Record", ["family", "person"]],
      ["Family", ["head"]],
      ["Loop", ["loop"]],
      ["A", ["b"]],
      ["B", ["c"]],
      ["C", ["d"]],
      ["D", ["person"]],
    ]),
  },
  subjects: new Map([["Person", "id"]]),
  possibleTypes: new Map([
    ["Person", ["Person"]],
    ["Shop", ["Shop"]],
    ["Owner", ["Person", "Shop"]],
    ["Find", ["Shop", "Report"]],
  ]),
  items: new Map<string, object>([
    ["Person.id", field("String", "police", { keys: ["police"] })],
    ["Person.name", field("String", "police")],
    ["Person.area", field("String", "police")],
    ["Person.shops", field("Shop", "market", { sources: [{ subgraph: "elsewhere" }, { subgraph: "market" }] })],
    ["Person.guests", field("Shop", "police")],
    ["Person.report", field("Report", "police")],
    ["Person.finds", field("Find", "market")],
    ["Shop.area", field("String", "market")],
    ["Shop.owner", field("Owner", "market")],
    ["Record.family", field("Family", "housing")],
    ["Record.person", field("Person", "housing")],
    ["Family.head", field("Person", "housing")],
    ["Loop.loop", field("Loop", "housing")],
    ["A.b", field("B", "housing")],
    ["B.c", field("C", "housing")],
    ["C.d", field("D", "housing")],
    ["D.person", field("Person", "housing")],
  ]),
} as unknown as Catalogue;

const judge = {
  possibleTypes: (typeName: string) => catalogue.possibleTypes.get(typeName) ?? [typeName],
  isFree: (typeName: string) => typeName === "Hub",
  verdict: (_: string, fieldName: string) =>
    fieldName === "secret"
      ? { outcome: "DENIED", denial: { reason: "NO_GRANT" }, scope: [""] }
      : { outcome: "MASKED", scope: ["4111"] },
} as unknown as Judge;
const given = (scope: readonly string[], ...grants: readonly string[]) =>
  ({ outcome: "CLEAR", scope, grants, inputs: [] }) as unknown as GrantedVerdict;
const rules = (granted: Readonly<Record<string, GrantedVerdict>> = { "Person.name": given(["4111"]) }) =>
  rowRules(
    catalogue,
    judge,
    new Map(Object.entries(granted)),
    (coordinate, denial) => ({ coordinate, denial }) as unknown as DenialError,
  );

describe("the gate over rows", () => {
  it("is there as soon as anything is not given for every row", () => {
    expect(rules({})).toBeUndefined();
    expect(rules({ "Person.name": given([""]), "Person.id": given([""]) })).toBeUndefined();
    expect(rules({ "Person.name": given([""]), "Person.id": given(["4111"]) })).toBeDefined();
  });

  it("asks for what is free everywhere, for what is denied nowhere, and for the rest where it is given", () => {
    const scopeOf = rules()?.scopeOf;
    expect([scopeOf?.("Hub", "secret"), scopeOf?.("Person", "secret"), scopeOf?.("Person", "name")]).toEqual([
      [""],
      undefined,
      ["4111"],
    ]);
  });

  it.each([
    ["Person", "name", true],
    ["Person", "id", false],
    ["Person", "__typename", false],
    ["Person", "unheardOf", true],
    ["Person", "shops", false],
    ["Person", "guests", true],
    ["Person", "report", true],
    ["Person", "finds", true],
    ["Shop", "owner", true],
  ])("%s.%s belongs to the row itself: %s", (typeName, fieldName, expected) => {
    // A relation to rows that are gated themselves belongs to the row where the row's own subgraph keeps it.
    expect(rules()?.isOfRow(typeName, fieldName)).toBe(expected);
  });

  it("knows parts, and whether a relation is resolved where its rows are at home", () => {
    const gate = rules();
    expect([gate?.isPart("Report"), gate?.isPart("Person")]).toEqual([true, false]);
    expect(gate?.isHome("Person", "shops", "Shop")).toBe(true);
    expect(gate?.isHome("Person", "guests", "Shop")).toBe(false);
    expect(gate?.isHome("Owner", "shops", "Shop")).toBe(true);
    expect(gate?.isHome("Person", "report", "Report")).toBe(false);
    expect(gate?.outside("Person.name")).toMatchObject({
      coordinate: "Person.name",
      denial: { reason: "OUT_OF_SCOPE" },
    });
  });
});

test("the ways to a row's subjects have three fields at most, each subject at the end of its own", () => {
  const paths = subjectPaths(catalogue);
  expect(paths.get("Record")).toEqual([
    { path: ["family", "head", "id"], type: "Person" },
    { path: ["person", "id"], type: "Person" },
  ]);
  expect([paths.get("Loop"), paths.get("A")]).toEqual([[], []]);
  expect(paths.get("B")).toEqual([{ path: ["c", "d", "person", "id"], type: "Person" }]);
  expect(subjectPaths(catalogue)).toBe(paths);
});

test("divisions and the ways to subjects are read within the rows in which anything of their type is given", () => {
  const readings = hiddenReadings(
    catalogue,
    new Map([
      ["Person.name", given(["4111"], "g1")],
      ["Person.id", given(["4112"], "g1", "g2")],
      ["Record.family", given(["411102"], "g3")],
      ["Shop.owner", given(["4113"], "g4")],
      ["A.x", given([""], "g5")],
    ]),
  );
  expect(Object.fromEntries(readings)).toEqual({
    "Person.area": { scope: ["4111", "4112", "4113"], grants: ["g1", "g2", "g4"] },
    "Shop.area": { scope: ["4113"], grants: ["g4"] },
    "Record.family": { scope: ["411102"], grants: ["g3"] },
    "Record.person": { scope: ["411102"], grants: ["g3"] },
    "Family.head": { scope: ["411102"], grants: ["g3"] },
    "A.b": { scope: [""], grants: ["g5"] },
    "B.c": { scope: [""], grants: ["g5"] },
    "C.d": { scope: [""], grants: ["g5"] },
  });
});
