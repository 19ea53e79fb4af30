/**
 * The words of the catalogue, shared by gateway and subgraphs (design, section 2).
 * Pure data: this file imports nothing.
 */

/** Sensitivity (数据级别): L1 public, L2 internal, L3 identifies or burdens a person, L4 accounts, incomes, causes of death, minors. */
export const SENSITIVITY_LEVELS = ["L1", "L2", "L3", "L4"] as const;
export type Sensitivity = (typeof SENSITIVITY_LEVELS)[number];

/**
 * Importance (数据重要性), 数据安全法 art. 21, 网络数据安全管理条例 arts. 29 to 31: general 一般, important 重要, core 核心. The levels L1 to L4
 * subdivide what is general; departments find out and declare what is important, so that nothing here is so by itself.
 */
export const IMPORTANCES = ["GENERAL", "IMPORTANT", "CORE"] as const;
export type Importance = (typeof IMPORTANCES)[number];

/** Chinese words of importance, as the sheet and the graph show them. */
export const IMPORTANCE_WORDS: Readonly<Record<Importance, string>> = {
  GENERAL: "一般数据",
  IMPORTANT: "重要数据",
  CORE: "核心数据",
};

/** Why what is worked out may be told at a lower level than its inputs: it follows from none of those above its own level, is a conclusion, or a count. */
export const DEGREES = ["APART", "CONCLUSION", "COUNT"] as const;
export type Degree = (typeof DEGREES)[number];

/** ShareType (共享属性), 政务数据共享条例 art. 14: unconditional 无条件, conditional 有条件, not shared 不予共享. */
export const SHARE_TYPES = ["UNCONDITIONAL", "CONDITIONAL", "NOT_SHARED"] as const;
export type ShareType = (typeof SHARE_TYPES)[number];

/** Frequency of a dataset's changes at its owner (更新频率), 政务数据共享条例 art. 13. */
export const UPDATE_CYCLES = ["REAL_TIME", "DAILY", "WEEKLY", "MONTHLY", "QUARTERLY", "YEARLY", "ON_CHANGE"] as const;
export type UpdateCycle = (typeof UPDATE_CYCLES)[number];

/** Names of the masks that a coordinate may offer; each is implemented in one file under `masks/`. */
export const MASK_NAMES = [
  "NAME",
  "CITIZEN_NUMBER",
  "PHONE",
  "ADDRESS",
  "BANK_CARD",
  "DATE_YEAR",
  "AMOUNT_BAND",
] as const;
export type MaskName = (typeof MASK_NAMES)[number];

/** Outcome (结果) of a decision on one coordinate. */
export type Outcome = "CLEAR" | "MASKED" | "DENIED";
