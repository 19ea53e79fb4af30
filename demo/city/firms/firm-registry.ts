import type { Day } from "../calendar.ts";
import { DISTRICTS, type Village } from "../geography/villages.ts";
import type { Settlement } from "../geography/settlement.ts";
import { createRandom, type Random } from "../random.ts";
import { brandOf, creditCodeOf } from "./codes.ts";
import type { Firm, FirmStory } from "./firm.ts";
import { BUILDING, DEVELOPMENT, INDUSTRIES, LABOUR, PROPERTY, SUPERVISION, type Industry } from "./industries.ts";

/** The city's firms while people are generated: they hire, and they find an owner. */
export interface FirmRegistry {
  readonly all: readonly Firm[];
  readonly contractors: readonly Firm[];
  readonly labour: readonly Firm[];
  readonly supervisors: readonly Firm[];
  readonly developers: readonly Firm[];
  readonly propertyManagers: readonly Firm[];
  /** A firm of the district that hires; planted firms fill their openings first. */
  readonly employer: (random: Random, districtIndex: number) => Firm;
  /** A firm of the district that somebody used to work for. */
  readonly formerEmployer: (random: Random, districtIndex: number) => Firm;
  /** A firm whose owner is to be found in this household of the district, if one is due. */
  readonly withoutOwner: (districtIndex: number) => Firm | undefined;
  readonly named: (story: FirmStory) => Firm;
}

const PEOPLE_PER_FIRM = 48;
const PEOPLE_PER_HOUSEHOLD = 2.9;

const emptyHeadcount = (): Firm["headcount"] => ({
  insured: 0,
  insuredAtYearEnd: 0,
  insuredAtYearStart: 0,
  newHires: 0,
  graduateHires: 0,
  laidOff: 0,
  wagesAtYearEnd: 0,
});

/** Industries as often as their weights, in a fixed order. */
const INDUSTRY_CYCLE: readonly Industry[] = INDUSTRIES.flatMap((industry) =>
  Array.from({ length: industry.weight }, (_, turn) => ({ industry, at: (turn + 0.5) / industry.weight })),
)
  .sort((a, b) => a.at - b.at)
  .map(({ industry }) => industry);

interface Pool {
  readonly firms: Firm[];
  readonly cumulative: number[];
  readonly households: number;
  seen: number;
  owned: number;
}

const drawFrom = (random: Random, pool: Pool): Firm | undefined => {
  const target = random.next() * (pool.cumulative.at(-1) ?? 0);
  let low = 0;
  let high = pool.cumulative.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((pool.cumulative[middle] ?? 0) > target) high = middle;
    else low = middle + 1;
  }
  return pool.firms[low];
};

const foundFirms = (
  seed: number,
  settlements: readonly Settlement[],
  people: number,
  today: Day,
  stories: readonly FirmStory[],
): readonly Firm[] => {
  const random = createRandom(seed, "firms");
  const villages = settlements.filter(({ village }) => village.urban).map(({ village }) => village);
  const ordinary = Math.max(60, Math.round(people / PEOPLE_PER_FIRM) - stories.length);
  const found = (index: number, industry: Industry, story?: FirmStory): Firm => {
    const village = random.pick<Village>(villages);
    return {
      index,
      code: creditCodeOf("enterprise", index),
      name: `漯河${brandOf(index)}${industry.trade}（示例）有限公司`,
      industry,
      village,
      establishedOn: today - random.between(1_500, 9_000),
      weight: story ? 0 : Math.exp(random.normal() * 1.25),
      ...(story ? { story } : {}),
      headcount: emptyHeadcount(),
    };
  };
  const planted = stories.map((story, index) => found(index, story.industry, story));
  const rest = Array.from({ length: ordinary }, (_, turn) => {
    const industry = INDUSTRY_CYCLE[turn % INDUSTRY_CYCLE.length] as Industry;
    return found(stories.length + turn, industry);
  });
  return [...planted, ...rest];
};

/** Founds the city's firms: about one for every 48 people, and the planted ones. */
export function createFirmRegistry(
  seed: number,
  settlements: readonly Settlement[],
  people: number,
  today: Day,
  stories: readonly FirmStory[],
): FirmRegistry {
  const all = foundFirms(seed, settlements, people, today, stories);
  const pools = DISTRICTS.map((_, district): Pool => {
    const residents = settlements
      .filter(({ village }) => village.districtIndex === district)
      .reduce((sum, settlement) => sum + settlement.people, 0);
    const firms = all.filter((firm) => firm.village.districtIndex === district);
    let sum = 0;
    const cumulative = firms.map((firm) => (sum += firm.weight));
    return { firms, cumulative, households: residents / PEOPLE_PER_HOUSEHOLD, seen: 0, owned: 0 };
  });
  const openings = all.flatMap((firm) => (firm.story ? [{ firm, left: firm.story.openings(people) }] : []));
  let calls = 0;
  const hiring = (): Firm | undefined => {
    calls += 1;
    if (calls % 2 === 0) return undefined;
    const opening = openings[0];
    if (!opening) return undefined;
    opening.left -= 1;
    if (opening.left <= 0) openings.shift();
    return opening.firm;
  };
  const draw = (random: Random, districtIndex: number): Firm =>
    drawFrom(random, pools[districtIndex] as Pool) ?? random.pick(whole);
  const whole = all.filter((firm) => !firm.story);
  const of = (industry: Industry): readonly Firm[] => whole.filter((firm) => firm.industry === industry);
  return {
    all,
    contractors: of(BUILDING),
    labour: of(LABOUR),
    supervisors: of(SUPERVISION),
    developers: of(DEVELOPMENT),
    propertyManagers: of(PROPERTY),
    employer: (random, districtIndex) => hiring() ?? draw(random, districtIndex),
    formerEmployer: draw,
    withoutOwner: (districtIndex) => {
      const pool = pools[districtIndex] as Pool;
      pool.seen += 1;
      const due = Math.ceil((pool.seen * pool.firms.length * 1.15) / pool.households);
      if (pool.owned >= Math.min(due, pool.firms.length)) return undefined;
      const firm = pool.firms[pool.owned];
      pool.owned += 1;
      return firm;
    },
    named: (story) => all.find((firm) => firm.story === story) as Firm,
  };
}
