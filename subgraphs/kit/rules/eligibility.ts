/**
 * The kernel of every explained decision (公租房资格核查, 低保核对, 惠企政策): three-valued truth, lines that state one
 * condition each, and a conclusion over them. Pure.
 */

/** Truth of a condition; null where a fact is missing. Unknown is never taken for either answer (Kleene's strong logic). */
export type Truth = boolean | null;

/** The opposite; what is unknown stays unknown. */
export function not(truth: Truth): Truth {
  return truth === null ? null : !truth;
}

/** True when all are: one false decides, else one unknown leaves it open. True for none. */
export function all(truths: readonly Truth[]): Truth {
  return truths.includes(false) ? false : truths.includes(null) ? null : true;
}

/** True when at least one is, else unknown when one is. False for none. */
export function any(truths: readonly Truth[]): Truth {
  return truths.includes(true) ? true : truths.includes(null) ? null : false;
}

/** Words of a fact that nobody told. */
export const NO_DATA = "无数据";

/** One condition of a decision, decided and explained. */
export interface Line {
  /** The condition, in the words of its rule. */
  readonly condition: string;
  /** The fact found, in words; `NO_DATA` when it is missing. */
  readonly fact: string;
  /** The limit that the rule sets, in words. */
  readonly limit: string;
  /** The law, notice or policy that sets the limit. */
  readonly source: string;
  readonly holds: Truth;
}

/** One question to one fact. `holds` and `words` are asked only when the fact is known. */
export interface Check<Fact> extends Pick<Line, "condition" | "limit" | "source"> {
  /** null or undefined: nobody told. */
  readonly fact: Fact | null | undefined;
  readonly holds: (fact: Fact) => Truth;
  readonly words: (fact: Fact) => string;
}

/** Decides one condition on one fact; a missing fact leaves it unknown. */
export function lineOf<Fact>({ condition, fact, limit, source, holds, words }: Check<Fact>): Line {
  const known = fact !== null && fact !== undefined;
  return { condition, fact: known ? words(fact) : NO_DATA, limit, source, holds: known ? holds(fact) : null };
}

/** A decision with every line that it rests on. Frozen. */
export interface Conclusion<Kind extends Line = Line> {
  readonly holds: Truth;
  readonly lines: readonly Kind[];
}

/** Concludes that all lines hold; none is left out because another one decides already. */
export function conclude<Kind extends Line>(lines: readonly Kind[]): Conclusion<Kind> {
  return Object.freeze({ holds: all(lines.map(({ holds }) => holds)), lines: Object.freeze([...lines]) });
}
