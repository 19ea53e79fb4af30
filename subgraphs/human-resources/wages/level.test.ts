import { expect, test } from "@jest/globals";
import { gravest } from "./level.ts";

test("the gravest level wins, whatever the order", () => {
  expect(gravest(["YELLOW", "RED", "ORANGE"])).toBe("RED");
  expect(gravest(["ORANGE", "YELLOW"])).toBe("ORANGE");
});

test("no finding is no warning", () => {
  expect(gravest([])).toBe("NONE");
});
