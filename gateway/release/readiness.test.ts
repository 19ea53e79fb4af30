import { expect, test } from "@jest/globals";
import { createReadiness } from "./readiness.ts";

const always = { freshFor: 60_000, probeEvery: -1 };

const start = (up: readonly string[], bounds = always) => {
  const probed: string[] = [];
  const readiness = createReadiness(
    ["a", "b"],
    (subgraph) => {
      probed.push(subgraph);
      return Promise.resolve(up.includes(subgraph));
    },
    bounds,
  );
  return { readiness, probed };
};

test("asks those that nobody has heard of", async () => {
  const { readiness, probed } = start(["a"]);
  expect(Object.fromEntries(await readiness.check())).toEqual({ a: "up", b: "down" });
  expect(probed).toEqual(["a", "b"]);
});

test("an answer counts for a while, its failure at once", async () => {
  const { readiness, probed } = start([]);
  readiness.observe("a", true);
  readiness.observe("b", true);
  readiness.observe("b", false);
  expect(Object.fromEntries(await readiness.check())).toEqual({ a: "up", b: "down" });
  expect(probed).toEqual(["b"]);
});

test("an answer grows old", async () => {
  const { readiness } = start([], { freshFor: -1, probeEvery: -1 });
  readiness.observe("a", true);
  expect((await readiness.check()).get("a")).toBe("down");
});

test("many checks make one round of probes", async () => {
  const { readiness, probed } = start(["a", "b"], { freshFor: -1, probeEvery: 60_000 });
  await Promise.all([readiness.check(), readiness.check(), readiness.check()]);
  await readiness.check();
  expect(probed).toEqual(["a", "b"]);
});
