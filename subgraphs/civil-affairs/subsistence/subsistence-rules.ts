import { civilAffairsError } from "../errors.ts";

/** Figures that decide on subsistence support (低保) besides the standard itself, which is kept by district. */
export interface SubsistenceRules {
  /** Below this multiple of the standard a family is on the edge (低保边缘). */
  readonly edge: number;
  /** Fen a month for each person whose circumstances raise the allowance (分类施保). */
  readonly supplement: number;
  /** Years: from here on old, below here a minor. */
  readonly oldAge: number;
  readonly majority: number;
  /** Grades 1 and 2 are serious disabilities. */
  readonly seriousGrade: number;
  /** Homes that a family may own. */
  readonly homes: number;
  /** Financial assets a head may have, in months of the standard. */
  readonly depositMonths: number;
  /** The rules that the figures stand in. */
  readonly source: string;
}

/**
 * The demo's defaults. Serious illness needs the medical insurer's data. 家庭财产 is a condition of the law (社会救助暂行办法
 * art. 9); its limits are the county's to set (art. 10), so that homes and deposits are examples here. The edge (低于1.5倍，且
 * 财产状况符合规定) and who may apply alone (单人户) follow art. 8 of 民发〔2021〕57号, as county bureaus
 * quote it; who is alone by 重特大疾病 or as a cleric is the township's to find: no department here holds it.
 */
export const SUBSISTENCE_RULES: SubsistenceRules = Object.freeze({
  edge: 1.5,
  supplement: 6_000,
  oldAge: 60,
  majority: 18,
  seriousGrade: 2,
  homes: 1,
  depositMonths: 24,
  source:
    "社会救助暂行办法第九、十、十二条；最低生活保障审核确认办法（民发〔2021〕57号）第八条；住房、金融资产限额与分类施保每人每月60元为示例默认值",
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

/** The row that holds for a place on a day: the district's before the city's, the newest in force; undefined where none does. Pure. */
export function nearestInForce<Row extends Pick<StandardRow, "effectiveFrom" | "divisionCode">>(
  rows: readonly Row[],
  divisionCode: string,
  asOf: Date,
): Row | undefined {
  const inForce = rows
    .filter((row) => row.effectiveFrom <= asOf)
    .sort((a, b) => b.effectiveFrom.getTime() - a.effectiveFrom.getTime());
  return placesOf(divisionCode)
    .map((place) => inForce.find((row) => row.divisionCode === place))
    .find((row) => row !== undefined);
}

/**
 * The standard of 低保 that holds for a place on a day. Pure.
 * @param divisionCode 12 digits of where the family lives
 * @throws GraphQLError `HUB_STANDARD_MISSING` when the department has set none
 */
export function standardFor<Row extends StandardRow>(
  standards: readonly Row[],
  kind: "URBAN" | "RURAL",
  divisionCode: string,
  asOf: Date,
): Row {
  const found = nearestInForce(
    standards.filter((row) => row.kind === kind),
    divisionCode,
    asOf,
  );
  if (found !== undefined) return found;
  throw civilAffairsError("HUB_STANDARD_MISSING", {
    kind: { en: kind, zh: kind === "URBAN" ? "城市" : "农村" },
    division: divisionCode.slice(0, 6),
  });
}
