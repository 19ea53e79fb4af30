import type { Lead } from "../record-fields.ts";
import type { DisclosureFilter } from "./filter.ts";
import type { Span } from "./spans.ts";

/** How a span is searched: along which condition's index, and in which words the order is asked for. */
export interface Way {
  /** undefined: the planner chooses. */
  readonly lead?: Lead;
  readonly order: string;
}

/** An order that an index by time gives: the search ends as soon as the page is full. */
const WALKED = "leaf.time DESC, leaf.index DESC";

/** The same order, in words that no index gives: all that is found is sorted, and the planner does not walk for it. */
export const SORTED: Way = { order: "leaf.time + interval '0' DESC, leaf.index DESC" };

/** Decisions that have an index: the others are nearly all. */
const isRareDecision = ({ decision }: DisclosureFilter): boolean =>
  decision !== undefined && decision !== "RELEASED" && decision !== "PARTIAL";

const WALKS: readonly Lead[] = ["officer", "app", "purpose", "department", "decision"];

/**
 * The cheaper way, counted in rows that are looked at. Walking along a condition meets a match every (its records / matches) rows and ends
 * with the page; collecting along the terms looks at all that have them. Subjects have no summary: they are always collected.
 */
export function wayOf({ matches, alone }: Span, filter: DisclosureFilter, wanted: number): Way {
  const walks = WALKS.filter((lead) => alone[lead] !== undefined && (lead !== "decision" || isRareDecision(filter)));
  const [lead] = [...walks].sort((a, b) => (alone[a] ?? 0) - (alone[b] ?? 0));
  const walked = lead === undefined ? alone.all : (alone[lead] ?? 0);
  const walk = walked * Math.min(1, wanted / Math.max(1, matches));
  if (alone.terms !== undefined && alone.terms < walk) return { ...SORTED, lead: "terms" };
  return { order: WALKED, ...(lead === undefined ? {} : { lead }) };
}
