import type { Day } from "../calendar.ts";
import type { Village } from "../geography/villages.ts";
import type { Person } from "../people/person.ts";
import type { FirmStory } from "./firm-story.ts";
import type { Industry } from "./industries.ts";

/** What is counted about a firm while its staff are generated; amounts in fen a month. */
interface Headcount {
  insured: number;
  insuredAtYearEnd: number;
  insuredAtYearStart: number;
  newHires: number;
  graduateHires: number;
  laidOff: number;
  wagesAtYearEnd: number;
}

/** A firm, known from the start; its rows are written once its staff and owner are known. */
export interface Firm {
  readonly index: number;
  readonly code: string;
  readonly name: string;
  readonly industry: Industry;
  readonly village: Village;
  readonly establishedOn: Day;
  /** How much of the district's workforce it draws. */
  readonly weight: number;
  readonly story?: FirmStory;
  readonly headcount: Headcount;
  owner?: Person;
}
