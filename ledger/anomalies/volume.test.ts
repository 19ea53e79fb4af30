import { expect, test } from "@jest/globals";
import { entries } from "../tests/entries.ts";
import { NO_PAST } from "./rule.ts";
import { volume } from "./volume.ts";

const week = { ...NO_PAST, dailyRequests: new Map([["rent", [100, 110, 90, 105, 95, 100, 100]]]) };

test("speaks when an app asks far more than in its own past", () => {
  const [found] = volume.find(entries(200), week);
  expect(found).toMatchObject({ caller: "rent", summary: expect.stringContaining("200 requests") });
  expect(found?.evidence).toHaveLength(100);
});

test("is silent within the usual, for a new app, and for small numbers", () => {
  expect(volume.find(entries(130), week)).toEqual([]);
  expect(volume.find(entries(1000), NO_PAST)).toEqual([]);
  expect(volume.find(entries(50), { ...NO_PAST, dailyRequests: new Map([["rent", [1, 1, 1, 1, 1, 1, 1]]]) })).toEqual(
    [],
  );
});
