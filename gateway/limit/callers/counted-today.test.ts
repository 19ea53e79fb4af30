import { expect, test } from "@jest/globals";
import { dayOf, SubjectsSeen } from "./counted-today.ts";

const people = (...ids: readonly string[]) => new Map([["Person", new Set(ids)]]);

test("a day is Beijing's: it ends at 16:00 UTC", () => {
  const midnight = Date.parse("2026-06-01T16:00:00Z");
  const before = dayOf(midnight - 1);
  expect(before.end).toBe(midnight);
  expect(dayOf(midnight)).toEqual({ day: before.day + 1, end: midnight + 86_400_000 });
});

test("whoever was counted under a grant today is not counted under it again; under another grant, of another type and tomorrow they are", () => {
  const seen = new SubjectsSeen();
  expect(seen.unseen(1, "g1", people("a", "b"))).toEqual(["Person a", "Person b"]);
  seen.note(1, "g1", ["Person a"]);
  seen.note(1, "g1", ["Person c"]);
  expect(seen.unseen(1, "g1", people("a", "b", "c"))).toEqual(["Person b"]);
  expect(seen.unseen(1, "g2", people("a"))).toEqual(["Person a"]);
  expect(seen.unseen(1, "g1", new Map([["Enterprise", new Set(["a"])]]))).toEqual(["Enterprise a"]);
  expect(seen.unseen(2, "g1", people("a"))).toEqual(["Person a"]);
  // An answer of yesterday that comes late is no part of today.
  seen.note(1, "g1", ["Person a"]);
  expect(seen.unseen(2, "g1", people("a"))).toEqual(["Person a"]);
});

test("beyond 100,000 nobody is remembered, so that they count again: the strict side; the next day has room", () => {
  const seen = new SubjectsSeen();
  const many = (length: number) => Array.from({ length }, (_, nth) => `Person ${nth}`);
  seen.unseen(1, "g1", new Map());
  seen.note(1, "g1", many(99_999));
  seen.note(1, "g2", ["Person last"]);
  seen.note(1, "g3", ["Person late"]);
  expect(seen.unseen(1, "g2", people("last"))).toEqual([]);
  expect(seen.unseen(1, "g3", people("late"))).toEqual(["Person late"]);
  seen.unseen(2, "g3", new Map());
  seen.note(2, "g3", ["Person late"]);
  expect(seen.unseen(2, "g3", people("late"))).toEqual([]);
});
