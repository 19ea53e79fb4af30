import { yearOf, type Day } from "../calendar.ts";
import type { City } from "../city.ts";
import type { Village } from "../geography/villages.ts";
import type { Random } from "../random.ts";
import { drawGivenName, drawSurname } from "./names.ts";
import type { Education, Person, Relation, Sex } from "./household.ts";

/** A couple and the day they married. */
interface Couple {
  readonly husband: Person;
  readonly wife: Person;
  readonly marriedOn: Day;
}

/** People of one household, before anything is known of their work. */
export interface Members {
  readonly people: Person[];
  readonly couples: Couple[];
  /** The head is divorced: the former spouse lives elsewhere. */
  readonly divorced: boolean;
}

const NATIVE = [
  "河南漯河",
  "河南漯河",
  "河南漯河",
  "河南漯河",
  "河南周口",
  "河南许昌",
  "河南驻马店",
  "河南平顶山",
  "安徽阜阳",
];

const drawEducation = (random: Random, age: number, urban: boolean): Education => {
  if (age < 13) return "PRIMARY";
  if (age < 16) return "JUNIOR";
  if (age < 19) return "SENIOR";
  const draw = random.next() + (urban ? 0.16 : 0) - (age > 60 ? 0.38 : age > 45 ? 0.2 : age > 35 ? 0.06 : -0.04);
  if (draw > 1.04) return "MASTER";
  if (draw > 0.84) return "BACHELOR";
  if (draw > 0.68) return "COLLEGE";
  if (draw > 0.46) return "SENIOR";
  return draw > 0 || age < 50 ? "JUNIOR" : "PRIMARY";
};

/** Draws people for one household in one village. */
export function personDrawer(city: City, random: Random, village: Village) {
  const { today } = city.calendar;
  return (sex: Sex, age: number, relation: Relation, surname?: string, bornAfter?: Day): Person => {
    const birth = Math.max(Math.floor(today - age * 365.2425) - random.between(0, 364), bornAfter ?? -40_000);
    const moved = random.chance(0.04) ? today - random.between(60, 3_000) : undefined;
    return {
      id: "",
      number: "",
      name: (surname ?? drawSurname(random)) + drawGivenName(random, sex, yearOf(birth)),
      sex,
      birth,
      relation,
      education: drawEducation(random, age, village.urban),
      career: { kind: "none" },
      nativePlace: moved === undefined ? "河南漯河" : random.pick(NATIVE),
      ...(moved === undefined || moved < birth ? {} : { movedInOn: moved }),
    };
  };
}

type Draw = ReturnType<typeof personDrawer>;

const surnameOf = (person: Person): string => person.name.slice(0, 1);

/** Legal ages: 22 for men, 20 for women (Civil Code 1047); most marry some years later. */
const marriageDay = (random: Random, husband: Person, wife: Person, today: Day): Day => {
  const earliest = Math.max(husband.birth + 22 * 366, wife.birth + 20 * 366);
  return Math.min(earliest + random.between(30, 1_400), today - 20);
};

const drawCouple = (draw: Draw, random: Random, today: Day, age: number, relations: [Relation, Relation]): Couple => {
  const husband = draw("MALE", age, relations[0]);
  const wife = draw("FEMALE", Math.max(21, age - random.between(-1, 4)), relations[1]);
  return { husband, wife, marriedOn: marriageDay(random, husband, wife, today) };
};

const drawChildren = (
  draw: Draw,
  random: Random,
  today: Day,
  couple: Couple,
  motherAge: number,
  relation: Relation,
): Person[] => {
  const oldest = Math.min(motherAge - 21, 30, Math.max(0, motherAge - random.between(22, 29)));
  const count = random.chance(0.42) ? 1 : random.chance(0.8) ? 2 : 3;
  const children: Person[] = [];
  let after = couple.marriedOn + 200;
  for (let turn = 0, age = oldest; turn < count && age >= 0; turn += 1, age -= random.between(2, 6)) {
    const sex = random.chance(0.52) ? "MALE" : "FEMALE";
    const child = draw(sex, age, relation, surnameOf(couple.husband), after);
    if (child.birth > today) break;
    children.push(child);
    after = child.birth + 330;
  }
  return children;
};

const single = (draw: Draw, random: Random, low: number, high: number): Members => ({
  people: [draw(random.chance(0.5) ? "MALE" : "FEMALE", random.between(low, high), "HEAD")],
  couples: [],
  divorced: high < 60 && random.chance(0.35),
});

const oldAge = (random: Random): number => 60 + Math.floor(random.next() ** 1.7 * 36);

/** The couple's parents move in; sometimes the old man stays the head of all. */
const withParents = (draw: Draw, random: Random, couple: Couple, age: number, people: Person[]): Members => {
  const parentAge = age + random.between(24, 30);
  const father = draw("MALE", parentAge + random.between(0, 3), "PARENT", surnameOf(couple.husband));
  const mother = draw("FEMALE", parentAge, "PARENT");
  if (random.chance(0.35))
    return { people: [...people, random.chance(0.3) ? father : mother], couples: [couple], divorced: false };
  const marriedOn = marriageDay(random, father, mother, couple.husband.birth - 250);
  const couples = [couple, { husband: father, wife: mother, marriedOn }];
  if (random.chance(0.7)) return { people: [...people, father, mother], couples, divorced: false };
  for (const child of people) child.relation = "GRANDCHILD";
  couple.husband.relation = "CHILD";
  couple.wife.relation = "OTHER";
  father.relation = "HEAD";
  mother.relation = "SPOUSE";
  return { people: [father, mother, ...people], couples, divorced: false };
};

const singleParent = (draw: Draw, random: Random): Members => {
  const age = random.between(28, 48);
  const head = draw(random.chance(0.6) ? "FEMALE" : "MALE", age, "HEAD");
  const childSex = random.chance(0.5) ? "MALE" : "FEMALE";
  const child = draw(childSex, Math.max(0, age - random.between(24, 29)), "CHILD", surnameOf(head));
  return { people: [head, child], couples: [], divorced: true };
};

/** Members of an ordinary household; shares of the kinds follow the 2020 census (2.9 people a household, 21 % over 60). */
export function drawMembers(city: City, random: Random, village: Village, limit: number): Members {
  const draw = personDrawer(city, random, village);
  const { today } = city.calendar;
  const kind = limit < 7 ? (limit < 2 ? 0.1 : 0.4) : random.next();
  if (kind < 0.08) return single(draw, random, 62, 90);
  if (kind < 0.18) return single(draw, random, 22, 55);
  if (kind < 0.21) return singleParent(draw, random);
  if (kind < 0.47) {
    const age = kind < 0.37 ? oldAge(random) : random.between(26, 60);
    const couple = drawCouple(draw, random, today, age, ["HEAD", "SPOUSE"]);
    return { people: [couple.husband, couple.wife], couples: [couple], divorced: false };
  }
  const age = kind < 0.83 ? random.between(26, 57) : random.between(30, 48);
  const couple = drawCouple(draw, random, today, age, ["HEAD", "SPOUSE"]);
  const children = drawChildren(draw, random, today, couple, age - 1, "CHILD");
  const people = [couple.husband, couple.wife, ...children];
  if (kind < 0.83) return { people, couples: [couple], divorced: false };
  return withParents(draw, random, couple, age, people);
}
