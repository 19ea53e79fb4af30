import { ageOn, isoDate } from "../calendar.ts";
import type { City } from "../city.ts";
import type { Village } from "../geography/villages.ts";
import type { Person } from "../people/household.ts";
import type { Random } from "../random.ts";

const DEGREES: ReadonlyMap<string, "COLLEGE" | "BACHELOR" | "MASTER"> = new Map([
  ["COLLEGE", "COLLEGE"],
  ["BACHELOR", "BACHELOR"],
  ["MASTER", "MASTER"],
]);
const MAJORS = [
  "食品科学与工程",
  "机械设计",
  "会计学",
  "计算机科学与技术",
  "护理学",
  "土木工程",
  "电子商务",
  "汉语言文学",
] as const;
const SCHOOLS = [
  "漯河医学高等专科学校",
  "漯河职业技术学院",
  "郑州大学",
  "河南大学",
  "河南工业大学",
  "河南农业大学",
] as const;

/** Registers some of the graduates without a steady job as talents who look for one. */
export function writeTalent(city: City, random: Random, person: Person, village: Village): void {
  const degree = DEGREES.get(person.education);
  const { kind } = person.career;
  const seeking = kind === "flexible" || kind === "none" || kind === "unemployed" || kind === "student";
  const age = ageOn(person.birth, city.calendar.today);
  if (!degree || !seeking || person.death || age < 20 || age > 45 || !random.chance(0.3)) return;
  const finishedAt = degree === "COLLEGE" ? 21 : degree === "BACHELOR" ? 22 : 25;
  const born = Number(isoDate(person.birth).slice(0, 4));
  city.write.talent({
    personId: person.id,
    degree,
    major: random.pick(MAJORS),
    school: random.pick(SCHOOLS),
    graduatedOn: `${born + finishedAt}-06-30`,
    intention: random.pick(["本地就业", "企业技术岗", "事业单位", "灵活就业", "自主创业"]),
    divisionCode: village.code,
  });
}
