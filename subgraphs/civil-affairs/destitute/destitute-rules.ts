/** Figures that decide on support of the destitute (特困人员供养) besides the standards, which are kept by district. */
export interface DestituteRules {
  /** Years: from here on old, below here a minor. */
  readonly oldAge: number;
  readonly minority: number;
  /** The gravest grade is 1; a disability up to this grade takes the ability to work, by its category. */
  readonly grades: Readonly<Record<string, number>>;
  readonly source: string;
}

/**
 * 未满16周岁 is the statute's. Which age is old, which disabilities take the ability to work and what 无生活来源 is measured by
 * (an income below the standard of 低保) follow 特困人员认定办法 (民发〔2021〕43号), whose text was not at hand.
 */
export const DESTITUTE_RULES: DestituteRules = Object.freeze({
  oldAge: 60,
  minority: 16,
  grades: Object.freeze({ INTELLECTUAL: 3, MENTAL: 3, PHYSICAL: 2, VISUAL: 1 }),
  source: "社会救助暂行办法第十四条、第十五条；特困人员认定办法（民发〔2021〕43号，未经核对原文）",
});
