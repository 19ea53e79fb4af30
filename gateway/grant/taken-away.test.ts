import { describe, expect, it } from "@jest/globals";
import { compileGrant } from "./compile-grant.ts";
import { parseBar, type Bar } from "./bar.ts";
import { asking, catalogue, entry, item, NOW } from "./fixtures/people.ts";
import { createGrantBook } from "./grant-book.ts";
import { parseGrants } from "./store/parse-grants.ts";

describe("R2: a bar binds", () => {
  const bar = (change: Partial<Bar> = {}): Bar => ({
    id: "7",
    app: "app",
    department: "police",
    purpose: "P",
    provider: "police",
    reason: "r",
    since: 0,
    until: null,
    ...change,
  });
  const records = parseGrants(
    {
      grants: [
        entry("mine", { items: { "Person.name": "CLEAR" } }),
        entry("polices", { consumer: { department: "police" } }),
        entry("housings", { consumer: { department: "housing" }, purpose: { code: "Q", name: "n", basis: "b" } }),
      ],
    },
    catalogue,
  );
  const barring = (...bars: readonly Bar[]) => compileGrant(createGrantBook(records, { bars }), asking, NOW);
  const kindOf = (coordinate: string, ...bars: readonly Bar[]) => barring(...bars).entitlementOf(item(coordinate)).kind;

  it("what comes with a grant, not what a grant names", () => {
    expect([kindOf("Person.sex", bar()), kindOf("Person.name", bar())]).toEqual(["BARRED", "granted"]);
  });

  it.each([
    ["whatever the purpose", { purpose: null }, "BARRED"],
    ["a whole department", { app: null }, "BARRED"],
    ["another purpose", { purpose: "Q" }, "granted"],
    ["another app", { app: "other" }, "granted"],
    ["another department", { app: null, department: "housing" }, "granted"],
    ["another owner's data", { provider: "housing" }, "granted"],
  ])("%s", (_, change, kind) => {
    expect(kindOf("Person.sex", bar(change))).toBe(kind);
  });

  it("the inputs of a department that it is for, by the purpose of the department's own grants", () => {
    const inputs = (...bars: readonly Bar[]) =>
      ["police", "housing"].map(
        (department) => barring(...bars).inputEntitlementOf(department, item("Person.sex")).kind,
      );
    expect(inputs(bar({ app: null, department: "housing", purpose: "Q" }))[1]).toBe("NO_GRANT");
    expect(inputs(bar({ app: null, department: "housing", purpose: null }))).toEqual(["granted", "BARRED"]);
    expect(inputs(bar({ app: "app", department: "housing", purpose: null }))).toEqual(["granted", "granted"]);
  });

  it("each set of bars is another hash and another book", () => {
    const sets = [[], [bar()], [bar({ purpose: null })], [bar({ app: null, department: "housing" })]];
    expect(new Set(sets.map((bars) => barring(...bars).hash)).size).toBe(sets.length);
    expect(new Set(sets.map((bars) => createGrantBook(records, { bars }).version)).size).toBe(sets.length);
  });

  it("is refused when its form is not known, so that nothing opens by it", () => {
    for (const change of [{ provider: null }, { since: "soon" }, { until: 5 }, { department: "" }, { scope: "all" }])
      expect(() => parseBar("bars[0]", { ...bar(), since: "2026-01-01T00:00:00Z", ...change })).toThrow("bars[0]");
  });
});

describe("T1: an emergency stop binds", () => {
  const grants = parseGrants(
    {
      grants: [
        entry("mine", { items: { "Person.name": "CLEAR", "Person.income": "CLEAR" } }),
        entry("polices", { consumer: { department: "police" }, items: { "Person.*": "CLEAR" } }),
        entry("housings", { consumer: { department: "housing" }, items: { "Person.*": "CLEAR" } }),
      ],
    },
    catalogue,
  );
  const stopping = (...coordinates: readonly string[]) =>
    compileGrant(createGrantBook(grants, { stopped: new Set(coordinates) }), asking, NOW);

  it("each set of stops is another hash, in any order", () => {
    const sets = [[], ["Person.name"], ["Person.income"], ["Person.name", "Person.income"]];
    expect(new Set(sets.map((set) => stopping(...set).hash)).size).toBe(sets.length);
    expect(stopping("Person.income", "Person.name").hash).toBe(stopping("Person.name", "Person.income").hash);
  });

  it("the caller and every department's inputs, and leaves the rest alone", () => {
    const grant = stopping("Person.income");
    const kinds = (coordinate: string) => [
      grant.entitlementOf(item(coordinate)).kind,
      grant.inputEntitlementOf("police", item(coordinate)).kind,
      grant.inputEntitlementOf("housing", item(coordinate)).kind,
    ];
    expect(kinds("Person.income")).toEqual(["STOPPED", "STOPPED", "STOPPED"]);
    expect(kinds("Person.name")).toEqual(["granted", "granted", "granted"]);
  });
});
