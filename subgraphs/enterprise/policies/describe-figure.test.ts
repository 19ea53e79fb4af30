import { expect, test } from "@jest/globals";
import { describeAmount, describeExpectation, describeFigure } from "./describe-figure.ts";
import { FIGURES, type Figure } from "./figures.ts";

const figure = (name: string): Figure => {
  const found = FIGURES.get(name);
  if (!found) throw new Error(name);
  return found;
};

test("amounts read in yuan, large ones in 万元", () => {
  expect([0, 150, 999_999, 1_000_000, 123_456_789].map(describeAmount)).toEqual([
    "0元",
    "1.5元",
    "9999.99元",
    "1万元",
    "123.46万元",
  ]);
});

test("shares read as per cent, codes as the register's words", () => {
  expect(describeFigure(figure("employerYear.layOffRate"), 0.055)).toBe("5.5%");
  expect(describeFigure(figure("enterprise.scale"), "SMALL")).toBe("小型");
  expect(describeFigure(figure("qualification.kinds"), [])).toBe("无");
  expect(describeFigure(figure("qualification.kinds"), ["HIGH_TECH", "CHAMPION"])).toBe("高新技术企业、制造业单项冠军");
  expect(describeFigure(figure("enterprise.aboveScale"), false)).toBe("否");
});

test("an expectation tells the comparison", () => {
  const leaf = { dataset: "enterprise", field: "scale", op: "in", value: ["SMALL", "MICRO"], text: "小微" } as const;
  expect(describeExpectation(figure("enterprise.scale"), leaf)).toBe("属于 小型、微型");
});
