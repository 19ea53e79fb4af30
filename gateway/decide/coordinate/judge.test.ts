import { describe, expect, it } from "@jest/globals";
import { buildSchema } from "graphql";
import { buildCatalogue } from "../../../schema/catalog/build-catalogue.ts";
import { parseOverlay } from "../../../schema/catalog/overlay.ts";
import type { Grant } from "../../grant/compile-grant.ts";
import { createJudge } from "./judge.ts";

const SDL = `
  type Query { people: [Owner] firm: Firm secret: Secret case: Case hub: Hub own: Int }
  union Owner = Person | Secret
  type Person { id: ID name: String }
  type Firm { name: String }
  type Secret { a: Int b: Int }
  type Case { a: Int b: Int }
  type Hub { version: String }`;
const asked = { level: "L2", share: "CONDITIONAL" };
const catalogue = buildCatalogue(SDL, parseOverlay({ items: { "*": asked } }));
const CLEAR = { kind: "granted", outcome: "CLEAR", scope: [""], grants: ["g1"] };
const GIVEN: Readonly<Record<string, object>> = {
  ...Object.fromEntries(["people", "firm", "secret", "case"].map((name) => [`Query.${name}`, CLEAR])),
  "Person.id": CLEAR,
  "Case.b": { kind: "CASE_REQUIRED", grant: "g2" },
};
const grant = {
  entitlementOf: ({ coordinate }: { coordinate: string }) => GIVEN[coordinate] ?? { kind: "NO_GRANT" },
} as unknown as Grant;
const judge = createJudge(buildSchema(SDL), catalogue, grant, new Set(["Hub", "Query.own"]));
const HIDDEN = (type: string) => ({ reason: "TYPE_NOT_GRANTED", type });
const denialOf = (typeName: string, fieldName: string) => {
  const verdict = judge.verdict(typeName, fieldName);
  return verdict.outcome === "DENIED" ? verdict.denial : verdict.outcome;
};

describe("a judge", () => {
  it.each([
    ["Query", "__schema", true],
    ["Query", "__type", true],
    ["__Type", "name", true],
    ["Hub", "version", true],
    ["Query", "own", true],
    ["Query", "hub", false],
    ["Query", "people", false],
    ["Person", "own", false],
    ["Person", "__typename", false],
  ])("%s.%s is nobody's data: %s", (typeName, fieldName, expected) => {
    expect(judge.isFree(typeName, fieldName)).toBe(expected);
  });

  it("shows a type of which anything is given, and the roots; what stays hidden tells why", () => {
    expect(["Query", "Person", "Hub", "__Schema", "Nowhere", "Owner"].map((name) => judge.typeDenial(name))).toEqual(
      Array(6).fill(undefined),
    );
    expect([judge.typeDenial("Firm"), judge.typeDenial("Secret")]).toEqual([HIDDEN("Firm"), HIDDEN("Secret")]);
    // Another request of the same caller would see it.
    expect(judge.typeDenial("Case")).toEqual({ reason: "CASE_REQUIRED", grant: "g2" });
  });

  it("denies a field whose objects are all hidden, so that not even their number is shown", () => {
    expect(denialOf("Query", "people")).toBe("CLEAR");
    expect(denialOf("Query", "firm")).toEqual(HIDDEN("Firm"));
    expect(denialOf("Query", "case")).toEqual({ reason: "CASE_REQUIRED", grant: "g2" });
    expect(denialOf("Query", "hub")).toEqual({ reason: "NO_GRANT" });
    expect([denialOf("Person", "id"), denialOf("Person", "name")]).toEqual(["CLEAR", { reason: "NO_GRANT" }]);
  });

  it("knows the concrete types of a name, and answers each question once", () => {
    expect([judge.possibleTypes("Owner"), judge.possibleTypes("Person"), judge.possibleTypes("Nowhere")]).toEqual([
      ["Person", "Secret"],
      ["Person"],
      [],
    ]);
    expect(judge.verdict("Person", "id")).toBe(judge.verdict("Person", "id"));
  });
});
