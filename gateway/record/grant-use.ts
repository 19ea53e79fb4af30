import type { Observation } from "../execute/enforcement.ts";
import type { Decision } from "../decide/decision.ts";

/** One coordinate that an answer carried under one grant: what tells an unused grant from a used one. */
export interface GrantUse {
  readonly grant: string;
  readonly coordinate: string;
  readonly rows: number;
  readonly at: Date;
}

/** One answer to an app's registered operation. */
export interface OperationUse {
  readonly app: string;
  readonly id: string;
  readonly at: Date;
}

/**
 * Which grants gave what in one answer: those behind each coordinate that was written, and those behind the inputs of
 * derived fields. Pure; nothing that was only asked for counts.
 */
export function usesOf(
  decision: Pick<Decision, "granted"> | undefined,
  observation: Observation | undefined,
  now: number,
): readonly GrantUse[] {
  const at = new Date(now);
  return [...(observation?.rows ?? [])].flatMap(([coordinate, rows]) => {
    const verdict = decision?.granted.get(coordinate);
    if (verdict === undefined || rows === 0) return [];
    const own = verdict.grants.map((grant): GrantUse => ({ grant, coordinate, rows, at }));
    const inputs = verdict.inputs.flatMap((input) =>
      input.grants.map((grant): GrantUse => ({ grant, coordinate: input.coordinate, rows, at })),
    );
    return [...own, ...inputs];
  });
}
