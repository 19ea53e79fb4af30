import type { Run, RunNode } from "../run.ts";

/** The step that does nothing. */
export const nothing: RunNode = () => undefined;

/** Runs the steps one after another; synchronous ones without leaving the tick. */
export function inSequence(steps: readonly RunNode[]): RunNode {
  const runFrom = (run: Run, start: number): Promise<void> | undefined => {
    for (let at = start; at < steps.length; at++) {
      const pending = steps[at]?.(run);
      if (pending !== undefined) return pending.then(() => runFrom(run, at + 1));
    }
    return undefined;
  };
  return (run) => runFrom(run, 0);
}

/** A step that fails at once fails as late as one that fails later: nobody is left waiting for its siblings. */
const start = (step: RunNode, run: Run): Promise<void> | undefined => {
  try {
    return step(run);
  } catch (error) {
    return Promise.reject(error instanceof Error ? error : new Error("step failed"));
  }
};

/** Starts all steps at once and waits for all. */
export function inParallel(steps: readonly RunNode[]): RunNode {
  return (run) => {
    const pending: Promise<void>[] = [];
    for (const step of steps) {
      const promise = start(step, run);
      if (promise !== undefined) pending.push(promise);
    }
    if (pending.length < 2) return pending[0];
    return Promise.all(pending).then(() => undefined);
  };
}
