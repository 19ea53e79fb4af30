import { type DepartmentName } from "../../subgraphs/kit/departments.ts";
import { DEMO_PSEUDONYM_KEY } from "../../subgraphs/kit/pseudonym.ts";
import { createCalendar, isoDate } from "./calendar.ts";
import type { City } from "./city.ts";
import { createFirmRegistry } from "./firms/firm-registry.ts";
import { writeFirms } from "./firms/write-firms.ts";
import { settle } from "./geography/settlement.ts";
import { loadVillages } from "./geography/villages.ts";
import { openCityLoader, type CityLoader } from "./load/city-loader.ts";
import { prepareDatabases } from "./load/prepare-databases.ts";
import type { Manifest } from "./manifest.ts";
import { createCitizenNumbers } from "./people/citizen-numbers.ts";
import { populate } from "./people/populate.ts";
import { writeReference } from "./reference/write-reference.ts";
import { createSiteRegistry } from "./sites/site-registry.ts";
import { FIRM_STORIES, plantedPolicies, plantedProject, richFirm, WAGE_STORIES } from "./stories/planted.ts";
import { plantInquiries } from "./stories/inquiries.ts";
import { copiesFor, plantFamilies } from "./stories/plant-families.ts";

/** Options of one city. */
export interface SeedOptions {
  readonly databaseUrls: Readonly<Record<DepartmentName, string>>;
  /** Number of people registered, the dead of the last year included; at least 2,000. */
  readonly people: number;
  readonly seed?: number;
  /** ISO date; the books end with the last complete month before it. */
  readonly asOf?: string;
  /** Replace a city that is there already. */
  readonly reset?: boolean;
  /** Build indexes and keys after the rows instead of with them; default: from 60,000 people on. */
  readonly bulk?: boolean;
  readonly onProgress?: (done: number, total: number) => void;
}

/** The default as-of date: fixed, so that the demo and its stories stay the same. */
export const DEFAULT_AS_OF = "2026-10-31";
/** The default seed. */
export const DEFAULT_SEED = 4_111;
/** The smallest city that has room for every planted story. */
export const LEAST_PEOPLE = 2_000;

const BULK_FROM = 60_000;

const plantedSites = (people: number) => Array.from({ length: copiesFor(people) }, () => WAGE_STORIES).flat();

const layOut = async (options: SeedOptions, loader: CityLoader): Promise<City> => {
  const { people, seed = DEFAULT_SEED } = options;
  const calendar = createCalendar(options.asOf ?? DEFAULT_AS_OF);
  const settlements = settle(await loadVillages(), people);
  const firms = createFirmRegistry(seed, settlements, people, calendar.today, FIRM_STORIES);
  const counts = new Map<string, number>();
  return {
    seed,
    people,
    calendar,
    settlements,
    numbers: createCitizenNumbers(),
    key: process.env["HUB_PSEUDONYM_KEY"] ?? DEMO_PSEUDONYM_KEY,
    firms,
    sites: createSiteRegistry(seed, people, calendar, firms, plantedSites(people)),
    write: loader.write,
    count: (kind) => {
      const next = (counts.get(kind) ?? 0) + 1;
      counts.set(kind, next);
      return next;
    },
    divorced: { MALE: [], FEMALE: [] },
  };
};

const build = async (options: SeedOptions, loader: CityLoader): Promise<Manifest> => {
  const city = await layOut(options, loader);
  writeReference(city);
  const families = plantFamilies(city);
  const wages: Manifest["wages"][number][] = [];
  const ofRichFirm: string[] = [];
  const firm = richFirm(city);
  await populate(city, families.people, {
    drain: loader.drain,
    onProgress: options.onProgress ?? (() => undefined),
    onSite: (site) => {
      const planted = plantedProject(site);
      if (planted) wages.push(planted);
      if (site.contractor === firm) ofRichFirm.push(site.code);
    },
  });
  const facts = await writeFirms(city, loader.drain);
  const debtor = facts.find((each) => each.firm === firm);
  const inquiries = debtor === undefined ? [] : plantInquiries(city, debtor, families.subsistence);
  if (wages.length < plantedSites(options.people).length)
    throw new Error("the city ran out of people for its planted projects");
  return {
    people: options.people,
    seed: city.seed,
    asOf: isoDate(city.calendar.today),
    months: city.calendar.months,
    wages,
    pensions: families.pensions,
    rentals: families.rentals,
    subsistence: families.subsistence,
    destitute: families.destitute,
    authorizations: families.authorizations,
    inquiries,
    policies: plantedPolicies(facts),
    enterprise360: { creditCode: firm.code, name: firm.name, projectCodes: ofRichFirm },
    rows: loader.rows(),
  };
};

/**
 * Builds one city in the five departments' databases: migrates them, empties them when `reset` says so, fills them with
 * COPY in one pass and one transaction each, and gathers statistics. The same people, seed, date and pseudonym key give
 * the same bytes. Nothing stays when it fails.
 * @throws RangeError for impossible options; SeedRefused when a database holds rows and `reset` is not set
 */
export async function seedCity(options: SeedOptions): Promise<Manifest> {
  const { people, databaseUrls } = options;
  if (!Number.isSafeInteger(people) || people < LEAST_PEOPLE)
    throw new RangeError(`a city has at least ${LEAST_PEOPLE} people, got ${people}`);
  createCalendar(options.asOf ?? DEFAULT_AS_OF);
  await prepareDatabases(databaseUrls, options.reset === true);
  const loader = await openCityLoader(databaseUrls, options.bulk ?? people >= BULK_FROM);
  try {
    const manifest = await build(options, loader);
    await loader.finish();
    return manifest;
  } catch (error) {
    await loader.abandon();
    throw error;
  }
}
