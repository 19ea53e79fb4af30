import type { Denial } from "./denial.ts";
import type { Explanation } from "./explanation.ts";

type ExplainedDenial = Explanation["coordinates"][number]["denials"][number];

const instant = (time: number): string => new Date(time).toISOString();

/** What only some reasons have, in the graph's own types. */
const detailsOf = (denial: Denial): object => {
  switch (denial.reason) {
    case "EXPIRED":
      return { grant: denial.grant, validTo: instant(denial.validTo) };
    case "NOT_YET_VALID":
      return { grant: denial.grant, validFrom: instant(denial.validFrom) };
    case "QUOTA":
      return { grant: denial.grant, until: instant(denial.until), department: denial.department };
    default:
      return denial;
  }
};

const deniedOf = (denied: ExplainedDenial): object => ({
  ...detailsOf(denied),
  reason: denied.reason,
  message: denied.en,
  messageZh: denied.zh,
  path: denied.path,
  apply: denied.apply,
});

/** An explanation as a `HubExplanation` of the graph: the same facts under GraphQL's names. */
export const explained = ({ coordinates, derived, ...sharing }: Explanation): object => ({
  ...sharing,
  coordinates: coordinates.map(({ share, denials, ...found }) => ({
    ...found,
    shareType: share,
    denials: denials.map(deniedOf),
  })),
  derived: Object.entries(derived).map(([department, inputs]) => ({ department, coordinates: inputs })),
});
