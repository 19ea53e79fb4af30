import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";

/** The answers that clients of the killed processes received. */
export interface Answers {
  /** Id by index. */
  readonly released: ReadonlyMap<number, string>;
  /** Indexes that were released again. */
  readonly doubles: number[];
  /** The number of requests that were answered with an error. */
  readonly refused: () => number;
}

type Role = "gateway" | "sequencer";

/** The processes that chaos kills, one of each role at a time. */
export interface Victims {
  readonly answers: Answers;
  /** Lets a process of this role begin; resolves when it serves. */
  readonly start: (role: Role) => Promise<void>;
  readonly kill: (role: Role) => void;
  /** Kills it and the one that waits to follow it. */
  readonly end: (role: Role) => void;
}

interface Standby {
  readonly child: ChildProcess;
  readonly warm: Promise<void>;
  readonly ready: Promise<void>;
}

/**
 * Keeps, beside the process that serves, one of each role that has loaded and waits to begin: a kill costs no start of a process, only that
 * of a ledger. Begins with two that load.
 * @param args of `chaos-process.ts`, after the role
 */
export function victims(args: readonly string[]): Victims {
  const released = new Map<number, string>();
  const doubles: number[] = [];
  let refused = 0;
  const answered = (line: string): void => {
    const [index = "", id = ""] = line.split(" ");
    if (line === "refused") refused++;
    // The last line of a killed process may be cut short: such an answer did not reach its client.
    if (id.length !== 22) return;
    if (released.has(Number(index))) doubles.push(Number(index));
    released.set(Number(index), id);
  };
  const waiting = { gateway: load("gateway", args, answered), sequencer: load("sequencer", args, answered) };
  const serving: Partial<Record<Role, Standby>> = {};
  const kill = (role: Role): void => {
    serving[role]?.child.kill("SIGKILL");
  };
  return {
    answers: { released, doubles, refused: () => refused },
    async start(role) {
      const next = waiting[role];
      await next.warm;
      serving[role] = next;
      waiting[role] = load(role, args, answered);
      next.child.stdin?.write("begin\n");
      await next.ready;
    },
    kill,
    end(role) {
      kill(role);
      waiting[role].child.kill("SIGKILL");
    },
  };
}

function load(role: Role, args: readonly string[], answered: (line: string) => void): Standby {
  const script = new URL("chaos-process.ts", import.meta.url).pathname;
  const child = spawn(process.execPath, ["--import", "./tests/fixtures/strip-types.js", script, role, ...args], {
    stdio: ["pipe", "pipe", "inherit"],
    env: { ...process.env, NODE_OPTIONS: "" },
  });
  child.stdin.on("error", () => undefined);
  const lines = createInterface({ input: child.stdout });
  lines.on("line", answered);
  const told = (word: string): Promise<void> =>
    new Promise((resolve, reject) => {
      child.once("error", reject);
      lines.on("line", (line) => {
        if (line === word) resolve();
      });
    });
  return { child, warm: told("warm"), ready: told("ready") };
}
