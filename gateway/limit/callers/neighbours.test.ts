import { expect, test } from "@jest/globals";
import { Neighbours } from "./neighbours.ts";

const number = (area: string, birth: string, order: number): string =>
  `${area}${birth}${String(order).padStart(3, "0")}X`;

test.each([
  ["the next order", number("990001", "19800101", 12), true],
  ["an order far away", number("990001", "19800101", 400), false],
  ["the next day, across the end of a month", number("990001", "19791231", 11), true],
  ["another year", number("990001", "19810101", 11), false],
  ["another area, all else equal", number("990002", "19800101", 11), true],
  ["somebody else", number("990002", "19751104", 500), false],
  ["the same person", number("990001", "19800101", 11), false],
  ["no citizen number", "__proto__", false],
])("%s: %s", (_, asked, isClose) => {
  const neighbours = new Neighbours();
  neighbours.meet(number("990001", "19800101", 11));
  expect(neighbours.meet(asked)).toBe(isClose);
});

test("a county's register, in any order, is hardly ever taken for a search", () => {
  const neighbours = new Neighbours();
  let seed = 7;
  const random = (most: number): number => (seed = (seed * 48_271) % 2_147_483_647) % most;
  let close = 0;
  for (let asked = 0; asked < 5_000; asked += 1) {
    const born = new Date(random(60 * 365) * 86_400_000).toISOString().slice(0, 10).replaceAll("-", "");
    if (neighbours.meet(number("990001", born, random(1_000)))) close += 1;
  }
  expect(close).toBeLessThan(10);
});

test.each([
  ["five orders on", number("990001", "19800101", 16), true],
  ["six orders on", number("990001", "19800101", 17), false],
  ["five orders back", number("990001", "19800101", 6), true],
  ["31 days on", number("990001", "19800201", 11), true],
  ["32 days on", number("990001", "19800202", 11), false],
  ["31 days back", number("990001", "19791201", 11), true],
  ["another area and the next day", number("990002", "19800102", 11), false],
  ["another area and the next order", number("990002", "19800101", 12), false],
  ["the next day and the next order", number("990001", "19800102", 12), false],
])("%s: %s", (_, asked, isClose) => {
  const neighbours = new Neighbours();
  neighbours.meet(number("990001", "19800101", 11));
  expect(neighbours.meet(asked)).toBe(isClose);
});

test("a number is met once, spaces around it do not make it another, and the oldest of 512 is forgotten first", () => {
  const neighbours = new Neighbours();
  const far = (at: number): string => number(String(100_000 + at), String(19_000_101 + 10_000 * (at % 100)), at % 997);
  for (let at = 0; at < 512; at += 1) neighbours.meet(far(at));
  expect(neighbours.meet(` ${far(0)} `)).toBe(false);
  const next = number("100000", "19000101", 1);
  const second = number("100001", "19010101", 2);
  expect(neighbours.meet(next)).toBe(true);
  // The new one took the place of the first; the second is still there.
  expect([neighbours.meet(far(0)), neighbours.meet(second)]).toEqual([true, false]);
});
