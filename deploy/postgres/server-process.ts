import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Account } from "./server-account.ts";

/** PostgreSQL's programs, the account that they run under, and the data that they work on. */
export interface ServerFiles {
  readonly binaries: string;
  readonly account: Account | undefined;
  /** Data folder, without links on its way. */
  readonly data: string;
}

const launch = ({ binaries, account, data }: ServerFiles, program: string, args: readonly string[]) =>
  // A session of its own: Ctrl-C reaches the hub alone, which stops the server when nobody needs it any more.
  spawn(join(binaries, program), args, {
    cwd: data,
    detached: true,
    env: { ...process.env, LC_MESSAGES: "C" },
    ...account,
  });

/** Runs a program to its end. @throws with the end of its complaints */
const runToEnd = async (files: ServerFiles, program: string, args: readonly string[], input = ""): Promise<void> => {
  const child = launch(files, program, args);
  let told = "";
  child.stdout.resume();
  child.stderr.on("data", (chunk: Buffer) => {
    told = (told + chunk.toString()).slice(-400);
  });
  child.stdin.on("error", () => undefined);
  child.stdin.end(input);
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0 || told.includes("ERROR:")) throw new Error(told);
};

/** Makes a data folder in which the role `hub` has no password yet, so that nobody can connect. */
export async function initialise(files: ServerFiles, flags: readonly string[]): Promise<void> {
  const auth = ["--auth-local=reject", "--auth-host=scram-sha-256"];
  const locale = ["--encoding=UTF8", "--locale=C", "--lc-messages=C"];
  await runToEnd(files, "initdb", [`--pgdata=${files.data}`, "--username=hub", ...auth, ...locale, ...flags]);
}

/** Gives the role `hub` a password while no server runs, so that nobody else can be quicker. @param password no quotes */
export async function setPassword(files: ServerFiles, password: string): Promise<void> {
  const alter = `alter role hub password '${password}'\n`;
  await runToEnd(files, "postgres", ["--single", "-D", files.data, "-c", "lc_messages=C", "postgres"], alter);
}

const running = new Set<ChildProcess>();

const stopAll = (): void => {
  for (const child of running) child.kill("SIGINT");
};

/** Ends this process by the signal, as if nobody had listened, unless somebody else listens too. */
const onSignal = (signal: NodeJS.Signals): void => {
  if (process.listenerCount(signal) > 1) return;
  stopAll();
  process.off(signal, onSignal);
  process.kill(process.pid, signal);
};

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

const track = (child: ChildProcess): void => {
  if (running.size === 0) {
    process.on("exit", stopAll);
    for (const signal of SIGNALS) process.on(signal, onSignal);
  }
  running.add(child);
  const forget = (): void => {
    if (!running.delete(child) || running.size > 0) return;
    process.off("exit", stopAll);
    for (const signal of SIGNALS) process.off(signal, onSignal);
  };
  child.once("exit", forget).once("error", forget);
};

/** What a server says once it serves; a standby serves readers. */
const SERVES = /ready to accept (?:read-only )?connections/;

/** A server that accepts connections. */
export interface Serving {
  /** Resolves when its process has ended, by whomever. */
  readonly ended: Promise<void>;
  /** Ends it in order, and waits for its end; nothing when it has ended. */
  readonly stop: () => Promise<void>;
}

/**
 * Serves the data folder on a loopback port, and on no socket file. The server ends with this process, however it ends,
 * except by SIGKILL.
 * @throws with the server's complaints when it does not come up
 */
export async function serve(files: ServerFiles, port: number, flags: readonly string[]): Promise<Serving> {
  const place = ["-D", files.data, "-p", String(port), "-h", "127.0.0.1", "-c", "unix_socket_directories="];
  const child = launch(files, "postgres", [...place, "-c", "lc_messages=C", ...flags]);
  const ended = new Promise<void>((resolve) =>
    child.once("exit", () => {
      resolve();
    }),
  );
  track(child);
  child.stdout.resume();
  await new Promise<void>((ready, fail) => {
    let told = "";
    child.once("error", fail);
    child.once("close", () => {
      fail(new Error(told.slice(-400)));
    });
    child.stderr.on("data", (chunk: Buffer) => {
      if (SERVES.test(told)) return;
      told += chunk.toString();
      if (SERVES.test(told)) ready();
    });
  });
  return {
    ended,
    async stop() {
      child.kill("SIGINT");
      await ended;
    },
  };
}
