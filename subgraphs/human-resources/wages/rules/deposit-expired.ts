import { isOngoing } from "../books.ts";
import type { WageRule } from "./rule.ts";

/** Every wage deposit of a site at work has run out. */
export const depositExpired: WageRule = {
  id: "depositExpired",
  title: "工资保证金已过有效期",
  source: "保障农民工工资支付条例第三十二条、人社部发〔2021〕65号",
  level: "YELLOW",
  evaluate: (books) => {
    const { deposits, asOf } = books.facts;
    const last = deposits
      .map(({ validTo }) => validTo)
      .sort()
      .at(-1);
    if (last === undefined || last >= asOf || !isOngoing(books)) return [];
    return [{ message: "工资保证金已到期", evidence: [{ department: "人社", text: "登记的保证金均已过有效期" }] }];
  },
};
