import type { QualityEvidence } from "../../schema/envelope/quality.ts";
import { pseudonymKey } from "../kit/pseudonym.ts";
import type { ServedSubgraph } from "../kit/subgraph.ts";
import { DriftWatch, lookForDrift, watchForDrift } from "./drift/drift-watch.ts";
import type { SourceDescription } from "./description/source-description.ts";
import { sourceSchema } from "./graph/source-graph.ts";
import type { SourceDatabase } from "./graph/source-rows.ts";
import { mysqlReader, sqlReader } from "./kinds/sql/sql-reader.ts";
import { filesReader } from "./kinds/files/files-reader.ts";
import { graphqlReader } from "./kinds/graphql/graphql-reader.ts";
import { restReader } from "./kinds/rest/rest-reader.ts";
import { soapReader } from "./kinds/soap/soap-reader.ts";
import { sparing } from "./reading/fragile.ts";
import type { LimitedQuery, OpenSource, Reader, Tell } from "./reading/reader.ts";

/** What makes the reader of each kind. */
const KINDS = {
  sql: sqlReader,
  mysql: mysqlReader,
  files: filesReader,
  rest: restReader,
  soap: soapReader,
  graphql: graphqlReader,
} as const satisfies Record<
  SourceDescription["kind"],
  (description: SourceDescription, source: OpenSource) => Reader<LimitedQuery>
>;

/** What a source is served with. */
export interface SourceOptions {
  /** Told of each request that the old system did not answer, of each drop that was refused, and of what has drifted. */
  readonly tell?: Tell;
  /** Variables that hold the secrets; the process's own unless given. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/**
 * How fresh an old system's rows are, by what they tell themselves: a counter of what is written is not ours to read there. What cannot be told is
 * unknown, and whatever else the system has is told all the same. One type after the other, as for a department.
 */
const evidenceIn =
  (newest: (type: string) => Promise<Date | null>, types: ReadonlyMap<string, unknown>) =>
  async (): Promise<QualityEvidence> => {
    const datasets = [];
    for (const type of types.keys()) {
      const moment = await newest(type).catch(() => null);
      datasets.push({ type, changes: null, asOf: moment?.toISOString() ?? null });
    }
    return { datasets, checks: [] };
  };

/** A source as the kit serves it, behind the same doors as a department: its graph from its description, its rows from the old system. */
export function sourceSubgraph(
  description: SourceDescription,
  { tell = () => undefined, environment = process.env }: SourceOptions = {},
): ServedSubgraph<SourceDatabase> {
  const secret = (name: string): string => {
    const variable = description.secrets.get(name) ?? name;
    const value = environment[variable] ?? "";
    if (value === "") throw new Error(`${variable} is not set`);
    return value;
  };
  return {
    name: description.source,
    schema: sourceSchema(description),
    open: (place) => {
      const watch = new DriftWatch(description.source, tell);
      const { drifted, show } = watch;
      const opened = { place, pseudonymKey: pseudonymKey(), tell, drifted, secret };
      const reader = sparing(KINDS[description.kind](description, opened), description, tell);
      const end = watchForDrift(() => lookForDrift(reader, description, watch));
      const $disconnect = (): Promise<void> => {
        end();
        return reader.close();
      };
      const evidence = reader.newest && { evidence: evidenceIn(reader.newest, description.types) };
      return { reader, drifted, show, isThere: reader.isThere, ...evidence, $disconnect };
    },
  };
}
