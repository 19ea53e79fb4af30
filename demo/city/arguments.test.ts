import { expect, test } from "@jest/globals";
import { readArguments } from "./arguments.ts";

test("reads what was asked, with defaults", () => {
  expect(readArguments(["--people", "20000"])).toEqual({
    people: 20_000,
    seed: 4_111,
    asOf: "2026-10-31",
    reset: false,
  });
  expect(readArguments(["--people=2000", "--seed", "7", "--as-of", "2027-01-31", "--reset"])).toEqual({
    people: 2_000,
    seed: 7,
    asOf: "2027-01-31",
    reset: true,
  });
  expect(readArguments(["--help"])).toBe("help");
});

test.each([
  [[], "--people expects a whole number, got nothing"],
  [["--people", "many"], "--people expects a whole number, got many"],
  [["--people", "1e6"], "--people expects a whole number, got 1e6"],
  [["--people", "2000", "--seed", "99999999999999999999"], "--seed expects a whole number, got 99999999999999999999"],
  [["--folk", "3"], "Unknown option '--folk'"],
])("%j is refused in one line", (argv, message) => {
  expect(() => readArguments(argv)).toThrow(message);
});
