import { expect, test } from "@jest/globals";
import { all, any, negate, type Truth } from "./truth.ts";

const TRUTHS: readonly Truth[] = ["MET", "UNMET", "UNKNOWN"];

test("one unmet decides against all, whatever is unknown", () => {
  expect(all(["MET", "MET"])).toBe("MET");
  expect(all(["MET", "UNKNOWN"])).toBe("UNKNOWN");
  expect(all(["UNKNOWN", "UNMET"])).toBe("UNMET");
  expect(all([])).toBe("MET");
});

test("one met decides for any, whatever is unknown", () => {
  expect(any(["UNMET", "UNMET"])).toBe("UNMET");
  expect(any(["UNMET", "UNKNOWN"])).toBe("UNKNOWN");
  expect(any(["UNKNOWN", "MET"])).toBe("MET");
});

test("De Morgan holds for all three values", () => {
  for (const a of TRUTHS) for (const b of TRUTHS) expect(negate(all([a, b]))).toBe(any([negate(a), negate(b)]));
});
