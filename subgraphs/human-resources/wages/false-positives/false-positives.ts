import { backPay } from "./back-pay.ts";
import { exitDate } from "./exit-date.ts";
import type { FalsePositive } from "./false-positive.ts";
import { lateReceipt } from "./late-receipt.ts";
import { leave } from "./leave.ts";
import { twoSites } from "./two-sites.ts";

/** In the order in which they are considered: first what was never earned here, then what came another way or late. */
export const FALSE_POSITIVES: readonly FalsePositive[] = [leave, exitDate, twoSites, backPay, lateReceipt];
