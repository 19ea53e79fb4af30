import type { Calendar } from "../calendar.ts";
import type { FirmRegistry } from "../firms/firm-registry.ts";
import type { Village } from "../geography/villages.ts";
import type { Person } from "../people/household.ts";
import { createRandom, type Random } from "../random.ts";
import { drawAttendance, writeSheets } from "./books.ts";
import { openSite } from "./open-site.ts";
import type { Site, WageStory, Worker } from "./site.ts";

/** The city's construction sites while people are generated. */
export interface SiteRegistry {
  /** A place on a site for this person, or nothing: places are spread over the whole city. */
  readonly offer: (person: Person, village: Village) => Worker | undefined;
  /** Sites that are complete and have not been taken yet, in order. `closing`: no more people come, give all. */
  readonly take: (closing: boolean) => readonly Site[];
}

/** Share of all people who are offered a place at least; the last places are filled well before the last village. */
const CANDIDATES = 0.145;
const SMALL_CITY = 10_000;

interface Plan {
  readonly story: WageStory | undefined;
  readonly size: number;
}

/** Planted sites stand evenly among ordinary ones, in the first four fifths. */
const planSites = (random: Random, people: number, stories: readonly WageStory[]): readonly Plan[] => {
  const total = Math.max(stories.length + (people < SMALL_CITY ? 1 : 3), Math.ceil(people / 1_200));
  const every = Math.max(1, Math.floor((total * 0.8) / stories.length));
  const small = Math.min(24, Math.max(12, Math.floor((people * 0.17) / total)));
  return Array.from({ length: total }, (_, index) => {
    const story = index % every === 0 ? stories[index / every] : undefined;
    const room = people < SMALL_CITY ? small : story ? random.between(20, 28) : random.between(20, 80);
    return { story, size: story?.hires === false ? 0 : room };
  });
};

const TRADES = ["钢筋", "木工", "混凝土", "砌筑", "抹灰", "水电", "架子"] as const;
const TEAM_SIZE = 11;

const hire = (random: Random, site: Site): Worker => {
  const { calendar, story } = site;
  const position = site.workers.length;
  const trade = TRADES[Math.floor(position / TEAM_SIZE) % TRADES.length] ?? "木工";
  const round = ["一", "二", "三"][Math.floor(position / TEAM_SIZE / TRADES.length)] ?? "四";
  const dailyWage = random.between(20, 38) * 1_000;
  const late = !story && random.chance(0.25);
  const enteredOn = late
    ? Math.max(site.startedOn, calendar.monthStart(random.between(1, 9)) + random.between(0, 3))
    : site.startedOn + random.between(0, 3);
  const leaving = !story && random.chance(0.12) ? calendar.monthEnd(random.between(6, 9)) - random.between(0, 4) : null;
  const leftOn = leaving !== null && leaving > enteredOn + 40 ? leaving : null;
  const { days, leave } = drawAttendance(random, calendar, enteredOn, leftOn);
  const worked = days.filter((count) => count > 0);
  const mean = worked.length === 0 ? 22 : worked.reduce((sum, count) => sum + count, 0) / worked.length;
  return {
    employer: site.labour.code,
    team: `${trade}${round}班`,
    trade: `${trade}工`.replace("工工", "工"),
    dailyWage,
    monthlyWage: Math.round((mean * dailyWage) / 100) * 100,
    enteredOn,
    leftOn,
    settledOn: leftOn === null ? null : leftOn + 16,
    days,
    leave,
  };
};

const shaped = (site: Site, next: Site): Site => {
  site.story?.shape(site, next);
  return site;
};

/** Lays out the city's sites: the planted ones, and about one for every 1,200 people. */
export function createSiteRegistry(
  seed: number,
  people: number,
  calendar: Calendar,
  firms: FirmRegistry,
  stories: readonly WageStory[],
): SiteRegistry {
  const plans = planSites(createRandom(seed, "sites"), people, stories);
  const places = plans.reduce((sum, { size }) => sum + size, 0);
  const candidates = Math.max(1, Math.floor(people * CANDIDATES));
  const sites: Site[] = [];
  let open = 0;
  let seen = 0;
  let given = 0;
  let taken = 0;
  let random = createRandom(seed, "site", 0);

  const openNext = (village: Village): void => {
    const index = sites.length;
    const story = plans[index]?.story;
    random = createRandom(seed, "site", index);
    sites.push(openSite(random, { index, village, calendar, firms, story }));
  };
  const isFull = (index: number): boolean => (sites[index]?.workers.length ?? 0) >= (plans[index]?.size ?? 0);
  const offer: SiteRegistry["offer"] = (person, village) => {
    seen += 1;
    if (open >= plans.length || given * candidates > seen * places) return undefined;
    if (sites.length === open) openNext(village);
    while (isFull(open)) {
      open += 1;
      if (open >= plans.length) return undefined;
      openNext(village);
    }
    const site = sites[open] as Site;
    const worker = { ...hire(random, site), person };
    site.workers.push(worker);
    given += 1;
    return worker;
  };
  let kept: Site | undefined;
  /** A site is given out once the one after it is complete too: a story may reach into the next site's books. */
  const take: SiteRegistry["take"] = (closing) => {
    const out: Site[] = [];
    for (const limit = closing ? sites.length : open; taken < limit; taken += 1) {
      const site = sites[taken] as Site;
      site.sheets = writeSheets(createRandom(seed, "sheets", site.index), site);
      if (kept) out.push(shaped(kept, site));
      kept = site;
    }
    if (closing && kept) out.push(shaped(kept, kept));
    return out;
  };
  return { offer, take };
}
