import { addDays } from "../calendar.ts";
import type { Evidence, WageRule } from "./rule.ts";

/** Work began, the time to open the special account has passed, and there is none. */
export const noSpecialAccount: WageRule = {
  id: "noSpecialAccount",
  title: "未开立农民工工资专用账户",
  source: "保障农民工工资支付条例第二十六条",
  level: "RED",
  evaluate: ({ facts, thresholds }) => {
    if (facts.accounts.length > 0 || facts.housing.status === "COMPLETED") return [];
    const permitted = (facts.housing.permits ?? []).flatMap(({ issuedOn }) => issuedOn ?? []);
    const entered = facts.roster.map(({ enteredOn }) => enteredOn);
    const first = [...permitted, ...entered].sort()[0];
    if (first === undefined || addDays(first, thresholds.OPENING_DAYS) > facts.asOf) return [];
    const evidence: Evidence[] = [];
    if (permitted.length > 0)
      evidence.push({ department: "住建", text: `施工许可最早发证日期 ${[...permitted].sort()[0] ?? ""}` });
    if (entered.length > 0) {
      const text = `工人 ${[...entered].sort()[0] ?? ""} 起进场，无专用账户登记`;
      evidence.push({ department: "人社", text, workers: new Set(facts.roster.map(({ person }) => person)).size });
    }
    return [{ message: "项目已开工而未开立农民工工资专用账户", evidence }];
  },
};
