import { beforeEach, describe, expect, it } from "@jest/globals";
import { defaultGuessing, type CallerNews } from "./caller-limits.ts";
import { openMemoryCounters } from "./counter-store.ts";
import { GuessWatch } from "./guess-watch.ts";

const bounds = { ...defaultGuessing, seconds: 600, tolerated: 1, refused: 4 };
const number = (order: number): string => `99000019800101${String(order).padStart(3, "0")}0`;
const FREE = { kind: "free" };

describe("T7: the watch on guessing", () => {
  let now = 0;
  let news: CallerNews[] = [];
  let watch: GuessWatch;
  const li = { app: "app", officer: "li" };
  const wang = { app: "app", officer: "wang" };

  beforeEach(() => {
    [now, news] = [0, []];
    watch = new GuessWatch(
      openMemoryCounters(() => now),
      bounds,
      (told) => news.push(told),
      () => now,
    );
  });

  it("counts every number of a list", () => {
    watch.asks(li, [number(1), number(2), number(3)]);
    expect(watch.verdictOn(li)).toMatchObject({ kind: "slow" });
    expect(news).toMatchObject([{ officer: "li", stage: "slowed", neighbours: 2 }]);
    watch.asks(li, [number(4), number(5)]);
    expect(watch.verdictOn(li)).toEqual({ kind: "refuse", until: 600_000 });
  });

  it("holds each officer of an app, and each app of an officer, to account alone", () => {
    watch.asks(li, [1, 2, 3, 4, 5].map(number));
    expect(watch.verdictOn(li)).toMatchObject({ kind: "refuse" });
    expect(
      [wang, { app: "app", officer: null }, { app: "other", officer: "li" }].map((one) => watch.verdictOn(one)),
    ).toEqual([FREE, FREE, FREE]);
    watch.asks(wang, [number(6)]);
    expect(watch.verdictOn(wang)).toEqual(FREE);
  });

  it("forgets points with the window, and never the numbers of a patient search", () => {
    for (const [window, order] of [1, 2, 3].entries()) {
      now = window * 600_000;
      watch.asks(li, [number(order * 10), number(order * 10 + 1), number(order * 10 + 2)]);
      expect(watch.verdictOn(li)).toMatchObject({ kind: "slow" });
    }
    now = 3 * 600_000;
    expect(watch.verdictOn(li)).toEqual(FREE);
    watch.asks(li, [number(13), number(23)]);
    expect(watch.verdictOn(li)).toMatchObject({ kind: "slow" });
  });
});
