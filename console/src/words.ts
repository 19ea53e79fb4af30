import type { MaskName, Outcome, ShareType } from "../../schema/catalog/vocabulary.ts";
import { DENIAL_REASONS } from "../../schema/denial.ts";

/** Chinese for the hub's words; whatever is not known here is shown as it came. */
export function inChinese(words: ReadonlyMap<string, string>, word: string): string {
  return words.get(word) ?? word;
}

export const DEPARTMENTS: ReadonlyMap<string, string> = new Map([
  ["human-resources", "人社"],
  ["housing", "住建"],
  ["public-security", "公安"],
  ["civil-affairs", "民政"],
  ["enterprise", "市场监管"],
  ["natural-resources", "自然资源"],
  ["provident-fund", "公积金中心"],
  ["healthcare-security", "医保"],
  ["disabled-persons-federation", "残联"],
  ["taxation", "税务"],
  ["industry-information", "工信"],
  ["power-supply", "供电"],
  ["development-reform", "发改"],
  ["finance", "财政"],
  ["science-technology", "科技"],
  ["court", "法院"],
  ["payroll-bank", "代发银行"],
  ["audit", "审计"],
  ["data-administration", "数据局"],
  ["city-government", "市政府"],
  ["discipline-inspection", "市纪委监委"],
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

/** Reasons of denials, for the person who has to do something about one. */
export const REASONS: ReadonlyMap<string, string> = new Map(DENIAL_REASONS.map(({ reason, title }) => [reason, title]));
