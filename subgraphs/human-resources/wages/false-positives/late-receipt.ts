import { addDays } from "../calendar.ts";
import type { PayLineFact } from "../facts.ts";
import type { FalsePositive } from "./false-positive.ts";

/** Money on its way: the payroll went to the bank in time, or the receipt came a few days after the due date. */
export const lateReceipt: FalsePositive = {
  id: "lateBankReceipt",
  title: "银行回单滞后",
  clear: ({ lines, dueOn }, { asOf }, { RECEIPT_DAYS }) => {
    const lastDay = addDays(dueOn, RECEIPT_DAYS);
    const cameLate = ({ paidOn }: PayLineFact): boolean => paidOn !== null && paidOn > dueOn && paidOn <= lastDay;
    const underWay = ({ paidOn, payrollPaidOn }: PayLineFact): boolean =>
      paidOn === null &&
      payrollPaidOn !== null &&
      payrollPaidOn <= dueOn &&
      asOf <= addDays(payrollPaidOn, RECEIPT_DAYS);
    const credited = lines.filter((line) => cameLate(line) || underWay(line)).reduce((sum, { paid }) => sum + paid, 0);
    return credited > 0
      ? { credited, reason: `应于 ${dueOn} 前发放，银行回单在其后 ${RECEIPT_DAYS} 日内到达` }
      : undefined;
  },
};
