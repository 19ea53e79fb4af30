import type { GrantUse } from "../gateway/record/grant-use.ts";
import { adapterFor } from "../subgraphs/kit/subgraph.ts";
import { PrismaClient } from "../subgraphs/sharing/generated/prisma/client.ts";
import { recordUsage } from "../subgraphs/sharing/oversight/record-usage.ts";

/** Counts what grants are used for, so that the workflow can say which are not. */
export interface UsageDesk {
  readonly note: (uses: readonly GrantUse[]) => void;
  readonly close: () => Promise<void>;
}

const INTERVAL = 2_000;
const MOST_WAITING = 100_000;

/**
 * Writes uses in batches, beside the answers and never before them: the ledger is the proof, this is the count. Uses that
 * the database does not take are tried again with the next batch; beyond 100,000 waiting, new ones are not counted.
 */
export function openUsageDesk(databaseUrl: string, report: (error: unknown) => void): UsageDesk {
  const database = new PrismaClient({ adapter: adapterFor(databaseUrl) });
  let waiting: GrantUse[] = [];
  const flush = async (): Promise<void> => {
    const batch = waiting;
    waiting = [];
    try {
      await recordUsage(database, batch);
    } catch (error) {
      waiting = [...batch, ...waiting];
      report(error);
    }
  };
  let flushing = Promise.resolve();
  const timer = setInterval(() => {
    flushing = flushing.then(flush);
  }, INTERVAL).unref();
  return {
    note: (uses) => {
      if (waiting.length < MOST_WAITING) waiting.push(...uses);
    },
    close: async () => {
      clearInterval(timer);
      await flushing.then(flush);
      await database.$disconnect();
    },
  };
}
