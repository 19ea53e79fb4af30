import { ageOn } from "../../kit/rules/age.ts";
import { amountBand } from "../../kit/rules/bands.ts";
import { all, conclude, lineOf, type Line } from "../../kit/rules/eligibility.ts";
import type { DestituteRules } from "./destitute-rules.ts";

/** The answer in one word: the conditions are looked at before the amounts. */
export type DestituteDecision = "IN_ORDER" | "SHORT" | "ENDS" | "UNDECIDED";

/** One condition of the support, by its stable name. */
export interface DestituteLine extends Line {
  readonly code: "GROUND" | "INCOME" | "SUPPORTERS" | "BASIC" | "CARE";
}

/** A person who is supported, as this department's file has them; amounts in fen a month. */
export interface SupportedPerson {
  readonly ground: "ELDERLY" | "DISABLED" | "MINOR";
  readonly bornOn: Date;
  readonly selfCare: "FULL" | "PARTIAL" | "NONE";
  readonly supporters: "NONE" | "UNABLE" | "ABLE";
  /** null: never looked into. */
  readonly monthlyIncome: number | null;
  readonly basicAmount: number;
  readonly careAmount: number;
  readonly disabilities: readonly { readonly category: string; readonly grade: number }[];
}

/** What holds at the person's place, in fen a month; null: the district has set none. */
export interface SupportStandards {
  readonly basic: number | null;
  readonly care: number | null;
  /** The standard of 低保: who has less has no source of living. */
  readonly subsistence: number | null;
}

const GROUNDS = { ELDERLY: "老年人", DISABLED: "残疾人", MINOR: "未满16周岁" } as const;
const SUPPORTERS = { NONE: "无法定义务人", UNABLE: "义务人无能力", ABLE: "义务人有能力" } as const;

const groundHolds = ({ ground, bornOn, disabilities }: SupportedPerson, rules: DestituteRules, asOf: Date): boolean => {
  const age = ageOn(bornOn, asOf);
  switch (ground) {
    case "ELDERLY":
      return age >= rules.oldAge;
    case "MINOR":
      return age < rules.minority;
    case "DISABLED":
      return disabilities.some(({ category, grade }) => grade <= (rules.grades[category] ?? 0));
  }
};

const conditionsOf = (
  person: SupportedPerson,
  { subsistence }: SupportStandards,
  rules: DestituteRules,
  asOf: Date,
): readonly DestituteLine[] => [
  {
    code: "GROUND",
    ...lineOf({
      condition: "无劳动能力的情形",
      fact: person.ground,
      limit: "老年人、达到等级的残疾人或者未满16周岁",
      source: rules.source,
      holds: () => groundHolds(person, rules, asOf),
      words: (ground) => GROUNDS[ground],
    }),
  },
  {
    code: "INCOME",
    ...lineOf({
      condition: "无生活来源",
      fact: person.monthlyIncome,
      limit: subsistence === null ? "当地标准不定" : `< ${subsistence / 100}元`,
      source: rules.source,
      holds: (fen) => (subsistence === null ? null : fen < subsistence),
      words: amountBand,
    }),
  },
  {
    code: "SUPPORTERS",
    ...lineOf({
      condition: "法定义务人",
      fact: person.supporters,
      limit: "无法定义务人，或者义务人无能力",
      source: rules.source,
      holds: (supporters) => supporters !== "ABLE",
      words: (supporters) => SUPPORTERS[supporters],
    }),
  },
];

const paid = (
  code: "BASIC" | "CARE",
  condition: string,
  amount: number,
  standard: number | null,
  source: string,
): DestituteLine => ({
  code,
  ...lineOf({
    condition,
    fact: amount,
    limit: "当地标准",
    source,
    holds: (fen) => (standard === null ? null : fen >= standard),
    words: amountBand,
  }),
});

/** Both are told of everybody: whose care has a line of its own would be told by it. */
const amountsOf = (
  person: SupportedPerson,
  { basic, care }: SupportStandards,
  { source }: DestituteRules,
): readonly DestituteLine[] => {
  const due = person.selfCare === "FULL" ? 0 : care;
  return [
    paid("BASIC", "基本生活供养金不低于标准", person.basicAmount, basic, source),
    paid("CARE", "生活不能自理的，照料护理费不低于标准", person.careAmount, due, source),
  ];
};

/**
 * Looks at a person's support. Pure. It ends nothing: the township looks into it and the county approves (art. 18).
 * @law 社会救助暂行办法第十四条 [T] 特困人员按人认定：情形、生活来源与法定义务人逐项核对，不以低保的家庭规则核算；供养条件不再符合的只作提示
 * @law 特困人员认定办法第五条 [M] 哪些人无劳动能力：老年人的年龄，残疾的类别与等级
 * @law 社会救助暂行办法第十五条 [T] 特困人员有自己的供养标准：基本生活供养金与生活不能自理的照料护理费，分别不低于当地标准
 */
export function decideDestitute(
  person: SupportedPerson,
  standards: SupportStandards,
  rules: DestituteRules,
  asOf: Date,
): { readonly decision: DestituteDecision; readonly lines: readonly DestituteLine[] } {
  const conditions = conclude(conditionsOf(person, standards, rules, asOf));
  const amounts = amountsOf(person, standards, rules);
  const enough = all(amounts.map(({ holds }) => holds));
  const decision = (): DestituteDecision => {
    if (conditions.holds === false) return "ENDS";
    if (conditions.holds === null) return "UNDECIDED";
    return enough === null ? "UNDECIDED" : enough ? "IN_ORDER" : "SHORT";
  };
  return Object.freeze({ decision: decision(), lines: Object.freeze([...conditions.lines, ...amounts]) });
}
