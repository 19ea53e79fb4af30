import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { MASK_NAMES } from "../vocabulary.ts";
import { maskFor, MASKED_SCALARS } from "./mask-for.ts";
import { MaskRefusal } from "./mask.ts";

const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: "grapheme" }),
  fc.stringMatching(/^[0-9]{18}$/),
  fc.stringMatching(/^1[0-9]{10}$/),
  fc.stringMatching(/^[0-9]{12,19}$/),
  fc.stringMatching(/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/),
  fc.stringMatching(/^-?[0-9]{1,30}(\.[0-9]{1,4})?$/),
  fc.stringMatching(/^(河南省)?漯河市(源汇区|临颍县)?(泰山路|幸福小区)[0-9]{1,3}号$/),
);
const anything = fc.oneof(text, fc.integer(), fc.double(), fc.bigInt(), fc.date(), fc.boolean(), fc.object());

/** The masked value, or the refusal: never another error. */
const attempt = (name: (typeof MASK_NAMES)[number], value: unknown): { readonly masked: unknown } | "refused" => {
  try {
    return { masked: maskFor(name, "String")(value) };
  } catch (error) {
    expect(error).toBeInstanceOf(MaskRefusal);
    return "refused";
  }
};

describe.each(MASK_NAMES)("%s", (name) => {
  test("is idempotent and gives text, whatever it is given", () => {
    fc.assert(
      fc.property(anything, (value) => {
        const once = attempt(name, value);
        if (once === "refused") return;
        expect(typeof once.masked).toBe("string");
        expect(attempt(name, once.masked)).toEqual(once);
      }),
      { numRuns: 2_000 },
    );
  });
});

// A band says where it ends, which is longer than a small amount and tells no more.
test.each(MASK_NAMES.filter((name) => name !== "AMOUNT_BAND"))("%s is never longer than what it hides", (name) => {
  fc.assert(
    fc.property(text, (value) => {
      const once = attempt(name, value);
      if (once === "refused" || typeof once.masked !== "string") return;
      expect(once.masked.length).toBeLessThanOrEqual(value.trim().length);
    }),
    { numRuns: 2_000 },
  );
});

test("two people who differ only in what is hidden look the same", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[0-9]{8}$/), fc.stringMatching(/^[0-9]{8}$/), (a, b) => {
      expect(maskFor("CITIZEN_NUMBER", "String")(`110105${a}002X`)).toBe(
        maskFor("CITIZEN_NUMBER", "String")(`110105${b}002X`),
      );
      expect(maskFor("BANK_CARD", "String")(`62${a}4321`.padEnd(16, "1"))).toHaveLength(8);
      expect(maskFor("ADDRESS", "String")(`漯河市源汇区路${a}号`)).toBe(
        maskFor("ADDRESS", "String")(`漯河市源汇区路${b}号`),
      );
      expect(maskFor("PHONE", "String")(`138${a.slice(0, 4)}1234`)).toBe(
        maskFor("PHONE", "String")(`138${b.slice(0, 4)}1234`),
      );
    }),
  );
});

test("an amount's band holds the amount", () => {
  fc.assert(
    fc.property(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), (amount) => {
      const [min, max] = String(maskFor("AMOUNT_BAND", "String")(String(amount)))
        .split("~")
        .map(Number);
      expect(maskFor("AMOUNT_BAND", "Decimal")(amount)).toEqual({ min, max });
      expect(min).toBeLessThanOrEqual(amount);
      expect(amount).toBeLessThan(max ?? Number.NaN);
      if (amount >= 500) expect(max).toBeLessThanOrEqual((min ?? Number.NaN) * 2.5);
    }),
  );
});

test.each([
  ["NAME", "王小明", "王**"],
  ["NAME", "王五", "王*"],
  ["NAME", "王", "*"],
  ["NAME", "欧阳修远", "欧**"],
  ["NAME", "买买提·吐尔逊", "买**"],
  ["NAME", "John Smith", "J**"],
  ["NAME", "𠮷田", "𠮷*"],
  ["NAME", "", ""],
  ["CITIZEN_NUMBER", "11010519491231002X", "110105********002*"],
  ["CITIZEN_NUMBER", "110105491231002", "110105******002"],
  ["CITIZEN_NUMBER", "E12345678", "*********"],
  ["PHONE", "13812341234", "138****1234"],
  ["PHONE", "+86 138-1234-1234", "138****1234"],
  ["PHONE", "0395-3123456", "***********"],
  ["ADDRESS", "河南省漯河市源汇区老街街道幸福小区3号楼2单元", "河南省漯河市源汇区***"],
  ["ADDRESS", "漯河市幸福小区3号楼", "漯河市***"],
  ["ADDRESS", "幸福小区3号楼", "***"],
  ["ADDRESS", "漯河市源汇区", "漯河市源汇区"],
  ["BANK_CARD", "6222 0212 3456 7890", "****7890"],
  ["BANK_CARD", "1234", "****"],
  ["DATE_YEAR", "1949-12-31", "1949"],
  ["DATE_YEAR", "2025-03-04T23:30:00+08:00", "2025"],
  ["DATE_YEAR", "2025-03", "2025"],
  ["DATE_YEAR", "20250304", "2025"],
  ["AMOUNT_BAND", "456789", "200000~500000"],
  ["AMOUNT_BAND", "0", "0~500"],
  ["AMOUNT_BAND", "-4567", "-5000~-2000"],
  ["AMOUNT_BAND", "1000", "1000~2000"],
  ["AMOUNT_BAND", "4567.89", "2000~5000"],
] as const)("%s of %s is %s", (name, value, expected) => {
  expect(maskFor(name, "String")(value)).toBe(expected);
});

