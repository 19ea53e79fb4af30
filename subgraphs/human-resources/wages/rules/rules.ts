import { contractorAbnormalAndTaxArrears } from "./contractor-abnormal-and-tax-arrears.ts";
import { criminalLine } from "./criminal-line.ts";
import { depositExpired } from "./deposit-expired.ts";
import { depositShort } from "./deposit-short.ts";
import { labourRatioLow } from "./labour-ratio-low.ts";
import { leaverNotSettled } from "./leaver-not-settled.ts";
import { monthUnpaid } from "./month-unpaid.ts";
import { monthUnpaidThroughAccount } from "./month-unpaid-through-account.ts";
import { noSpecialAccount } from "./no-special-account.ts";
import { noTransferOver31Days } from "./no-transfer-over-31-days.ts";
import { partlyPaid } from "./partly-paid.ts";
import { permitWithoutRoster } from "./permit-without-roster.ts";
import type { WageRule } from "./rule.ts";
import { singleWorkerOverMonthMax } from "./single-worker-over-month-max.ts";
import { singleWorkerOverYearMax } from "./single-worker-over-year-max.ts";
import { tenPercentWithoutPay } from "./ten-percent-without-pay.ts";
import { tenWorkersOwed } from "./ten-workers-owed.ts";
import { twoMonthsOwed } from "./two-months-owed.ts";
import { underMinimumWage } from "./under-minimum-wage.ts";

/** Every rule that stands by itself, the gravest first; the order is that of the reasons in an answer. */
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
  noTransferOver31Days,
  depositShort,
  depositExpired,
  permitWithoutRoster,
  contractorAbnormalAndTaxArrears,
  labourRatioLow,
];
