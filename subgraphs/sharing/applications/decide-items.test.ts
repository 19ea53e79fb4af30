import { describe, expect, test } from "@jest/globals";
import type { CatalogueView } from "../catalogue/catalogue-view.ts";
import type { ApplicationItem } from "../generated/prisma/client.ts";
import { alike, pairVerdicts, type ItemVerdict } from "./decide-items.ts";
import { assertWhole, returnFlowScope } from "./return-flow.ts";

const entry = (coordinate: string, part: object = {}) =>
  [coordinate, { coordinate, share: "CONDITIONAL", mask: "NAME", owner: "housing", ...part }] as const;
const view = {
  catalogue: {
    items: new Map([
      entry("House.owner"),
      entry("House.area", { mask: null }),
      entry("House.secret", { share: "NOT_SHARED" }),
    ]),
    equations: new Map(),
  },
} as unknown as CatalogueView;

const item = (coordinate: string, wished: "CLEAR" | "MASKED" = "CLEAR", number = 1) =>
  ({ id: number, coordinate, wished }) as ApplicationItem;
const verdict = (coordinate: string, part: Partial<ItemVerdict> = {}): ItemVerdict => ({
  coordinate,
  decision: "CLEAR",
  reason: null,
  rowScope: null,
  ...part,
});
const ASKED = ["411102", "411103"];
const decided = (items: readonly ApplicationItem[], ...verdicts: readonly ItemVerdict[]): unknown => {
  try {
    return pairVerdicts(view, ASKED, items, verdicts).map(({ verdict: { decision }, rowScope }) => [
      decision,
      rowScope,
    ]);
  } catch (error) {
    return (error as Error).message;
  }
};
const OWNER = item("House.owner");

describe("an owner's decisions are paired with what was asked for", () => {
  test("each item once, and nothing else", () => {
    const area = item("House.area", "CLEAR", 2);
    expect(decided([OWNER, area], verdict("House.area"), verdict("House.owner", { decision: "MASKED" }))).toEqual([
      ["MASKED", []],
      ["CLEAR", []],
    ]);
    expect(decided([OWNER, area], verdict("House.owner"))).toContain("House.area: a decision is missing");
    expect(decided([OWNER], verdict("House.owner"), verdict("House.owner"))).toContain("a coordinate is decided twice");
    expect(decided([OWNER], verdict("House.owner"), verdict("House.area"))).toContain(
      "House.area: not an item that this department decides",
    );
  });

  test("a refusal states its reason; nothing is given that is not shared, cannot be masked, or was not asked for", () => {
    const refusal = (reason: string | null) => verdict("House.owner", { decision: "REFUSED", reason });
    expect(decided([OWNER], refusal("无依据"))).toEqual([["REFUSED", []]]);
    expect(decided([OWNER], refusal(null))).toContain("a refusal states its reason");
    for (const gone of ["House.secret", "House.gone"]) {
      expect(decided([item(gone)], verdict(gone))).toContain(gone);
      expect(decided([item(gone)], verdict(gone, { decision: "REFUSED", reason: "不予共享" }))).toEqual([
        ["REFUSED", []],
      ]);
    }
    expect(decided([item("House.area")], verdict("House.area", { decision: "MASKED" }))).toContain(
      "no mask can be had",
    );
    expect(decided([item("House.owner", "MASKED")], verdict("House.owner"))).toContain("more than was asked for");
    expect(decided([item("House.owner", "MASKED")], verdict("House.owner", { decision: "MASKED" }))).toEqual([
      ["MASKED", []],
    ]);
  });

  test("rows are cut off with a reason, never all of them, and none is added", () => {
    const within = (rowScope: readonly string[] | null, part: Partial<ItemVerdict> = {}) =>
      decided([OWNER], verdict("House.owner", { rowScope, ...part }));
    expect(within(["411102"], { reason: "只限源汇区" })).toEqual([["CLEAR", ["411102"]]]);
    expect(within(["411102"])).toContain("a narrower scope states its reason");
    expect(within(["411103", "411102"])).toEqual([["CLEAR", []]]);
    expect(within([])).toContain("expected a division; to give nothing, refuse");
    expect(within(["4111"], { reason: "更宽" })).toContain("expected divisions within 411102, 411103");
    expect(within([], { decision: "REFUSED", reason: "无依据" })).toEqual([["REFUSED", []]]);
  });

  test("decisions that say the same are written together", () => {
    const one = (
      number: number,
      coordinate: string,
      part: Partial<ItemVerdict> = {},
      rowScope: readonly string[] = [],
    ) => ({
      item: item(coordinate, "CLEAR", number),
      verdict: verdict(coordinate, part),
      rowScope,
    });
    const groups = alike([one(1, "a"), one(2, "b", { decision: "MASKED" }), one(3, "c"), one(4, "d", {}, ["411102"])]);
    expect(groups).toEqual([
      { ids: [1, 3], data: { decision: "CLEAR", reason: null, rowScope: [] } },
      { ids: [2], data: { decision: "MASKED", reason: null, rowScope: [] } },
      { ids: [4], data: { decision: "CLEAR", reason: null, rowScope: ["411102"] } },
    ]);
  });
});

describe("政务数据共享条例第二十四条: a return flow is of the applicant's own area, in full, from above", () => {
  const district = { id: "district", areaCode: "411102000000" };
  const register = [district, { id: "city", areaCode: "411100000000" }, { id: "beside", areaCode: "411103000000" }];
  const scope = (stated: readonly string[], owners: readonly string[]): unknown => {
    try {
      return returnFlowScope(district, stated, owners, register);
    } catch (error) {
      return (error as Error).message;
    }
  };

  test("its area is the register's, whether or not it is stated", () => {
    for (const stated of [[], ["411102"], ["411102000000"]]) expect(scope(stated, ["city"])).toEqual(["411102"]);
    for (const stated of [["4111"], ["411102001"], ["411102", "411103"]])
      expect(scope(stated, ["city"])).toContain("expected the applicant's own area 411102, in full");
  });

  test("every owner is of an upper level: not one of the same, beside, or that nobody knows", () => {
    expect(scope([], [])).toEqual(["411102"]);
    for (const owner of ["district", "beside", "gone"])
      expect(scope([], ["city", owner])).toContain(`${owner} is not a department of an upper level`);
  });

  test("no owner cuts rows off", () => {
    const cut = [{ rowScope: [] }, { rowScope: ["411102001"] }];
    expect(() => {
      assertWhole(true, cut);
    }).toThrow("they cannot be narrowed");
    assertWhole(false, cut);
    assertWhole(true, [{ rowScope: [] }]);
  });
});
