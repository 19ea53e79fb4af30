import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { buildCatalogue } from "./build-catalogue.ts";
import { parseOverlay } from "./overlay.ts";

const SDL = readFileSync("schema/supergraph.graphql", "utf8");
const refusals = (sdl: string, overlay: unknown = {}) =>
  buildCatalogue(sdl, parseOverlay(overlay))
    .problems.filter(({ severity }) => severity === "refuse")
    .map(({ kind, message }) => `${kind} ${message}`);

/** The city's graph without what it says of this field's result. */
const silent = (field: string): string => {
  const changed = SDL.replaceAll(/@lowered\([^)]*\)/g, (said) => (said.includes(`"${field}"`) ? "" : said));
  expect(changed).not.toBe(SDL);
  return changed;
};

describe("G11: what is worked out is told at the level of what it is worked out from", () => {
  test("the city's graph says of everything that is told lower why it may be", () => {
    expect(refusals(SDL)).toEqual([]);
  });

  test("without a reason a composition is refused, by field and input", () => {
    expect(refusals(silent("PublicRentalEligibility.eligible"))).toEqual([
      "DERIVED_LEVEL PublicRentalEligibility.eligible: expected level L4 as it is worked out from Person.monthlyIncome, or a reason (@lowered), got L2",
      "DERIVED_LEVEL PublicRentalCondition.met: expected level L4 as it is worked out from Person.monthlyIncome, or a reason (@lowered), got L3",
    ]);
  });

  test("a reason holds for what is lower alone, for the field's own result, and keeps a conclusion from the public", () => {
    const lower = (of: string) => ({ lowered: { "RentalCase.eligibility": { CONCLUSION: [of] } } });
    expect(refusals(SDL, lower("PublicRentalEligibility.incomePerHead"))).toEqual([
      "DERIVED_LEVEL PublicRentalEligibility.incomePerHead: is as high as Person.monthlyIncome: @lowered says nothing of it",
    ]);
    expect(refusals(SDL, lower("Person.name"))).toEqual([
      "DERIVED_LEVEL Person.name: is no part of RentalCase.eligibility",
    ]);
    expect(refusals(SDL, lower("Person.nothing"))).toEqual([
      "UNKNOWN_COORDINATE Person.nothing: expected a field of this graph",
    ]);
    expect(refusals(SDL, { lowered: { "Person.name": { COUNT: ["Person.name"] } } })).toEqual([
      "DERIVED_LEVEL Person.name: is worked out from nothing",
    ]);
    const told = SDL.replace(
      /(?<=PublicRentalEligibility[^}]*?eligible: Boolean )@item\(level: L2, share: CONDITIONAL\)/s,
      "@item(level: L1, share: UNCONDITIONAL)",
    );
    expect(refusals(told)).toContain(
      "DERIVED_LEVEL PublicRentalEligibility.eligible: expected L2 at least: CONCLUSION tells of somebody",
    );
  });
});

describe("G10: 网络数据安全管理条例第二十九条、第三十一条、第六十三条: importance stands beside the level, which subdivides what is general", () => {
  const stated = (importance: string, rest = {}) => ({ items: { "Vehicle.plate": { importance, ...rest } } });
  test("nothing is important by itself; departments declare what is", () => {
    expect([...new Set([...buildCatalogue(SDL).items.values()].map(({ importance }) => importance))]).toEqual([
      "GENERAL",
    ]);
  });

  test("important data is given at L4 and under conditions, core data by nobody", () => {
    expect(refusals(SDL, stated("IMPORTANT"))).toEqual([
      "IMPORTANCE_UNFIT Vehicle.plate: important data is given at L4 and under conditions, got L3 CONDITIONAL",
    ]);
    expect(refusals(SDL, stated("IMPORTANT", { level: "L4" }))).toEqual([]);
    expect(refusals(SDL, stated("CORE", { level: "L4" }))).toEqual([
      "IMPORTANCE_UNFIT Vehicle.plate: core data is not shared here, got CONDITIONAL",
    ]);
    expect(refusals(SDL, stated("CORE", { share: "NOT_SHARED" }))).toEqual([]);
  });

  test("of two owners the graver word holds, and a word that nobody knows is the gravest", () => {
    const saying = (words: string) =>
      SDL.replace(/(plate: String )@item\(([^)]*)\)/, (_, field, item) => `${field}@item(${item}${words})`);
    const importanceOf = (sdl: string) => buildCatalogue(sdl).items.get("Vehicle.plate")?.importance;
    expect(importanceOf(saying(", importance: IMPORTANT"))).toBe("IMPORTANT");
    expect(
      importanceOf(saying(", importance: IMPORTANT) @item(level: L1, share: CONDITIONAL, importance: GENERAL")),
    ).toBe("IMPORTANT");
    expect(importanceOf(saying(", importance: SECRET"))).toBe("CORE");
  });
});
