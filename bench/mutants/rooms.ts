/** A room whose decisions matter, and the tests that stand near it. */
export interface Room {
  /** Folder, from the repository's root; its sources are mutated, its folders' too. */
  readonly folder: string;
  /** Test files, or folders of them, that run against each of its mutants. */
  readonly tests: readonly string[];
  /** Milliseconds that one of the test files may take: a longer one runs against no mutant. */
  readonly longest: number;
}

/** Longer test files would cost more than all others together. */
const LONGEST = 12_000;

const room = (folder: string, ...tests: readonly string[]): Room => ({
  folder,
  tests: [folder, ...tests],
  longest: LONGEST,
});

/** Rooms where a change that nobody notices lets something out or goes unrecorded. */
export const rooms: readonly Room[] = [
  room("gateway/authenticate"),
  room("gateway/decide"),
  room("gateway/grant"),
  room("gateway/limit"),
  room("gateway/record"),
  room("gateway/release"),
  room("ledger/tree", "ledger/evidence"),
  // What verification notices is tested by tampering with whole logs.
  { ...room("ledger/verify", "ledger/tests/tampering.test.ts"), longest: 120_000 },
  room("ledger/store"),
  room("subgraphs/kit/guard", "tests/subgraphs/seals.test.ts"),
  room("subgraphs/kit/rows", "tests/subgraphs/declarations.test.ts", "tests/subgraphs/list-order.test.ts"),
  room("subgraphs/sharing/workflow", "tests/sharing/arguments.test.ts", "tests/sharing/machine.test.ts"),
];
