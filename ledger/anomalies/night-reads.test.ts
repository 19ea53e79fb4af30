import { expect, test } from "@jest/globals";
import { entries, MORNING } from "../tests/entries.ts";
import { nightReads } from "./night-reads.ts";
import { NO_PAST } from "./rule.ts";

const at = (hour: number, i: number) => ({ time: MORNING + (hour - 10) * 3_600_000 + i * 1000 });

test("speaks for an officer who reads at night, local time", () => {
  for (const hour of [22, 23, 24, 29]) {
    expect(
      nightReads.find(
        entries(5, (i) => at(hour, i)),
        NO_PAST,
      ),
    ).toMatchObject([{ caller: "rent/officer-1", evidence: [0, 1, 2, 3, 4] }]);
  }
});

test("is silent by day, for a few reads, and for an app on its own behalf", () => {
  for (const hour of [6, 10, 21])
    expect(
      nightReads.find(
        entries(5, (i) => at(hour, i)),
        NO_PAST,
      ),
    ).toEqual([]);
  expect(
    nightReads.find(
      entries(4, (i) => at(23, i)),
      NO_PAST,
    ),
  ).toEqual([]);
  expect(
    nightReads.find(
      entries(50, (i) => ({ ...at(23, i), officer: null })),
      NO_PAST,
    ),
  ).toEqual([]);
});
