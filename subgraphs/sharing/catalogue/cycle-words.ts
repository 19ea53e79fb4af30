import type { UpdateCycle } from "../../../schema/catalog/vocabulary.ts";

/** Update cycles as officers read them. */
export const CYCLE_WORDS: Readonly<Record<UpdateCycle, string>> = {
  REAL_TIME: "实时",
  DAILY: "每日",
  WEEKLY: "每周",
  MONTHLY: "每月",
  QUARTERLY: "每季度",
  YEARLY: "每年",
  ON_CHANGE: "变更时",
};

/** Chinese word of an update cycle; nothing where nobody states one. */
export function cycleWord(cycle: UpdateCycle | null): string {
  return cycle === null ? "" : CYCLE_WORDS[cycle];
}
