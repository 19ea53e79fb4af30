import type { WageBooks } from "../books.ts";
import type { Month } from "../calendar.ts";

/** One line of evidence; amounts in fen. */
export interface Evidence {
  /** The department whose data it is. */
  readonly department: "人社" | "住建" | "涉企" | "银行";
  readonly text: string;
  readonly month?: Month;
  readonly amount?: number;
  readonly workers?: number;
}

/** Finding of a rule. */
export interface Finding {
  /** Set where it differs from the rule's own level. */
  readonly level?: Exclude<WarningLevel, "NONE">;
  readonly message: string;
  readonly evidence: readonly Evidence[];
}

/** One rule of the wage warning. A rule reads the books and nothing else; it has no memory and no side effect. */
export interface WageRule {
  /** Stable: apps and statistics refer to it. */
  readonly id: string;
  /** Raised by whoever changes what the rule finds: a stored assessment names it. */
  readonly version: number;
  readonly title: string;
  /** Law, regulation or document, with its article. */
  readonly source: string;
  readonly level: Exclude<WarningLevel, "NONE">;
  readonly evaluate: (books: WageBooks) => readonly Finding[];
}

/** From the mildest to the gravest. */
const WARNING_LEVELS = ["NONE", "YELLOW", "ORANGE", "RED"] as const;
/** Level of a wage warning. */
export type WarningLevel = (typeof WARNING_LEVELS)[number];

/** The gravest of the levels; NONE of none. */
export function gravest(levels: readonly WarningLevel[]): WarningLevel {
  return levels.reduce<WarningLevel>(
    (worst, level) => (WARNING_LEVELS.indexOf(level) > WARNING_LEVELS.indexOf(worst) ? level : worst),
    "NONE",
  );
}
