import type { MaskName, Sensitivity } from "../../../schema/catalog/vocabulary.ts";
import type { SourceField } from "../description/source-description.ts";
import { citizenNumberIn } from "../values/citizen-numbers.ts";
import { divisionIn, translationOf, UNREADABLE } from "../values/translate.ts";
import { expectedOf, type Expected } from "./glossary.ts";
import type { SampledColumn, SampledSource } from "./sample.ts";

/** What stands in a column, as far as a sample tells. */
export interface Recognised {
  readonly type: string;
  readonly format?: SourceField["format"];
  readonly unit?: SourceField["unit"];
  /** Codes that become an enum of the file. */
  readonly codes?: readonly string[];
  /** Names of divisions and their codes, where it tells divisions by name. */
  readonly divisions?: ReadonlyMap<string, string>;
  readonly isDivision?: boolean;
  readonly level: Sensitivity;
  readonly mask?: MaskName;
  /** What was seen, in Chinese, with shares and never with a value. */
  readonly why: string;
}

/** Share of the values that have to be read by a form before it is proposed: a few odd ones are found by drift later. */
const MOST = 0.95;

/** Rows that have to have a code before it is written down: what fewer have may be somebody's. */
const ROWS_OF_CODE = 3;

/** Codes of one column. */
const MOST_CODES = 30;

const UNTRANSLATED = { enums: new Map(), timeZone: "Asia/Shanghai", pseudonymKey: "a sample is not kept" } as const;

const share = (values: readonly string[], holds: (value: string) => boolean): number =>
  values.length === 0 ? 0 : values.filter(holds).length / values.length;

const percent = (part: number): string => `${Math.round(part * 100)}%`;

/** Whether the hub's own translation reads a form: what is proposed is what is read. */
const reads = (field: Pick<SourceField, "type"> & Partial<SourceField>): ((value: string) => boolean) => {
  const translate = translationOf({ column: "c", title: "列", ...field }, UNTRANSLATED);
  return (value) => translate(value) !== UNREADABLE;
};

const isMobile = (value: string): boolean => /^(?:\+?86-?)?1[3-9]\d{9}$|^0\d{2,3}-?\d{7,8}(?:-\d+)?$/.test(value);

const isCard = (value: string): boolean => /^\d{16,19}$/.test(value) && citizenNumberIn(value) === null;

const SURNAMES =
  "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严赖覃洪武莫孔欧阳司马";

const isName = (value: string): boolean => /^\p{Script=Han}{2,4}$/u.test(value) && SURNAMES.includes(value.charAt(0));

const isAddress = (value: string): boolean =>
  /\p{Script=Han}/u.test(value) && /(?:省|市|区|县|镇|乡|街道|路|街|村|小区).*(?:\d|号|楼|室|组|村)/u.test(value);

const PROVINCES = /^(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5])/;

const isDivisionCode = (value: string): boolean => PROVINCES.test(value) && divisionIn(undefined)(value) !== null;

interface Seen extends Pick<SampledSource, "days"> {
  readonly column: SampledColumn;
  readonly values: readonly string[];
  readonly expected: Expected | undefined;
  readonly divisionNames: ReadonlyMap<string, string>;
}

type Detector = (seen: Seen) => Recognised | undefined;

/** Recognises a form that most values have, or, where only a description was seen, that the name says. */
const sensitive =
  (
    expected: Expected,
    words: string,
    least: number,
    holds: (value: string) => boolean,
    found: Omit<Recognised, "why">,
  ): Detector =>
  ({ values, expected: named }) => {
    const part = share(values, holds);
    if (values.length === 0) return named === expected ? { ...found, why: `列名像${words}，未见数据` } : undefined;
    const enough = named === expected ? least / 2 : least;
    return part >= enough ? { ...found, why: `疑似${words}（${percent(part)}）` } : undefined;
  };

const person: Detector = (seen) => {
  const found = sensitive("person", "公民身份号码", 0.5, (value) => citizenNumberIn(value) !== null, {
    type: "Person",
    level: "L3",
  })(seen);
  const old = share(seen.values, (value) => value.length === 15 && citizenNumberIn(value) !== null);
  return found && old > 0 ? { ...found, why: `${found.why}，其中 15 位的占 ${percent(old)}` } : found;
};

