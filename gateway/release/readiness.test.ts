import { expect, test } from "@jest/globals";
import { createReadiness, stateIn, type SubgraphState } from "./readiness.ts";

const always = { freshFor: 60_000, probeEvery: -1 };

const start = (up: readonly string[], bounds = always) => {
  const probed: string[] = [];
  const told: string[] = [];
  const readiness = createReadiness<SubgraphState>(
    ["a", "b"],
    (subgraph) => {
      probed.push(subgraph);
      return Promise.resolve(up.includes(subgraph) ? "up" : "down");
    },
    (subgraph, state) => told.push(`${subgraph} ${state}`),
    bounds,
  );
  return { readiness, probed, told };
};

test("asks those that nobody has heard of", async () => {
  const { readiness, probed } = start(["a"]);
  expect(Object.fromEntries(await readiness.check())).toEqual({ a: "up", b: "down" });
  expect(probed).toEqual(["a", "b"]);
});

test("an answer counts for a while, its failure at once", async () => {
  const { readiness, probed } = start([]);
  readiness.observe("a", "up");
  readiness.observe("b", "up");
  readiness.observe("b", "down");
  expect(Object.fromEntries(await readiness.check())).toEqual({ a: "up", b: "down" });
  expect(probed).toEqual(["b"]);
});

test("an answer grows old", async () => {
  const { readiness } = start([], { freshFor: -1, probeEvery: -1 });
  readiness.observe("a", "up");
  expect((await readiness.check()).get("a")).toBe("down");
});

test("many checks make one round of probes", async () => {
  const { readiness, probed } = start(["a", "b"], { freshFor: -1, probeEvery: 60_000 });
  await Promise.all([readiness.check(), readiness.check(), readiness.check()]);
  await readiness.check();
  expect(probed).toEqual(["a", "b"]);
});

test("O2: a change of state is told once, by whichever answer shows it", async () => {
  const { readiness, told } = start(["a"]);
  readiness.observe("a", "clock");
  readiness.observe("a", "clock");
  await readiness.check();
  await readiness.check();
  expect(told).toEqual(["a clock", "a up", "b down"]);
});

test("O2: an answer tells a clock from a key, and both from silence; errors of its own show that a department is there", () => {
  const stateOf = (code: string) => stateIn({ data: null, errors: [{ message: "", extensions: { code } } as never] });
  expect(
    [
      "HUB_SUBGRAPH_TIMEOUT",
      "HUB_SEAL_CLOCK",
      "HUB_SEAL_KEY",
      "HUB_ANSWER_UNSEALED",
      "HUB_ENVELOPE_REFUSED",
      "OWN",
    ].map(stateOf),
  ).toEqual(["down", "clock", "key", "key", "refused", "up"]);
});
