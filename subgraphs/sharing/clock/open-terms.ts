import { divisionPrefix } from "../../../schema/catalog/divisions.ts";
import type { Context } from "../builder.ts";
import type { SharingServices } from "../services.ts";
import { readTerm, type Term, type TermReading } from "./term.ts";
import { answerTerm, correctionTerm, deliveryTerm, publicationTerm, updateTerm } from "./terms.ts";
import type { Limits } from "./limits.ts";

/** A statutory duty that is not done yet, and whose it is. */
export interface OpenTerm {
  readonly matter: "review" | "grant" | "correction" | "update" | "change";
  readonly id: string;
  /** Department that has to act. */
  readonly department: string;
  readonly article: number;
  readonly term: Term;
  readonly reading: TermReading;
}

type Database = Context["database"];

/** Gives each owner's authority: another department with an authority's officer and the smallest area around the owner's. */
const authoritiesOf = async (database: Database): Promise<(owner: string) => string> => {
  const officers = await database.officerRole.findMany({ where: { role: "AUTHORITY" }, select: { officerId: true } });
  const holders = await database.officer.findMany({
    where: { id: { in: officers.map(({ officerId }) => officerId) } },
  });
  const departments = await database.department.findMany({ orderBy: { id: "asc" } });
  const areas = new Map(departments.map(({ id, areaCode }) => [id, divisionPrefix(areaCode)]));
  const authorities = departments.filter(({ id }) => holders.some(({ departmentId }) => departmentId === id));
  return (owner) => {
    const over = authorities
      .map(({ id }) => ({ id, area: areas.get(id) ?? "" }))
      .filter(({ id, area }) => id !== owner && (areas.get(owner) ?? "").startsWith(area));
    over.sort((a, b) => b.area.length - a.area.length);
    return over[0]?.id ?? "";
  };
};

type Found = Omit<OpenTerm, "reading">;

/** Duties of providers. */
const ofProviders = async (
  database: Database,
  limits: Limits,
  department: string | null,
): Promise<readonly Found[]> => {
  const own = department === null ? {} : { provider: department };
  const [reviews, grants, corrections, updates] = await Promise.all([
    database.review.findMany({ where: { ...own, state: { in: ["OPEN", "INCOMPLETE", "COMPLETE", "DECIDED"] } } }),
    database.grant.findMany({ where: { ...own, state: "GRANTED" } }),
    database.correction.findMany({ where: { ...own, state: "FILED" } }),
    database.catalogueUpdate.findMany({ where: { ...own, state: { not: "DONE" } } }),
  ]);
  const found = (
    matter: OpenTerm["matter"],
    row: { readonly id: number; readonly provider: string },
    article: number,
    term: Term,
  ) => ({ matter, id: matter === "grant" ? `G${row.id}` : String(row.id), department: row.provider, article, term });
  return [
    ...reviews.map((row) => found("review", row, 21, answerTerm(row, limits))),
    ...grants.map((row) => found("grant", row, 22, deliveryTerm(row.consentedAt, row.activatedAt, limits))),
    ...corrections.map((row) => found("correction", row, 26, correctionTerm(row.filedAt, row.answeredAt, limits))),
    ...updates.map((row) => found("update", row, 17, updateTerm(row, limits))),
  ];
};

/** Duties of authorities: to audit and publish what was handed in. */
const ofAuthorities = async (
  database: Database,
  limits: Limits,
  department: string | null,
): Promise<readonly Found[]> => {
  const changes = await database.catalogueChange.findMany({ where: { state: { in: ["HEAD_APPROVED", "APPROVED"] } } });
  if (changes.length === 0) return [];
  const authorityOf = await authoritiesOf(database);
  return changes
    .map((row) => ({
      matter: "change" as const,
      id: String(row.id),
      department: authorityOf(row.owner),
      article: 17,
      term: publicationTerm(row.approvedAt ?? row.proposedAt, null, limits),
    }))
    .filter((found) => department === null || found.department === department);
};

/**
 * Duties that are open, the most urgent first; resting ones last.
 * @param department null: of all departments
 */
export async function openTerms(
  database: Database,
  { limits, now }: Pick<SharingServices, "limits" | "now">,
  department: string | null,
): Promise<readonly OpenTerm[]> {
  const at = now();
  const found = await Promise.all([
    ofProviders(database, limits, department),
    ofAuthorities(database, limits, department),
  ]);
  return found
    .flat()
    .map((duty) => ({ ...duty, reading: readTerm(duty.term, at) }))
    .sort((a, b) => (a.reading.dueAt?.getTime() ?? Infinity) - (b.reading.dueAt?.getTime() ?? Infinity));
}
