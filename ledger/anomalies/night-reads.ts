import { byCaller } from "./entry.ts";
import type { Rule } from "./rule.ts";

const FROM_HOUR = 22;
const TO_HOUR = 6;
const MIN_READS = 5;
/** 漯河 is at UTC+8 all year. */
const OFFSET_MS = 8 * 3600 * 1000;

/** An officer reads at night (22:00 to 06:00 local time), five times or more. Apps on their own behalf may run at any hour. */
export const nightReads: Rule = {
  name: "night-reads",
  title: "经办人夜间查询",
  find(entries) {
    const night = entries.filter(({ officer, time }) => {
      const hour = new Date(time + OFFSET_MS).getUTCHours();
      return officer !== null && (hour >= FROM_HOUR || hour < TO_HOUR);
    });
    return [...byCaller(night)]
      .filter(([, reads]) => reads.length >= MIN_READS)
      .map(([caller, reads]) => ({
        caller,
        summary: `${reads.length} requests between ${FROM_HOUR}:00 and ${TO_HOUR}:00`,
        evidence: reads.map(({ index }) => index),
      }));
  },
};
