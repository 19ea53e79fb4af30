import { expect, test } from "@jest/globals";
import { wageClassOf } from "./minimum-wage.ts";

test("urban districts are in the first class, counties in the second, unknown places in the lowest", () => {
  expect(wageClassOf("411102001001")).toBe(1);
  expect(wageClassOf("411121100200")).toBe(2);
  expect(wageClassOf("410101000000")).toBe(3);
});
