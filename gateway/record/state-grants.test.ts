import { expect, test } from "@jest/globals";
import { pino } from "pino";
import { fileGrantRecord } from "../../ledger/grants/ground.ts";
import type { DisclosureRecord } from "../../ledger/record.ts";
import type { Grant } from "../grant/compile-grant.ts";
import { createGrantBook } from "../grant/grant-book.ts";
import { bareGrant } from "../grant/fixtures/bare-grant.ts";
import { stateFileGrants, stateGrounds } from "./state-grants.ts";

test("R4: the grants of a file are recorded as such at the start and when it changes, and again when the ledger was away", async () => {
  const changes: unknown[] = [];
  let isAway = true;
  let [recorded, told] = [(): void => undefined, 0];
  const append = (record: DisclosureRecord): Promise<unknown> => {
    if (isAway) return Promise.reject(new Error("away"));
    changes.push(record.change);
    recorded();
    return Promise.resolve();
  };
  const recordedUpTo = (count: number): Promise<void> =>
    new Promise((resolve) => {
      recorded = () => {
        if (changes.length >= count) resolve();
      };
      recorded();
    });
  const logger = pino({ level: "error" }, { write: () => void (told += 1) });
  const state = stateFileGrants(append, logger);
  state(createGrantBook([bareGrant("one", "1"), bareGrant("two", "2")]));
  await new Promise(setImmediate);
  expect(told).toBe(1);
  isAway = false;
  await recordedUpTo(2);
  state(createGrantBook([bareGrant("two", "3"), bareGrant("three", "4")]));
  await recordedUpTo(5);
  const change = (id: string, before: string | null, after: string | null) => fileGrantRecord(id, before, after).change;
  expect(changes).toEqual([
    change("one", null, "1"),
    change("two", null, "2"),
    change("two", "2", "3"),
    change("three", null, "4"),
    change("one", "1", null),
  ]);
  // What was taken out of the file and put back as it was is a grant of the file again.
  state(createGrantBook(["one", "two", "three"].map((id, at) => bareGrant(id, ["1", "3", "4"][at] ?? ""))));
  await recordedUpTo(6);
  expect(changes.slice(5)).toEqual([change("one", null, "1")]);
});

test("R4: what a compiled grant is made of is recorded once, and until it is recorded it is tried again", async () => {
  const recorded: (string | null | undefined)[] = [];
  let isAway = true;
  const state = stateGrounds((record) => {
    if (isAway) return Promise.reject(new Error("away"));
    recorded.push(record.change?.id);
    return Promise.resolve();
  });
  const of = (hash: string): Grant => ({ hash, sources: ["one"] }) as unknown as Grant;
  await expect(state(of("a"))).rejects.toThrow("away");
  isAway = false;
  await state(of("a"));
  expect(state(of("a"))).toBeUndefined();
  await state(of("b"));
  expect([state(of("a")), state(of("b"))]).toEqual([undefined, undefined]);
  expect(recorded).toEqual(["a", "b"]);
});
