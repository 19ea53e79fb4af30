import { paidBy } from "../worker-month.ts";
import type { FalsePositive } from "./false-positive.ts";

/** Paid later as a back payment that names the month. */
export const backPay: FalsePositive = {
  id: "paidAsBackPay",
  title: "已补发",
  clear: ({ backPay: lines }, { asOf }) => {
    const credited = paidBy(lines, asOf);
    return credited > 0 ? { credited, reason: "已补发" } : undefined;
  },
};
