import { readFile } from "node:fs/promises";
import { Client } from "pg";
import { question as fiveDepartments } from "../five-departments/question.ts";
import type { DepartmentDatabases } from "../../subgraphs/kit/postgres/department-databases.ts";

/** One of the six questions, with the variables of many subjects of the city. */
export interface Question {
  /** Name of its operation. */
  readonly operation: string;
  readonly document: string;
  readonly subjects: readonly Readonly<Record<string, unknown>>[];
}

/** The day that every question asks about. */
export const AS_OF = "2026-10-31";

/** Different subjects of one question; they repeat from run to run. */
const SUBJECTS = 400;

interface Draw {
  readonly operation: string;
  readonly department: keyof DepartmentDatabases;
  /** One column `subject`. */
  readonly sql: string;
  readonly variables: (subject: string) => Readonly<Record<string, unknown>>;
}

const drawn = (column: string, table: string, where = "true"): string =>
  `select ${column} as subject from ${table} where ${where} order by md5(${column}) limit ${SUBJECTS}`;

/** Streets and townships (9 digits) in which the rows of a table lie. */
const streets = (table: string): string =>
  `select street as subject from (select distinct left(division_code, 9) as street from ${table}) found order by md5(street) limit ${SUBJECTS}`;

const authorizations = (kind: "rental" | "subsistence"): string =>
  drawn("number", `${kind}_authorization`, `withdrawn_on is null and valid_to >= '${AS_OF}'`);

const draws: readonly Draw[] = [
  {
    operation: "wage-warning",
    department: "housing",
    sql: streets("construction_project"),
    variables: (division) => ({ division, asOf: AS_OF, first: 50, workers: 10 }),
  },
  {
    operation: "public-rental-check",
    department: "housing",
    sql: authorizations("rental"),
    variables: (authorizationNumber) => ({ authorizationNumber, asOf: AS_OF }),
  },
  {
    operation: "subsistence-check",
    department: "civil-affairs",
    sql: authorizations("subsistence"),
    variables: (authorizationNumber) => ({ authorizationNumber, asOf: AS_OF }),
  },
  {
    operation: "pension-after-death",
    department: "human-resources",
    sql: streets("pension_benefit"),
    variables: (division) => ({ division, first: 100 }),
  },
  {
    operation: "enterprise-360",
    department: "enterprise",
    sql: drawn("credit_code", "enterprise"),
    variables: (creditCode) => ({ creditCode }),
  },
  {
    operation: "policy-match",
    department: "enterprise",
    sql: drawn("credit_code", "enterprise"),
    variables: (creditCode) => ({ creditCode, asOf: AS_OF }),
  },
];

/** One person across five departments, about citizens drawn from the city. */
export async function drawFiveDepartments(urls: DepartmentDatabases): Promise<Question> {
  const client = new Client({ connectionString: urls["public-security"] });
  await client.connect();
  // By a stretch of the identifiers, which are pseudonyms: going through all people of a city for some hundred takes seconds.
  const sql = `select citizen_number as subject from person where id >= 'M' order by id limit ${SUBJECTS}`;
  const { rows } = await client.query<{ subject: string }>(sql);
  await client.end();
  return {
    operation: "five-departments",
    document: fiveDepartments,
    subjects: rows.map(({ subject }) => ({ citizenNumber: subject })),
  };
}

/** The six questions about subjects drawn from the city. @throws when a question finds none */
export async function drawQuestions(urls: DepartmentDatabases): Promise<readonly Question[]> {
  return Promise.all(
    draws.map(async ({ operation, department, sql, variables }) => {
      const file = new URL(`../../schema/operations/${operation}.graphql`, import.meta.url);
      const client = new Client({ connectionString: urls[department] });
      await client.connect();
      const { rows } = await client.query<{ subject: string }>(sql);
      await client.end();
      if (rows.length === 0) throw new Error(`The city has no subject for ${operation}.`);
      return {
        operation,
        document: await readFile(file, "utf8"),
        subjects: rows.map(({ subject }) => variables(subject)),
      };
    }),
  );
}
