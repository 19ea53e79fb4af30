import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join, relative } from "node:path";
import type { Mutant } from "./mutate.ts";

/** The end of one run of tests. */
export type Verdict = "passed" | "failed" | "timed out";

/** One test file and how long it took, in milliseconds. */
interface Timed {
  readonly path: string;
  readonly milliseconds: number;
  readonly passed: boolean;
}

/** A copy of the repository in which sources are mutated: the working tree is never touched. */
export interface Tree {
  /** Runs test files in this order, up to the first that fails. */
  readonly test: (files: readonly string[], limit: number) => Promise<Verdict>;
  /** Runs these files or folders of tests and tells how long each file took. */
  readonly time: (tests: readonly string[]) => Promise<readonly Timed[]>;
  /** Does the work while the mutant stands in its file. */
  readonly whileMutated: <Result>(mutant: Mutant, work: () => Promise<Result>) => Promise<Result>;
  readonly close: () => Promise<void>;
}

const LEFT_OUT: ReadonlySet<string> = new Set(["node_modules", ".git", ".hub", "dist"]);

interface JestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly startTime: number;
    readonly endTime: number;
  }[];
}

const jest = async (
  root: string,
  args: readonly string[],
  order: readonly string[],
  limit: number,
): Promise<Verdict> => {
  const child = spawn(process.execPath, [join(root, "node_modules/jest/bin/jest.js"), "--runInBand", ...args], {
    cwd: root,
    // A group of its own: whatever a test has started ends with it.
    detached: true,
    stdio: "ignore",
    env: {
      ...process.env,
      NODE_OPTIONS: "--experimental-vm-modules --no-warnings",
      MUTANT_TESTS: order.join(","),
    },
  });
  const timer = setTimeout(() => {
    if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
  }, limit);
  const [code, signal] = (await once(child, "exit")) as [number | null, NodeJS.Signals | null];
  clearTimeout(timer);
  if (signal === "SIGKILL") return "timed out";
  return code === 0 ? "passed" : "failed";
};

/** Copies the repository at `root` into a folder of its own, beside its `node_modules`. */
export async function openTree(root: string): Promise<Tree> {
  const copy = await mkdtemp(join(tmpdir(), "mutants-"));
  await cp(root, copy, { recursive: true, filter: (path) => !LEFT_OUT.has(basename(path)) });
  await symlink(join(root, "node_modules"), join(copy, "node_modules"));
  const report = join(copy, "mutants-report.json");
  return {
    test: (files, limit) =>
      jest(
        copy,
        ["--bail", "--testSequencer", join(copy, "bench/mutants/in-order.js"), "--runTestsByPath", ...files],
        files,
        limit,
      ),
    time: async (tests) => {
      await rm(report, { force: true });
      await jest(copy, ["--json", "--outputFile", report, ...tests.map((test) => join(copy, test))], [], 900_000);
      const { testResults } = JSON.parse(await readFile(report, "utf8")) as JestReport;
      return testResults.map(({ name, status, startTime, endTime }) => ({
        path: relative(copy, name),
        milliseconds: endTime - startTime,
        passed: status === "passed",
      }));
    },
    whileMutated: async ({ path, start, end, replacement }, work) => {
      const file = join(copy, path);
      const text = await readFile(file, "utf8");
      await writeFile(file, text.slice(0, start) + replacement + text.slice(end));
      try {
        return await work();
      } finally {
        await writeFile(file, text);
      }
    },
    close: () => rm(copy, { recursive: true, force: true }),
  };
}
