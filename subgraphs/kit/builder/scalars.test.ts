import { describe, expect, it, test } from "@jest/globals";
import { type GraphQLScalarType, Kind } from "graphql";
import {
  citizenNumberScalar,
  creditCodeScalar,
  dateScalar,
  divisionCodeScalar,
  fenScalar,
  yearMonthScalar,
} from "./scalars.ts";

const codeOf = (read: () => unknown): unknown => {
  try {
    return read();
  } catch (error) {
    return (error as { extensions?: { code?: string } }).extensions?.code ?? (error as Error).name;
  }
};
const text = (value: string) => ({ kind: Kind.STRING, value }) as const;
const int = (value: string) => ({ kind: Kind.INT, value }) as const;

describe("texts that are checked on the way in", () => {
  it.each<[GraphQLScalarType, string, string, string]>([
    [creditCodeScalar, "91110000802100433B", "91110000802100433C", "HUB_INVALID_CREDIT_CODE"],
    [divisionCodeScalar, "4111", "411", "HUB_INVALID_DIVISION_CODE"],
    [yearMonthScalar, "2026-12", "2026-13", "HUB_INVALID_MONTH"],
  ])("%s takes what passes its check as text, and nothing else", (scalar, good, bad, code) => {
    expect([scalar.parseValue(good), scalar.parseLiteral(text(good)), scalar.serialize(good)]).toEqual([
      good,
      good,
      good,
    ]);
    for (const wrong of [bad, 4111, null, [good]]) expect(codeOf(() => scalar.parseValue(wrong))).toBe(code);
    for (const wrong of [text(bad), int("4111")]) expect(codeOf(() => scalar.parseLiteral(wrong))).toBe(code);
  });
});

test("a citizen number's check character may be written small, and is what it would be written large", () => {
  expect(citizenNumberScalar.parseValue("11010519491231002x")).toBe("11010519491231002X");
  expect(citizenNumberScalar.parseLiteral(text("11010519491231002x"))).toBe("11010519491231002X");
  expect(codeOf(() => citizenNumberScalar.parseValue("x1010519491231002x"))).toBe("HUB_INVALID_CITIZEN_NUMBER");
});

describe("amounts", () => {
  it("are whole numbers of fen, exact, on the way in and out; a masked one is its band", () => {
    expect([fenScalar.parseValue(7), fenScalar.parseLiteral(int("7"))]).toEqual([7, 7]);
    const band = { min: 200_000, max: 500_000 };
    expect([7, 7n, band].map((value) => fenScalar.serialize(value))).toEqual([7, 7, band]);
    for (const wrong of [1.5, "7", null, 2 ** 53, band])
      expect(codeOf(() => fenScalar.parseValue(wrong))).toBe("HUB_INVALID_AMOUNT");
    for (const wrong of [text("7"), { kind: Kind.FLOAT, value: "1.5" } as const, int("9007199254740993")])
      expect(codeOf(() => fenScalar.parseLiteral(wrong))).toBe("HUB_INVALID_AMOUNT");
    expect(codeOf(() => fenScalar.serialize(2n ** 53n))).toBe("HUB_INVALID_AMOUNT");
  });
});

describe("dates", () => {
  it("leave as a day, or masked as a year; no argument is a year", () => {
    expect(dateScalar.serialize(new Date("2026-06-01"))).toBe("2026-06-01");
    expect(dateScalar.serialize("1983")).toBe("1983");
    expect(codeOf(() => dateScalar.serialize("83"))).not.toBe("83");
    expect(codeOf(() => dateScalar.parseValue("1983"))).not.toBe("1983");
  });
});
