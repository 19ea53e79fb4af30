import { MAX_PAGE, InvalidCursor, type DisclosurePage, type PageRequest } from "../../ledger/query/find-disclosures.ts";
import type { PageArguments } from "../kit/rows/connection.ts";
import { invalidInput, pageSizeRefused } from "../kit/errors.ts";

const DEFAULT_PAGE = 20;

/** The ledger is told newest first, forward only: backward from the oldest would be a walk through all of it. */
const requestOf = ({ first, after, last, before }: PageArguments): PageRequest => {
  if (typeof last === "number" || typeof before === "string") {
    throw invalidInput("HUB_PAGE_SIZE", {
      reason: {
        en: "The ledger is read newest first: ask with first and after",
        zh: "账本由新到旧读取，请用 first 与 after",
      },
    });
  }
  const limit = first ?? DEFAULT_PAGE;
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_PAGE) {
    throw pageSizeRefused(MAX_PAGE, limit);
  }
  return { limit, after: after ?? undefined };
};

const pageFor = async (read: (page: PageRequest) => Promise<DisclosurePage>, page: PageRequest) => {
  try {
    return await read(page);
  } catch (error) {
    if (!(error instanceof InvalidCursor)) throw error;
    throw invalidInput("HUB_INVALID_CURSOR", { list: { en: "the ledger", zh: "账本" } });
  }
};

/**
 * The Relay connection of a listing of the ledger, newest first. Its cursors stay right whatever is appended.
 * @throws HUB_PAGE_SIZE, HUB_INVALID_CURSOR
 */
export async function disclosureConnection(args: PageArguments, read: (page: PageRequest) => Promise<DisclosurePage>) {
  const page = requestOf(args);
  const { disclosures, hasMore } = await pageFor(read, page);
  const edges = disclosures.map((node) => ({ node, cursor: node.cursor }));
  return {
    edges,
    pageInfo: {
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
      hasNextPage: hasMore,
      hasPreviousPage: page.after !== undefined,
    },
  };
}
