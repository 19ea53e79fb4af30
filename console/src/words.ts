import type { MaskName, Outcome, ShareType } from "../../schema/catalog/vocabulary.ts";

/** Chinese for the hub's words; whatever is not known here is shown as it came. */
export function inChinese(words: ReadonlyMap<string, string>, word: string): string {
  return words.get(word) ?? word;
}

export const DEPARTMENTS: ReadonlyMap<string, string> = new Map([
  ["human-resources", "人社"],
  ["housing", "住建"],
  ["public-security", "公安"],
  ["civil-affairs", "民政"],
  ["enterprise", "涉企"],
  ["audit", "审计"],
  ["data-administration", "数据局"],
  ["city-government", "市政府"],
  ["sharing", "共享管理"],
]);

export const SHARES: ReadonlyMap<string, string> = new Map<ShareType, string>([
  ["UNCONDITIONAL", "无条件共享"],
  ["CONDITIONAL", "有条件共享"],
  ["NOT_SHARED", "不予共享"],
]);

export const MASKS: ReadonlyMap<string, string> = new Map<MaskName, string>([
  ["NAME", "姓名留姓"],
  ["CITIZEN_NUMBER", "身份证号留首尾"],
  ["PHONE", "电话留首尾"],
  ["ADDRESS", "地址到区县"],
  ["BANK_CARD", "卡号留末四位"],
  ["DATE_YEAR", "日期到年"],
  ["AMOUNT_BAND", "金额分档"],
]);

export const OUTCOMES: ReadonlyMap<string, string> = new Map<Outcome, string>([
  ["CLEAR", "明文"],
  ["MASKED", "脱敏"],
  ["DENIED", "拒绝"],
]);

/** Why a field was denied, for the person who has to do something about it. */
export const REASONS: ReadonlyMap<string, string> = new Map([
  ["NO_GRANT", "没有覆盖此字段的授权"],
  ["EXPIRED", "授权已过期"],
  ["NOT_YET_VALID", "授权尚未生效"],
  ["PURPOSE_MISMATCH", "授权的用途与本次用途不符"],
  ["NOT_SHARED", "此字段不予共享"],
  ["STOPPED", "已被紧急停用"],
  ["OUT_OF_SCOPE", "超出授权的行政区划范围"],
  ["QUOTA", "授权的当日配额已用完"],
  ["MASK_UNAVAILABLE", "只授权脱敏，而此字段不能脱敏"],
  ["DERIVATION_NOT_GRANTED", "计算它的部门没有取得所需输入的授权"],
  ["ARGUMENT_NOT_GRANTED", "参数会透露未以明文授权的字段"],
  ["INSEPARABLE", "与其他类型上的同名字段声明不同，不能一并查询"],
  ["TYPE_NOT_GRANTED", "此类型没有任何字段获得授权"],
]);
