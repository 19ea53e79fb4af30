import { expect, test } from "@jest/globals";
import { didYouMean, readFlags } from "./command-line.ts";

const options = { supergraph: { type: "string" }, help: { type: "boolean" } } as const;

test("O11: a flag that is not known is refused, and the nearest that is known is named", () => {
  const read = (...args: string[]) => readFlags({ args, options });
  expect(read("--supergraph=a").values).toEqual({ supergraph: "a" });
  for (const [args, message] of [
    [["--supergaph", "a"], "Unknown option '--supergaph'. Did you mean --supergraph?"],
    [["--bogus"], "Unknown option '--bogus'."],
    [["stray"], "Unexpected argument 'stray'. This command does not take positional arguments."],
    [["--supergraph"], "Option '--supergraph <value>' argument missing."],
  ] as const)
    expect(() => read(...args)).toThrow(message);
});

test("a word is taken for another only where they are near", () => {
  const known = ["start", "subgraph", "seed", "keys"];
  expect(["strat", "subgrpah", "sead", "key", "x", "gateway"].map((word) => didYouMean(word, known))).toEqual([
    ...[" Did you mean start?", " Did you mean subgraph?", " Did you mean seed?", " Did you mean keys?"],
    ...["", ""],
  ]);
});
