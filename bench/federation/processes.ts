import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { messageFrom, startChild, usageOf } from "../child.ts";
import type { Usage } from "../usage.ts";
import type { Started } from "./contenders.ts";

/** The replaying subgraphs, in one process. */
interface Stubs extends AsyncDisposable {
  readonly urls: Readonly<Record<string, string>>;
}

/** Starts the subgraphs over a graph of this size. */
export async function startStubs(factor: number): Promise<Stubs> {
  const child = await startChild(new URL("stubs.ts", import.meta.url), [String(factor)]);
  const { urls } = await messageFrom<{ urls: Record<string, string> }>(child);
  return { urls, [Symbol.asyncDispose]: child[Symbol.asyncDispose] };
}

/** One gateway, in its own process. */
export interface Contender extends AsyncDisposable {
  readonly name: string;
  readonly url: string;
  /** What its callers send. */
  readonly sent: Omit<Started, "url">;
  /** Connections that its load comes over, where it is not the usual number. */
  readonly connections?: number;
  readonly usage: () => Promise<Usage>;
}

/** Starts a contender over the given subgraphs, to keep its files in `folder`; `collects` makes `usage` collect garbage first. */
const startContender = async (
  name: string,
  urls: Readonly<Record<string, string>>,
  folder: string,
  collects: boolean,
): Promise<Contender> => {
  const child = await startChild(
    new URL("contender.ts", import.meta.url),
    [name, JSON.stringify(urls), folder],
    collects ? ["--expose-gc"] : [],
  );
  const { url, ...sent } = await messageFrom<Started>(child);
  return {
    name,
    url,
    sent,
    usage: () => usageOf(child),
    [Symbol.asyncDispose]: child[Symbol.asyncDispose],
  };
};

/**
 * Runs `work` with contenders over the same stubs, a graph of size `factor`, then stops all of them and removes their files, whatever
 * happens; with `collects` each collects garbage before it tells its usage.
 */
export async function withContenders<Result>(
  names: readonly string[],
  { factor, collects = false }: { readonly factor: number; readonly collects?: boolean },
  work: (contenders: readonly Contender[]) => Promise<Result>,
): Promise<Result> {
  const started: AsyncDisposable[] = [];
  const noted = <Started extends AsyncDisposable>(one: Started): Started => {
    started.push(one);
    return one;
  };
  const folder = await mkdtemp(join(tmpdir(), "bench-federation-"));
  // A PostgreSQL started by root runs as somebody else.
  await chmod(folder, 0o755);
  try {
    const { urls } = noted(await startStubs(factor));
    const starting = names.map(async (name) => noted(await startContender(name, urls, folder, collects)));
    return await work(await Promise.all(starting));
  } finally {
    for (const one of started.reverse()) await one[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  }
}
