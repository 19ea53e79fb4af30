import { expect, test } from "@jest/globals";
import { LedgerUnavailable } from "../../errors.ts";
import { type WriteBatch, GroupCommit } from "./group-commit.ts";

const LIMITS = { boundMs: 100, maxBatch: 10, maxWaiting: 50, lanes: 1, worthALane: 1, gatherMs: 0 };

/** A writer whose batches end when the test says so. */
const indexes = (base: number) => (at: number) => base + at;

function slowWriter() {
  const batches: { items: readonly string[]; done: (base: number) => void; fail: (error: Error) => void }[] = [];
  const write = (items: readonly string[]) =>
    new Promise<number>((done, fail) => {
      batches.push({ items, done, fail });
    }).then(indexes);
  return { batches, write };
}

const turn = () => new Promise((resolve) => setTimeout(resolve, 5));

test("nothing resolves before its batch is durable; what arrives meanwhile travels together", async () => {
  const { batches, write } = slowWriter();
  const commits = new GroupCommit(write, LIMITS);
  const resolved: number[] = [];
  const submit = (item: string) => void commits.submit(item).then((index) => resolved.push(index));
  submit("a");
  await turn();
  for (const item of ["b", "c", "d"]) submit(item);
  await turn();
  expect(batches.map(({ items }) => items)).toEqual([["a"]]);
  expect(resolved).toEqual([]);
  batches[0]?.done(7);
  await turn();
  expect(resolved).toEqual([7]);
  expect(batches.map(({ items }) => items)).toEqual([["a"], ["b", "c", "d"]]);
  batches[1]?.done(8);
  await turn();
  expect(resolved).toEqual([7, 8, 9, 10]);
});

test("a second batch sets out beside the first only when it is worth it", async () => {
  const { batches, write } = slowWriter();
  const commits = new GroupCommit(write, { ...LIMITS, lanes: 2, worthALane: 3 });
  const all = [commits.submit("a")];
  await turn();
  all.push(commits.submit("b"), commits.submit("c"));
  await turn();
  expect(batches.map(({ items }) => items)).toEqual([["a"]]);
  all.push(commits.submit("d"));
  await turn();
  expect(batches.map(({ items }) => items)).toEqual([["a"], ["b", "c", "d"]]);
  batches[1]?.done(1);
  batches[0]?.done(0);
  expect(await Promise.all(all)).toEqual([0, 1, 2, 3]);
});

test("a busy ledger waits a moment, so that what comes one by one travels together", async () => {
  const batches: (readonly string[])[] = [];
  const write = (items: readonly string[]) => Promise.resolve(indexes(batches.push(items)));
  // A process that stands still for a while, on a busy machine, must not make this a story of the bound.
  const limits = { ...LIMITS, boundMs: 10_000, maxWaiting: 200, maxBatch: 200, worthALane: 5, gatherMs: 20 };
  const commits = new GroupCommit(write, limits);
  await commits.submit("an idle one");
  expect(batches).toEqual([["an idle one"]]);
  await Promise.all(Array.from({ length: 100 }, () => commits.submit("a burst")));
  const alone = commits.submit("a");
  await turn();
  const company = commits.submit("b");
  await Promise.all([alone, company]);
  expect(batches.at(-1)).toEqual(["a", "b"]);
});

test("a batch that fails rejects each of its items and is not written again", async () => {
  const { batches, write } = slowWriter();
  const commits = new GroupCommit(write, LIMITS);
  const outcomes = Promise.allSettled([commits.submit("a"), commits.submit("b")]);
  await turn();
  batches[0]?.fail(new Error("disk full"));
  expect(await outcomes).toMatchObject([
    { status: "rejected", reason: { code: "LEDGER_UNAVAILABLE", reason: "WRITE_FAILED" } },
    { status: "rejected", reason: { code: "LEDGER_UNAVAILABLE", reason: "WRITE_FAILED" } },
  ]);
  await turn();
  expect(batches).toHaveLength(1);
});

test("within its bound every item is answered, under way or waiting; what timed out is not written later", async () => {
  const { batches, write } = slowWriter();
  const commits = new GroupCommit(write, LIMITS);
  const started = performance.now();
  const first = commits.submit("a");
  await turn();
  const second = commits.submit("b");
  for (const late of [first, second]) await expect(late).rejects.toMatchObject({ reason: "TIMEOUT" });
  expect(performance.now() - started).toBeLessThan(200);
  batches[0]?.done(0);
  await turn();
  expect(batches).toHaveLength(1);
  const third = commits.submit("c");
  await turn();
  batches[1]?.done(1);
  expect(await third).toBe(1);
});

test("beyond its bound of waiting items it refuses at once, and after closing always", async () => {
  const { batches, write } = slowWriter();
  const commits = new GroupCommit(write, { ...LIMITS, maxWaiting: 2 });
  const accepted = commits.submit("a");
  await turn();
  const waiting = [commits.submit("b"), commits.submit("c")];
  await expect(commits.submit("d")).rejects.toMatchObject({ reason: "OVERLOADED" });
  batches[0]?.done(0);
  await turn();
  batches[1]?.done(1);
  expect(await Promise.all([accepted, ...waiting])).toEqual([0, 1, 2]);
  await commits.close();
  await expect(commits.submit("e")).rejects.toBeInstanceOf(LedgerUnavailable);
});

test("L3: one refused item costs nobody else their record; what may have been written is not written again", async () => {
  const written: string[] = [];
  const refused = new Error("refused");
  const write = (items: readonly string[]): ReturnType<WriteBatch<string, number>> => {
    if (items.some((item) => item.startsWith("odd"))) return Promise.reject(refused);
    return Promise.resolve(indexes(written.push(...items) - items.length));
  };
  const commits = new GroupCommit(write, LIMITS, (error) => error === refused);
  const settled = await Promise.allSettled(["a", "odd 1", "b", "c", "odd 2", "d"].map((item) => commits.submit(item)));
  expect(settled.map(({ status }) => status)).toEqual([
    "fulfilled",
    "rejected",
    "fulfilled",
    "fulfilled",
    "rejected",
    "fulfilled",
  ]);
  expect(written).toEqual(["a", "b", "c", "d"]);
  let attempts = 0;
  const lost = new GroupCommit(
    () => Promise.reject(new Error(`lost ${attempts++}`)),
    LIMITS,
    (error) => error === refused,
  );
  await Promise.allSettled(["a", "b"].map((item) => lost.submit(item)));
  expect(attempts).toBe(1);
});