/** A text in which numbers of people stand now and then. */
const withPeople: Detector = ({ values }) => {
  const part = share(values, (value) => citizenNumberIn(value) !== null);
  return part === 0
    ? undefined
    : { type: "String", level: "L3", why: `部分值是公民身份号码（${percent(part)}）：这些值不会离开，返回空` };
};

const enterprise = sensitive("enterprise", "统一社会信用代码", 0.5, reads({ type: "Enterprise" }), {
  type: "Enterprise",
  level: "L1",
});
const phone = sensitive("phone", "电话号码", 0.6, isMobile, { type: "String", level: "L3", mask: "PHONE" });
const bankCard = sensitive("bankCard", "银行账号", 0.9, isCard, { type: "String", level: "L3", mask: "BANK_CARD" });
const address = sensitive("address", "地址", 0.6, isAddress, { type: "String", level: "L3", mask: "ADDRESS" });
const name = sensitive("name", "姓名", 0.6, isName, { type: "String", level: "L3", mask: "NAME" });

const division: Detector = ({ values, expected, divisionNames }) => {
  const found = { type: "String", level: "L1", isDivision: true } as const;
  if (values.length === 0)
    return expected === "division" ? { ...found, why: "列名像行政区划代码，未见数据" } : undefined;
  const coded = share(values, isDivisionCode);
  const prefixes = new Set(values.map((value) => value.slice(0, 2)));
  if (coded >= MOST && (expected === "division" || (prefixes.size === 1 && new Set(values).size < values.length / 2)))
    return { ...found, why: `疑似行政区划代码（${percent(coded)}）` };
  const named = share(values, (value) => divisionNames.has(value));
  if (named < 0.5) return undefined;
  // Of the cities that occur, every district: one that the sample lacks has rows all the same.
  const cities = new Set(values.map((value) => divisionNames.get(value)?.slice(0, 4)));
  const known = [...divisionNames].filter(([, areaCode]) => cities.has(areaCode.slice(0, 4)));
  return { ...found, divisions: new Map(known), why: `疑似行政区划名称（${percent(named)}）` };
};

const unitOf = ({ column: { name: column, title = "" } }: Seen): NonNullable<SourceField["unit"]> => {
  const words = column + title;
  if (/万元|wanyuan/i.test(words)) return "wan-yuan";
  return /（分）|\(分\)|fen$|cents?$/i.test(words) ? "fen" : "yuan";
};

const amount: Detector = (seen) => {
  const { values, expected, column } = seen;
  const unit = unitOf(seen);
  const found = { type: "Fen", unit, level: "L3", mask: "AMOUNT_BAND" } as const;
  if (expected !== "amount") return undefined;
  if (values.length === 0)
    return column.form === "decimal" ? { ...found, why: "列名像金额，未见数据；单位待核实" } : undefined;
  const part = share(values, reads({ type: "Fen", unit }));
  return part >= MOST ? { ...found, why: `疑似金额（${percent(part)}）；单位待核实` } : undefined;
};

/** Days, months and moments, in the forms that are read. */
const DAYS: readonly (Pick<SourceField, "type" | "format"> & { readonly looks: RegExp; readonly words: string })[] = [
  { type: "DateTime", looks: /^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}/, words: "时间" },
  { type: "Date", format: "ISO", looks: /^\d{4}-\d{2}-\d{2}$/, words: "日期" },
  { type: "Date", format: "YYYY/MM/DD", looks: /^\d{4}\/\d{1,2}\/\d{1,2}$/, words: "日期" },
  { type: "Date", format: "YYYYMMDD", looks: /^(?:19|20)\d{6}$/, words: "日期" },
  { type: "YearMonth", format: "ISO", looks: /^\d{4}-\d{2}$/, words: "月份" },
  { type: "YearMonth", format: "YYYYMM", looks: /^(?:19|20)\d{2}(?:0[1-9]|1[0-2])$/, words: "月份" },
];

