/** What can be said of a condition; UNKNOWN where a figure is missing. */
export type Truth = "MET" | "UNMET" | "UNKNOWN";

/** MET and UNMET change places; what is unknown stays unknown. */
export const negate = (truth: Truth): Truth => (truth === "MET" ? "UNMET" : truth === "UNMET" ? "MET" : "UNKNOWN");

/** MET when all are: one UNMET decides, else one UNKNOWN leaves it open. */
export const all = (truths: readonly Truth[]): Truth =>
  truths.includes("UNMET") ? "UNMET" : truths.includes("UNKNOWN") ? "UNKNOWN" : "MET";

/** MET when at least one is, else UNKNOWN when one is. */
export const any = (truths: readonly Truth[]): Truth => negate(all(truths.map(negate)));
