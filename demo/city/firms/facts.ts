import type { Calendar } from "../calendar.ts";
import type { Random } from "../random.ts";
import type { Firm, FirmFacts, Quarter, Scale, YearFacts } from "./firm.ts";
import { BUILDING } from "./industries.ts";

const YUAN = 100;

const scaleOf = (insured: number): Scale =>
  insured >= 300 ? "LARGE" : insured >= 100 ? "MEDIUM" : insured >= 10 ? "SMALL" : "MICRO";

const drawYear = (random: Random, firm: Firm, year: number, revenue: number): YearFacts => {
  const { headcount } = firm;
  const insuredAverage = Math.round((headcount.insuredAtYearStart + headcount.insuredAtYearEnd) / 2);
  return {
    year,
    revenue,
    profit: Math.round(revenue * (0.02 + random.next() * 0.1)),
    tax: Math.round(revenue * (0.01 + random.next() * 0.03)),
    assets: Math.round(revenue * (0.5 + random.next())),
    rdExpense: firm.industry.code.startsWith("C") ? Math.round(revenue * random.next() * 0.025) : 0,
    equipmentInvestment: Math.round(revenue * random.next() * 0.02),
    insuredAverage,
    insuredAtYearEnd: headcount.insuredAtYearEnd,
    laidOff: headcount.laidOff,
    unemploymentPaidMonths: headcount.insuredAtYearEnd > 0 ? 12 : 0,
    // 失业保险: 0.7 % by the employer and 0.3 % by the employee.
    unemploymentContribution: Math.round(headcount.wagesAtYearEnd * 12 * 0.01),
    graduateHires: headcount.graduateHires,
    newHires: headcount.newHires,
    noWageArrears: true,
    noInsuranceArrears: true,
  };
};

const drawElectricity = (random: Random, firm: Firm, calendar: Calendar): Quarter[] => {
  const base = 20_000 + firm.headcount.insured * random.between(900, 2_500);
  const quarters: readonly (readonly [number, number])[] = [
    ...[1, 2, 3, 4].map((quarter) => [calendar.year - 1, quarter] as const),
    ...[1, 2, 3].map((quarter) => [calendar.year, quarter] as const),
  ];
  return quarters.map(([year, quarter]) => {
    const kilowattHours = Math.round(base * (0.8 + random.next() * 0.4));
    return { year, quarter, kilowattHours, peakMonth: Math.round((kilowattHours / 3) * (1.05 + random.next() * 0.4)) };
  });
};

/** An ordinary firm's figures, from its real headcount; then its story, if it has one, changes them. */
export function drawFacts(random: Random, firm: Firm, calendar: Calendar): FirmFacts {
  const { headcount, industry } = firm;
  const revenue = Math.round(Math.max(1, headcount.insured) * industry.turnover * (0.6 + random.next() * 0.8)) * YUAN;
  const lastYear = drawYear(random, firm, calendar.year - 1, revenue);
  const before = drawYear(random, firm, calendar.year - 2, Math.round(revenue / (0.9 + random.next() * 0.25)));
  const aboveScale = industry.code.startsWith("C") && revenue >= 20_000_000 * YUAN;
  const facts: FirmFacts = {
    firm,
    calendar,
    scale: scaleOf(headcount.insured),
    employees: headcount.insured + (random.chance(0.3) ? random.between(0, 3) : 0),
    aboveScale,
    lastYear,
    previousYear: {
      ...before,
      insuredAverage: headcount.insuredAtYearStart,
      insuredAtYearEnd: headcount.insuredAtYearStart,
      laidOff: 0,
      graduateHires: 0,
      newHires: 0,
    },
    electricity: aboveScale || firm.story ? drawElectricity(random, firm, calendar) : [],
    taxArrears: random.chance(0.015) ? random.between(5_000, 400_000) * YUAN : 0,
    qualifications: [],
    abnormal: [],
    penalties: [],
    payouts: [],
  };
  if (!firm.story) drawMarks(random, facts);
  if (firm.industry === BUILDING) clearMarks(facts);
  firm.story?.adjust(facts);
  return facts;
}

/** General contractors are in order unless a story says otherwise: their marks are signs of wages to come. */
const clearMarks = (facts: FirmFacts): void => {
  facts.taxArrears = 0;
  facts.abnormal = facts.abnormal.filter(({ removedOn }) => removedOn !== null);
};

const drawMarks = (random: Random, facts: FirmFacts): void => {
  const { firm, calendar } = facts;
  if (random.chance(0.02)) {
    const listedOn = calendar.today - random.between(30, 900);
    const removedOn = random.chance(0.6) ? listedOn + 25 : null;
    facts.abnormal.push({ listedOn, reason: "未按规定期限公示年度报告", removedOn });
  }
  if (random.chance(0.03))
    facts.penalties.push({
      decidedOn: calendar.today - random.between(20, 1000),
      authority: `${firm.village.district.name}市场监督管理局`,
      reason: "登记事项发生变更未办理变更登记",
      amount: random.between(2, 50) * 1_000 * YUAN,
    });
  if (facts.aboveScale && random.chance(0.12))
    facts.qualifications.push({
      kind: random.chance(0.6) ? "HIGH_TECH" : "SPECIALISED",
      recognition: random.between(1, 3),
      from: calendar.today - 500,
      to: calendar.today + 595,
    });
};
