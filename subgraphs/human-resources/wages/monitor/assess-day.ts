import type { AskHub } from "../../../kit/ask-hub.ts";
import type { IsoDate } from "../calendar.ts";
import type { WarningLevel } from "../rules/rule.ts";

/** Projects of one question: the department works out that many at a time, well within the time that the hub gives it. */
const PAGE = 10;

/** Attempts at one page. What was worked out before a question ran out of time is on file, so that each attempt has less to do. */
const ATTEMPTS = 5;

const QUESTION = `query WageMonitoring($division: DivisionCode!, $asOf: Date!, $first: Int!, $after: String) {
  constructionProjects(division: $division, first: $first, after: $after) {
    pageInfo { hasNextPage endCursor }
    edges { node { code wageWarning(asOf: $asOf) { level } } }
  }
}`;

interface Page {
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly edges: readonly { readonly node: { readonly wageWarning: { readonly level: WarningLevel } | null } }[];
}

/** One look over the projects of some divisions. */
export interface Look {
  readonly ask: AskHub;
  readonly asOf: IsoDate;
  /** Prefixes of division codes. */
  readonly divisions: readonly string[];
  /** Told after each page how many projects are done. */
  readonly onProgress?: (projects: number) => void;
  /** Ends the look between two pages. */
  readonly signal?: AbortSignal;
}

/** Projects of a look by their level. */
export type Levels = Readonly<Record<WarningLevel, number>>;

const persistently = async <Result>(work: () => Promise<Result>, signal: AbortSignal | undefined): Promise<Result> => {
  for (let attempt = 1; ; attempt += 1) {
    signal?.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
    }
  }
};

/**
 * Has the projects of some divisions assessed as of a day, page by page. The monitor asks the hub what officers ask it: other departments'
 * facts come under the department's own grants and each fetch of them is recorded; the department keeps what it works out. What is on file and
 * still good is not worked out again, so that a look that was broken off goes on where it ended.
 * @throws when a page fails again and again; what was assessed before it stays
 */
export async function assessDay({ ask, asOf, divisions, onProgress, signal }: Look): Promise<Levels> {
  const levels: Record<WarningLevel, number> = { NONE: 0, YELLOW: 0, ORANGE: 0, RED: 0 };
  let projects = 0;
  for (const division of divisions) {
    let after: string | null = null;
    do {
      const variables = { division, asOf, first: PAGE, after };
      const data = await persistently(() => ask(QUESTION, variables), signal);
      const page = data["constructionProjects"] as Page;
      for (const { node } of page.edges) levels[node.wageWarning?.level ?? "NONE"] += 1;
      projects += page.edges.length;
      onProgress?.(projects);
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after !== null);
  }
  return levels;
}
