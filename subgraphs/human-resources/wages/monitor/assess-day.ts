import type { AskHub } from "../../../kit/ask-hub.ts";
import { pageThrough } from "../../../kit/watch/page-through.ts";
import type { IsoDate } from "../calendar.ts";
import type { WarningLevel } from "../rules/rule.ts";

/** Projects of one question: the department works out that many at a time, well within the time that the hub gives it. */
const PAGE = 10;

const QUESTION = `query WageMonitoring($division: DivisionCode!, $asOf: Date!, $first: Int!, $after: String) {
  constructionProjects(division: $division, first: $first, after: $after) {
    pageInfo { hasNextPage endCursor }
    edges { node { code wageWarning(asOf: $asOf) { level } } }
  }
}`;

interface Project {
  readonly wageWarning: { readonly level: WarningLevel } | null;
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

/**
 * Has the projects of some divisions assessed as of a day, page by page. The monitor asks the hub what officers ask it: other departments'
 * facts come under the department's own grants and each fetch of them is recorded; the department keeps what it works out. What is on file and
 * still good is not worked out again, so that a look that was broken off goes on where it ended.
 * @throws when a page fails again and again; what was assessed before it stays
 */
export async function assessDay({ ask, asOf, divisions, onProgress, signal }: Look): Promise<Levels> {
  const levels: Record<WarningLevel, number> = { NONE: 0, YELLOW: 0, ORANGE: 0, RED: 0 };
  let projects = 0;
  const onPage = (nodes: readonly Project[]): void => {
    for (const { wageWarning } of nodes) levels[wageWarning?.level ?? "NONE"] += 1;
    projects += nodes.length;
    onProgress?.(projects);
  };
  for (const division of divisions) {
    const variables = { division, asOf };
    await pageThrough({ ask, query: QUESTION, entry: "constructionProjects", variables, first: PAGE, onPage, signal });
  }
  return levels;
}
