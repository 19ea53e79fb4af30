import { amountBand } from "../../../kit/bands.ts";
import { total } from "../amounts.ts";
import { isOngoing } from "../books.ts";
import type { WageRule } from "./rule.ts";

/** The wage deposit is less than what has to be deposited, whether or not it is still in force. */
export const depositShort: WageRule = {
  id: "depositShort",
  title: "工资保证金缴存不足",
  source: "保障农民工工资支付条例第三十二条、人社部发〔2021〕65号",
  level: "YELLOW",
  evaluate: (books) => {
    const { deposits, accounts } = books.facts;
    if (!isOngoing(books)) return [];
    if (deposits.length === 0) {
      // Without an account either, the project is unknown here: that is the matter of the rules on permits and accounts.
      if (accounts.length === 0) return [];
      return [{ message: "未缴存工资保证金", evidence: [{ department: "人社", text: "无工资保证金登记" }] }];
    }
    const required = Math.max(...deposits.map(({ requiredAmount }) => requiredAmount));
    const amount = total(deposits, (deposit) => deposit.amount);
    if (amount >= required) return [];
    const text = `应缴存${amountBand(required)}，已缴存${amountBand(amount)}`;
    return [
      {
        message: `工资保证金不足，差额${amountBand(required - amount)}`,
        evidence: [{ department: "人社", text, amount }],
      },
    ];
  },
};
