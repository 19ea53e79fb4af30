import type { AskHub } from "../ask-hub.ts";

/** Attempts at one page. What a department worked out before a question ran out of time may be on file, so that each attempt has less to do. */
const ATTEMPTS = 5;

interface Page<Node> {
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly edges: readonly { readonly node: Node }[];
}

/** A connection that is asked for page by page. */
export interface PagedQuestion<Node> {
  readonly ask: AskHub;
  /** Takes `$first` and `$after` besides `variables`. */
  readonly query: string;
  /** Field of `Query` that is the connection. */
  readonly entry: string;
  readonly variables: object;
  /** Rows of a page: the department works out that many at a time, well within the time that the hub gives it. */
  readonly first: number;
  readonly onPage: (nodes: readonly Node[]) => void;
  /** Ends it between two pages. */
  readonly signal?: AbortSignal | undefined;
}

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

/** Asks for all pages of a connection, one after the other. @throws when a page fails again and again; what came before it has come */
export async function pageThrough<Node>(question: PagedQuestion<Node>): Promise<void> {
  const { ask, query, entry, first, onPage, signal } = question;
  let after: string | null = null;
  do {
    const variables = { ...question.variables, first, after };
    const data = await persistently(() => ask(query, variables), signal);
    const page = data[entry] as Page<Node>;
    onPage(page.edges.map(({ node }) => node));
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null);
}
