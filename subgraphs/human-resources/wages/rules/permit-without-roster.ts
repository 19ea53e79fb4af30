import { addDays } from "../calendar.ts";
import type { WageRule } from "./rule.ts";

/** 住建 issued a permit, the time to register workers has passed, and nobody is on the real-name roster. */
export const permitWithoutRoster: WageRule = {
  id: "permitWithoutRoster",
  title: "已领施工许可而无实名制花名册",
  source: "保障农民工工资支付条例第二十八条",
  level: "YELLOW",
  evaluate: ({ facts, thresholds }) => {
    if (facts.roster.length > 0 || facts.housing.status === "COMPLETED") return [];
    const overdue = (facts.housing.permits ?? []).filter(
      ({ issuedOn }) => issuedOn !== null && addDays(issuedOn, thresholds.OPENING_DAYS) <= facts.asOf,
    );
    if (overdue.length === 0) return [];
    const evidence = overdue.map(({ number, issuedOn }) => ({
      department: "住建" as const,
      text: `施工许可 ${number} 于 ${issuedOn ?? ""} 发证`,
    }));
    return [
      {
        message: "项目已领施工许可，实名制花名册无人登记",
        evidence: [...evidence, { department: "人社", text: "实名制花名册 0 人", workers: 0 }],
      },
    ];
  },
};
