import { expect, test } from "@jest/globals";
import { entries, MORNING } from "../tests/entries.ts";
import { NO_PAST } from "./rule.ts";
import { sequentialProbing } from "./sequential-probing.ts";

const quick = (i: number) => ({ time: MORNING + i * 5000 });
const miss = { subjects: [], rowCount: 0 };

test("speaks when single look-ups follow one another and mostly miss", () => {
  const [found] = sequentialProbing.find(
    entries(30, (i) => ({ ...quick(i), ...(i % 3 === 0 ? {} : miss) })),
    NO_PAST,
  );
  expect(found).toMatchObject({ caller: "rent/officer-1", summary: expect.stringContaining("30 single look-ups") });
  expect(found?.evidence).toHaveLength(30);
});

test("is silent about long lists, whose people are too many to be named in the record", () => {
  const list = { subjects: [], subjectCount: 4000, rowCount: 0 };
  expect(
    sequentialProbing.find(
      entries(30, (i) => ({ ...quick(i), ...list })),
      NO_PAST,
    ),
  ).toEqual([]);
});

test("is silent when they hit, when they are slow, and when operations differ", () => {
  expect(sequentialProbing.find(entries(30, quick), NO_PAST)).toEqual([]);
  expect(
    sequentialProbing.find(
      entries(30, (i) => ({ ...miss, time: MORNING + i * 120_000 })),
      NO_PAST,
    ),
  ).toEqual([]);
  expect(
    sequentialProbing.find(
      entries(30, (i) => ({ ...quick(i), ...miss, operationHash: `operation-${i}` })),
      NO_PAST,
    ),
  ).toEqual([]);
});

test("twenty probes are enough where half of them miss; one fewer of either is not", () => {
  const found = (count: number, misses: number) =>
    sequentialProbing.find(
      entries(count, (i) => ({ ...quick(i), ...(i < misses ? miss : {}) })),
      NO_PAST,
    );
  expect(found(20, 10)).toEqual([
    {
      caller: "rent/officer-1",
      summary: "20 single look-ups of one operation within ten minutes, 10 without a hit",
      evidence: Array.from({ length: 20 }, (_, at) => at),
      about: "operation-1",
    },
  ]);
  expect(found(19, 19)).toEqual([]);
  expect(found(20, 9)).toEqual([]);
});

test("the evidence is the first of the densest ten minutes, their last second included", () => {
  const every = (seconds: number) => (i: number) => ({ ...miss, time: MORNING + i * seconds * 1000 });
  const [found] = sequentialProbing.find(entries(30, every(30)), NO_PAST);
  expect(found?.evidence).toEqual(Array.from({ length: 21 }, (_, at) => at));
});

test("the densest ten minutes are found behind slower ones", () => {
  const slowThenQuick = (i: number) => ({ ...miss, time: MORNING + (i < 10 ? i * 90 : 900 + (i - 10) * 20) * 1000 });
  const [found] = sequentialProbing.find(entries(45, slowThenQuick), NO_PAST);
  expect(found?.evidence).toEqual(Array.from({ length: 31 }, (_, at) => at + 10));
});

test("what is asked without an operation, as a request that was refused before it was read, is no probe", () => {
  const probes = entries(30, (i) => ({ ...quick(i), ...miss, operationHash: null }));
  expect(sequentialProbing.find(probes, NO_PAST)).toEqual([]);
});

test("a look-up that found one is single, one that found two is not", () => {
  const found = (subjects: readonly string[]) =>
    sequentialProbing.find(
      entries(30, (i) => ({ ...quick(i), subjects, rowCount: i % 2 })),
      NO_PAST,
    );
  expect(found(["Person:li"])).toHaveLength(1);
  expect(found(["Person:li", "Person:wu"])).toEqual([]);
});
