import { civilAffairsError } from "../errors.ts";

/** Figures that decide on subsistence support (低保) besides the standard itself, which is kept by district. */
export interface SubsistenceRules {
  /** Up to this multiple of the standard a family is on the edge (低保边缘). */
  readonly edge: number;
  /** Fen a month for each circumstance that raises the allowance (分类施保). */
  readonly supplement: number;
  /** Years: from here on old, below here a minor. */
  readonly oldAge: number;
  readonly majority: number;
  /** Grades 1 and 2 are serious disabilities. */
  readonly seriousGrade: number;
  /** Homes that a family may own. */
  readonly homes: number;
  /** The rules that the figures stand in. */
  readonly source: string;
}

/** The demo's defaults after 最低生活保障审核确认办法 (民发〔2021〕57号); serious illness needs the medical insurer's data. */
export const SUBSISTENCE_RULES: SubsistenceRules = Object.freeze({
  edge: 1.5,
  supplement: 6_000,
  oldAge: 60,
  majority: 18,
  seriousGrade: 2,
  homes: 1,
  source: "最低生活保障审核确认办法（民发〔2021〕57号）；分类施保每类每月60元为示例默认值",
});

/** A standard as it is stored; amount in fen a head and month. */
export interface StandardRow {
  readonly kind: string;
  readonly monthlyAmount: bigint;
  readonly effectiveFrom: Date;
  readonly divisionCode: string;
}

/** Divisions whose standard may hold, the nearest first: the district's, then the city's. */
const placesOf = (divisionCode: string): readonly string[] => [
  `${divisionCode.slice(0, 6)}000000`,
  `${divisionCode.slice(0, 4)}00000000`,
];

/**
 * The standard that holds for a place on a day: the district's before the city's, the newest in force. Pure.
 * @param divisionCode 12 digits of where the family lives
 * @throws GraphQLError `HUB_STANDARD_MISSING` when the department has set none
 */
export function standardFor<Row extends StandardRow>(
  standards: readonly Row[],
  kind: "URBAN" | "RURAL",
  divisionCode: string,
  asOf: Date,
): Row {
  const inForce = standards
    .filter((row) => row.kind === kind && row.effectiveFrom <= asOf)
    .sort((a, b) => b.effectiveFrom.getTime() - a.effectiveFrom.getTime());
  const found = placesOf(divisionCode)
    .map((place) => inForce.find((row) => row.divisionCode === place))
    .find((row) => row !== undefined);
  if (found !== undefined) return found;
  throw civilAffairsError("HUB_STANDARD_MISSING", {
    kind: { en: kind, zh: kind === "URBAN" ? "城市" : "农村" },
    division: divisionCode.slice(0, 6),
  });
}
