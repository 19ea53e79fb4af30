import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { programOf } from "../../host/installed.ts";
import type { WitnessAddress } from "../../ledger/store/sign/witness-feed.ts";
import { placeIn } from "../data-folder.ts";

/** The witness of an embedded hub: a process of its own, with its own folder and its own key. */
export interface EmbeddedWitness extends WitnessAddress {
  /** Process id of the witness as it runs now. */
  readonly pid: () => number | undefined;
  readonly stop: () => Promise<void>;
}

const PROGRAM = programOf("ledger/witness/main");
const NAME = "witness.shali-hub.local";
/** Times that a witness which ended is started again, and milliseconds between them. */
const RESTARTS = 5;
const PAUSE_MS = 1000;

/**
 * Starts the witness of the log whose verifier key is in a file. One that ends is started again on its port, a few times. It ends with this
 * process. On one machine it proves little to others; it shows how a real one is run, and notices a database that was put back.
 * @throws with the witness's own words when it does not start, for instance because it has lost its memory
 */
export async function startEmbeddedWitness(folder: string, logKey: string): Promise<EmbeddedWitness> {
  const directory = placeIn(folder, "witness");
  const stop = new AbortController();
  const run = async (port: string): Promise<{ child: ChildProcess; address: WitnessAddress }> => {
    const args = ["--log", logKey, "--directory", directory, "--name", NAME, "--port", port];
    const child = spawn(process.execPath, [...PROGRAM.execArgv, PROGRAM.path, ...args], {
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    return { child, address: await addressOf(child) };
  };
  const first = await run("0");
  const { address } = first;
  let { child } = first;
  const watch = async (): Promise<void> => {
    for (let restarts = 0; restarts < RESTARTS; restarts++) {
      if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
      await sleep(PAUSE_MS, undefined, { signal: stop.signal });
      ({ child } = await run(new URL(address.url).port));
    }
  };
  // The feed tells of a witness that does not answer.
  const watching = watch().catch(() => undefined);
  return {
    ...address,
    pid: () => child.pid,
    async stop() {
      stop.abort();
      if (child.exitCode === null && child.signalCode === null) {
        child.kill("SIGTERM");
        await once(child, "exit");
      }
      await watching;
    },
  };
}

/** The line that a witness prints once it listens. */
async function addressOf(child: ChildProcess): Promise<WitnessAddress> {
  let complaint = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    complaint = (complaint + chunk.toString()).slice(-400);
  });
  if (child.stdout === null) throw new Error("The witness has no output");
  for await (const line of createInterface({ input: child.stdout })) {
    const { url, witness } = JSON.parse(line) as { url: string; witness: string };
    return { url, verifier: witness };
  }
  throw new Error(complaint.trim() || "The witness does not start");
}
