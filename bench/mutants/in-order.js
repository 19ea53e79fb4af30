import TestSequencer from "@jest/test-sequencer";

/** Runs test files in the order of `MUTANT_TESTS`: the cheapest first, so that a mutant is killed as soon as can be. */
export default class InOrder extends TestSequencer {
  sort(tests) {
    const order = (process.env.MUTANT_TESTS ?? "").split(",");
    const placeOf = ({ path }) => order.findIndex((name) => name !== "" && path.endsWith(name));
    return tests.toSorted((one, other) => placeOf(one) - placeOf(other));
  }
}
