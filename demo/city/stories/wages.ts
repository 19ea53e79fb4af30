import type { WageStory } from "../sites/site.ts";
import { RICH_FIRM } from "./contractors.ts";
import { WAGES_FALSE_ALARMS } from "./wages-false-alarms.ts";
import { WAGES_GUARANTEES } from "./wages-guarantees.ts";
import { WAGES_OWED } from "./wages-owed.ts";

/** The rich firm's two projects in arrears, besides its clean one. */
const OF_RICH_FIRM = new Set(["tenPercentWithoutPay", "partlyPaid"]);

/** Every planted project, in the order in which sites are opened; the false alarms end with a clean project. */
export const WAGE_STORIES: readonly WageStory[] = [...WAGES_OWED, ...WAGES_GUARANTEES, ...WAGES_FALSE_ALARMS].map(
  (story) => (OF_RICH_FIRM.has(story.kind) ? { ...story, contractor: RICH_FIRM } : story),
);