const day: Detector = ({ values, expected, column, days }) => {
  const { form } = column;
  if (values.length === 0) {
    if (form === "moment") return { type: "DateTime", level: "L2", why: "系统说明为时间，未见数据" };
    return form === "day" ? { type: "Date", format: "ISO", level: "L2", why: "系统说明为日期，未见数据" } : undefined;
  }
  const isExcel =
    days === "EXCEL" && expected === "day" && share(values, (value) => /^[2-6]\d{4}$/.test(value)) >= MOST;
  if (isExcel) return { type: "Date", format: "EXCEL", level: "L2", why: "疑似日期（Excel 的天数）" };
  for (const { looks, words, ...field } of DAYS) {
    const part = share(values, (value) => looks.test(value) && reads(field)(value));
    const isSure =
      part >= MOST && (expected === "day" || expected === "changed" || !/^YYYYMM/.test(field.format ?? ""));
    if (isSure) return { ...field, level: "L2", why: `疑似${words}（${percent(part)}）` };
  }
  return undefined;
};

/** Values that few rows share are nobody's code: they are left to drift. */
const code: Detector = ({ values, expected, column }) => {
  const stated = column.codes;
  if (stated !== undefined && stated.length > 0 && stated.length <= MOST_CODES)
    return { type: "", codes: stated, level: "L2", why: `系统说明列出 ${stated.length} 个代码` };
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const codes = [...counts].flatMap(([value, rows]) => (rows >= ROWS_OF_CODE && value.length <= 20 ? [value] : []));
  const most = expected === "code" ? MOST_CODES : 8;
  const isCode = expected === "code" || (values.length >= 20 && codes.every((value) => !/^-?\d+\.\d+$/.test(value)));
  if (!isCode || codes.length < 1 || counts.size > most || codes.length < counts.size / 2) return undefined;
  if (expected === "number" || expected === "amount") return undefined;
  return { type: "", codes: codes.toSorted(), level: "L2", why: `疑似代码：${counts.size} 个不同的值` };
};

const number: Detector = ({ values, column: { form }, expected }) => {
  if (values.length === 0) {
    if (form === "whole") return { type: "Int", level: "L2", why: "系统说明为整数，未见数据" };
    if (form === "decimal") return { type: "Float", level: "L2", why: "系统说明为小数，未见数据" };
    return form === "truth" ? { type: "Boolean", level: "L2", why: "系统说明为真假，未见数据" } : undefined;
  }
  if (expected === "number") return undefined;
  if (share(values, (value) => /^(?:true|false|是|否)$/i.test(value)) >= MOST)
    return { type: "Boolean", level: "L2", why: "真假" };
  if (share(values, (value) => !/^0\d/.test(value) && reads({ type: "Int" })(value)) === 1)
    return { type: "Int", level: "L2", why: "整数" };
  return share(values, (value) => !/^0\d/.test(value) && reads({ type: "Float" })(value)) === 1
    ? { type: "Float", level: "L2", why: "小数" }
    : undefined;
};

/** In order: what is about people first, so that nothing else takes it for its own. */
const DETECTORS: readonly Detector[] = [
  person,
  withPeople,
  enterprise,
  division,
  day,
  phone,
  bankCard,
  amount,
  address,
  name,
  code,
  number,
];

/**
 * What stands in a column. Nothing of the values is in what comes back but codes that several rows share, and those of divisions.
 * @param divisionNames codes of divisions by name
 */
export function recognise(
  column: SampledColumn,
  { days }: Pick<SampledSource, "days">,
  divisionNames: ReadonlyMap<string, string>,
): Recognised {
  const values = column.values.filter((value) => value !== null);
  const seen = {
    column,
    values,
    expected: expectedOf(column.name, column.title),
    divisionNames,
    ...(days && { days }),
  };
  for (const detect of DETECTORS) {
    const found = detect(seen);
    if (found !== undefined) return found;
  }
  return { type: "String", level: "L2", why: values.length === 0 ? "未见数据" : "文本" };
}
