import { fork, type ChildProcess } from "node:child_process";
import type { ClientBase } from "pg";
import { programOf } from "../../host/installed.ts";
import type { WindowRunner } from "./verify-log.ts";
import type { WindowRequest, WindowResult } from "./verify-window.ts";

/** Processes that verify windows side by side. */
export interface WindowProcesses extends WindowRunner {
  readonly close: () => void;
}

const PROGRAM = programOf("ledger/verify/window-process");

type Answer = { readonly result: WindowResult } | { readonly error: string };

/**
 * Starts processes that read the snapshot of `client`'s REPEATABLE READ transaction, which MUST stay open until they are closed.
 * One window at a time is under way in each.
 */
export async function windowProcesses(
  client: ClientBase,
  databaseUrl: string,
  lanes: number,
): Promise<WindowProcesses> {
  const { rows } = await client.query<{ snapshot: string }>("SELECT pg_export_snapshot() AS snapshot");
  const children = Array.from({ length: lanes }, () =>
    fork(PROGRAM.path, [rows[0]?.snapshot ?? ""], {
      execArgv: [...PROGRAM.execArgv],
      serialization: "advanced",
      env: { ...process.env, LEDGER_VERIFY_DATABASE: databaseUrl },
    }),
  );
  // Of each lane: what it does now. The first answer says that it is ready.
  const turns: Promise<unknown>[] = children.map((child) => answerOf(child));
  await Promise.all(turns);
  let asked = 0;
  return {
    lanes,
    run(request) {
      const lane = asked++ % lanes;
      const child = children[lane];
      if (child === undefined) throw new RangeError("No process to verify in");
      const turn = (turns[lane] ?? Promise.resolve()).then(() => ask(child, request));
      turns[lane] = turn.catch(() => undefined);
      return turn;
    },
    close() {
      for (const child of children) child.disconnect();
    },
  };
}

async function ask(child: ChildProcess, request: WindowRequest): Promise<WindowResult> {
  const answer = answerOf(child);
  child.send(request);
  const said = (await answer) as Answer;
  if ("error" in said) throw new Error(said.error);
  return said.result;
}

function answerOf(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const ended = (): void => {
      reject(new Error("A verifying process ended"));
    };
    child.once("exit", ended);
    child.once("message", (message) => {
      child.off("exit", ended);
      resolve(message);
    });
  });
}
