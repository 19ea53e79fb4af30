import type { ProjectFacts } from "../facts.ts";
import type { Thresholds } from "../thresholds.ts";
import type { WorkerMonth } from "../worker-month.ts";

/** Why a month that looks unpaid is not, and how much of it (in fen) is thereby accounted for. */
interface Clearance {
  readonly credited: number;
  readonly reason: string;
}

/** A usual reason for which a worker's month only looks unpaid. Ruled out before any rule may warn. */
export interface FalsePositive {
  readonly id: string;
  readonly title: string;
  /** @param month a month of which less than `due` had come by its due date; undefined: the reason does not apply */
  readonly clear: (month: WorkerMonth, facts: ProjectFacts, thresholds: Thresholds) => Clearance | undefined;
}
