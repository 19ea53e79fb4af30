import { oneLoader } from "../../../kit/rows/loaders.ts";
import { statementsOf } from "../../../kit/rows/read-rows.ts";
import type { Context } from "../../builder.ts";
import { isoDate, type IsoDate } from "../calendar.ts";
import type { OwnFacts } from "../facts.ts";
import { readThresholds, thresholdVersions, type ThresholdRow, type Thresholds } from "../thresholds.ts";
import { factsByProject, type ProjectRecords } from "./own-facts.ts";
import { readWageRecords } from "./wage-records.ts";

/** Workers of a project who attended in some month and are on no payroll of it: they may have been paid elsewhere. */
function unlistedWorkers({ attendance, lines }: ProjectRecords): readonly string[] {
  const listed = new Set(lines.map(({ person, month }) => `${month} ${person}`));
  const missing = attendance.filter(({ person, month, days }) => days > 0 && !listed.has(`${month} ${person}`));
  return [...new Set(missing.map(({ person }) => person))];
}

type Elsewhere = Pick<OwnFacts, "attendanceElsewhere" | "payElsewhere">;

/**
 * Other sites on which these workers worked and were paid: two statements, or none when every worker is on a payroll.
 * The answer is used to rule out false alarms; other projects are never named to the caller.
 */
async function readElsewhere(
  database: Context["database"],
  persons: readonly string[],
): Promise<(code: string, workers: readonly string[]) => Elsewhere> {
  if (persons.length === 0) return () => ({ attendanceElsewhere: [], payElsewhere: [] });
  const where = { personId: { in: [...new Set(persons)] } };
  const select = { projectCode: true, personId: true, month: true, days: true } as const;
  const [attendance, lines] = await Promise.all([
    database.attendanceMonth.findMany({ where, select, orderBy: { id: "asc" } }),
    database.payrollLine.findMany({ where, select: { ...select, paidOn: true }, orderBy: { id: "asc" } }),
  ]);
  return (code, workers) => {
    const isElsewhere = (row: { readonly projectCode: string; readonly personId: string }): boolean =>
      row.projectCode !== code && workers.includes(row.personId);
    return {
      attendanceElsewhere: attendance
        .filter(isElsewhere)
        .map(({ personId, month, days }) => ({ person: personId, month, days })),
      payElsewhere: lines.filter(isElsewhere).map(({ personId, month, days, paidOn }) => ({
        person: personId,
        month,
        days,
        paidOn: paidOn === null ? null : isoDate(paidOn),
      })),
    };
  };
}

interface LoadedFacts extends ProjectRecords, OwnFacts {
  readonly code: string;
}

const facts = oneLoader(
  async (codes: string[], { database }: Context): Promise<LoadedFacts[]> => {
    const records = factsByProject(await readWageRecords(database, codes));
    const projects = codes.map((code) => ({ code, ...records(code) }));
    const unlisted = new Map(projects.map((project) => [project.code, unlistedWorkers(project)]));
    const elsewhere = await readElsewhere(database, [...unlisted.values()].flat());
    return projects.map((project) => ({ ...project, ...elsewhere(project.code, unlisted.get(project.code) ?? []) }));
  },
  ({ code }) => code,
);

/** The department's own facts of one project: eight statements at most for all projects that one request asks for. */
export function loadOwnFacts(code: string, context: Context): Promise<LoadedFacts | null> {
  return facts(context).load(code);
}

const THRESHOLDS = `
  select code, value, unit, effective_from::text as "effectiveFrom" from wage_threshold order by code, effective_from`;

const thresholds = oneLoader(
  async (days: string[], context: Context) => {
    const rows = (await statementsOf(context).rows(THRESHOLDS, [])) as unknown as readonly ThresholdRow[];
    return days.map((day) => ({
      day,
      limits: readThresholds(rows, day),
      versions: JSON.stringify(thresholdVersions(rows, day)),
    }));
  },
  ({ day }) => day,
);

/** The limits in force on a day and their versions (JSON), read once for each request. @throws when the table lacks one */
export async function loadThresholds(
  day: IsoDate,
  context: Context,
): Promise<{ readonly limits: Thresholds; readonly versions: string }> {
  const row = await thresholds(context).load(day);
  if (row === null) throw new Error("Thresholds were not read");
  return row;
}
