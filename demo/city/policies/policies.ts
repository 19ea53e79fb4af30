import type { Policy } from "./policy.ts";
import { expandedEmployment, stableEmployment, startupLoan } from "./employment.ts";
import { equipment, fullLoad, highTech, specialised, turnover } from "./industry.ts";

/** The eight policies of the demo city. Thresholds follow the documents named; the city's own ones are marked 示例. */
export const POLICIES: readonly Policy[] = [
  stableEmployment,
  expandedEmployment,
  fullLoad,
  equipment,
  specialised,
  highTech,
  startupLoan,
  turnover,
];
