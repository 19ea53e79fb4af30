import type { City } from "../city.ts";
import type { FirmFacts } from "./firm.ts";
import { writeFirm } from "./write-firm.ts";

const BATCH = 500;

/** Writes all firms once their staff are known. Gives the facts of the planted ones, in the order of their stories. */
export const writeFirms = async (city: City, drain: () => Promise<void>): Promise<readonly FirmFacts[]> => {
  const owned = city.firms.all.filter(({ owner }) => owner);
  const planted: FirmFacts[] = [];
  for (const [index, firm] of city.firms.all.entries()) {
    const stand = owned[index % Math.max(1, owned.length)]?.owner;
    if (!firm.owner && stand) firm.owner = stand;
    const facts = writeFirm(city, firm);
    if (firm.story) planted.push(facts);
    if (index % BATCH === BATCH - 1) await drain();
  }
  return planted;
};
