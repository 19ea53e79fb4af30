import { ageOn, firstDayOf, monthNumber, type Day } from "../calendar.ts";
import type { City } from "../city.ts";
import type { Firm } from "../firms/firm.ts";
import type { Village } from "../geography/villages.ts";
import type { Education, Person, Sex } from "../people/household.ts";
import type { Random } from "../random.ts";
import type { Career } from "./career.ts";

const JANUARY_1965 = 1965 * 12;

/**
 * First day of an employee's pension: men at 60, women at 55 (staff) or 50 (workers), put off step by step since 2025
 * (全国人民代表大会常务委员会关于实施渐进式延迟法定退休年龄的决定, 2024): one month for every four of a later birth, for women
 * workers one for every two, at most 36, 36 and 60 months.
 */
const retirementDay = (sex: Sex, birth: Day, staff: boolean): Day => {
  const born = monthNumber(birth);
  const years = sex === "MALE" ? 60 : staff ? 55 : 50;
  const from = JANUARY_1965 + (60 - years) * 12;
  const step = years === 50 ? 2 : 4;
  const put = born < from ? 0 : Math.min(Math.floor((born - from) / step) + 1, years === 50 ? 60 : 36);
  return firstDayOf(born + years * 12 + put + 1);
};

/** First day of a resident's basic pension: the month after the 60th birthday, for all. */
export function residentPensionDay(birth: Day): Day {
  return firstDayOf(monthNumber(birth) + 60 * 12 + 1);
}

const YUAN = 100;
const EMPLOYEE_SHARE: Readonly<Record<Education, number>> = {
  PRIMARY: 0.06,
  JUNIOR: 0.17,
  SENIOR: 0.3,
  COLLEGE: 0.52,
  BACHELOR: 0.68,
  MASTER: 0.8,
};
const SHOPS = [
  "小吃店",
  "便利店",
  "五金店",
  "理发店",
  "服装店",
  "早餐店",
  "汽修店",
  "水果店",
  "快餐店",
  "农资店",
] as const;
const CASUAL = ["零工", "家政服务", "网约配送", "货运司机", "装修工"] as const;

/** A monthly amount around a middle, in whole yuan, as fen. */
const amount = (random: Random, middle: number, spread: number, least: number): number =>
  Math.max(least, Math.round(middle * Math.exp(random.normal() * spread))) * YUAN;

/** A job in a firm, with hire date and wage that fit the age. */
const drawEmployee = (
  city: City,
  random: Random,
  person: Person,
  firm: Firm,
): Extract<Career, { kind: "employee" }> => {
  const { today } = city.calendar;
  const adultSince = person.birth + 18 * 366;
  const longest = Math.max(60, Math.min(today - adultSince, today - firm.establishedOn, 7_300));
  const startedOn = today - Math.max(35, Math.floor(random.next() ** 1.6 * longest));
  const education = person.education === "BACHELOR" || person.education === "MASTER" ? 1.25 : 1;
  return {
    kind: "employee",
    firm,
    wage: amount(random, 4_900 * education, 0.33, 2_300),
    startedOn: Math.min(Math.max(startedOn, adultSince), today),
    occupation: random.pick(firm.industry.occupations),
  };
};

const drawUnemployed = (city: City, random: Random, person: Person, districtIndex: number): Career => {
  const job = drawEmployee(city, random, person, city.firms.formerEmployer(random, districtIndex));
  const endedOn = Math.max(job.startedOn + 30, city.calendar.today - random.between(20, 640));
  if (endedOn >= city.calendar.today - 5) return { kind: "none" };
  return {
    kind: "unemployed",
    firm: job.firm,
    startedOn: job.startedOn,
    endedOn,
    formerWage: job.wage,
    laidOff: job.firm.story === undefined && random.chance(0.3),
  };
};

const drawOld = (city: City, random: Random, person: Person, urban: boolean, employee: boolean): Career => {
  const { today } = city.calendar;
  const staff = person.education !== "PRIMARY" && person.education !== "JUNIOR";
  if (employee) {
    const retiredOn = retirementDay(person.sex, person.birth, staff);
    if (retiredOn <= today)
      return {
        kind: "retired",
        benefit: "EMPLOYEE",
        retiredOn,
        amount: amount(random, 3_150, 0.25, 1_500),
        farming: 0,
      };
  }
  const retiredOn = residentPensionDay(person.birth);
  if (retiredOn > today) return { kind: "none" };
  const working = random.chance(urban ? 0.8 : 0.85);
  const farming = working ? amount(random, 760, 0.3, 480) : 0;
  return { kind: "retired", benefit: "RESIDENT", retiredOn, amount: random.between(163, 268) * YUAN, farming };
};

const drawInformal = (city: City, random: Random, person: Person, village: Village, age: number): Career => {
  const since = city.calendar.today - random.between(40, Math.max(60, Math.min(4_000, (age - 17) * 365)));
  // A small city needs more of its women on site to man every planted project.
  const women = city.people < 10_000 ? 0.7 : 0.2;
  if (age >= 18 && age <= 57 && random.chance(person.sex === "MALE" ? 0.92 : women)) {
    const worker = city.sites.offer(person, village);
    if (worker) return { kind: "builder", worker };
  }
  if (random.chance(0.24))
    return {
      kind: "selfEmployed",
      income: amount(random, 4_300, 0.4, 900),
      startedOn: since,
      trade: random.pick(SHOPS),
    };
  if (random.chance(person.sex === "FEMALE" ? 0.22 : 0.05)) return { kind: "none" };
  const farmer = !village.urban && random.chance(0.6);
  const occupation = farmer ? "农业种植" : random.pick(CASUAL);
  const income = farmer ? amount(random, 1_500, 0.4, 500) : amount(random, 2_900, 0.4, 900);
  return { kind: "flexible", income, startedOn: since, occupation };
};

/** Draws an ordinary person's source of income: school, work or pension, by age, education and place. */
export function drawCareer(city: City, random: Random, person: Person, village: Village): Career {
  const age = ageOn(person.birth, city.calendar.today);
  if (age < 3) return { kind: "none" };
  const highEducated =
    person.education === "COLLEGE" || person.education === "BACHELOR" || person.education === "MASTER";
  if (age < 16 || (age < 19 && random.chance(0.92)) || (age < 23 && highEducated && random.chance(0.85)))
    return { kind: "student" };
  const employee = random.chance(EMPLOYEE_SHARE[person.education] + (village.urban ? 0.14 : 0) + (age > 55 ? 0.1 : 0));
  if (age >= 50) {
    const old = drawOld(city, random, person, village.urban, employee);
    if (old.kind === "retired") return old;
  }
  if (age >= 60 && !employee) return { kind: "none" };
  if (employee) return drawEmployee(city, random, person, city.firms.employer(random, village.districtIndex));
  if (random.chance(0.045) && age >= 20) return drawUnemployed(city, random, person, village.districtIndex);
  return drawInformal(city, random, person, village, age);
}
