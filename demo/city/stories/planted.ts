import type { City } from "../city.ts";
import type { FirmStory, Firm, FirmFacts } from "../firms/firm.ts";
import type { PlantedPolicy, PlantedProject } from "../manifest.ts";
import type { WageStory, Site } from "../sites/site.ts";
import { RICH_FIRM, TROUBLED_CONTRACTOR } from "./contractors.ts";
import { POLICY_STORIES } from "./policies.ts";
import { WAGES_FALSE_ALARMS } from "./wages-false-alarms.ts";
import { WAGES_PAPERS } from "./wages-papers.ts";
import { WAGES_GUARANTEES } from "./wages-guarantees.ts";
import { WAGES_OWED } from "./wages-owed.ts";

/** The rich firm's two projects in arrears, besides its clean one. */
const OF_RICH_FIRM = new Set(["tenPercentWithoutPay", "partlyPaid"]);

/** Every planted project, in the order in which sites are opened; the false alarms end with a clean project. */
export const WAGE_STORIES: readonly WageStory[] = [
  ...WAGES_OWED,
  ...WAGES_GUARANTEES,
  ...WAGES_FALSE_ALARMS,
  ...WAGES_PAPERS,
].map((story) => (OF_RICH_FIRM.has(story.kind) ? { ...story, contractor: RICH_FIRM } : story));

/** Every planted firm, in the order in which they are founded. */
export const FIRM_STORIES: readonly FirmStory[] = [RICH_FIRM, TROUBLED_CONTRACTOR, ...POLICY_STORIES];

/** The manifest's line for a site, when it was planted. */
export function plantedProject(site: Site): PlantedProject | undefined {
  const { story } = site;
  if (!story) return undefined;
  return {
    kind: story.kind,
    projectCode: site.code,
    projectName: site.name,
    divisionCode: site.village.code,
    expectedLevel: story.expectedLevel,
    month: site.calendar.months[story.month ?? site.calendar.lastDueMonth] ?? "",
    ...(story.rule === undefined ? {} : { rule: story.rule }),
  };
}

/** The manifest's lines for firms planted for a policy. */
export function plantedPolicies(facts: readonly FirmFacts[]): readonly PlantedPolicy[] {
  return POLICY_STORIES.flatMap((story) => {
    const own = facts.find(({ firm }) => firm.story === story);
    if (!own) return [];
    const match = story.kind === "neverApplied";
    return [
      {
        policy: story.policy,
        kind: story.kind,
        creditCode: own.firm.code,
        expectedMatch: match,
        ...(story.failing === undefined ? {} : { failing: story.failing }),
        ...(match ? { amount: story.amount(own) } : {}),
      },
    ];
  });
}

/** The firm of which every department knows something. */
export function richFirm(city: City): Firm {
  return city.firms.named(RICH_FIRM);
}
