import { beforeEach, describe, expect, it } from "@jest/globals";
import { defaultGuessing, type CallerNews } from "./caller-limits.ts";
import { openMemoryCounters } from "./counter-store.ts";
import type { AskedIdentifier } from "./asked-identifiers.ts";
import { GuessWatch } from "./guess-watch.ts";

const bounds = { ...defaultGuessing, seconds: 600, tolerated: 1, refused: 4 };
const number = (order: number): string => `99000019800101${String(order).padStart(3, "0")}0`;
const asked = (...identifiers: readonly string[]): readonly AskedIdentifier[] =>
  identifiers.map((identifier) => ({ identifier, along: "", rootKey: "person" }));
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
    watch.asks(li, asked(number(1), number(2), number(3)));
    expect(watch.verdictOn(li)).toMatchObject({ kind: "slow" });
    expect(news).toMatchObject([{ officer: "li", stage: "slowed", neighbours: 2 }]);
    watch.asks(li, asked(number(4), number(5)));
    expect(watch.verdictOn(li)).toEqual({ kind: "refuse", until: 600_000 });
  });

  it("holds each officer of an app, and each app of an officer, to account alone", () => {
    watch.asks(li, asked(...[1, 2, 3, 4, 5].map(number)));
    expect(watch.verdictOn(li)).toMatchObject({ kind: "refuse" });
    expect(
      [wang, { app: "app", officer: null }, { app: "other", officer: "li" }].map((one) => watch.verdictOn(one)),
    ).toEqual([FREE, FREE, FREE]);
    watch.asks(wang, asked(number(6)));
    expect(watch.verdictOn(wang)).toEqual(FREE);
  });

  it("forgets points with the window, and never the numbers of a patient search", () => {
    for (const [window, order] of [1, 2, 3].entries()) {
      now = window * 600_000;
      watch.asks(li, asked(number(order * 10), number(order * 10 + 1), number(order * 10 + 2)));
      expect(watch.verdictOn(li)).toMatchObject({ kind: "slow" });
    }
    now = 3 * 600_000;
    expect(watch.verdictOn(li)).toEqual(FREE);
    watch.asks(li, asked(number(13), number(23)));
    expect(watch.verdictOn(li)).toMatchObject({ kind: "slow" });
  });
});

describe("S14, R11: wrong turns with one number", () => {
  const li = { app: "app", officer: "li" };
  const news: CallerNews[] = [];
  const watchOf = () =>
    new GuessWatch(
      openMemoryCounters(),
      bounds,
      (told) => news.push(told),
      () => 0,
    );
  const named = (identifier: string, ...names: readonly string[]): readonly AskedIdentifier[] =>
    names.map((along) => ({ identifier, along, rootKey: "verifyPerson" }));

  it("each further name on one number is a point, on another number it is none", () => {
    const watch = watchOf();
    watch.asks(li, named(number(1), "A", "A"));
    watch.asks(li, named(number(100), "B"));
    watch.asks(li, named(number(1), "A"));
    expect(watch.verdictOn(li)).toEqual(FREE);
    watch.asks(li, named(number(1), "B", "C"));
    expect(watch.verdictOn(li)).toMatchObject({ kind: "slow" });
    watch.asks(li, named(number(1), "D", "E"));
    expect(watch.verdictOn(li)).toMatchObject({ kind: "refuse" });
    expect(news.at(-1)).toMatchObject({ stage: "refused", denials: 4, neighbours: 0 });
  });

  it("each number by which nobody is found is a point, the same one again is none", () => {
    const watch = watchOf();
    watch.misses(li, [number(1), number(100), number(1)]);
    expect(watch.verdictOn(li)).toMatchObject({ kind: "slow" });
    watch.misses(li, [number(1), number(100)]);
    expect(watch.verdictOn(li)).toMatchObject({ kind: "slow" });
    watch.misses(li, [number(200), number(300)]);
    expect(watch.verdictOn(li)).toMatchObject({ kind: "refuse" });
  });

  it("one area and order through the days of a year is a search, in whatever order", () => {
    const watch = watchOf();
    const days = Array.from({ length: 80 }, (_, at) => (at * 137) % 365);
    const born = (day: number): string =>
      new Date(Date.UTC(1980, 0, 1 + day)).toISOString().slice(0, 10).replaceAll("-", "");
    for (const day of days) watch.asks(li, asked(`990000${born(day)}0010`));
    expect(news.at(-1)).toMatchObject({ stage: "refused" });
    expect(watch.verdictOn(li)).toMatchObject({ kind: "refuse" });
  });
});

