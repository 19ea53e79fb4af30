import type { WageRule } from "./rule.ts";

/** RED now and RED at the end of the month before: the departments act together. Evaluated after all other rules. */
export const repeatedRed: WageRule = {
  id: "repeatedRed",
  title: "连续两期红色预警，联合执法",
  source: "保障农民工工资支付条例第三十八条、第四十一条",
  level: "RED",
  evaluate: ({ reds }) => {
    if (reds.now.length === 0 || reds.before.length === 0) return [];
    return [
      {
        message: "上月末与本期均为红色预警，建议启动联合执法",
        evidence: [
          { department: "人社", text: `上月末：${reds.before.join("、")}` },
          { department: "人社", text: `本期：${reds.now.join("、")}` },
        ],
      },
    ];
  },
};
