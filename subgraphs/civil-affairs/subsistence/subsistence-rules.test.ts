import { expect, test } from "@jest/globals";
import { standardFor } from "./subsistence-rules.ts";

const row = (divisionCode: string, monthlyAmount: bigint, effectiveFrom: string, kind = "URBAN") => ({
  divisionCode,
  monthlyAmount,
  effectiveFrom: new Date(effectiveFrom),
  kind,
});
const STANDARDS = [
  row("411100000000", 600n, "2025-01-01"),
  row("411102000000", 660n, "2025-01-01"),
  row("411102000000", 680n, "2026-07-01"),
  row("411102000000", 490n, "2025-01-01", "RURAL"),
];
const amount = (division: string, on: string, kind: "URBAN" | "RURAL" = "URBAN") =>
  standardFor(STANDARDS, kind, division, new Date(on)).monthlyAmount;

test("the district's standard before the city's, the newest in force on the day", () => {
  expect(amount("411102001002", "2026-10-31")).toBe(680n);
  expect(amount("411102001002", "2026-06-30")).toBe(660n);
  expect(amount("411104001002", "2026-10-31")).toBe(600n);
  expect(amount("411102001002", "2026-10-31", "RURAL")).toBe(490n);
});

const MISSING = expect.objectContaining({
  extensions: { code: "HUB_STANDARD_MISSING", zh: expect.stringContaining("低保标准") },
});
test("none is none: never another city's, never one from the future", () => {
  expect(() => amount("410100001002", "2026-10-31")).toThrow(MISSING);
  expect(() => amount("411102001002", "2024-12-31")).toThrow(MISSING);
  expect(() => amount("411104001002", "2026-10-31", "RURAL")).toThrow(MISSING);
});
