import { expect, test } from "@jest/globals";
import { createTurns } from "./turns.ts";

/** Plannings that end when the test says so, in the order in which they began. */
const desk = (shares = { all: 3, each: 1, waiting: 5 }) => {
  const inTurn = createTurns(shares);
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const ask = (caller: string, name: string): Promise<string> =>
    inTurn(caller, () => {
      begun.push(name);
      return new Promise<string>((resolve) =>
        ends.set(name, () => {
          resolve(name);
        }),
      );
    });
  return { ask, begun, end: (name: string) => ends.get(name)?.() };
};

test("S0: one caller holds its share of plannings, and its neighbour's begins at once", async () => {
  const { ask, begun, end } = desk();
  const flood = ["a1", "a2", "a3", "a4"].map((name) => ask("a", name));
  const neighbour = ask("b", "b1");
  await Promise.resolve();
  expect(begun).toEqual(["a1", "b1"]);
  end("b1");
  expect(await neighbour).toBe("b1");
  for (const name of ["a1", "a2", "a3", "a4"]) {
    end(name);
    await flood[Number(name[1]) - 1];
  }
  expect(begun).toEqual(["a1", "b1", "a2", "a3", "a4"]);
});

test("S0: where more callers wait than can run, each has its turn", async () => {
  const { ask, begun, end } = desk({ all: 1, each: 1, waiting: 5 });
  const all = [ask("a", "a1"), ask("a", "a2"), ask("b", "b1"), ask("b", "b2"), ask("c", "c1")];
  for (const name of ["a1", "b1", "c1", "a2", "b2"]) {
    await Promise.resolve();
    expect(begun.at(-1)).toBe(name);
    end(name);
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(await Promise.all(all)).toEqual(["a1", "a2", "b1", "b2", "c1"]);
});

test("S0: whoever has too many waiting is told to come back, and a planning that fails gives its turn on", async () => {
  const { ask, end } = desk({ all: 1, each: 1, waiting: 2 });
  const first = ask("a", "a1");
  const rest = [ask("a", "a2"), ask("a", "a3")];
  await expect(ask("a", "a4")).rejects.toMatchObject({ extensions: { code: "HUB_RATE_LIMITED" } });
  for (const [at, planning] of [first, ...rest].entries()) {
    end(`a${at + 1}`);
    await planning;
  }
  const inTurn = createTurns({ all: 1, each: 1, waiting: 2 });
  await expect(inTurn("a", () => Promise.reject(new Error("no plan")))).rejects.toThrow("no plan");
  expect(await inTurn("a", () => Promise.resolve("planned"))).toBe("planned");
});
