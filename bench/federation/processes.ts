import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Started } from "./contenders.ts";

/** What a contender's process has spent so far. */
interface Usage {
  /** Microseconds of CPU, all threads, user and system. */
  readonly cpu: number;
  /** Bytes of the JavaScript heap in use; after a collection when the process was started with `--expose-gc`. */
  readonly heap: number;
  readonly resident: number;
}

/** A child process that is stopped with its scope. */
interface Child extends Disposable {
  readonly process: ChildProcess;
}

const start = (file: string, args: readonly string[], flags: readonly string[]): Child => {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), args, {
    execArgv: [...flags, "--import", "ts-blank-space/register"],
    env: { ...process.env, NODE_ENV: "production" },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  return {
    process: child,
    [Symbol.dispose]: () => {
      child.kill();
    },
  };
};

const message = async <Message>({ process: child }: Child): Promise<Message> => {
  const done = new AbortController();
  const ended = once(child, "exit", { signal: done.signal }).then(() => {
    throw new Error("A process of the bench ended early.");
  });
  ended.catch(() => undefined);
  try {
    const [received] = (await Promise.race([once(child, "message", { signal: done.signal }), ended])) as [Message];
    return received;
  } finally {
    done.abort();
  }
};

/** The replaying subgraphs, in one process. */
interface Stubs extends Disposable {
  readonly urls: Readonly<Record<string, string>>;
}

/** Starts the subgraphs over a graph of this size. */
const startStubs = async (factor: number): Promise<Stubs> => {
  const child = start("stubs.ts", [String(factor)], []);
  const { urls } = await message<{ urls: Record<string, string> }>(child);
  return { urls, [Symbol.dispose]: child[Symbol.dispose] };
};

/** One gateway, in its own process. */
export interface Contender extends Disposable {
  readonly name: string;
  readonly url: string;
  /** What its callers must send. */
  readonly headers: Readonly<Record<string, string>>;
  readonly usage: () => Promise<Usage>;
}

/** Starts a contender over the given subgraphs; `collects` makes `usage` collect garbage first. */
const startContender = async (
  name: string,
  urls: Readonly<Record<string, string>>,
  collects: boolean,
): Promise<Contender> => {
  const child = start("contender.ts", [name, JSON.stringify(urls)], collects ? ["--expose-gc"] : []);
  const { url, headers = {} } = await message<Started>(child);
  return {
    name,
    url,
    headers,
    usage: () => {
      const answer = message<Usage>(child);
      child.process.send("usage");
      return answer;
    },
    [Symbol.dispose]: child[Symbol.dispose],
  };
};

/**
 * Runs `work` with contenders over the same stubs, a graph of size `factor`, and stops all of them whatever happens; with `collects`
 * each collects garbage before it tells its usage.
 */
export const withContenders = async <Result>(
  names: readonly string[],
  { factor, collects = false }: { readonly factor: number; readonly collects?: boolean },
  work: (contenders: readonly Contender[]) => Promise<Result>,
): Promise<Result> => {
  const started: Disposable[] = [];
  const noted = <Started extends Disposable>(one: Started): Started => {
    started.push(one);
    return one;
  };
  try {
    const { urls } = noted(await startStubs(factor));
    return await work(await Promise.all(names.map(async (name) => noted(await startContender(name, urls, collects)))));
  } finally {
    for (const one of started.reverse()) one[Symbol.dispose]();
  }
};
