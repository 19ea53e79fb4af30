import { pseudonymKey } from "../kit/pseudonym.ts";
import type { ServedSubgraph } from "../kit/subgraph.ts";
import type { SourceDescription } from "./description/source-description.ts";
import { sourceSchema } from "./graph/source-graph.ts";
import type { SourceDatabase } from "./graph/source-rows.ts";
import { sqlReader } from "./kinds/sql/sql-reader.ts";
import { sparing, type OnUnavailable } from "./reading/fragile.ts";
import type { Reader } from "./reading/reader.ts";

/** What makes the reader of each kind. @param place where the old system is */
const KINDS = { sql: sqlReader } as const satisfies Record<
  SourceDescription["kind"],
  (description: SourceDescription, place: string, pseudonymKey: string) => Reader
>;

/**
 * A source as the kit serves it, behind the same doors as a department: its graph from its description, its rows from the old system.
 * @param onUnavailable told of each request that the old system did not answer
 */
export function sourceSubgraph(
  description: SourceDescription,
  onUnavailable: OnUnavailable = () => undefined,
): ServedSubgraph<SourceDatabase> {
  return {
    name: description.source,
    schema: sourceSchema(description),
    open: (place) => {
      const reader = sparing(KINDS[description.kind](description, place, pseudonymKey()), description, onUnavailable);
      return { reader, isThere: reader.isThere, $disconnect: reader.close };
    },
  };
}
