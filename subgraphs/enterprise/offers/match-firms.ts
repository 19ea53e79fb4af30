import type { AskHub } from "../../kit/ask-hub.ts";
import { pageThrough } from "../../kit/watch/page-through.ts";

/** Firms of one question: the department works out that many at a time. */
const PAGE = 20;

const QUESTION = `query PolicyMonitoring($division: DivisionCode!, $asOf: Date!, $first: Int!, $after: String) {
  enterprises(division: $division, first: $first, after: $after) {
    pageInfo { hasNextPage endCursor }
    edges { node { creditCode policyMatches(asOf: $asOf) { matched } } }
  }
}`;

interface Firm {
  readonly policyMatches: readonly ({ readonly matched: boolean | null } | null)[] | null;
}

/** One look over the firms of some divisions. */
interface Look {
  readonly ask: AskHub;
  /** YYYY-MM-DD */
  readonly asOf: string;
  /** Prefixes of division codes. */
  readonly divisions: readonly string[];
  /** Ends the look between two pages. */
  readonly signal?: AbortSignal;
}

/** Firms of a look, and the offers that they have. */
export interface Matched {
  readonly firms: number;
  readonly offers: number;
}

/**
 * Has the firms of some divisions matched with every policy as of a day, page by page. The monitor asks the hub what officers ask it: other
 * departments' facts come under the department's own grants and each fetch of them is recorded; the department keeps what it works out.
 * @throws when a page fails again and again; what was matched before it stays
 */
export async function matchFirms({ ask, asOf, divisions, signal }: Look): Promise<Matched> {
  let [firms, offers] = [0, 0];
  const onPage = (nodes: readonly Firm[]): void => {
    firms += nodes.length;
    for (const { policyMatches } of nodes)
      offers += (policyMatches ?? []).filter((one) => one?.matched === true).length;
  };
  for (const division of divisions) {
    const variables = { division, asOf };
    await pageThrough({ ask, query: QUESTION, entry: "enterprises", variables, first: PAGE, onPage, signal });
  }
  return { firms, offers };
}
