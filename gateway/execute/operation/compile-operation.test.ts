import { readFileSync } from "node:fs";
import { QueryPlanner } from "@graphql-hive/router-query-planner";
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { plannableFloat } from "./compile-operation.ts";

const planner = new QueryPlanner(readFileSync("schema/supergraph.graphql", "utf8"));

/** The number that a department is asked with. */
const plannedNumber = (literal: string): number => {
  const text = `{ enterprise(creditCode: ${plannableFloat(literal)}) { name } }`;
  const plan = planner.plan(text, undefined, new Set(), 0);
  return Number(/creditCode: ([-0-9.]+)/.exec(JSON.stringify(plan))?.[1]);
};

const exponents = Array.from({ length: 617 }, (_, at) => at - 308);

test("S0: a float of any exponent is planned, and stays the same number", () => {
  for (const exponent of exponents) {
    for (const literal of [`1e${exponent}`, `-1.25E${exponent}`]) {
      expect([literal, plannedNumber(literal)]).toEqual([literal, Number(literal)]);
    }
  }
  for (const literal of ["1e007", "-0.0", "0e0", "1.5", "5e-324", "1e-9999"]) {
    expect([literal, plannedNumber(literal)]).toEqual([literal, Number(literal) + 0]);
  }
});

test("S0: whatever double a float says, its plannable form says", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
      expect(Number(plannableFloat(number.toExponential()))).toBe(number + 0);
    }),
  );
});
