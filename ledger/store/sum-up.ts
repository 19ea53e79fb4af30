import type { ClientBase } from "pg";

/** Records that are summed up together at most; a log that was never summed up is caught up with in steps of this. */
const STEP = 100_000;
/** Records that wait before they are summed up. */
const MANY = 25_000;
/** Milliseconds that fewer may wait. */
const WAIT_MS = 15_000;

/**
 * Keeps the summaries that searches are led by (`ledger.presence`, `ledger.officers`) near the end of what is integrated: not with every
 * checkpoint, as most of the work is the same for few records and for many. What is not summed up yet is searched without them.
 * Gives a function for the elected sequencer, called after each integration with the size of the tree.
 */
export async function summary(
  client: ClientBase,
  now: () => number = () => performance.now(),
): Promise<(size: number) => Promise<void>> {
  const { rows } = await client.query<{ size: string }>("SELECT size FROM ledger.summed");
  let summed = Number(rows[0]?.size ?? 0);
  let due = now();
  return async (size) => {
    if (size <= summed) due = now() + WAIT_MS;
    if (size - summed < MANY && now() < due) return;
    const high = Math.min(size, summed + STEP);
    if (high <= summed) return;
    await client.query("SELECT ledger.sum_up($1)", [high]);
    summed = high;
    due = now() + WAIT_MS;
  };
}
