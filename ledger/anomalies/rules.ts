import { byCaller, callerOf } from "./entry.ts";
import type { Rule } from "./rule.ts";
import { sequentialProbing } from "./sequential-probing.ts";

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

const MIN_LOOKS = 5;
/** An answer about many people is a list, not a look at one of them. */
const MAX_SUBJECTS = 3;

/** One officer looks at one person again and again: five answers or more that are about hardly anyone else. */
export const samePerson: Rule = {
  name: "same-person",
  title: "同一经办人反复查询同一人",
  find(entries) {
    const looks = entries.filter(({ officer, subjectCount }) => officer !== null && subjectCount <= MAX_SUBJECTS);
    return [...byCaller(looks)].flatMap(([caller, group]) => {
      const bySubject = new Map<string, number[]>();
      for (const { index, subjects } of group) {
        for (const subject of subjects) bySubject.set(subject, [...(bySubject.get(subject) ?? []), index]);
      }
      return [...bySubject]
        .filter(([, evidence]) => evidence.length >= MIN_LOOKS)
        .map(([subject, evidence]) => ({
          caller,
          summary: `${evidence.length} looks at ${subject}`,
          evidence,
          about: subject,
        }));
    });
  },
};

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

const MIN_PAST = 20;
const DISTRICT_DIGITS = 6;

/** A grant is used for a district that it never reached before, once it has a past of twenty requests. */
export const unusualDistrict: Rule = {
  name: "unusual-district",
  title: "授权用于以往未涉及的区域",
  find(entries, { districtsOfGrant }) {
    const found = new Map<string, { caller: string; district: string; about: string; evidence: number[] }>();
    for (const entry of entries) {
      const usual = districtsOfGrant.get(entry.grantHash ?? "");
      if (usual === undefined || [...usual.values()].reduce((sum, uses) => sum + uses, 0) < MIN_PAST) continue;
      for (const district of new Set(entry.divisions.map((code) => code.slice(0, DISTRICT_DIGITS)))) {
        if (usual.has(district)) continue;
        const caller = callerOf(entry);
        const key = JSON.stringify([caller, entry.grantHash, district]);
        const one = found.get(key);
        const about = `${district} ${entry.grantHash ?? ""}`;
        if (one === undefined) found.set(key, { caller, district, about, evidence: [entry.index] });
        else one.evidence.push(entry.index);
      }
    }
    return [...found.values()].map(({ caller, district, about, evidence }) => ({
      caller,
      about,
      summary: `${evidence.length} requests in district ${district}, which this grant never reached before`,
      evidence,
    }));
  },
};

/** All rules. */
export const RULES: readonly Rule[] = [volume, nightReads, samePerson, sequentialProbing, manyDenials, unusualDistrict];
