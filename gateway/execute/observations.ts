import type { Observation } from "./enforcement.ts";

const observations = new WeakMap<object, Observation>();

/** Notes what an operation's answer releases. MUST be called with the context that the operation was executed with. */
export const noteObservation = (context: unknown, observation: Observation): void => {
  if (typeof context === "object" && context !== null) observations.set(context, observation);
};

/** Nobody needs what was observed any more; or it is withheld after all, and nothing of it may be recorded as disclosed. */
export const forgetObservation = (context: object): void => {
  observations.delete(context);
};

/** What an operation's answer releases; undefined when it was never executed. */
export const observationOf = (context: object): Observation | undefined => observations.get(context);
