import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { smallCity, type SmallCity } from "../../demo/city/small-city.ts";
import type { ServedSystem } from "../../demo/systems/serve.ts";
import { startPayrollBank } from "../../demo/systems/payroll-bank/start-system.ts";
import { dataOf, type AskHub } from "../../subgraphs/kit/ask-hub.ts";
import { assessDay } from "../../subgraphs/human-resources/wages/monitor/assess-day.ts";
import { MONITOR } from "../../subgraphs/human-resources/wages/monitor/monitor.ts";
import { watchWages } from "../../subgraphs/human-resources/wages/monitor/watch-wages.ts";
import { openStatements, type Statements } from "../../subgraphs/kit/postgres/statements.ts";
import { startGovernedCity, type GovernedCity } from "../governed-city.ts";
import { observed } from "./counted-subgraph.ts";
import { testDatabase } from "../test-database.ts";

/** Wage warnings as assessments that are kept: what the monitor has stored is what anybody would be told without it. */

const DAYS = ["2026-06-30", "2026-09-15", "2026-10-31"];
const TODAY = "2026-10-31";

let small: SmallCity;
let city: GovernedCity;
let bank: ServedSystem;
let statements: Statements;
const told: string[] = [];
let question: string;

beforeAll(async () => {
  small = await smallCity(testDatabase, "assessments");
  bank = await startPayrollBank(small.databaseUrls);
  city = await startGovernedCity({
    ledgerName: "ledger_assessments",
    own: small,
    places: { SOURCE_PAYROLL_RETURNS_URL: bank.url },
    served: (subgraph) => observed(subgraph, (text) => told.push(`${subgraph.name}: ${text}`)),
  });
  statements = openStatements(small.databaseUrls["human-resources"]);
  question = await readFile("schema/operations/wage-warning.graphql", "utf8");
}, 60_000);
afterAll(async () => {
  await statements.close();
  await city.stop();
  await bank.close();
  await small.close();
});

const ask: AskHub = async (query, variables) =>
  dataOf(await city.askAs(MONITOR.app, query, variables, { officer: null }));

/** The whole answer to the officers' question about the city on a day. */
const answerOn = (asOf: string) =>
  city.askAs("wage-warning", question, { division: "4111", asOf, first: 100, workers: 200 });

/** The same of several days: every value and every denial; each answer's own receipt aside. */
const toldOf = (days: readonly string[]) =>
  Promise.all(
    days.map(async (asOf) => {
      const { data, errors } = await answerOn(asOf);
      return { data, errors };
    }),
  );

const own = <Row extends object>(sql: string, values: readonly unknown[] = []) =>
  small.ask<Row>("human-resources", sql, values);

const stored = async (): Promise<number> =>
  (await own<{ count: number }>("select count(*)::int as count from wage_assessment"))[0]?.count ?? 0;

/** Projects with an assessment that came after the given number of them, in the order in which they came. */
const assessedSince = async (count: number): Promise<readonly string[]> =>
  (await own<{ code: string }>("select project_code as code from wage_assessment order by id offset $1", [count])).map(
    ({ code }) => code,
  );

const projectOf = (kind: string): string =>
  small.manifest.wages.find((story) => story.kind === kind)?.projectCode ?? "none";

interface Told {
  readonly constructionProjects: {
    readonly edges: readonly {
      readonly node: {
        readonly code: string;
        readonly wageWarning: { readonly level: string; readonly owedWorkers: number };
      };
    }[];
  };
}

const warningOn = async (asOf: string, code: string) =>
  ((await answerOn(asOf)).data as unknown as Told | undefined)?.constructionProjects.edges.find(
    ({ node }) => node.code === code,
  )?.node.wageWarning;

test("whoever asks leaves nothing behind; the monitor keeps one assessment for each project and day, and tells how far it is", async () => {
  await answerOn(TODAY);
  expect(await stored()).toBe(0);
  const progress: number[] = [];
  const levels = await assessDay({ ask, asOf: TODAY, divisions: ["4111"], onProgress: (done) => progress.push(done) });
  const [projects] = await small.ask<{ count: number }>(
    "housing",
    "select count(*)::int as count from construction_project",
  );
  const all = projects?.count ?? 0;
  expect(all).toBeGreaterThan(20);
  expect(progress.at(-1)).toBe(all);
  expect(Object.values(levels).reduce((sum, count) => sum + count, 0)).toBe(all);
  expect(levels.RED).toBeGreaterThan(5);
  expect(await stored()).toBe(all);
  const [row] = await own<{ computed: boolean; rules: boolean; thresholds: string }>(
    `select computed_at is not null as computed, reasons @> '[{"rule": "twoMonthsOwed", "version": 1}]' as rules,
       thresholds -> 'MONTHS_OWED' ->> 'effectiveFrom' as thresholds
     from wage_assessment where project_code = $1`,
    [projectOf("twoMonthsOwed")],
  );
  expect(row).toEqual({ computed: true, rules: true, thresholds: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) });
});

