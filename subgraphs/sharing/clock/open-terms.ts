import type { Context } from "../builder.ts";
import type { SharingServices } from "../services.ts";
import { readTerm, type Term, type TermReading } from "./term.ts";
import { answerTerm, correctionTerm, deliveryTerm } from "./terms.ts";

/** A statutory duty that is not done yet, and whose it is. */
export interface OpenTerm {
  readonly matter: "review" | "grant" | "correction";
  readonly id: string;
  /** Department that has to act. */
  readonly department: string;
  readonly article: number;
  readonly term: Term;
  readonly reading: TermReading;
}

/**
 * Duties that are open, the most urgent first; resting ones last.
 * @param department null: of all departments
 */
export const openTerms = async (
  database: Context["database"],
  { limits, now }: Pick<SharingServices, "limits" | "now">,
  department: string | null,
): Promise<readonly OpenTerm[]> => {
  const at = now();
  const own = department === null ? {} : { provider: department };
  const [reviews, grants, corrections] = await Promise.all([
    database.review.findMany({ where: { ...own, state: { in: ["OPEN", "INCOMPLETE", "COMPLETE", "DECIDED"] } } }),
    database.grant.findMany({ where: { ...own, state: "GRANTED" } }),
    database.correction.findMany({ where: { ...own, state: "FILED" } }),
  ]);
  const open = (matter: OpenTerm["matter"], id: string, provider: string, article: number, term: Term): OpenTerm => ({
    matter,
    id,
    department: provider,
    article,
    term,
    reading: readTerm(term, at),
  });
  return [
    ...reviews.map((row) => open("review", String(row.id), row.provider, 21, answerTerm(row, limits))),
    ...grants.map((row) =>
      open("grant", `G${row.id}`, row.provider, 22, deliveryTerm(row.consentedAt, row.activatedAt, limits)),
    ),
    ...corrections.map((row) =>
      open("correction", String(row.id), row.provider, 26, correctionTerm(row.filedAt, row.answeredAt, limits)),
    ),
  ].sort((a, b) => (a.reading.dueAt?.getTime() ?? Infinity) - (b.reading.dueAt?.getTime() ?? Infinity));
};
