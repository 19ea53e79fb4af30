import type { StoredJudgement } from "../../../subgraphs/human-resources/wages/assessments/assessment.ts";
import { repeatedRed, WAGE_RULES } from "../../../subgraphs/human-resources/wages/rules/rules.ts";
import type { ByHand } from "./answer.ts";

const PROJECTS = `
  select code, name, address, division_code as "divisionCode", general_contractor_code as contractor
  from construction_project where status = 'ONGOING' and division_code like $1 || '%' order by division_code, code limit $2`;

const PERMITS = `
  select project_code as project, number, issued_on::text as "issuedOn" from construction_permit where project_code = any($1) order by number`;

const LISTINGS = `
  select enterprise_credit_code as firm, listed_on::text as "listedOn", reason, removed_on::text as "removedOn"
  from abnormal_listing where enterprise_credit_code = any($1) order by id`;

const CREDITS = `
  select enterprise_credit_code as firm, year, grade, arrears::float8 as arrears
  from tax_credit where enterprise_credit_code = any($1) order by id`;

const ASSESSMENTS = `
  select distinct on (project_code) project_code as project, level, joint_enforcement as "jointEnforcement", reasons, owed,
    owed_amount::float8 as "owedAmount", ruled_out as "ruledOut", missing
  from wage_assessment where project_code = any($1) and as_of = $2 order by project_code, id desc`;

type Stored = StoredJudgement & { readonly project: string };

interface Project {
  readonly code: string;
  readonly contractor: string;
}

interface Firm {
  readonly creditCode: string;
  readonly name: string;
}

const rules = new Map([...WAGE_RULES, repeatedRed].map((rule) => [rule.id, rule]));

/** Rows by one of their columns, which is left out of them. */
const grouped = <Column extends string, Row extends Readonly<Record<Column, string>>>(
  rows: readonly Row[],
  by: Column,
): ReadonlyMap<string, readonly Omit<Row, Column>[]> => {
  const groups = new Map<string, Omit<Row, Column>[]>();
  for (const { [by]: key, ...row } of rows) {
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return groups;
};

const warningOf = (stored: Stored, workers: number, names: ReadonlyMap<string, string>) => ({
  level: stored.level,
  jointEnforcement: stored.jointEnforcement,
  owedWorkers: new Set(stored.owed.map(({ person }) => person)).size,
  owedAmount: stored.owedAmount,
  missingDepartments: stored.missing,
  reasons: stored.reasons.map(({ rule, level, message, evidence }) => ({
    rule,
    title: rules.get(rule)?.title,
    level,
    message,
    source: rules.get(rule)?.source,
    evidence,
  })),
  unpaidWorkers: stored.owed.slice(0, workers).map(({ person, due, paid, owed, ...month }) => ({
    person: { name: names.get(person) ?? null },
    ...month,
    dueAmount: due,
    paidAmount: paid,
    owedAmount: owed,
  })),
  ruledOut: stored.ruledOut.map(({ id, title, month, reason }) => ({ kind: id, title, month, reason })),
});

/** 欠薪预警 of a division, from the assessments on file. */
export const wageWarning: ByHand = (pool) => {
  const [housing, firms, labour, police] = [
    pool("housing"),
    pool("enterprise"),
    pool("human-resources"),
    pool("public-security"),
  ];
  return async ({ division, asOf, first, workers }) => {
    const { rows: found } = await housing.query<Project>(PROJECTS, [division, Number(first) + 1]);
    const projects = found.slice(0, Number(first));
    const codes = projects.map(({ code }) => code);
    const contractors = [...new Set(projects.map(({ contractor }) => contractor))];
    const [permits, firmRows, listings, credits, assessments] = await Promise.all([
      housing.query<{ project: string }>(PERMITS, [codes]),
      firms.query<Firm>('select credit_code as "creditCode", name from enterprise where credit_code = any($1)', [
        contractors,
      ]),
      firms.query<{ firm: string }>(LISTINGS, [contractors]),
      firms.query<{ firm: string }>(CREDITS, [contractors]),
      labour.query<Stored>(ASSESSMENTS, [codes, asOf]),
    ]);
    const unpaid = assessments.rows.flatMap(({ owed }) => owed.slice(0, Number(workers)).map(({ person }) => person));
    const people = await police.query<{ id: string; name: string }>("select id, name from person where id = any($1)", [
      [...new Set(unpaid)],
    ]);
    const names = new Map(people.rows.map(({ id, name }) => [id, name]));
    const [permitsOf, listingsOf, creditsOf] = [
      grouped(permits.rows, "project"),
      grouped(listings.rows, "firm"),
      grouped(credits.rows, "firm"),
    ];
    const firmOf = new Map(firmRows.rows.map((firm) => [firm.creditCode, firm]));
    const storedOf = new Map(assessments.rows.map((stored) => [stored.project, stored]));
    const nodeOf = ({ contractor, ...project }: Project) => {
      const [stored, firm] = [storedOf.get(project.code), firmOf.get(contractor)];
      return {
        ...project,
        constructionPermits: permitsOf.get(project.code) ?? [],
        generalContractor: firm && {
          ...firm,
          abnormalListings: listingsOf.get(contractor) ?? [],
          taxCredits: creditsOf.get(contractor) ?? [],
        },
        wageWarning: stored === undefined ? null : warningOf(stored, Number(workers), names),
      };
    };
    const pageInfo = { hasNextPage: found.length > projects.length, endCursor: codes.at(-1) ?? null };
    return {
      data: { constructionProjects: { pageInfo, edges: projects.map((project) => ({ node: nodeOf(project) })) } },
    };
  };
};
