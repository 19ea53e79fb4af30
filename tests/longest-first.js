import TestSequencer from "@jest/test-sequencer";

/** Files that take longest on two cores, for a clone that has not run them yet; afterwards Jest's own record rules. */
const LONGEST = [
  "ledger/tests/",
  "tests/oracle/",
  "tests/sharing/replicas",
  "deploy/postgres/",
  "tests/sharing/roles",
  "tests/sharing/views",
  "tests/sharing/machine",
  "tests/sharing/embedded",
  "gateway/execute/differential",
  "gateway/record/open-ledger",
  "gateway/main",
  "tests/governance/",
  "tests/audit/",
  "gateway/decide/oracle",
  "gateway/decide/attacks",
  "demo/city/seed-city",
  "deploy/",
  "tests/",
];

const placeOf = (path) => {
  const place = LONGEST.findIndex((part) => path.includes(`/${part}`));
  return place < 0 ? LONGEST.length : place;
};

/** Starts the longest files first, so that the workers end together. The short ones fill what is left. */
export default class LongestFirst extends TestSequencer {
  async sort(tests) {
    const sorted = await super.sort(tests);
    if (sorted.some(({ duration }) => duration !== undefined)) return sorted;
    return sorted.toSorted((one, other) => placeOf(one.path) - placeOf(other.path));
  }
}
