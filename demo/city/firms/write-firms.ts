import { isoDate } from "../calendar.ts";
import type { City } from "../city.ts";
import { gridCode } from "../geography/villages.ts";
import { type Random, createRandom } from "../random.ts";
import { drawFacts } from "./facts.ts";
import type { FirmFacts, YearFacts, Firm } from "./firm.ts";
import { BUILDING, LABOUR, SUPERVISION, type Industry } from "./industries.ts";

const YUAN = 100;

const writeYear = (city: City, facts: FirmFacts, year: YearFacts): void => {
  const { firm } = facts;
  city.write.annualReport({
    enterpriseCreditCode: firm.code,
    year: year.year,
    revenue: year.revenue,
    profit: year.profit,
    tax: year.tax,
    assets: year.assets,
    rdExpense: year.rdExpense,
    equipmentInvestment: year.equipmentInvestment,
    averageInsured: year.insuredAverage,
    divisionCode: firm.village.code,
  });
  city.write.employerYear({
    employerCode: firm.code,
    year: year.year,
    insuredAverage: year.insuredAverage,
    insuredAtYearEnd: year.insuredAtYearEnd,
    laidOff: year.laidOff,
    unemploymentPaidMonths: year.unemploymentPaidMonths,
    unemploymentContribution: year.unemploymentContribution,
    graduateHires: year.graduateHires,
    newHires: year.newHires,
    noWageArrears: year.noWageArrears,
    noInsuranceArrears: year.noInsuranceArrears,
    divisionCode: firm.village.code,
  });
};

const writeMarks = (city: City, facts: FirmFacts): void => {
  const common = { enterpriseCreditCode: facts.firm.code, divisionCode: facts.firm.village.code };
  for (const { kind, recognition, from, to } of facts.qualifications)
    city.write.qualification({ ...common, kind, recognition, validFrom: isoDate(from), validTo: isoDate(to) });
  for (const { listedOn, reason, removedOn } of facts.abnormal)
    city.write.abnormalListing({
      ...common,
      listedOn: isoDate(listedOn),
      reason,
      removedOn: removedOn === null ? null : isoDate(removedOn),
    });
  for (const { decidedOn, ...penalty } of facts.penalties)
    city.write.penalty({ ...common, ...penalty, decidedOn: isoDate(decidedOn) });
  for (const { policy, amount, paidOn } of facts.payouts)
    city.write.payout({ ...common, policyCode: policy, year: city.calendar.year, amount, paidOn: isoDate(paidOn) });
};

const writeVacancy = (city: City, random: Random, facts: FirmFacts): void => {
  const { firm } = facts;
  const from = random.between(26, 60) * 100 * YUAN;
  const postedOn = city.calendar.today - random.between(2, 60);
  city.write.vacancy({
    employerCode: firm.code,
    post: random.pick(firm.industry.occupations),
    salaryFrom: from,
    salaryTo: from + random.between(8, 30) * 100 * YUAN,
    headcount: random.between(1, 12),
    degree: random.chance(0.5) ? null : random.chance(0.6) ? "COLLEGE" : "BACHELOR",
    postedOn: isoDate(postedOn),
    validTo: isoDate(postedOn + 90),
    divisionCode: firm.village.code,
  });
};

/** A firm's figures by year, electricity, tax credit, marks, payouts and vacancies. */
const writeFigures = (city: City, random: Random, facts: FirmFacts): void => {
  const { firm } = facts;
  writeYear(city, facts, facts.previousYear);
  writeYear(city, facts, facts.lastYear);
  for (const { year, quarter, kilowattHours, peakMonth } of facts.electricity)
    city.write.electricityUse({
      enterpriseCreditCode: firm.code,
      year,
      quarter,
      kilowattHours: kilowattHours,
      peakMonthKilowattHours: peakMonth,
      divisionCode: firm.village.code,
    });
  city.write.taxCredit({
    enterpriseCreditCode: firm.code,
    year: city.calendar.year - 1,
    grade: facts.taxArrears > 0 ? (facts.taxArrears > 50_000_000 ? "D" : "C") : random.pick(["A", "B", "B", "B", "M"]),
    arrears: facts.taxArrears,
    divisionCode: firm.village.code,
  });
  writeMarks(city, facts);
  if (random.chance(0.3)) writeVacancy(city, random, facts);
};

/** Trades that construction sites rely on: their firms stay in business. */
const BUILDERS: ReadonlySet<Industry> = new Set([BUILDING, LABOUR, SUPERVISION]);
const CAPITAL = { LARGE: 20_000, MEDIUM: 5_000, SMALL: 800, MICRO: 200 } as const;

