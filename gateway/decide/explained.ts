import { denialFacts } from "../../schema/denial.ts";
import type { Explanation } from "./explanation.ts";

type ExplainedDenial = Explanation["coordinates"][number]["denials"][number];

const deniedOf = (denied: ExplainedDenial): object => ({
  ...denialFacts(denied),
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
