import { describe, expect, it } from "@jest/globals";
import type { CatalogItem } from "../../../schema/catalog/catalog-item.ts";
import { compareCatalogues } from "./compare-catalogues.ts";

const CLASS = { level: "L2", share: "CONDITIONAL", mask: null, importance: "IMPORTANT" } as const;
const item = (more: object = {}): CatalogItem =>
  ({
    coordinate: "Person.name",
    owner: "police",
    type: "String",
    basis: "依据",
    theme: "人口",
    updateCycle: "DAILY",
    ...CLASS,
    ...more,
  }) as unknown as CatalogItem;
const compared = (before: object | undefined, after: object | undefined) =>
  compareCatalogues(
    new Map(before === undefined ? [] : [["Person.name", item(before)]]),
    new Map(after === undefined ? [] : [["Person.name", item(after)]]),
  );

describe("a change of one coordinate", () => {
  it.each<[string, object, object]>([
    ["a lower level", { level: "L3" }, {}],
    ["a lower importance", {}, { importance: "GENERAL" }],
    ["a wider share", {}, { share: "UNCONDITIONAL" }],
    ["sharing at all", { share: "NOT_SHARED" }, {}],
    ["a mask that is gone", { mask: "NAME" }, {}],
    ["a mask that is another", { mask: "NAME" }, { mask: "PHONE" }],
    ["a lower level, whatever else is tighter", { level: "L3" }, { share: "NOT_SHARED" }],
  ])("is looser with %s, and tighter the other way round unless both ways lose a mask", (_, before, after) => {
    const told = { coordinate: "Person.name", owner: "police" };
    const [loosened] = compared(before, after);
    expect(loosened).toEqual({
      ...{ ...told, kind: "LOOSENED" },
      before: { ...CLASS, ...before },
      after: { ...CLASS, ...after },
    });
    const isExchanged =
      Object.hasOwn(after, "mask") || (Object.hasOwn(before, "level") && Object.hasOwn(after, "share"));
    expect(compared(after, before).map(({ kind }) => kind)).toEqual([isExchanged ? "LOOSENED" : "TIGHTENED"]);
  });

  it("is tighter with a mask that comes, and with a mask that goes where nothing is shared any more", () => {
    expect(compared({}, { mask: "NAME" })).toMatchObject([{ kind: "TIGHTENED" }]);
    expect(compared({ mask: "NAME" }, { share: "NOT_SHARED" })).toMatchObject([{ kind: "TIGHTENED" }]);
  });

  it.each(["owner", "type", "basis", "theme", "updateCycle"])(
    "is told where its %s is another, and nothing else",
    (key) => {
      expect(compared({}, { [key]: "another" })).toMatchObject([{ kind: "CHANGED" }]);
      expect(compared({}, {})).toEqual([]);
    },
  );

  it("is an addition or a removal where it is in one catalogue alone", () => {
    expect(compared(undefined, {})).toMatchObject([{ kind: "ADDED", before: null, after: CLASS }]);
    expect(compared({}, undefined)).toMatchObject([{ kind: "REMOVED", before: CLASS, after: null }]);
  });
});
