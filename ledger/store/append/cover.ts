import { randomInt } from "node:crypto";
import type { DisclosureRecord } from "../../record.ts";
import { eventRecord } from "../event-record.ts";

/** The investigation that cover records name: there is none, it is never lifted, and no grant can be given for it. */
export const COVER = "cover";

/** One cover record for so many others, on average. */
export const COVER_ONE_IN = 64;

/** Milliseconds within which a cover record follows, so that its neighbour does not tell it. */
const DELAY_MS = 5_000;
/** Covert records that cover at most makes up for: a burst of them must not be followed by a silence. */
const MOST_OWED = 16;

/** Appends cover records beside what is recorded. */
export interface Cover {
  /** A record has become durable. */
  readonly noted: (record: Pick<DisclosureRecord, "kind" | "covert">) => void;
  /** Drops those that are due. */
  readonly close: () => void;
}

/**
 * Keeps the number of withheld records from telling how many covert investigations do. A withheld record leaves a gap in the indexes
 * that every auditor sees; so gaps are made, at random, whether anybody is investigated or not, and each covert record takes the place of
 * one. Cover is withheld as covert records are, stands in the tree like them, and says nothing.
 * @param below a random integer from 0, below its argument
 */
export function startCover(
  oneIn: number,
  append: (record: DisclosureRecord) => Promise<unknown>,
  { delayMs = DELAY_MS, below = randomInt }: { delayMs?: number; below?: (limit: number) => number } = {},
): Cover {
  const due = new Set<NodeJS.Timeout>();
  let owed = 0;
  const schedule = (): void => {
    const timer = setTimeout(() => {
      due.delete(timer);
      // Cover that is lost is as good as none.
      append(coverRecord()).catch(() => undefined);
    }, below(delayMs));
    timer.unref();
    due.add(timer);
  };
  return {
    noted({ kind, covert }) {
      if (kind === "cover") return;
      if (covert) owed = Math.min(MOST_OWED, owed + 1);
      else if (below(oneIn) === 0) {
        if (owed > 0) owed--;
        else schedule();
      }
    },
    close() {
      for (const timer of due) clearTimeout(timer);
      due.clear();
    },
  };
}

function coverRecord(): DisclosureRecord {
  return eventRecord("cover", { what: COVER, id: COVER, before: null, after: null }, { covert: COVER });
}
