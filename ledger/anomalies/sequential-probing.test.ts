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
