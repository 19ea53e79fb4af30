import { expect, test } from "@jest/globals";
import { cityToday } from "./city-today.ts";

test("the day turns at midnight in China", () => {
  expect(cityToday(new Date("2026-11-24T15:59:59Z"))).toEqual(new Date("2026-11-24"));
  expect(cityToday(new Date("2026-11-24T16:00:00Z"))).toEqual(new Date("2026-11-25"));
});
