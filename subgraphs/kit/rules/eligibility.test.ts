import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { all, any, conclude, lineOf, NO_DATA, not, type Line, type Truth } from "./eligibility.ts";

const truth = fc.constantFrom<Truth>(true, false, null);
const truths = fc.array(truth, { maxLength: 6 });

/** The two-valued answers that a three-valued one may still turn into once every unknown is told. */
const worlds = (of: readonly Truth[]): readonly (readonly boolean[])[] =>
  of.reduce<readonly (readonly boolean[])[]>(
    (known, one) => known.flatMap((world) => (one === null ? [true, false] : [one]).map((told) => [...world, told])),
    [[]],
  );
const settled = (answers: readonly boolean[]): Truth =>
  answers.every(Boolean) ? true : answers.some(Boolean) ? null : false;

describe("three-valued truth", () => {
  test("the tables", () => {
    const values: readonly Truth[] = [true, false, null];
    const table = (combine: (pair: readonly Truth[]) => Truth) => values.map((a) => values.map((b) => combine([a, b])));
    expect(table(all)).toEqual([
      [true, false, null],
      [false, false, false],
      [null, false, null],
    ]);
    expect(table(any)).toEqual([
      [true, true, true],
      [true, false, null],
      [true, null, null],
    ]);
    expect(values.map(not)).toEqual([false, true, null]);
    expect([all([]), any([])]).toEqual([true, false]);
  });

  test("an answer is unknown exactly when the missing facts could still turn it", () => {
    fc.assert(
      fc.property(truths, (of) => {
        expect(all(of)).toBe(settled(worlds(of).map((world) => world.every(Boolean))));
        expect(any(of)).toBe(settled(worlds(of).map((world) => world.some(Boolean))));
      }),
    );
  });

  test("order and repetition do not matter, groups may be nested, and De Morgan holds", () => {
    fc.assert(
      fc.property(truths, truths, (a, b) => {
        for (const combine of [all, any]) {
          expect(combine([...a, ...b])).toBe(combine([...b, ...a, ...a]));
          expect(combine([...a, ...b])).toBe(combine([combine(a), combine(b)]));
        }
        expect(not(all(a))).toBe(any(a.map(not)));
        expect(not(any(a))).toBe(all(a.map(not)));
      }),
    );
  });

  test("a fact that is told later never overturns an answer", () => {
    fc.assert(
      fc.property(truths, truth, (of, told) => {
        for (const combine of [all, any]) {
          const before = combine([...of, null]);
          if (before !== null) expect(combine([...of, told])).toBe(before);
        }
      }),
    );
  });
});

test("a line about a missing fact is unknown, and its rule is not even asked", () => {
  const never = (): never => {
    throw new Error("asked");
  };
  const check = { condition: "从业人员", limit: "≥ 10人", source: "某办法第三条" };
  for (const fact of [null, undefined])
    expect(lineOf<number>({ ...check, fact, holds: never, words: never })).toEqual({
      ...check,
      fact: NO_DATA,
      holds: null,
    });
  expect(lineOf({ ...check, fact: 0, holds: (people) => people >= 10, words: (people) => `${people}人` })).toEqual({
    ...check,
    fact: "0人",
    holds: false,
  });
});

test("a conclusion keeps every line, also after one that decides, and is frozen", () => {
  const line = (holds: Truth): Line => ({ condition: "", fact: "", limit: "", source: "", holds });
  const { holds, lines } = conclude([line(false), line(null), line(true)]);
  expect(holds).toBe(false);
  expect(lines.map((one) => one.holds)).toEqual([false, null, true]);
  expect([Object.isFrozen(lines), Object.isFrozen(conclude([]))]).toEqual([true, true]);
});
