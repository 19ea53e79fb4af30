import type { Rule } from "./rule.ts";

const MIN_DAYS = 7;
const MIN_REQUESTS = 100;
const DEVIATIONS = 4;
/** The deviation counts as at least this part of the mean: an app with the same number every day is allowed some more. */
const MIN_DEVIATION = 0.1;
const MAX_EVIDENCE = 100;

/** An app asks far more than it used to: above its own mean plus four standard deviations, from a week of days on. */
export const volume: Rule = {
  name: "volume",
  title: "调用量明显高于该应用以往水平",
  find(entries, { dailyRequests }) {
    const apps = new Map<string, number[]>();
    for (const { app, index } of entries) {
      const indexes = apps.get(app);
      if (indexes === undefined) apps.set(app, [index]);
      else indexes.push(index);
    }
    return [...apps].flatMap(([app, indexes]) => {
      const days = dailyRequests.get(app) ?? [];
      if (days.length < MIN_DAYS || indexes.length < MIN_REQUESTS) return [];
      const mean = days.reduce((sum, day) => sum + day, 0) / days.length;
      const variance = days.reduce((sum, day) => sum + (day - mean) ** 2, 0) / days.length;
      const limit = mean + DEVIATIONS * Math.max(Math.sqrt(variance), mean * MIN_DEVIATION);
      if (indexes.length <= limit) return [];
      const summary = `${indexes.length} requests in the window; its ${days.length} days before had ${mean.toFixed(0)} on average, limit ${limit.toFixed(0)}`;
      return [{ caller: app, summary, evidence: indexes.slice(-MAX_EVIDENCE) }];
    });
  },
};
