import type { Context } from "../../builder.ts";
import { oneLoader } from "../../../kit/loaders.ts";
import type { OwnFacts } from "../facts.ts";
import { readThresholds, type Thresholds } from "../thresholds.ts";
import { readElsewhere, unlistedWorkers } from "./elsewhere.ts";
import { factsByProject, type ProjectRecords } from "./own-facts.ts";
import { readWageRecords } from "./wage-records.ts";

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
export const loadOwnFacts = (code: string, context: Context): Promise<LoadedFacts | null> => facts(context).load(code);

const thresholds = oneLoader(
  async (codes: string[], { database }: Context) => {
    const limits = readThresholds(await database.wageThreshold.findMany());
    return codes.map((code) => ({ code, limits }));
  },
  ({ code }) => code,
);

/** The limits in force, read once for each request. @throws when the table lacks one */
export const loadThresholds = async (context: Context): Promise<Thresholds> => {
  const row = await thresholds(context).load("");
  if (row === null) throw new Error("Thresholds were not read");
  return row.limits;
};
