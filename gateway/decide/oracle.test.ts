import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { govern, type Answer } from "./fixtures/govern.ts";
import { oracle } from "./fixtures/oracle.ts";
import { dice, randomGrants, randomGraph, randomOperation } from "./fixtures/random-graph.ts";

/** Every error stands where the answer is null, or under a null that it explains. */
const standsAtNull = (data: unknown, path: readonly (string | number)[]): boolean => {
  let value = data;
  for (const key of path) {
    if (value === null) return true;
    value = (value as Readonly<Record<string | number, unknown>>)[key];
  }
  return value === null;
};

const check = (answer: Answer, expected: unknown, query: string): void => {
  const problem = answer.errors?.find(({ extensions }) => extensions?.["code"] !== "HUB_FIELD_DENIED");
  expect({ problem: problem?.message.replace(/^Cannot return null.*/, ""), query }).toEqual({
    problem: problem && "",
    query,
  });
  expect(answer.data).toEqual(expected);
  for (const { path = [] } of answer.errors ?? []) expect(standsAtNull(answer.data, path)).toBe(true);
};

const limits = { aliases: 100_000, cost: 1e12, depth: 100, tokens: 1e6 };

test("random graphs, grants and operations: the enforced answer is what walking the raw data gives", async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(), async (seed) => {
      const roll = dice(seed);
      const graph = randomGraph(roll);
      const first = randomGrants(roll, graph);
      await using governed = await govern(graph.subgraphs, first, { limits });
      for (let round = 0; round < 6; round++) {
        const grants = round === 0 ? first : randomGrants(roll, graph);
        governed.setGrants(grants);
        const { query, variables } = randomOperation(roll, graph);
        const answer = await governed.ask({ query, variables });
        check(answer, oracle(graph, grants, query, variables), query);
        for (const { result } of governed.envelopes) expect(result.kind).toBe("valid");
      }
    }),
    { numRuns: Number(process.env["ORACLE_RUNS"] ?? 25) },
  );
}, 600_000);
