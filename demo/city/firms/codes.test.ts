import { expect, test } from "@jest/globals";
import { isCreditCode } from "../../../subgraphs/kit/builder/credit-code.ts";
import { brandOf, creditCodeOf } from "./codes.ts";

test("credit codes are valid, unique, and carry the unassigned area", () => {
  const codes = Array.from({ length: 3_000 }, (_, n) => creditCodeOf("enterprise", n * 17));
  expect(new Set(codes).size).toBe(3_000);
  for (const code of codes) {
    expect(isCreditCode(code)).toBe(true);
    expect(code.slice(0, 8)).toBe("91419900");
  }
  expect(creditCodeOf("soleTrader", 1).slice(0, 2)).toBe("92");
  expect(creditCodeOf("organisation", 1).slice(0, 2)).toBe("51");
});

test("fifty thousand brands are all different", () => {
  expect(new Set(Array.from({ length: 50_000 }, (_, n) => brandOf(n))).size).toBe(50_000);
});
