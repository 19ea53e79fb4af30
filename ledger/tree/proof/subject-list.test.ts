import { expect, test } from "@jest/globals";
import { listRoot } from "./compact-range.ts";
import { hasherFor } from "../hasher.ts";
import { commitmentTo, commits, isListed, listedEntries, tellingPlaces } from "./subject-list.ts";

const hasher = hasherFor("sha256");
const entries = Array.from({ length: 137 }, (_, at) => `Person:${String(2 * at).padStart(4, "0")}`);
const root = commitmentTo(hasher, entries);
const commitment = { root, count: entries.length };
const proofOf = (wanted: string) => listedEntries(hasher, entries, tellingPlaces(entries, wanted));
const told = (wanted: string, shown = proofOf(wanted)) => isListed(hasher, commitment, { wanted, entries: shown });

test("L7: of every subject it is proved that it is in a long list, or that it is not", () => {
  for (let at = 0; at < 2 * entries.length; at++) {
    const wanted = `Person:${String(at).padStart(4, "0")}`;
    expect([wanted, told(wanted)]).toEqual([wanted, at % 2 === 0]);
  }
  expect([told("Enterprise:1"), told("Person:9999"), told("Z")]).toEqual([false, false, false]);
});

test("L7: a proof of something else proves nothing", () => {
  const [left, right] = proofOf("Person:0101");
  if (left === undefined || right === undefined) throw new Error("two neighbours");
  expect(told("Person:0101", [left])).toBeNull();
  expect(told("Person:0101", [right])).toBeNull();
  expect(told("Person:0101", [right, left])).toBeNull();
  expect(told("Person:0101", [])).toBeNull();
  expect(told("Person:0101", [left, ...listedEntries(hasher, entries, [left.at + 2])])).toBeNull();
  expect(told("Person:0104", [left, right])).toBeNull();
  expect(told("Person:0101", [{ ...left, entry: "Person:0101" }, right])).toBeNull();
  expect(told("Person:0101", [{ ...left, at: left.at + 1 }, right])).toBeNull();
});

test("L7: a list out of order is no list in order, and an older commitment proves who is in it alone", () => {
  const swapped = [entries[1] ?? "", entries[0] ?? "", ...entries.slice(2)];
  expect(commits(hasher, swapped, commitmentTo(hasher, swapped))).toBe(false);
  const older = { root: listRoot(hasher, swapped).toString("base64url"), count: swapped.length };
  expect(commits(hasher, swapped, older.root)).toBe(true);
  const shown = listedEntries(hasher, swapped, [0, 1]);
  expect(isListed(hasher, older, { wanted: entries[1] ?? "", entries: shown })).toBe(true);
  expect(isListed(hasher, older, { wanted: "Person:0001", entries: shown })).toBeNull();
});
