import { monthOf } from "../calendar.ts";
import type { FalsePositive } from "./false-positive.ts";

/** Left the site by the end of the month and settled: the last days were paid at the settlement, not by a payroll. */
export const exitDate: FalsePositive = {
  id: "leftTheSite",
  title: "已退场并结清",
  clear: ({ month, roster, due }, { asOf }) => {
    if (!roster?.leftOn || !roster.settledOn) return undefined;
    if (monthOf(roster.leftOn) > month || roster.settledOn > asOf) return undefined;
    return { credited: due, reason: "已退场，工资已结清" };
  },
};
