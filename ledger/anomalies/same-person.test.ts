import { expect, test } from "@jest/globals";
import { entries } from "../tests/entries.ts";
import { NO_PAST } from "./rule.ts";
import { samePerson } from "./same-person.ts";

test("speaks when one officer looks at one person again and again", () => {
  const found = samePerson.find(
    entries(20, (i) => (i % 4 === 0 ? { subjects: ["Person:li"] } : {})),
    NO_PAST,
  );
  expect(found).toEqual([
    { caller: "rent/officer-1", summary: "5 looks at Person:li", evidence: [0, 4, 8, 12, 16], about: "Person:li" },
  ]);
});

test("is silent when several officers do, and when the person is one of a list", () => {
  expect(
    samePerson.find(
      entries(20, (i) => ({ subjects: ["Person:li"], officer: `officer-${i % 5}` })),
      NO_PAST,
    ),
  ).toEqual([]);
  const list = Array.from({ length: 50 }, (_, n) => `Person:${n}`);
  expect(
    samePerson.find(
      entries(20, () => ({ subjects: list })),
      NO_PAST,
    ),
  ).toEqual([]);
});
