import { readFile, readdir } from "node:fs/promises";
import { dirname, join } from "node:path";

const ROOMS = ["gateway", "database", "host", "ledger", "subgraphs", "schema", "demo", "deploy", "tests"];

/** Which TypeScript files of the rooms name which: by imports, or as a process to start. Paths are from the root. */
export interface Graph {
  readonly tests: readonly string[];
  /** The file and all that it reaches, each with the fewest steps to it. */
  readonly reachedBy: (path: string) => ReadonlyMap<string, number>;
}

/** From the file itself, as imports are, or from the root, as processes are started. */
const NAMES = new RegExp(`["'\`](\\.{1,2}/[^"'\`\\s]+\\.ts|(?:${ROOMS.join("|")})/[^"'\`\\s]+\\.ts)["'\`]`, "g");

const namedIn = (path: string, text: string): readonly string[] =>
  [...text.matchAll(NAMES)].map(([, name = ""]) => (name.startsWith(".") ? join(dirname(path), name) : name));

/** Reads every source and test below `root`. */
export async function readGraph(root: string): Promise<Graph> {
  const names = new Map<string, readonly string[]>();
  for (const room of ROOMS)
    for (const name of await readdir(join(root, room), { recursive: true })) {
      const path = join(room, name);
      if (path.endsWith(".ts") && !path.includes("/generated/"))
        names.set(path, namedIn(path, await readFile(join(root, path), "utf8")));
    }
  const reached = new Map<string, ReadonlyMap<string, number>>();
  return {
    tests: [...names.keys()].filter((path) => path.endsWith(".test.ts")).toSorted(),
    reachedBy: (path) => {
      const known = reached.get(path);
      if (known !== undefined) return known;
      const found = new Map([[path, 0]]);
      for (const [at, steps] of found)
        for (const next of names.get(at) ?? []) if (names.has(next) && !found.has(next)) found.set(next, steps + 1);
      reached.set(path, found);
      return found;
    },
  };
}
