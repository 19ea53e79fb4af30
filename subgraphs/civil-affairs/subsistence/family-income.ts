import type { SuppliedMember } from "./supplied-family.ts";

/** Incomes that the applicant declares for one member, in fen a month; null: nothing declared, which is not zero. */
export interface DeclaredIncome {
  readonly personId: string;
  readonly wage: number | null;
  readonly business: number | null;
  readonly property: number | null;
  readonly transfer: number | null;
}

/** Income of a family by kind (审核确认办法 on 家庭收入: 工资性、经营净、财产净、转移净), in fen a month; null: not known. */
export interface FamilyIncome {
  /** Wages and transfers, of which human-resources has wages and pensions on record. */
  readonly wageAndTransfer: number | null;
  readonly business: number | null;
  readonly property: number | null;
  readonly total: number | null;
}

const sum = (values: readonly (number | null)[]): number | null =>
  values.reduce((total, value) => (total === null || value === null ? null : total + value), 0);

/** The higher of what is on record and what is declared; without a record the declaration alone; unanswered stays unknown. */
const wageAndTransferOf = (member: SuppliedMember, declared: DeclaredIncome | undefined): number | null => {
  const said = sum([declared?.wage ?? null, declared?.transfer ?? null]);
  if (member.incomeRecorded === null) return null;
  if (!member.incomeRecorded) return said;
  return member.monthlyIncome === null ? null : Math.max(member.monthlyIncome, said ?? 0);
};

/** A firm or trade in business whose income nobody declared leaves it unknown. */
const businessOf = (member: SuppliedMember, declared: DeclaredIncome | undefined): number | null => {
  const said = declared?.business ?? null;
  if (member.businesses === null) return null;
  return member.businesses > 0 && said === 0 ? null : said;
};

/** Adds the income of the living members up, kind by kind. Pure. */
export function familyIncome(living: readonly SuppliedMember[], declarations: readonly DeclaredIncome[]): FamilyIncome {
  const declaredBy = new Map(declarations.map((declared) => [declared.personId, declared]));
  const wageAndTransfer = sum(living.map((member) => wageAndTransferOf(member, declaredBy.get(member.id))));
  const business = sum(living.map((member) => businessOf(member, declaredBy.get(member.id))));
  const property = sum(living.map(({ id }) => declaredBy.get(id)?.property ?? null));
  return { wageAndTransfer, business, property, total: sum([wageAndTransfer, business, property]) };
}
