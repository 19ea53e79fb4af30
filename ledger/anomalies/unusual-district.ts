import { callerOf } from "./entry.ts";
import type { Rule } from "./rule.ts";

const MIN_PAST = 20;
const DISTRICT_DIGITS = 6;

/** A grant is used for a district that it never reached before, once it has a past of twenty requests. */
export const unusualDistrict: Rule = {
  name: "unusual-district",
  title: "授权用于以往未涉及的区域",
  find(entries, { districtsOfGrant }) {
    const found = new Map<string, { caller: string; district: string; about: string; evidence: number[] }>();
    for (const entry of entries) {
      const usual = districtsOfGrant.get(entry.grantHash ?? "");
      if (usual === undefined || [...usual.values()].reduce((sum, uses) => sum + uses, 0) < MIN_PAST) continue;
      for (const district of new Set(entry.divisions.map((code) => code.slice(0, DISTRICT_DIGITS)))) {
        if (usual.has(district)) continue;
        const caller = callerOf(entry);
        const key = JSON.stringify([caller, entry.grantHash, district]);
        const one = found.get(key);
        const about = `${district} ${entry.grantHash ?? ""}`;
        if (one === undefined) found.set(key, { caller, district, about, evidence: [entry.index] });
        else one.evidence.push(entry.index);
      }
    }
    return [...found.values()].map(({ caller, district, about, evidence }) => ({
      caller,
      about,
      summary: `${evidence.length} requests in district ${district}, which this grant never reached before`,
      evidence,
    }));
  },
};