test("a look over what is on file works nothing out again", async () => {
  const before = await stored();
  await assessDay({ ask, asOf: TODAY, divisions: ["4111"] });
  expect(await stored()).toBe(before);
});

test("a page that runs out of time is asked again, and goes on from what is on file; one that never comes ends the look", async () => {
  let failing = 2;
  const hesitant: AskHub = (query, variables) => {
    if (failing === 0) return ask(query, variables);
    failing -= 1;
    return Promise.reject(new Error("The hub answered with HUB_SUBGRAPH_TIMEOUT"));
  };
  const levels = await assessDay({ ask: hesitant, asOf: TODAY, divisions: ["4111"] });
  expect(Object.values(levels).reduce((sum, count) => sum + count, 0)).toBe(await stored());
  failing = Number.POSITIVE_INFINITY;
  await expect(assessDay({ ask: hesitant, asOf: TODAY, divisions: ["4111"] })).rejects.toThrow("HUB_SUBGRAPH_TIMEOUT");
});

test("on each of several days the stored answer is the whole answer that is worked out without it", async () => {
  for (const asOf of DAYS) await assessDay({ ask, asOf, divisions: ["4111"] });
  const fromFile = await toldOf(DAYS);
  await own("update wage_assessment set as_of = as_of - 10000");
  const workedOut = await toldOf(DAYS);
  await own("update wage_assessment set as_of = as_of + 10000");
  expect(fromFile).toEqual(workedOut);
  expect(new Set(fromFile.map(({ data }) => JSON.stringify(data))).size).toBe(DAYS.length);
}, 60_000);

test("from the file, all warnings of a page are two statements: the thresholds in force, and what is on file", async () => {
  told.length = 0;
  await answerOn(TODAY);
  const tables = told.flatMap((text) => /^human-resources:[^]*?from ([a-z_]+)/.exec(text)?.[1] ?? []);
  expect(tables).toEqual(["wage_threshold", "unnest"]);
});

test("the answer is read from the file: what stands there is what is told", async () => {
  const code = projectOf("twoMonthsOwed");
  const [last] = await own<{ id: number }>(
    "select id from wage_assessment where project_code = $1 and as_of = $2 order by id desc limit 1",
    [code, TODAY],
  );
  await own("update wage_assessment set level = 'NONE' where id = $1", [last?.id]);
  expect((await warningOn(TODAY, code))?.level).toBe("NONE");
  await own("update wage_assessment set level = 'RED' where id = $1", [last?.id]);
});

test("a change of the books is told at once, and the monitor assesses what it touches and nothing else", async () => {
  const code = projectOf("twoMonthsOwed");
  const before = await stored();
  const owed = (await warningOn(TODAY, code))?.owedWorkers ?? 0;
  await own("update payroll_line set paid_amount = due_amount, paid_on = '2026-10-01' where project_code = $1", [code]);
  expect((await warningOn(TODAY, code))?.owedWorkers).toBeLessThan(owed);
  await assessDay({ ask, asOf: TODAY, divisions: ["4111"] });
  const since = await assessedSince(before);
  expect(since).toContain(code);
  // Besides: sites on which the same workers attended.
  const [elsewhere] = await own<{ codes: string[] }>(
    `select array_agg(distinct other.project_code) as codes from attendance_month other
     where other.person_id in (select person_id from payroll_line where project_code = $1)`,
    [code],
  );
  expect([...since].sort()).toEqual([...new Set([code, ...(elsewhere?.codes ?? [])])].sort());
});

test("pay on another site is a change of the books of the site on which the same worker has none", async () => {
  const code = projectOf("workerOnTwoSites");
  const [line] = await own<{ id: number }>(
    `select line.id from payroll_line line where line.project_code <> $1
       and line.person_id in (select person_id from attendance_month where project_code = $1)
       and not exists (select from payroll_line here where here.project_code = $1 and here.person_id = line.person_id and here.month = line.month)
     limit 1`,
    [code],
  );
  const before = await stored();
  await own("update payroll_line set paid_on = null where id = $1", [line?.id]);
  await assessDay({ ask, asOf: TODAY, divisions: ["4111"] });
  expect(await assessedSince(before)).toContain(code);
});

