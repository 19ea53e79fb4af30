import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";

const USAGE = `Usage: npm run check:cycles [-- ROOM...]

Fails when files import each other in a circle, imports of types included: eslint's import-x/no-cycle does not see those.
  ROOM   a folder to look at (default: all)`;

const ROOMS = ["gateway", "ledger", "subgraphs", "schema", "demo", "host", "console", "deploy", "bench", "tests"];

type Imports = ReadonlyMap<string, readonly string[]>;

/** Every source file with the files that it imports, imports of types included. */
function readImports(rooms: readonly string[]): Imports {
  const paths = rooms.flatMap((room) =>
    readdirSync(room, { recursive: true, encoding: "utf8" })
      .filter((path) => /\.tsx?$/.test(path) && !/(^|\/)(generated|dist)\//.test(path))
      .map((path) => join(room, path)),
  );
  const known = new Set(paths);
  const importsOf = (path: string): readonly string[] =>
    ts
      .preProcessFile(readFileSync(path, "utf8"), true, true)
      .importedFiles.map(({ fileName }) => join(dirname(path), fileName))
      .filter((imported) => known.has(imported));
  return new Map(paths.map((path) => [path, importsOf(path)]));
}

/** The shortest way along imports from `start` back to it; undefined when there is none. */
function cycleThrough(start: string, imports: Imports): readonly string[] | undefined {
  const cameFrom = new Map<string, string>();
  const queue = [start];
  for (const path of queue) {
    for (const imported of imports.get(path) ?? []) {
      if (imported === start) {
        const way = [path];
        for (let at = cameFrom.get(path); at !== undefined; at = cameFrom.get(at)) way.unshift(at);
        return way;
      }
      if (cameFrom.has(imported)) continue;
      cameFrom.set(imported, path);
      queue.push(imported);
    }
  }
  return undefined;
}

/** The shortest cycle through each file that is in one, each cycle once. */
function findCycles(imports: Imports): readonly (readonly string[])[] {
  const found = new Map<string, readonly string[]>();
  for (const start of imports.keys()) {
    const cycle = cycleThrough(start, imports);
    if (cycle) found.set(cycle.toSorted().join(), cycle);
  }
  return [...found.values()];
}

function main(rooms: readonly string[]): void {
  if (rooms.includes("--help")) {
    console.log(USAGE);
    return;
  }
  const cycles = findCycles(readImports(rooms.length > 0 ? rooms : ROOMS));
  for (const cycle of cycles) console.error(`cycle: ${[...cycle, cycle[0]].join(" → ")}`);
  if (cycles.length > 0) process.exitCode = 1;
}

main(process.argv.slice(2));
