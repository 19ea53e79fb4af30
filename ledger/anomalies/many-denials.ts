import { byCaller } from "./entry.ts";
import type { Rule } from "./rule.ts";

const MIN_DENIALS = 10;
const MIN_SHARE = 0.5;

/** A caller keeps asking for what it is not granted: ten denials or more, and half of its requests. */
export const manyDenials: Rule = {
  name: "many-denials",
  title: "大量越权请求被拒绝",
  find(entries) {
    return [...byCaller(entries)].flatMap(([caller, group]) => {
      const denied = group.filter((entry) => entry.denied);
      if (denied.length < MIN_DENIALS || denied.length < group.length * MIN_SHARE) return [];
      const summary = `${denied.length} of ${group.length} requests were denied, in whole or in part`;
      return [{ caller, summary, evidence: denied.map(({ index }) => index) }];
    });
  },
};
