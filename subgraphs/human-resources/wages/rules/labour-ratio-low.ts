import { shareBand } from "../../../kit/bands.ts";
import { percent } from "../amounts.ts";
import type { WageRule } from "./rule.ts";

/** The share of the contract price agreed as labour costs is lower than the customary one. */
export const labourRatioLow: WageRule = {
  id: "labourRatioLow",
  title: "约定人工费比例偏低",
  source: "保障农民工工资支付条例第二十四条；比例见预警阈值表",
  level: "YELLOW",
  evaluate: ({ facts, thresholds }) => {
    const low = facts.accounts.filter(({ labourRatio }) => labourRatio < thresholds.LABOUR_RATIO);
    if (low.length === 0) return [];
    const lowest = Math.min(...low.map(({ labourRatio }) => labourRatio));
    const text = `约定人工费占合同价 ${shareBand(lowest)}，参考比例 ${percent(thresholds.LABOUR_RATIO)}`;
    return [{ message: "约定人工费比例低于参考比例", evidence: [{ department: "人社", text }] }];
  },
};