test("S14: numbers that differ in date and check digit alone look the same", () => {
  const mask = maskFor("CITIZEN_NUMBER", "String");
  expect(mask("11010519491231002X")).toBe("110105********002*");
  expect(mask("110105194912310038")).toBe("110105********003*");
  expect(mask(mask("11010519491231002x"))).toBe(mask("110105195001010025"));
});

test("a value whose type cannot be kept is refused, and the refusal does not carry it", () => {
  expect(() => maskFor("NAME", "String")(1949)).toThrow(/^The mask NAME cannot be applied to a value of type number$/);
  expect(() => maskFor("DATE_YEAR", "String")("born in 1949")).toThrow(MaskRefusal);
  expect(() => maskFor("AMOUNT_BAND", "String")("about 5000")).toThrow(MaskRefusal);
  expect(() => maskFor("AMOUNT_BAND", "String")("3~4")).toThrow(MaskRefusal);
  expect(() => maskFor("AMOUNT_BAND", "String")("0~1")).toThrow(MaskRefusal);
});

describe("S25: a masked amount of a custom scalar is told from a true one by its form", () => {
  const mask = maskFor("AMOUNT_BAND", "Fen");

  test("it is a band that holds the amount, whatever its form, and masking it again changes nothing", () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (fen) => {
        // An amount whose band ends beyond what JSON's numbers hold exactly is refused.
        if (Math.abs(fen) > 2 ** 52) return;
        const band = mask(fen) as { readonly min: number; readonly max: number };
        expect(band.min <= fen && fen < band.max).toBe(true);
        expect(Object.keys(band)).toEqual(["min", "max"]);
        expect(mask(band)).toEqual(band);
        expect(mask(BigInt(fen))).toEqual(band);
        expect(mask(String(fen))).toEqual(band);
      }),
      { examples: [[0], [1], [-1], [-2], [50_000], [49_999], [-50_000], [-50_001], [100_000]] },
    );
  });

  test.each([
    [456_789, { min: 200_000, max: 500_000 }],
    [49_999, { min: 0, max: 50_000 }],
    [50_000, { min: 50_000, max: 100_000 }],
    [-1, { min: -50_000, max: 0 }],
    [-50_001, { min: -100_000, max: -50_000 }],
    [500_000, { min: 500_000, max: 1_000_000 }],
  ])("%p becomes %j", (fen, band) => {
    expect(mask(fen)).toEqual(band);
  });

  test.each([
    [{ min: 300_000, max: 500_000 }],
    [{ min: 200_000, max: 1_000_000 }],
    [{ min: 0, max: 1 }],
    [{ min: 200_000, max: 500_000, exact: 400_000 }],
    [{ min: 2 }],
    [[2, 5]],
    [Number.NaN],
    [Infinity],
    ["about 5000"],
    [null],
    [true],
  ])("%j is refused: what is no amount and no band of the mask could tell more than one", (value) => {
    expect(() => mask(value)).toThrow(MaskRefusal);
  });
});

test("S11: nothing and little look the same, in every form of an amount", () => {
  for (const [scalar, little, most] of [
    ["Fen", [0, 1, 100, 39_600, 49_999], { min: 0, max: 50_000 }],
    ["Money", [0, 1, 100, 396, 499.99], { min: 0, max: 500 }],
  ] as const)
    for (const amount of little) expect(maskFor("AMOUNT_BAND", scalar)(amount)).toEqual(most);
  for (const amount of ["0", "0.00", "1", "499"]) expect(maskFor("AMOUNT_BAND", "String")(amount)).toBe("0~500");
});

describe("S25: a program tells a masked value from a true one by its form alone", () => {
  const whole = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n });
  const day = fc.date({ min: new Date("0001-01-01"), max: new Date("9999-12-31"), noInvalidDate: true });
  const isTrueDate = (text: unknown): boolean => /^\d{4}-\d{2}(-\d{2}([Tt ].*)?)?$/.test(String(text));

  test("a date is a year alone, whatever it was", () => {
    fc.assert(
      fc.property(day, (date) => {
        const text = date.toISOString();
        for (const [scalar, value] of [
          ["Date", text.slice(0, 10)],
          ["Date", date],
          ["DateTime", text],
          ["YearMonth", text.slice(0, 7)],
          ["String", text.slice(0, 10).replaceAll("-", "")],
        ] as const) {
          const masked = maskFor("DATE_YEAR", scalar)(value);
          expect(masked).toBe(text.slice(0, 4));
          expect(isTrueDate(masked)).toBe(false);
          expect(maskFor("DATE_YEAR", scalar)(masked)).toBe(masked);
        }
      }),
    );
  });

  test("an amount is no number, whatever it was", () => {
    fc.assert(
      fc.property(whole, (amount) => {
        expect(Number(maskFor("AMOUNT_BAND", "String")(String(amount)))).toBeNaN();
        expect(typeof maskFor("AMOUNT_BAND", "BigInt")(amount)).toBe("object");
      }),
    );
  });

  test("no mask is for a scalar that has no room for its form", () => {
    for (const scalars of Object.values(MASKED_SCALARS))
      for (const scalar of ["Int", "Float", "Boolean", "ID"]) expect(scalars).not.toContain(scalar);
  });
});