const writeShareholders = (city: City, random: Random, firm: Firm, capital: number): void => {
  const { owner } = firm;
  const partner = city.firms.all[(firm.index + 7) % city.firms.all.length]?.owner;
  const share = partner && partner !== owner && random.chance(0.5) ? random.between(51, 90) / 100 : 1;
  const write = (name: string, person: string | null, ratio: number): void => {
    city.write.shareholder({
      enterpriseCreditCode: firm.code,
      name,
      personId: person,
      subscribed: Math.round(capital * ratio),
      ratio: Math.round(ratio * 100) / 100,
      divisionCode: firm.village.code,
    });
  };
  if (owner) write(owner.name, owner.id, share);
  if (partner && share < 1) write(partner.name, partner.id, 1 - share);
};

const writeLicences = (city: City, random: Random, { firm, aboveScale }: FirmFacts): void => {
  const kinds = [
    ...(firm.industry === BUILDING ? (["QUALIFICATION", "SAFETY"] as const) : []),
    ...(firm.industry === LABOUR ? (["LABOUR_DISPATCH"] as const) : []),
    ...(/食品|糕点|饮品|粮油|酒店/.test(firm.industry.trade) ? (["FOOD"] as const) : []),
    ...(aboveScale ? (["DISCHARGE"] as const) : []),
  ];
  for (const kind of kinds) {
    const issuedOn = city.calendar.today - random.between(60, 900);
    city.write.licence({
      enterpriseCreditCode: firm.code,
      kind,
      number: `豫（漯）${kind.slice(0, 2)}〔${isoDate(issuedOn).slice(0, 4)}〕${String(city.count("licence")).padStart(6, "0")}`,
      authority: `${firm.village.district.name}行政审批服务局`,
      issuedOn: isoDate(issuedOn),
      validTo: isoDate(issuedOn + 1_825),
      divisionCode: firm.village.code,
    });
  }
};

/** Writes one firm into the books of enterprise and human-resources, once its staff and owner are known. */
const writeFirm = (city: City, firm: Firm): FirmFacts => {
  const random = createRandom(city.seed, "firm", firm.index);
  const facts = drawFacts(random, firm, city.calendar);
  const { village, industry, owner } = firm;
  const capital = CAPITAL[facts.scale] * random.between(8, 20) * 1_000 * YUAN;
  const closed = !firm.story && firm.headcount.insured <= 1 && !BUILDERS.has(industry) && random.chance(0.2);
  city.write.enterprise({
    creditCode: firm.code,
    name: firm.name,
    type:
      facts.scale === "LARGE" && random.chance(0.3) ? "JOINT_STOCK" : random.chance(0.04) ? "STATE_OWNED" : "LIMITED",
    capital,
    establishedOn: isoDate(firm.establishedOn),
    status: closed ? (random.chance(0.2) ? "REVOKED" : "CANCELLED") : "ACTIVE",
    authority: `${village.district.name}市场监督管理局`,
    termTo: random.chance(0.3) ? isoDate(firm.establishedOn + 10_957) : null,
    legalRepresentativeName: owner?.name ?? "",
    legalRepresentativeId: owner?.id ?? null,
    address: `${village.address}${(firm.index % 180) + 1}号`,
    scope: industry.scope,
    industryCode: industry.code,
    industryName: industry.name,
    scale: facts.scale,
    employees: facts.employees,
    aboveScale: facts.aboveScale,
    gridCode: gridCode(village, firm.index),
    divisionCode: village.code,
  });
  writeShareholders(city, random, firm, capital);
  writeLicences(city, random, facts);
  writeFigures(city, random, facts);
  return facts;
};

const BATCH = 500;

/** Writes all firms once their staff are known. Gives the facts of the planted ones, in the order of their stories. */
export async function writeFirms(city: City, drain: () => Promise<void>): Promise<readonly FirmFacts[]> {
  const owned = city.firms.all.filter(({ owner }) => owner);
  const planted: FirmFacts[] = [];
  for (const [index, firm] of city.firms.all.entries()) {
    const stand = owned[index % Math.max(1, owned.length)]?.owner;
    if (!firm.owner && stand) firm.owner = stand;
    const facts = writeFirm(city, firm);
    if (firm.story) planted.push(facts);
    if (index % BATCH === BATCH - 1) await drain();
  }
  return planted;
}
