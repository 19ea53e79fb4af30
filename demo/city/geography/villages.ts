import { readFile } from "node:fs/promises";

/** A county-level district of Luohe (411100). */
interface District {
  readonly code: string;
  readonly name: string;
  /** Its seat's short name, as courts, stations and offices carry it. */
  readonly short: string;
  /** Residents in thousands (2020 census; the development zone is counted apart from 召陵). */
  readonly weight: number;
  /** Share of residents who live in urban communities. */
  readonly urbanShare: number;
}

/** The six districts, in the order of their codes. 411171 is a code of the statistics bureau: 经开区 is no division of GB/T 2260. */
export const DISTRICTS: readonly District[] = [
  { code: "411102", name: "源汇区", short: "源汇", weight: 380, urbanShare: 0.72 },
  { code: "411103", name: "郾城区", short: "郾城", weight: 490, urbanShare: 0.62 },
  { code: "411104", name: "召陵区", short: "召陵", weight: 400, urbanShare: 0.5 },
  { code: "411121", name: "舞阳县", short: "舞阳", weight: 460, urbanShare: 0.4 },
  { code: "411122", name: "临颍县", short: "临颍", weight: 580, urbanShare: 0.43 },
  { code: "411171", name: "漯河经济技术开发区", short: "经开", weight: 60, urbanShare: 0.55 },
];

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
  /** Number of grids that it is divided into. */
  readonly grids: number;
}

const URBAN_GRIDS = 983;
const RURAL_GRIDS = 6_753;
const COUNTY_SEATS = new Set(["411121100"]);

/** Length of a township's code; a village's is longer. */
const TOWNSHIP = 9;

interface Line {
  readonly code: string;
  readonly name: string;
}

/** Luohe's townships and villages, in the order of their codes. */
const linesOfCity = async (): Promise<readonly Line[]> => {
  const text = await readFile(new URL("./luohe.csv", import.meta.url), "utf8");
  return [...text.matchAll(/^(\d+),(.+)$/gm)].map(([, code = "", name = ""]) => ({ code, name }));
};

/** Name of a village or community without its committee. What only the committee tells, a community of residents or a village, stays told. */
const shortName = (name: string): string => {
  const bare = name.replace(/(?:居民|村民)?委员会$|[居村]委会$/, "");
  if (/[村区庄街]$/.test(bare)) return bare;
  return /居民委员会$|居委会$/.test(name) ? `${bare}居委会` : `${bare}村`;
};

const isUrban = (code: string, name: string): boolean =>
  code.charAt(6) === "0" || COUNTY_SEATS.has(code.slice(0, 9)) || /社区|居民委员会/.test(name);

/** The city's villages in the order of their codes, with the city's 983 urban and 6,753 rural grids dealt out evenly. */
export async function loadVillages(): Promise<readonly Village[]> {
  const divisions = await linesOfCity();
  const townships = new Map(divisions.map(({ code, name }) => [code, name]));
  const lines = divisions.filter(({ code }) => code.length > TOWNSHIP);
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
    const address = `河南省漯河市${district.name.replace(/^漯河/, "")}${township}${village}`;
    return [{ index, code, name: village, township, district, districtIndex, urban, address, grids }];
  });
}

/** Grid code: the village's 12 digits and the grid's three. `number` counts from 0 and wraps around. */
export function gridCode(village: Village, number: number): string {
  return village.code + String((number % village.grids) + 1).padStart(3, "0");
}
