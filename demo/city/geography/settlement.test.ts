import { expect, test } from "@jest/globals";
import { settle } from "./settlement.ts";
import { gridCode, loadVillages } from "./villages.ts";

test("the city has its real villages and its 983 urban and 6,753 rural grids", async () => {
  const villages = await loadVillages();
  expect(villages).toHaveLength(1_334);
  const grids = (urban: boolean): number =>
    villages.filter((village) => village.urban === urban).reduce((sum, village) => sum + village.grids, 0);
  expect([grids(true), grids(false)]).toEqual([983, 6_753]);
  expect(villages[0]).toMatchObject({ code: "411102001001", address: "河南省漯河市源汇区老街街道滨西社区" });
  const first = villages[0];
  expect(first && [gridCode(first, 0), gridCode(first, 6)]).toEqual(["411102001001001", "411102001001001"]);
});

test("a community whose committee is one of residents is no village, whatever its name ends with", async () => {
  const found = (await loadVillages()).find(({ code }) => code === "411103101004");
  expect(found).toMatchObject({ name: "后郑居委会", urban: true });
});

test.each([2_000, 20_000, 2_400_000])(
  "%i people are dealt out to the last one, all districts settled",
  async (people) => {
    const settlements = settle(await loadVillages(), people);
    expect(settlements.reduce((sum, settlement) => sum + settlement.people, 0)).toBe(people);
    expect(new Set(settlements.map(({ village }) => village.district.name)).size).toBe(6);
    expect(Math.min(...settlements.map((settlement) => settlement.people))).toBeGreaterThan(10);
  },
);
