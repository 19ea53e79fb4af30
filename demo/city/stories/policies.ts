import type { FirmFacts, FirmStory } from "../firms/firm.ts";
import { MACHINERY, MEAT, type Industry } from "../firms/industries.ts";

/** A firm planted for one policy. */
export interface PolicyStory extends FirmStory {
  readonly policy: string;
  readonly kind: "neverApplied" | "justNot" | "alreadyPaid";
  /** Text of the condition that fails, when one does. */
  readonly failing?: string;
  /** Amount that a match is worth, in fen; null: the application decides it. */
  readonly amount: (facts: FirmFacts) => number | null;
}

interface Plan {
  readonly policy: string;
  readonly industry: Industry;
  /** Staff in a large city; a small city has fewer. */
  readonly staff: number;
  /** A large employer for its city whatever the size. */
  readonly leading?: boolean;
  readonly qualify: (facts: FirmFacts) => void;
  readonly spoil: (facts: FirmFacts) => void;
  readonly failing: string;
  readonly amount: (facts: FirmFacts) => number | null;
}

const YUAN = 100;
const MILLION = 1_000_000 * YUAN;
const PAID = "本政策已兑现";
/** Paid to a firm whose loan decided the amount. */
const HALF_THE_INTEREST = 62_000 * YUAN;

/** Figures that no policy minds: insured all year, nobody laid off, no titles, no debts. */
const steadyFirm = (facts: FirmFacts): void => {
  facts.scale = "SMALL";
  facts.aboveScale = false;
  facts.taxArrears = 0;
  facts.electricity = facts.electricity.map((quarter) => ({ ...quarter, kilowattHours: 60_000, peakMonth: 26_000 }));
  facts.lastYear.unemploymentPaidMonths = 12;
  facts.lastYear.laidOff = 0;
  facts.lastYear.graduateHires = 0;
  facts.lastYear.newHires = 0;
};

const title = (facts: FirmFacts, kind: FirmFacts["qualifications"][number]["kind"], recognition: number): void => {
  facts.qualifications.push({ kind, recognition, from: facts.calendar.today - 300, to: facts.calendar.today + 795 });
};

const turnover = (facts: FirmFacts, last: number, previous: number): void => {
  facts.lastYear.revenue = last;
  facts.previousYear.revenue = previous;
};

const power = (facts: FirmFacts, firstQuarter: number): void => {
  const { year } = facts.calendar;
  for (const quarter of facts.electricity) {
    const now = quarter.year === year && quarter.quarter === 1;
    quarter.kilowattHours = now ? firstQuarter : 900_000;
    quarter.peakMonth = quarter.year === year - 1 && quarter.quarter === 3 ? 380_000 : 335_000;
  }
};

const PLANS: readonly Plan[] = [
  {
    policy: "WGFH",
    industry: MEAT,
    staff: 28,
    qualify: () => undefined,
    spoil: (facts) => {
      facts.lastYear.unemploymentPaidMonths = 11;
    },
    failing: "失业保险累计缴费满12个月",
    amount: (facts) => Math.round(facts.lastYear.unemploymentContribution * 0.6),
  },
  {
    policy: "KGBZ",
    industry: MACHINERY,
    staff: 24,
    qualify: (facts) => {
      facts.lastYear.graduateHires = 2;
      facts.lastYear.newHires = 2;
    },
    spoil: (facts) => {
      facts.lastYear.graduateHires = 0;
    },
    failing: "招用高校毕业生等青年1人以上，每人缴费满3个月，每人只计一次",
    amount: (facts) => facts.lastYear.graduateHires * 1_500 * YUAN,
  },
  {
    policy: "MFHSC",
    industry: MEAT,
    staff: 90,
    qualify: (facts) => {
      facts.aboveScale = true;
      turnover(facts, 224 * MILLION, 200 * MILLION);
      power(facts, 990_000);
    },
    spoil: (facts) => {
      power(facts, 905_000);
    },
    failing: "一季度月均用电量不低于上年最高月的80%",
    amount: () => null,
  },
  {
    policy: "SBTR",
    industry: MACHINERY,
    staff: 80,
    qualify: (facts) => {
      title(facts, "LITTLE_GIANT", 1);
      facts.lastYear.equipmentInvestment = 8 * MILLION;
    },
    spoil: (facts) => {
      facts.lastYear.equipmentInvestment = 4_900_000 * YUAN;
    },
    failing: "设备和软件投入不低于500万元",
    amount: () => 1_600_000 * YUAN,
  },
  {
    policy: "ZJTX",
    industry: MACHINERY,
    staff: 60,
    qualify: (facts) => {
      title(facts, "SPECIALISED", 1);
    },
    spoil: (facts) => {
      facts.abnormal.push({
        listedOn: facts.calendar.today - 65,
        reason: "公示企业信息隐瞒真实情况",
        removedOn: null,
      });
    },
    failing: "当前列入经营异常名录",
    amount: () => 500_000 * YUAN,
  },
  {
    policy: "GXQY",
    industry: MACHINERY,
    staff: 50,
    qualify: (facts) => {
      title(facts, "HIGH_TECH", 1);
      turnover(facts, 40 * MILLION, 38 * MILLION);
      facts.lastYear.rdExpense = 2_400_000 * YUAN;
    },
    spoil: (facts) => {
      facts.qualifications = [];
      title(facts, "HIGH_TECH", 2);
    },
    failing: "首次或第三次认定",
    amount: () => 100_000 * YUAN,
  },
  {
    policy: "CYDK",
    industry: MEAT,
    staff: 20,
    qualify: (facts) => {
      facts.lastYear.newHires = Math.ceil(facts.lastYear.insuredAtYearEnd * 0.12);
    },
    spoil: (facts) => {
      facts.lastYear.noInsuranceArrears = false;
    },
    failing: "无拖欠社会保险费",
    amount: () => null,
  },
  {
    policy: "YSSP",
    industry: MEAT,
    staff: 900,
    leading: true,
    qualify: (facts) => {
      facts.scale = "LARGE";
      facts.aboveScale = true;
      turnover(facts, 3_200 * MILLION, 2_800 * MILLION);
    },
    spoil: (facts) => {
      turnover(facts, 2_960 * MILLION, 2_800 * MILLION);
    },
    failing: "上年营业收入不低于30亿元",
    amount: () => 3 * MILLION,
  },
];

const storyOf = (plan: Plan, kind: PolicyStory["kind"]): PolicyStory => ({
  name: `${plan.policy} ${kind}`,
  policy: plan.policy,
  kind,
  industry: plan.industry,
  openings: (people) => Math.min(plan.staff, Math.max(6, Math.round(people / (plan.leading === true ? 125 : 1_100)))),
  ...(kind === "justNot" ? { failing: plan.failing } : kind === "alreadyPaid" ? { failing: PAID } : {}),
  amount: plan.amount,
  adjust: (facts) => {
    steadyFirm(facts);
    plan.qualify(facts);
    if (kind === "justNot") plan.spoil(facts);
    if (kind === "alreadyPaid")
      facts.payouts.push({
        policy: plan.policy,
        amount: plan.amount(facts) ?? HALF_THE_INTEREST,
        paidOn: facts.calendar.today - 95,
      });
  },
});

/** Three firms for every policy: one that qualifies and never applied, one that just does not, one already paid. */
export const POLICY_STORIES: readonly PolicyStory[] = PLANS.flatMap((plan) =>
  (["neverApplied", "justNot", "alreadyPaid"] as const).map((kind) => storyOf(plan, kind)),
);