describe("the measure of the watch", () => {
  const li = { app: "app", officer: "li" };
  const measure = { ...defaultGuessing, seconds: 600, tolerated: 2, refused: 8, firstDelay: 100, longestDelay: 900 };

  it("doubles the delay with each point above what is tolerated, up to the longest, and then refuses", () => {
    const watch = new GuessWatch(
      openMemoryCounters(),
      measure,
      () => undefined,
      () => 0,
    );
    const verdicts = Array.from({ length: 9 }, (_, nth) => {
      watch.isDenied(li, [`denial ${nth}`]);
      const verdict = watch.verdictOn(li);
      return verdict.kind === "slow" ? verdict.milliseconds : verdict.kind;
    });
    expect(verdicts).toEqual(["free", "free", 100, 200, 400, 800, 900, "refuse", "refuse"]);
  });

  it("counts an answer's denials as one point, and only for one that is new", () => {
    const news: CallerNews[] = [];
    const watch = new GuessWatch(
      openMemoryCounters(),
      measure,
      (told) => news.push(told),
      () => 0,
    );
    watch.isDenied(li, ["a", "b", "c"]);
    watch.isDenied(li, ["a", "c"]);
    watch.isDenied(li, []);
    watch.isDenied(li, ["a", "d"]);
    expect(watch.verdictOn(li)).toEqual(FREE);
    watch.asks(li, []);
    watch.misses(li, []);
    expect([watch.verdictOn(li), news]).toEqual([FREE, []]);
    watch.isDenied(li, ["e"]);
    watch.isDenied(li, ["f"]);
    // Each stage is told once.
    expect(news).toEqual([{ kind: "guessing", app: "app", officer: "li", stage: "slowed", denials: 3, neighbours: 0 }]);
  });

  it("adds what another gateway counted of the caller, until the window ends", async () => {
    let now = 0;
    const store = openMemoryCounters(() => now);
    const [here, there] = [0, 1].map(
      () =>
        new GuessWatch(
          store,
          measure,
          () => undefined,
          () => now,
        ),
    );
    there?.misses(li, [1, 2, 3, 4, 5, 6, 7].map(number));
    expect(here?.verdictOn(li)).toEqual(FREE);
    here?.isDenied(li, ["a"]);
    await new Promise(setImmediate);
    expect(here?.verdictOn(li)).toEqual({ kind: "refuse", until: 600_000 });
    now = 599_999;
    expect(here?.verdictOn(li)).toEqual({ kind: "refuse", until: 600_000 });
    now = 600_000;
    expect(here?.verdictOn(li)).toEqual(FREE);
    here?.isDenied(li, ["a"]);
    await new Promise(setImmediate);
    expect(here?.verdictOn(li)).toEqual(FREE);
  });

  it("counts alone where the counters are out of reach, and remembers tries on 512 identifiers at most", () => {
    const store = { ...openMemoryCounters(), add: () => Promise.reject(new Error("out of reach")) };
    const watch = new GuessWatch(
      store,
      measure,
      () => undefined,
      () => 0,
    );
    const tried = (identifier: string, along: string): void => {
      watch.asks(li, [{ identifier, along, rootKey: null }]);
    };
    tried("first", "A");
    for (let nth = 0; nth < 511; nth += 1) tried(`other ${nth}`, "A");
    tried("first", "B");
    tried("one more", "A");
    // Its tries are forgotten: the next is a first one again.
    for (const along of ["C", "D", "E"]) tried("first", along);
    expect(watch.verdictOn(li)).toEqual({ kind: "slow", milliseconds: 100 });
  });
});
