import { ageOn, isoDate, type Day } from "../calendar.ts";
import type { City } from "../city.ts";
import type { Village } from "../geography/villages.ts";
import type { Random } from "../random.ts";
import type { Household, Person } from "./household.ts";

const CATEGORIES = [
  "VISUAL",
  "HEARING",
  "SPEECH",
  "PHYSICAL",
  "PHYSICAL",
  "PHYSICAL",
  "INTELLECTUAL",
  "MENTAL",
] as const;
const CAUSES = ["心血管疾病", "脑血管疾病", "恶性肿瘤", "呼吸系统疾病", "年老体衰", "意外伤害"] as const;
const PARLOURS = ["漯河市殡仪馆", "舞阳县殡仪馆", "临颍县殡仪馆"] as const;
const YUAN = 100;

const office = (village: Village): string => `${village.district.name}民政局婚姻登记处`;

const writeMarriage = (
  city: City,
  village: Village,
  kind: "MARRIAGE" | "DIVORCE",
  on: Day,
  husband: Person,
  wife: Person,
): void => {
  city.write.marriageRecord({
    kind,
    registeredOn: isoDate(on),
    office: office(village),
    partyAId: husband.id,
    partyBId: wife.id,
    divisionCode: village.code,
  });
};

/** Pairs divorced people of different households who are of an age: they were married once. */
export function writeDivorces(city: City, random: Random, village: Village): void {
  const { MALE: men, FEMALE: women } = city.divorced;
  while (men.length > 0 && women.length > 0) {
    const husband = men.shift() as Person;
    const wife = women.shift() as Person;
    const grown = Math.max(husband.birth + 22 * 366, wife.birth + 20 * 366) + random.between(10, 300);
    if (Math.abs(husband.birth - wife.birth) > 12 * 365 || grown + 500 > city.calendar.today) continue;
    writeMarriage(city, village, "MARRIAGE", grown, husband, wife);
    writeMarriage(city, village, "DIVORCE", random.between(grown + 400, city.calendar.today - 40), husband, wife);
  }
}

/** Bands of the old-age subsidy, highest first; amounts in fen a month. */
const BANDS = [
  { from: 100, band: "FROM_100", amount: 300 * YUAN },
  { from: 90, band: "FROM_90", amount: 100 * YUAN },
  { from: 80, band: "FROM_80", amount: 50 * YUAN },
] as const;

const writeOldAge = (city: City, person: Person, village: Village): void => {
  const age = ageOn(person.birth, person.death?.diedOn ?? city.calendar.today);
  const reached = BANDS.find(({ from }) => age >= from);
  if (!reached) return;
  city.write.oldAgeSubsidy({
    personId: person.id,
    ageBand: reached.band,
    monthlyAmount: reached.amount,
    startedOn: isoDate(Math.ceil(person.birth + reached.from * 365.2425) + 20),
    status: person.death ? "STOPPED" : "PAYING",
    divisionCode: village.code,
  });
};

const writeCremation = (city: City, random: Random, person: Person, village: Village): void => {
  const { death } = person;
  if (death?.crematedOn === undefined) return;
  city.write.cremation({
    personId: person.id,
    diedOn: isoDate(death.diedOn),
    crematedOn: isoDate(death.crematedOn),
    parlour: PARLOURS[["411121", "411122"].indexOf(village.district.code) + 1] ?? PARLOURS[0],
    cause: random.pick(CAUSES),
    divisionCode: village.code,
  });
};

/** Rows of civil affairs about one household, subsistence aside: marriages, cremations, old age, disability. */
export function writeCivil(city: City, random: Random, household: Household): void {
  const { village } = household;
  for (const { husband, wife, marriedOn } of household.couples)
    writeMarriage(city, village, "MARRIAGE", marriedOn, husband, wife);
  for (const person of household.members) {
    writeCremation(city, random, person, village);
    writeOldAge(city, person, village);
  }
  for (const { person, grade } of household.disabled)
    city.write.disability({
      personId: person.id,
      category: random.pick(CATEGORIES),
      grade,
      certificateNumber: `${person.number}${random.between(1, 7)}${grade}`,
      issuedOn: isoDate(Math.max(person.birth + 400, city.calendar.today - random.between(100, 3_500))),
      divisionCode: village.code,
    });
}
