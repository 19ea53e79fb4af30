import { rmSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { livingProcess } from "../subgraphs/kit/living-process.ts";
import { StartError } from "./start-error.ts";

const PATIENCE = 100;

/** A hub that was killed leaves its PostgreSQL behind, serving nobody; it is asked to stop, in order. */
const stopOrphan = async (folder: string): Promise<void> => {
  const lock = join(folder, "postgres/postmaster.pid");
  const orphan = await livingProcess(lock);
  if (orphan === undefined) return;
  process.kill(orphan, "SIGINT");
  for (let tries = 0; tries < PATIENCE && (await livingProcess(lock)) !== undefined; tries++) await sleep(100);
};

/**
 * Makes this process the only hub of a data folder until it ends, however it ends.
 * @throws StartError when another hub has it
 */
export const lockFolder = async (folder: string): Promise<void> => {
  const path = join(folder, "hub.pid");
  const other = await livingProcess(path);
  if (other !== undefined && other !== process.pid) {
    throw new StartError(`Another hub (process ${other}) runs on ${folder}. Stop it, or choose another HUB_DATA.`);
  }
  await stopOrphan(folder);
  await writeFile(path, `${process.pid}\n`);
  process.once("exit", () => {
    rmSync(path, { force: true });
  });
};
