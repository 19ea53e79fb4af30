import { readFile } from "node:fs/promises";

const TICKS_PER_SECOND = 100;

/** Columns of a process's `stat` behind its name (proc(5)); none where it has ended. */
const statOf = async (pid: number): Promise<readonly number[]> => {
  const text = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  return text
    .slice(text.lastIndexOf(")") + 2)
    .split(" ")
    .map(Number);
};

/** Microseconds of CPU of a process and its living children, not theirs; a child that has ended counts in its parent's sum. */
export async function treeCpu(root: number): Promise<number> {
  const children = await readFile(`/proc/${root}/task/${root}/children`, "utf8").catch(() => "");
  const own = await statOf(root);
  let ticks = (own[11] ?? 0) + (own[12] ?? 0) + (own[13] ?? 0) + (own[14] ?? 0);
  for (const pid of children.trim().split(" ").filter(Boolean)) {
    const stat = await statOf(Number(pid));
    ticks += (stat[11] ?? 0) + (stat[12] ?? 0);
  }
  return (ticks * 1_000_000) / TICKS_PER_SECOND;
}