test("other departments' facts that have changed, and thresholds, are told at once", async () => {
  const code = projectOf("contractorAbnormalOrTaxArrears");
  const before = (await warningOn(TODAY, code))?.level;
  const [firm] = await small.ask<{ credit: string }>(
    "housing",
    "select general_contractor_code as credit from construction_project where code = $1",
    [code],
  );
  await small.ask(
    "enterprise",
    "update abnormal_listing set removed_on = '2026-01-01' where enterprise_credit_code = $1",
    [firm?.credit],
  );
  await small.ask("enterprise", "update tax_credit set arrears = 0 where enterprise_credit_code = $1", [firm?.credit]);
  const after = (await warningOn(TODAY, code))?.level;
  expect([before, after]).toEqual(["YELLOW", "NONE"]);
  await own("update wage_threshold set value = 0.99 where code = 'LABOUR_RATIO'");
  expect((await warningOn(TODAY, code))?.level).toBe("YELLOW");
  await own("update wage_threshold set value = 0.2 where code = 'LABOUR_RATIO'");
});

test("the watch looks over the city once for the day, and is ended after the page that is under way", async () => {
  const before = await stored();
  await own("update wage_account set balance = balance + 1 where project_code = $1", [projectOf("twoMonthsOwed")]);
  const rounds: object[] = [];
  await new Promise<void>((done) => {
    const end = watchWages({
      ask,
      today: () => TODAY,
      statements,
      told: (round) => {
        rounds.push(round);
        void end().then(done);
      },
    });
  });
  expect(rounds).toEqual([expect.objectContaining({ asOf: TODAY, divisions: 1 })]);
  expect(await assessedSince(before)).toContain(projectOf("twoMonthsOwed"));
});

test("back pay that the bank got back is owed by its word; the fetch is the department's own and recorded", async () => {
  const code = projectOf("backPayReturned");
  const before = city.records.length;
  const rulesOf = async (asOf: string) => {
    const [row] = await own<{ level: string; rules: string[] }>(
      `select level, array(select reason ->> 'rule' from jsonb_array_elements(reasons) reason) as rules
       from wage_assessment where project_code = $1 and as_of = $2 order by id desc limit 1`,
      [code, asOf],
    );
    return row;
  };
  await assessDay({ ask, asOf: TODAY, divisions: ["4111"] });
  expect(await rulesOf(TODAY)).toMatchObject({ level: "ORANGE", rules: expect.arrayContaining(["payrollReturned"]) });
  const derived = city.records.slice(before).flatMap((record) => record.derived);
  expect(derived).toContainEqual(
    expect.objectContaining({
      coordinate: "ConstructionProject.wageWarning",
      department: "human-resources",
      inputs: expect.arrayContaining(["ConstructionProject.payrollReturns", "PayrollReturn.person"]),
    }),
  );
});

test("a bank that falls silent clears nothing: every project that pays is warned of, and told as not verified as of the day", async () => {
  const code = projectOf("backPayReturned");
  const [line] = await own<{ paid: string }>(
    "select to_char(max(paid_on), 'YYYY-MM-DD') as paid from payroll_line where project_code = $1 and account like '%0009'",
    [code],
  );
  // On the day of the payment it had not come back yet.
  await assessDay({ ask, asOf: line?.paid ?? "", divisions: ["4111"] });
  expect((await warningOn(line?.paid ?? "", code))?.level).toBe("NONE");
  await bank.close();
  await assessDay({ ask, asOf: TODAY, divisions: ["4111"] });
  const newest = `select distinct on (project_code) project_code, level, missing, reasons from wage_assessment
    where as_of = $1 order by project_code, id desc`;
  const [counts] = await own<{ cleared: number; unnamed: number; told: number }>(
    `select count(*) filter (where level = 'NONE')::int as cleared,
       count(*) filter (where not missing @> array['银行'])::int as unnamed,
       count(*) filter (where reasons::text like '%截至 ${TODAY} 的代发退票情况未取得%')::int as told
     from (${newest}) row where project_code in (select project_code from payroll_line where paid_on <= $1)`,
    [TODAY],
  );
  expect(counts).toEqual({ cleared: 0, unnamed: 0, told: expect.any(Number) });
  expect(counts?.told).toBeGreaterThan(20);
});
