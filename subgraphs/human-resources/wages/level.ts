/** From the mildest to the gravest. */
const WARNING_LEVELS = ["NONE", "YELLOW", "ORANGE", "RED"] as const;
/** Level of a wage warning. */
export type WarningLevel = (typeof WARNING_LEVELS)[number];

/** The gravest of the levels; NONE of none. */
export const gravest = (levels: readonly WarningLevel[]): WarningLevel =>
  levels.reduce<WarningLevel>(
    (worst, level) => (WARNING_LEVELS.indexOf(level) > WARNING_LEVELS.indexOf(worst) ? level : worst),
    "NONE",
  );
