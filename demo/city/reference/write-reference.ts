import type { City } from "../city.ts";
import { writeClosedClues } from "./closed-clues.ts";
import { writeInstitutions } from "./institutions.ts";
import { writePolicies } from "./policy-rows.ts";
import { writeSubsistenceStandards } from "./subsistence-standards.ts";
import { writeWageThresholds } from "./wage-thresholds.ts";

/** Writes what does not depend on people: thresholds, standards, policies, institutions, old clues. */
export const writeReference = (city: City): void => {
  writeWageThresholds(city);
  writeSubsistenceStandards(city);
  writePolicies(city);
  writeInstitutions(city);
  writeClosedClues(city);
};
