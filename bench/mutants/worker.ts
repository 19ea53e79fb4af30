import { Session } from "node:inspector/promises";
import { register } from "node:module";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { jestExpect } from "@jest/expect";
import { addEventHandler, getState, removeEventHandler, resetState, run, type Event } from "jest-circus";
import { SnapshotState } from "jest-snapshot";
import { coveredBy, type Covered } from "./covered.ts";

/** What a worker is asked: one test file, in the order of `number`. */
export interface Question {
  readonly number: number;
  /** From the root of the tree. */
  readonly file: string;
  readonly withCoverage: boolean;
}

/** What it answers. */
export interface Answer {
  readonly number: number;
  readonly passed: boolean;
  /** Message of the first failure. */
  readonly failure?: string;
  readonly milliseconds: number;
  readonly covered?: Covered;
  /** False for a failure that left a server, socket or timer behind. */
  readonly clean: boolean;
}

const root = process.cwd();
const rootUrl = pathToFileURL(`${root}/`).href;
register("./hooks.js", import.meta.url, { data: { root: rootUrl } });

const messageOf = (error: unknown): string => {
  const [first] = Array.isArray(error) ? (error as unknown[]) : [error];
  return first instanceof Error ? `${first.name}: ${first.message}` : String(first);
};

const nameOf = (test: { readonly name: string; readonly parent?: unknown }): string => {
  const parent = test.parent as typeof test | undefined;
  const outer = parent === undefined || parent.name === "ROOT_DESCRIBE_BLOCK" ? "" : `${nameOf(parent)} `;
  return `${outer}${test.name}`;
};

/** Follows one run as jest does; after the first failure the other tests are skipped. */
const follower = (file: string, failures: unknown[]) => (event: Event) => {
  if (event.name === "test_start") jestExpect.setState({ currentTestName: nameOf(event.test), testPath: file });
  if (event.name === "test_done") {
    const { suppressedErrors } = jestExpect.getState();
    const unmet = jestExpect.extractExpectedAssertionsErrors().map(({ error }) => error);
    failures.push(
      ...(event.test.errors as readonly unknown[]),
      ...(event.test.errors.length > 0 ? [] : unmet),
      ...suppressedErrors,
    );
    jestExpect.setState({ suppressedErrors: [] });
  }
  if (event.name === "test_start" && failures.length > 0) event.test.mode = "skip";
};

const runFile = async ({ number, file }: Question): Promise<readonly unknown[]> => {
  const path = join(root, file);
  const failures: unknown[] = [];
  resetState();
  getState().testTimeout = 60_000;
  const snapshots = new SnapshotState(join(dirname(path), "__snapshots__", `${basename(path)}.snap`), {
    updateSnapshot: "none",
    snapshotFormat: { escapeString: false, printBasicPrototype: false },
    rootDir: root,
  });
  jestExpect.setState({ ...{ snapshotState: snapshots }, suppressedErrors: [] });
  const follow = follower(path, failures);
  addEventHandler(follow);
  try {
    await import(`${pathToFileURL(path).href}?run=${number}`);
    const { testResults, unhandledErrors } = await run();
    failures.push(...unhandledErrors);
    if (!testResults.some(({ status }) => status === "done")) failures.push("no test ran");
  } catch (error) {
    failures.push(error);
  } finally {
    removeEventHandler(follow);
  }
  return failures;
};

const session = new Session();
session.connect();

const answer = async (question: Question): Promise<Answer> => {
  const { number, file, withCoverage } = question;
  if (withCoverage) await session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
  const before = process.getActiveResourcesInfo().length;
  const start = performance.now();
  const failures = await runFile(question);
  const milliseconds = Math.round(performance.now() - start);
  const clean = failures.length === 0 || process.getActiveResourcesInfo().length <= before;
  const answered = { number, passed: failures.length === 0, milliseconds, clean };
  if (failures.length > 0) return { ...answered, failure: `${file}: ${messageOf(failures[0])}` };
  if (!withCoverage) return answered;
  const { result } = await session.post("Profiler.takePreciseCoverage");
  await session.post("Profiler.stopPreciseCoverage");
  return { ...answered, covered: coveredBy(result, rootUrl, `?run=${number}`) };
};

await session.post("Profiler.enable");
process.on("message", (question: Question) => {
  void answer(question).then((answered) => process.send?.(answered));
});
process.on("disconnect", () => process.exit());
process.send?.({ ready: true });
