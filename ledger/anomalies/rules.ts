import { manyDenials } from "./many-denials.ts";
import { nightReads } from "./night-reads.ts";
import type { Rule } from "./rule.ts";
import { samePerson } from "./same-person.ts";
import { sequentialProbing } from "./sequential-probing.ts";
import { unusualDistrict } from "./unusual-district.ts";
import { volume } from "./volume.ts";

/** All rules. */
export const RULES: readonly Rule[] = [volume, nightReads, samePerson, sequentialProbing, manyDenials, unusualDistrict];
