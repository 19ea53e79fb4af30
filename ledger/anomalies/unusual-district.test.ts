import { expect, test } from "@jest/globals";
import { entries } from "../tests/entries.ts";
import { NO_PAST } from "./rule.ts";
import { unusualDistrict } from "./unusual-district.ts";

const past = (uses: number) => ({ ...NO_PAST, districtsOfGrant: new Map([["grant-1", new Map([["411102", uses]])]]) });
const abroad = (i: number) => (i >= 8 ? { divisions: ["411121100200"] } : {});

test("speaks when a grant reaches a district that it never reached", () => {
  expect(unusualDistrict.find(entries(10, abroad), past(20))).toEqual([
    {
      caller: "rent/officer-1",
      summary: "2 requests in district 411121, which this grant never reached before",
      evidence: [8, 9],
      about: "411121 grant-1",
    },
  ]);
});

test("is silent in the usual district, for a young grant, and for a new one", () => {
  expect(unusualDistrict.find(entries(10), past(20))).toEqual([]);
  expect(unusualDistrict.find(entries(10, abroad), past(19))).toEqual([]);
  expect(unusualDistrict.find(entries(10, abroad), NO_PAST)).toEqual([]);
});
