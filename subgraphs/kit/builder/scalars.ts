import { GraphQLScalarType, Kind, type ValueNode } from "graphql";
import { GraphQLDate, GraphQLDateTime } from "graphql-scalars";
import { DIVISION_CODE } from "../../../schema/catalog/divisions.ts";
import { type AmountBand, isAmountBand, isMaskedDate } from "../../../schema/catalog/masks/bands.ts";
import { isCitizenNumber } from "./citizen-number.ts";
import { isCreditCode } from "./credit-code.ts";
import { invalidInput } from "../errors.ts";

interface CheckedText {
  readonly name: string;
  readonly description: string;
  readonly code:
    "HUB_INVALID_CITIZEN_NUMBER" | "HUB_INVALID_CREDIT_CODE" | "HUB_INVALID_DIVISION_CODE" | "HUB_INVALID_MONTH";
  readonly accepts: (text: string) => boolean;
  /** The text as everybody else writes it; unchanged unless given. */
  readonly normal?: (text: string) => string;
}

/** A string scalar that refuses what does not pass its check: on the way in, before any lookup. */
const checkedText = ({
  name,
  description,
  code,
  accepts,
  normal = (text) => text,
}: CheckedText): GraphQLScalarType<string> => {
  const parse = (value: unknown): string => {
    const text = typeof value === "string" ? normal(value) : undefined;
    if (text !== undefined && accepts(text)) return text;
    // The value itself stays out of the message: it may be somebody's real number with one wrong digit.
    throw invalidInput(code, {});
  };
  return new GraphQLScalarType<string>({
    name,
    description,
    serialize: (value) => String(value),
    parseValue: parse,
    parseLiteral: (node: ValueNode) => parse(node.kind === Kind.STRING ? node.value : undefined),
  });
};

/** 公民身份号码, checked by date and check digit (GB 11643). */
export const citizenNumberScalar = checkedText({
  name: "CitizenNumber",
  description: "公民身份号码：18 位，含出生日期与校验码（GB 11643）",
  code: "HUB_INVALID_CITIZEN_NUMBER",
  accepts: (text) => isCitizenNumber(text),
  normal: (text) => text.replace(/x$/, "X"),
});

/** 统一社会信用代码, checked by alphabet and check character (GB 32100). */
export const creditCodeScalar = checkedText({
  name: "CreditCode",
  description: "统一社会信用代码：18 位，末位为校验码（GB 32100）",
  code: "HUB_INVALID_CREDIT_CODE",
  accepts: isCreditCode,
});

/** Prefix of a division code: 2 (province) to 12 (village) digits, or the 15 of a grid. Existence is checked by who looks it up. */
export const divisionCodeScalar = checkedText({
  name: "DivisionCode",
  description: "区划代码或其前缀：2、4、6、9 或 12 位数字（GB/T 2260 与统计用区划代码），网格为 15 位",
  code: "HUB_INVALID_DIVISION_CODE",
  accepts: (text) => DIVISION_CODE.test(text),
});

/** Calendar month as YYYY-MM. */
export const yearMonthScalar = checkedText({
  name: "YearMonth",
  description: "年月，格式 YYYY-MM；脱敏提供时只有年份，格式 YYYY",
  code: "HUB_INVALID_MONTH",
  accepts: (text) => /^\d{4}-(0[1-9]|1[0-2])$/.test(text),
});

/** A scalar of dates whose masked values are a year alone; true dates are checked as before, and no argument may be a year. */
const orYear = <Internal, External>(
  scalar: GraphQLScalarType<Internal, External>,
  description: string,
): GraphQLScalarType<Internal, External | string> =>
  new GraphQLScalarType<Internal, External | string>({
    ...scalar.toConfig(),
    description,
    serialize: (value) => (isMaskedDate(value) ? value : scalar.serialize(value)),
  });

export const dateScalar = orYear(GraphQLDate, "日期，格式 YYYY-MM-DD；脱敏提供时只有年份，格式 YYYY");

export const dateTimeScalar = orYear(GraphQLDateTime, "时间，RFC 3339 格式；脱敏提供时只有年份，格式 YYYY");

const parseFen = (value: unknown): number => {
  if (typeof value === "number" && Number.isSafeInteger(value)) return value;
  throw invalidInput("HUB_INVALID_AMOUNT", {});
};

/** Money: a whole number of fen (1/100 yuan), exact up to 2^53; a masked amount is the band that holds it. */
export const fenScalar = new GraphQLScalarType<number, number | AmountBand>({
  name: "Fen",
  description: "金额，单位为分（整数）；脱敏提供时为所在区间 {min, max}，含 min，不含 max",
  serialize: (value) => (isAmountBand(value) ? value : parseFen(typeof value === "bigint" ? Number(value) : value)),
  parseValue: parseFen,
  parseLiteral: (node) => parseFen(node.kind === Kind.INT ? Number(node.value) : undefined),
});
