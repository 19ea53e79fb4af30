import { pseudonymOf } from "../../../subgraphs/kit/pseudonym.ts";
import { ageOn } from "../calendar.ts";
import type { City } from "../city.ts";
import type { Village } from "../geography/villages.ts";
import { incomeOf, type Career } from "../livelihood/career.ts";
import { drawCareer } from "../livelihood/draw-career.ts";
import type { Random } from "../random.ts";
import { drawMembers } from "./draft-members.ts";
import type { Person, Household, Car, Home } from "./household.ts";

/** Deaths a year by age; about 8 in 1,000 people altogether (Luohe 2022). */
const hazard = (age: number): number => {
  if (age < 40) return 0.0005;
  if (age < 60) return 0.003;
  if (age < 70) return 0.013;
  if (age < 80) return 0.038;
  return 0.105;
};

/** Lets ordinary deaths of the last year happen: cremated and reported within days, every department told in time. */
const drawDeaths = (city: City, random: Random, people: readonly Person[]): void => {
  const { today } = city.calendar;
  for (const person of people) {
    if (!random.chance(hazard(ageOn(person.birth, today)))) continue;
    const diedOn = today - random.between(25, 360);
    if (diedOn <= person.birth + 30) continue;
    const crematedOn = diedOn + random.between(2, 4);
    person.death = {
      diedOn,
      ...(random.chance(0.9) ? { crematedOn } : {}),
      cancelledOn: crematedOn + random.between(2, 16),
    };
  }
};

/** A household's number and its pseudonym. */
export interface HouseholdIdentity {
  readonly id: string;
  readonly number: string;
}

const identifyPerson = (city: City, person: Person): void => {
  if (person.number === "") person.number = city.numbers.next(person.birth, person.sex);
  if (person.id === "") person.id = pseudonymOf(person.number, city.key);
};

/** Gives citizen numbers and pseudonyms to the members, and a number to the household. */
export function identify(city: City, household: Household): HouseholdIdentity {
  for (const member of household.members) identifyPerson(city, member);
  const order = city.count(household.village.code);
  const number = household.village.code.slice(2) + String(order).padStart(6, "0");
  return { id: pseudonymOf(`household ${number}`, city.key), number };
}

const YUAN = 100;

const isAdult = (city: City, person: Person): boolean => ageOn(person.birth, city.calendar.today) >= 18;

/** A living head of the household, whoever was drawn first. */
const settleHead = (people: Person[]): void => {
  const [head, second] = people;
  if (!head?.death || !second || second.death || second.relation !== "SPOUSE") return;
  head.relation = "SPOUSE";
  second.relation = "HEAD";
  people[0] = second;
  people[1] = head;
};

const drawHomes = (city: City, random: Random, owner: Person, village: Village, members: number): Home[] => {
  const homes: Home[] = [];
  const since = Math.max(owner.birth + 20 * 365, city.calendar.today - random.between(200, 7_000));
  const own = (usage: Home["usage"], area: number, bought: boolean): void => {
    homes.push({ owner, usage, area, registeredOn: Math.min(since, city.calendar.today - 30), bought });
  };
  if (random.chance(village.urban ? 0.8 : 0.68)) {
    own("RESIDENTIAL", 45 + members * random.between(12, 24), village.urban && random.chance(0.4));
    if (random.chance(0.07)) own("RESIDENTIAL", random.between(70, 140), random.chance(0.6));
  }
  if (random.chance(0.02)) own("COMMERCIAL", random.between(30, 160), false);
  return homes;
};

const drawCars = (city: City, random: Random, owner: Person, village: Village, income: number): Car[] => {
  const cars: Car[] = [];
  const registeredOn = city.calendar.today - random.between(60, 3_800);
  const own = (type: Car["type"], yuan: number): void => {
    cars.push({ owner, type, value: yuan * YUAN, registeredOn });
  };
  if (income > 3_500 * YUAN && random.chance(0.56)) own("CAR", random.between(25, 190) * 1_000);
  if (!village.urban && random.chance(0.08)) own("TRACTOR", random.between(8, 60) * 1_000);
  if (random.chance(village.urban ? 0.04 : 0.12)) own("MOTORCYCLE", random.between(2, 9) * 1_000);
  if (income > 6_000 * YUAN && random.chance(0.03)) own("TRUCK", random.between(60, 260) * 1_000);
  return cars;
};

/** The career of someone who died in the year shows only a pension that was being paid. */
const careerOf = (city: City, random: Random, person: Person, village: Village): Career => {
  if (!person.death) return drawCareer(city, random, person, village);
  if (ageOn(person.birth, city.calendar.today) < 62) return { kind: "none" };
  const career = drawCareer(city, random, person, village);
  return career.kind === "retired" && career.retiredOn < person.death.diedOn ? career : { kind: "none" };
};

/** When the district has a firm without an owner, an adult of the household runs it and is insured there. */
const foundFirm = (city: City, random: Random, living: readonly Person[], village: Village): void => {
  const owner = living.find(({ birth, career }) => {
    const age = ageOn(birth, city.calendar.today);
    return age >= 26 && age < 49 && career.kind !== "builder";
  });
  const firm = owner && city.firms.withoutOwner(village.districtIndex);
  if (!firm) return;
  firm.owner = owner;
  const startedOn = Math.max(firm.establishedOn, owner.birth + 22 * 366);
  owner.career = {
    kind: "employee",
    firm,
    wage: random.between(60, 160) * 100 * YUAN,
    startedOn,
    occupation: "负责人",
  };
};

/** An ordinary household of at most `limit` people: who lives there, on what, in which home. */
export function draftHousehold(city: City, random: Random, village: Village, limit: number): Household {
  const { people, couples, divorced } = drawMembers(city, random, village, limit);
  drawDeaths(city, random, people);
  settleHead(people);
  const living = people.filter(({ death }) => !death);
  for (const person of people) person.career = careerOf(city, random, person, village);
  foundFirm(city, random, living, village);
  const head = people[0];
  const income = living.reduce((sum, person) => sum + incomeOf(person.career), 0);
  const adult = living.find((person) => isAdult(city, person));
  const disabled = living.filter(() => random.chance(0.03)).map((person) => ({ person, grade: random.between(1, 4) }));
  if (divorced && head && !head.death) city.divorced[head.sex].push(head);
  return {
    village,
    members: people,
    couples,
    homes: adult ? drawHomes(city, random, adult, village, living.length) : [],
    cars: adult ? drawCars(city, random, adult, village, income) : [],
    rentals: [],
    disabled,
    subsistence: "BY_RULES",
  };
}
