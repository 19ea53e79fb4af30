import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { type ExecutionResult, graphql, parse, validate } from "graphql";
import { serveCompiled } from "./fixtures/federate.ts";
import { randomGraph } from "./fixtures/random-graph.ts";
import { randomOperation } from "./fixtures/random-operation.ts";
import { serveHive } from "./fixtures/serve-hive.ts";

const errorPaths = ({ errors = [] }: ExecutionResult): readonly string[] =>
  errors.map(({ path }) => JSON.stringify(path ?? [])).sort();

const isUnplannable = ({ errors }: ExecutionResult): boolean =>
  errors?.some(({ extensions }) => extensions["code"] === "HUB_PLANNING_FAILED") === true;

const sizes = fc.record({
  seed: fc.integer({ min: 0, max: 1_000_000 }),
  entities: fc.integer({ min: 1, max: 4 }),
  subgraphs: fc.integer({ min: 1, max: 4 }),
});

const OPERATIONS = 6;
/** Of a graph's operations, how many the bare runtime answers too: it takes as long as all else here. */
const ASKED_OF_THE_RUNTIME = 2;
const runs = Number(process.env["DIFFERENTIAL_RUNS"] ?? 50);

test("random graphs and operations: the single schema's answer, to the letter and to every error's path", async () => {
  const count = { compared: 0, unplannable: 0, askedOfTheRuntime: 0, likeTheRuntime: 0 };
  await fc.assert(
    fc.asyncProperty(sizes, fc.integer({ min: 1, max: 4 }), async (size, depth) => {
      const { graph, single, rootValue, entities } = randomGraph(size);
      await using compiled = serveCompiled(graph);
      await using bare = serveHive(graph);
      let asked = 0;
      for (let nth = 0; nth < OPERATIONS; nth++) {
        const { query, variables } = randomOperation({ entities }, size.seed + nth, depth);
        if (validate(single, parse(query)).length > 0) continue;
        const actual = JSON.parse(await compiled.askText(query, variables)) as ExecutionResult;
        if (isUnplannable(actual)) {
          // The planner fails on some entities that lead to themselves and have a field with @requires.
          const runtime = await bare.ask(query, variables);
          expect(runtime.errors?.[0]?.message).toContain("Failed to plan");
          count.unplannable += 1;
          continue;
        }
        const expected = await graphql({ schema: single, source: query, variableValues: variables, rootValue });
        const report = `${query}\n${JSON.stringify(variables)}`;
        expect([report, JSON.stringify(actual.data)]).toEqual([report, JSON.stringify(expected.data)]);
        expect([report, errorPaths(actual)]).toEqual([report, errorPaths(expected)]);
        count.compared += 1;
        if (++asked > ASKED_OF_THE_RUNTIME) continue;
        const runtime = await bare.ask(query, variables);
        count.askedOfTheRuntime += 1;
        count.likeTheRuntime += JSON.stringify(runtime.data) === JSON.stringify(actual.data) ? 1 : 0;
      }
    }),
    { numRuns: runs },
  );
  expect(count.compared).toBeGreaterThan(runs);
  // The bare runtime may differ from the single schema, which has decided, but not often.
  expect(count.askedOfTheRuntime).toBeGreaterThan(runs / 2);
  expect(count.likeTheRuntime / count.askedOfTheRuntime).toBeGreaterThan(0.8);
});
