import type { Step } from "../step.ts";

/** Refuses what is too large, too deep or too costly before it is executed. */
export const limit: Step = () => ({ plugins: [] });
