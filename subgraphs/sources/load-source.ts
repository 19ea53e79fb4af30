import { pseudonymKey } from "../kit/pseudonym.ts";
import type { ServedSubgraph } from "../kit/subgraph.ts";
import type { SourceDescription } from "./description/source-description.ts";
import { sourceSchema } from "./graph/source-graph.ts";
import type { SourceDatabase } from "./graph/source-rows.ts";
import { sqlReader } from "./kinds/sql/sql-reader.ts";
import { filesReader } from "./kinds/files/files-reader.ts";
import { sparing } from "./reading/fragile.ts";
import type { LimitedQuery, Reader, Tell } from "./reading/reader.ts";

/** What makes the reader of each kind. @param place where the old system is */
const KINDS = { sql: sqlReader, files: filesReader } as const satisfies Record<
  SourceDescription["kind"],
  (description: SourceDescription, place: string, pseudonymKey: string, tell: Tell) => Reader<LimitedQuery>
>;

/**
 * A source as the kit serves it, behind the same doors as a department: its graph from its description, its rows from the old system.
 * @param tell told of each request that the old system did not answer, and of each drop that was refused
 */
export function sourceSubgraph(
  description: SourceDescription,
  tell: Tell = () => undefined,
): ServedSubgraph<SourceDatabase> {
  return {
    name: description.source,
    schema: sourceSchema(description),
    open: (place) => {
      const read = KINDS[description.kind](description, place, pseudonymKey(), tell);
      const reader = sparing(read, description, tell);
      return { reader, isThere: reader.isThere, $disconnect: reader.close };
    },
  };
}
