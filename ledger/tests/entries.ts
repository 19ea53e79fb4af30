import type { Entry } from "../anomalies/entry.ts";

/** A Tuesday morning, 10:00 in 漯河. */
export const MORNING = Date.UTC(2026, 10, 24, 2);

/** `count` unremarkable requests a minute apart, each with what `part` gives it. */
export function entries(count: number, part: (i: number) => Partial<Entry> = () => ({})): readonly Entry[] {
  return Array.from({ length: count }, (_, i) => {
    const given = part(i);
    const subjects = given.subjects ?? [`Person:p${i}`];
    return { ...plain(i), subjects, subjectCount: subjects.length, ...given };
  });
}

function plain(i: number): Omit<Entry, "subjects" | "subjectCount"> {
  return {
    index: i,
    time: MORNING + i * 60_000,
    app: "rent",
    officer: "officer-1",
    grantHash: "grant-1",
    operationHash: "operation-1",
    denied: false,
    rowCount: 1,
    divisions: ["411102001001"],
  };
}
