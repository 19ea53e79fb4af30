import { expect, test } from "@jest/globals";
import { entries } from "../tests/entries.ts";
import { manyDenials } from "./many-denials.ts";
import { NO_PAST } from "./rule.ts";

test("speaks when a caller keeps asking for what it is not granted", () => {
  const [found] = manyDenials.find(
    entries(20, (i) => ({ denied: i % 2 === 0 })),
    NO_PAST,
  );
  expect(found).toMatchObject({
    caller: "rent/officer-1",
    summary: "10 of 20 requests were denied, in whole or in part",
  });
});

test("is silent for a few, and for a small part of many", () => {
  expect(
    manyDenials.find(
      entries(9, () => ({ denied: true })),
      NO_PAST,
    ),
  ).toEqual([]);
  expect(
    manyDenials.find(
      entries(100, (i) => ({ denied: i < 10 })),
      NO_PAST,
    ),
  ).toEqual([]);
});
