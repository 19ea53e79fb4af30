import { readFile } from "node:fs/promises";

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
};

/** The process that the first line of a pid file names, if it lives; somebody else's process counts as living. */
export const livingProcess = async (path: string): Promise<number | undefined> => {
  const pid = Number((await readFile(path, "utf8").catch(() => "")).split("\n")[0]);
  return pid > 0 && isAlive(pid) ? pid : undefined;
};
