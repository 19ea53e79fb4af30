import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Started } from "./contenders.ts";

/** CPU and memory that a contender's process has spent so far. */
interface Usage {
  /** Microseconds of CPU, all threads, user and system. */
  readonly cpu: number;
  /** Bytes of the JavaScript heap in use; after a collection when the process was started with `--expose-gc`. */
  readonly heap: number;
  readonly resident: number;
}

/** A child process that ends when it is disconnected from this one; disposing of it does that and waits for its end. */
interface Child extends AsyncDisposable {
  readonly process: ChildProcess;
}

/** Flags that `npm run gateway` gives to node before the program: every process of a comparison runs with the same. */
export async function gatewayFlags(): Promise<readonly string[]> {
  const text = await readFile(new URL("../../package.json", import.meta.url), "utf8");
  const { scripts } = JSON.parse(text) as { scripts: { gateway: string } };
  const [node, ...words] = scripts.gateway.split(" ");
  const program = words.indexOf("gateway/main.ts");
  if (node !== "node" || program < 0) throw new Error(`No flags can be read from "${scripts.gateway}".`);
  return words.slice(0, program);
}

const start = async (file: string, args: readonly string[], flags: readonly string[]): Promise<Child> => {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), args, {
    execArgv: [...(await gatewayFlags()), ...flags],
    env: { ...process.env, NODE_ENV: "production" },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const ended = once(child, "exit");
  return {
    process: child,
    [Symbol.asyncDispose]: async () => {
      if (child.connected) child.disconnect();
      await ended;
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
interface Stubs extends AsyncDisposable {
  readonly urls: Readonly<Record<string, string>>;
}

/** Starts the subgraphs over a graph of this size. */
const startStubs = async (factor: number): Promise<Stubs> => {
  const child = await start("stubs.ts", [String(factor)], []);
  const { urls } = await message<{ urls: Record<string, string> }>(child);
  return { urls, [Symbol.asyncDispose]: child[Symbol.asyncDispose] };
};

/** One gateway, in its own process. */
export interface Contender extends AsyncDisposable {
  readonly name: string;
  readonly url: string;
  /** Headers that its callers must send. */
  readonly headers: Readonly<Record<string, string>>;
  readonly usage: () => Promise<Usage>;
}

/** Starts a contender over the given subgraphs, to keep its files in `folder`; `collects` makes `usage` collect garbage first. */
const startContender = async (
  name: string,
  urls: Readonly<Record<string, string>>,
  folder: string,
  collects: boolean,
): Promise<Contender> => {
  const child = await start("contender.ts", [name, JSON.stringify(urls), folder], collects ? ["--expose-gc"] : []);
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
