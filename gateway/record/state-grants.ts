import type { Logger } from "pino";
import { fileGrantRecord, groundRecord } from "../../ledger/grants/ground.ts";
import type { DisclosureRecord } from "../../ledger/record.ts";
import type { Grant } from "../grant/compile-grant.ts";
import type { GrantBook } from "../grant/grant-book.ts";

type Append = (record: DisclosureRecord) => Promise<unknown>;

const MOST_GROUNDS = 50_000;
const RETRY = 1_000;

/**
 * Records which grants a compiled grant is made of, before the first disclosure under its hash. An auditor joins the two, and
 * finds what was disclosed without an approved grant.
 * @returns a function that gives undefined once the ground of a grant is known to be recorded; rejects when it cannot be
 */
export function stateGrounds(append: Append): (grant: Grant) => Promise<unknown> | undefined {
  const recorded = new Set<string>();
  return (grant) => {
    if (recorded.has(grant.hash)) return undefined;
    return append(groundRecord(grant)).then(() => {
      if (recorded.size >= MOST_GROUNDS) recorded.clear();
      recorded.add(grant.hash);
    });
  };
}

/** Records the grants of a file, at the start and whatever a later version changes; a failure is told and tried again. */
export function stateFileGrants(append: Append, logger: Logger): (book: GrantBook) => void {
  const stated = new Map<string, string>();
  let working: Promise<void> = Promise.resolve();
  const change = async (id: string, hash: string | null): Promise<void> => {
    const before = stated.get(id) ?? null;
    if (before === hash) return;
    await append(fileGrantRecord(id, before, hash));
    if (hash === null) stated.delete(id);
    else stated.set(id, hash);
  };
  const state = async ({ records }: GrantBook): Promise<void> => {
    for (const { id, stated: hash } of records) await change(id, hash);
    const ids = new Set(records.map(({ id }) => id));
    for (const id of [...stated.keys()]) if (!ids.has(id)) await change(id, null);
  };
  const attempt = (book: GrantBook): void => {
    working = working
      .then(() => state(book))
      .catch((error: unknown) => {
        const reason = error instanceof Error ? error.message : "unknown";
        logger.error({ reason }, "The grants file is not recorded in the ledger yet; it is tried again.");
        setTimeout(attempt, RETRY, book).unref();
      });
  };
  return attempt;
}
