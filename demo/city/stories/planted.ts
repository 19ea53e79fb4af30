import type { City } from "../city.ts";
import type { Firm, FirmFacts } from "../firms/firm.ts";
import type { PlantedPolicy, PlantedProject } from "../manifest.ts";
import type { Site } from "../sites/site.ts";
import { RICH_FIRM } from "./contractors.ts";
import { POLICY_STORIES } from "./policies.ts";

/** The manifest's line for a site, when it was planted. */
export const plantedProject = (site: Site): PlantedProject | undefined => {
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
};

/** The manifest's lines for firms planted for a policy. */
export const plantedPolicies = (facts: readonly FirmFacts[]): readonly PlantedPolicy[] =>
  POLICY_STORIES.flatMap((story) => {
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

/** The firm of which every department knows something. */
export const richFirm = (city: City): Firm => city.firms.named(RICH_FIRM);
