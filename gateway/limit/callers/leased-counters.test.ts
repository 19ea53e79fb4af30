import { expect, test } from "@jest/globals";
import { CountersUnreachable, openMemoryCounters } from "./counter-store.ts";
import { LeasedCounters } from "./leased-counters.ts";

const DAY = { key: "requests:1:g", limit: 1_000, resetAt: 100_000 };

const counted = (clock: () => number) => {
  const memory = openMemoryCounters(clock);
  const state = { isDown: false, asked: 0 };
  const add: typeof memory.add = (...question) => {
    state.asked += 1;
    return state.isDown ? Promise.reject(new Error("down")) : memory.add(...question);
  };
  return { state, store: { add, close: memory.close } };
};

test("a hundred requests ask the store about ten times, and nobody gets more than the limit", async () => {
  const { state, store } = counted(() => 0);
  const [one, two] = [0, 1].map(() => new LeasedCounters(store, { bound: 0, clock: () => 0 }));
  let taken = 0;
  for (let turn = 0; turn < 100; turn += 1) if (await one?.take(DAY, 1)) taken += 1;
  expect(taken).toBe(100);
  expect(state.asked).toBeLessThan(25);
  for (let turn = 0; turn < 1_000; turn += 1) if (await (turn % 3 ? one : two)?.take(DAY, 1)) taken += 1;
  expect(taken).toBeLessThanOrEqual(1_000);
  expect(taken).toBeGreaterThanOrEqual(980);
});

test("what is unspent is given back for the others", async () => {
  const { store } = counted(() => 0);
  const small = { ...DAY, limit: 1 };
  const one = new LeasedCounters(store, { bound: 0, clock: () => 0 });
  expect(await one.take(small, 1)).toBe(true);
  one.giveBack(small, 1);
  const two = new LeasedCounters(store, { bound: 0, clock: () => 2_000 });
  expect(await two.take(small, 1)).toBe(false);
  await one.close();
  const three = new LeasedCounters(store, { bound: 0, clock: () => 0 });
  expect(await three.take(small, 1)).toBe(true);
});

test("a store that is down: one lease on credit within the bound, then nothing; the credit is counted afterwards", async () => {
  let now = 0;
  const { state, store } = counted(() => now);
  const counters = new LeasedCounters(store, { bound: 5_000, clock: () => now });
  const other = { ...DAY, key: "requests:1:other" };
  expect(await counters.take(DAY, 1)).toBe(true);
  state.isDown = true;
  now = 4_000;
  for (let turn = 0; turn < 10; turn += 1) expect(await counters.take(other, 1)).toBe(true);
  await expect(counters.take(other, 1)).rejects.toThrow(CountersUnreachable);
  now = 6_000;
  await expect(counters.take({ ...DAY, key: "requests:1:third" }, 1)).rejects.toThrow(CountersUnreachable);
  state.isDown = false;
  expect(await counters.take(other, 1)).toBe(true);
  expect(await store.add(other.key, 0, other.resetAt)).toBe(20);
});
