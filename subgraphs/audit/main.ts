import type { ServedSubgraph } from "../kit/subgraph.ts";
import { pseudonymKey } from "../kit/pseudonym.ts";
import { openAuditDatabase, type AuditDatabase } from "./audit-database.ts";
import { schema } from "./schema.ts";
import { watchAnomalies } from "./watch-anomalies.ts";

/** The ledger for auditors and citizens. Its database is the ledger's. */
export const subgraph: ServedSubgraph<AuditDatabase> = Object.freeze({
  name: "audit",
  schema,
  open: (databaseUrl: string) => {
    // Looked at here, so that a service that could not search by a citizen number does not start.
    pseudonymKey();
    return watchAnomalies(openAuditDatabase(databaseUrl));
  },
});
