import {
  accountClosedEarly,
  accountOpenedLate,
  depositExpired,
  depositMissing,
  depositShort,
  labourCycleTooLong,
  labourRatioLow,
  noPaymentGuarantee,
  noSpecialAccount,
  noTransferOver31Days,
} from "./guarantees.ts";
import { criminalLine, leaverNotSettled, tenWorkersOwed, twoMonthsOwed } from "./owed-wages.ts";
import {
  payrollUnsigned,
  singleWorkerOverMonthMax,
  singleWorkerOverYearMax,
  underMinimumWage,
} from "./payroll-amounts.ts";
import { payrollReturned, payrollReturnsUnheard } from "./bank-returns.ts";
import type { WageRule } from "./rule.ts";
import { contractorAbnormalOrTaxArrears, permitWithoutRoster, workedUnregistered } from "./standing.ts";
import {
  monthUnpaid,
  monthUnpaidThroughAccount,
  paidByAnotherSite,
  paidLate,
  partlyPaid,
  tenPercentWithoutPay,
} from "./unpaid-months.ts";

/** Every rule that stands by itself, the gravest first; the order is that of the reasons in an answer, whatever the level of a single finding. */
export const WAGE_RULES: readonly WageRule[] = [
  criminalLine,
  twoMonthsOwed,
  tenWorkersOwed,
  monthUnpaidThroughAccount,
  tenPercentWithoutPay,
  leaverNotSettled,
  noSpecialAccount,
  underMinimumWage,
  singleWorkerOverMonthMax,
  singleWorkerOverYearMax,
  monthUnpaid,
  partlyPaid,
  payrollReturned,
  payrollReturnsUnheard,
  paidLate,
  paidByAnotherSite,
  noTransferOver31Days,
  accountOpenedLate,
  accountClosedEarly,
  depositMissing,
  depositShort,
  depositExpired,
  permitWithoutRoster,
  workedUnregistered,
  payrollUnsigned,
  noPaymentGuarantee,
  labourCycleTooLong,
  contractorAbnormalOrTaxArrears,
  labourRatioLow,
];

/** RED now and RED at the end of the month before: the departments act together. Evaluated after all other rules. */
export const repeatedRed: WageRule = {
  id: "repeatedRed",
  version: 1,
  title: "连续两期红色预警，联合执法",
  source: "保障农民工工资支付条例第四条、第三十九条",
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
