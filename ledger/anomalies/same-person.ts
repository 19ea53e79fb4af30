import { byCaller } from "./entry.ts";
import type { Rule } from "./rule.ts";

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
