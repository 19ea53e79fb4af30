import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Usage } from "./usage.ts";

/** A child process that ends when it is disconnected from this one; disposing of it does that and waits for its end. */
export interface Child extends AsyncDisposable {
  readonly process: ChildProcess;
}

/** Flags that `npm run gateway` gives to node before the program, run from its sources: every process of a comparison runs with the same. */
export async function gatewayFlags(): Promise<readonly string[]> {
  const text = await readFile(new URL("../package.json", import.meta.url), "utf8");
  const { scripts } = JSON.parse(text) as { scripts: { gateway: string } };
  const [node, ...words] = scripts.gateway.replace(/^exec /, "").split(" ");
  const program = words.indexOf("deploy/run.js");
  if (node !== "node" || program < 0) throw new Error(`No flags can be read from "${scripts.gateway}".`);
  return [...words.slice(0, program), "--import", "ts-blank-space/register"];
}

/** Starts a program with the gateway's flags and `flags` behind them. */
export async function startChild(file: URL, args: readonly string[], flags: readonly string[] = []): Promise<Child> {
  const child = fork(fileURLToPath(file), args, {
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
}

/** The child's next message. Rejects when it ends without one. */
export async function messageFrom<Message>({ process: child }: Child): Promise<Message> {
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
}

/** Usage of a child that tells it (`tellUsage`). */
export function usageOf(child: Child): Promise<Usage> {
  const answer = messageFrom<Usage>(child);
  child.process.send("usage");
  return answer;
}
