import type { Logger } from "pino";
import type { CallerLimits } from "./caller-limits.ts";
import { openPostgresCounters } from "./postgres-counters.ts";

/**
 * Limits whose counters are kept in a PostgreSQL, for every gateway that names the same one: the hub's own database where
 * there is one. Nothing is connected before the first request.
 */
export function countersFromDatabase(connectionString: string, logger: Logger): Pick<CallerLimits, "store"> {
  return {
    store: openPostgresCounters({
      connectionString,
      report: (reason) => {
        logger.warn({ reason }, "The counters of callers' limits are out of reach.");
      },
    }),
  };
}
