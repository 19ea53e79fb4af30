import { localTime } from "../limit/callers/day.ts";
import type { Denial } from "./denial.ts";

const day = (time: number): string => new Date(time).toISOString();

/** Why, in English and Chinese, for the caller's developer. Says nothing that the catalogue or the caller's own grants do not. */
export const denialWords = (denial: Denial): { readonly en: string; readonly zh: string } => {
  switch (denial.reason) {
    case "NO_GRANT":
      return { en: "no grant covers it", zh: "没有共享授权包含该字段" };
    case "EXPIRED":
      return {
        en: `grant ${denial.grant} ended at ${day(denial.validTo)}`,
        zh: `授权 ${denial.grant} 已于 ${day(denial.validTo)} 到期`,
      };
    case "NOT_YET_VALID":
      return {
        en: `grant ${denial.grant} begins at ${day(denial.validFrom)}`,
        zh: `授权 ${denial.grant} 自 ${day(denial.validFrom)} 起生效`,
      };
    case "PURPOSE_MISMATCH":
      return {
        en: `it is granted for ${denial.purposes.join(", ")}, not for the stated purpose`,
        zh: `该字段的授权用途为 ${denial.purposes.join("、")}，与本次用途不符`,
      };
    case "NOT_SHARED":
      return { en: "its owner does not share it", zh: "该字段不予共享" };
    case "STOPPED":
      return { en: "an emergency stop is in force on it", zh: "该字段已被紧急停用" };
    case "OUT_OF_SCOPE":
      return { en: "it lies outside the division that is granted", zh: "超出授权的行政区划范围" };
    case "QUOTA":
      return {
        en: `the quota of ${denial.department === null ? "" : `${denial.department}'s own `}grant ${denial.grant} is used up until ${localTime(denial.until)}`,
        zh: `${denial.department === null ? "" : `计算部门 ${denial.department} 的`}授权 ${denial.grant} 的配额已用完，${localTime(denial.until)} 后恢复`,
      };
    case "MASK_UNAVAILABLE":
      return {
        en: `grant ${denial.grant} gives it masked, and it has no mask`,
        zh: `授权 ${denial.grant} 仅限脱敏提供，而该字段无脱敏方式`,
      };
    case "DERIVATION_NOT_GRANTED":
      return {
        en: `${denial.department} holds no grant for ${denial.missing}, from which it is derived`,
        zh: `计算部门 ${denial.department} 未获得所需字段 ${denial.missing} 的授权`,
      };
    case "ARGUMENT_NOT_GRANTED":
      return {
        en: `${denial.argument} reveals ${denial.reveals}, which is not granted in the clear`,
        zh: `参数 ${denial.argument} 会泄露 ${denial.reveals}，而该字段未以明文授权`,
      };
    case "INSEPARABLE":
      return {
        en: `it is declared otherwise than on ${denial.from}; ask for it in a fragment of its own, under an alias`,
        zh: `该字段的声明与 ${denial.from} 不同；请用单独的片段和别名查询`,
      };
    case "TYPE_NOT_GRANTED":
      return { en: `nothing of ${denial.type} is granted`, zh: `类型 ${denial.type} 没有任何字段获得授权` };
  }
};
