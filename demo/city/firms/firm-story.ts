import type { FirmFacts } from "./facts.ts";
import type { Industry } from "./industries.ts";

/** A planted firm: what sets it apart from an ordinary one. */
export interface FirmStory {
  readonly name: string;
  readonly industry: Industry;
  /** Insured employees to hire, so that its figures rest on real people. */
  readonly openings: (people: number) => number;
  /** Changes the figures in place before they are written. */
  readonly adjust: (facts: FirmFacts) => void;
}
