import { QUALITY_PATH, QUALITY_PATIENCE, QUALITY_PURPOSE, QUALITY_QUERY } from "../../schema/envelope/quality.ts";
import type { Governance } from "../decide/create-governance.ts";
import type { Upstream } from "../upstream/create-upstream.ts";
import type { SubgraphAnswer } from "../upstream/parse-answer.ts";

/** What one loaded supergraph has to do with the quality of data: whom to ask. */
export interface GenerationQuality {
  readonly departments: readonly string[];
  /** Asks a subgraph how its data is, as the hub itself. Never rejects. */
  readonly ask: (department: string, signal: AbortSignal) => Promise<SubgraphAnswer>;
}

/** The subgraphs of one loaded supergraph, by envelopes of the hub's own and sealed like any fetch: nobody else is answered there. */
export function generationQuality(
  departments: Iterable<string>,
  upstream: Pick<Upstream, "askAtDoor">,
  attach: Governance["attachOwn"],
): GenerationQuality {
  return {
    departments: [...departments],
    ask: (department, signal) =>
      upstream.askAtDoor(department, {
        path: QUALITY_PATH,
        body: JSON.stringify({ query: QUALITY_QUERY }),
        headers: async () => (await attach?.(department, { query: QUALITY_QUERY, purpose: QUALITY_PURPOSE })) ?? {},
        patience: QUALITY_PATIENCE,
        signal,
      }),
  };
}
