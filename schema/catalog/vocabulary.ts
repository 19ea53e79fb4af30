/**
 * The words of the catalogue, shared by gateway and subgraphs (design, section 2).
 * Pure data: this file imports nothing.
 */

/** Sensitivity (数据级别): L1 public, L2 internal, L3 identifies or burdens a person, L4 accounts, incomes, causes of death, minors. */
export const SENSITIVITY_LEVELS = ["L1", "L2", "L3", "L4"] as const;
export type Sensitivity = (typeof SENSITIVITY_LEVELS)[number];

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
