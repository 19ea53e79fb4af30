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
  /** Where the figures come from. */
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
