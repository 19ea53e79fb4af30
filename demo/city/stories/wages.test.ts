import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { testDatabase } from "../../../tests/test-database.ts";
import { smallCity, type SmallCity } from "../small-city.ts";
import { WAGE_STORIES } from "./planted.ts";

let city: SmallCity;

beforeAll(async () => {
  city = await smallCity(testDatabase, "wages");
});

afterAll(async () => {
  await city.close();
});

interface Wage {
  readonly project_code: string;
  readonly person_id: string;
  readonly month: string;
  readonly days: number;
  readonly due: number;
  readonly paid: number;
}

/** Every worker and due month: days on site, and what was due and paid on any payroll of any site, whoever paid. */
const wages = async (): Promise<readonly Wage[]> =>
  city.ask<Wage>(
    "human-resources",
    `select a.project_code, a.person_id, a.month, a.days,
            coalesce(sum(l.due_amount), 0)::bigint as due, coalesce(sum(l.paid_amount), 0)::bigint as paid
     from attendance_month a left join payroll_line l on l.person_id = a.person_id and l.month = a.month
     where a.month <= '2026-09' and a.days > 0
     group by 1, 2, 3, 4`,
  );

const projectsOf = (kind: string): readonly string[] =>
  city.manifest.wages.filter((story) => story.kind === kind).map(({ projectCode }) => projectCode);

/** Kinds of the projects in which someone is owed wages, with people, months and amounts of fen owed. */
const owed = async (): Promise<ReadonlyMap<string, { people: Set<string>; months: Set<string>; amount: number }>> => {
  const kinds = new Map(city.manifest.wages.map(({ projectCode, kind }) => [projectCode, kind]));
  const found = new Map<string, { people: Set<string>; months: Set<string>; amount: number }>();
  const settled = await city.ask<{ person_id: string }>(
    "human-resources",
    "select person_id from roster_entry where left_on is not null and settled_on is not null",
  );
  const gone = new Set(settled.map(({ person_id }) => person_id));
  for (const { project_code, person_id, month, due, paid } of await wages()) {
    const short = due === 0 || paid < due;
    if (!short || gone.has(person_id)) continue;
    const kind = kinds.get(project_code) ?? project_code;
    const entry = found.get(kind) ?? { people: new Set<string>(), months: new Set<string>(), amount: 0 };
    entry.people.add(person_id);
    entry.months.add(month);
    entry.amount += due - paid;
    found.set(kind, entry);
  }
  return found;
};

test("every kind of project is planted once, in a city as small as can be", () => {
  expect(city.manifest.wages.map(({ kind }) => kind)).toEqual(WAGE_STORIES.map(({ kind }) => kind));
  expect(city.manifest.wages).toHaveLength(32);
});

test("wages are owed in the planted projects, in the way planted, and nowhere else", async () => {
  const found = await owed();
  const facts = Object.fromEntries(
    [...found].map(([kind, { people, months }]) => [kind, { people: people.size, months: [...months].sort() }]),
  );
  expect(facts).toEqual({
    monthUnpaidThroughAccount: { people: 12, months: ["2026-09"] },
    tenPercentWithoutPay: { people: 2, months: ["2026-09"] },
    leaverNotSettled: { people: 1, months: ["2026-08"] },
    leaverNotSettledWithComplaint: { people: 1, months: ["2026-08"] },
    twoMonthsOwed: { people: 1, months: ["2026-08", "2026-09"] },
    tenWorkersOwed: { people: 11, months: ["2026-09"] },
    criminalLine: { people: 1, months: ["2026-07", "2026-08", "2026-09"] },
    partlyPaid: { people: 1, months: ["2026-09"] },
    repeatedRed: { people: 4, months: ["2026-08", "2026-09"] },
  });
  expect(found.get("criminalLine")?.amount).toBeGreaterThanOrEqual(800_000);
  expect(found.get("tenWorkersOwed")?.amount).toBeLessThan(4_000_000);
});

test("only one project pays workers less than the minimum wage, overtime left out, only one pays a single worker over the maximum", async () => {
  const payrolls = await city.ask<{ project_code: string; month: string; least: number | null; most: number }>(
    "human-resources",
    `select project_code, month, min(due_amount - overtime_amount) filter (where days >= 20) as least, max(due_amount) as most
     from payroll_line where month <= '2026-09' group by 1, 2`,
  );
  const low = payrolls.filter(({ least }) => least !== null && least < 210_000);
  expect(low.map(({ project_code, month }) => [project_code, month])).toEqual(
    projectsOf("underMinimumWage").map((code) => [code, "2026-09"]),
  );
  const high = payrolls.filter(({ most }) => most > 5_000_000);
  expect(high.map(({ project_code }) => project_code)).toEqual(projectsOf("singleWorkerOverMonthMax"));
});

test("accounts, deposits and rosters are at fault where planted, and nowhere else", async () => {
  const find = async (sql: string): Promise<readonly string[]> =>
    (await city.ask<{ code: string }>("human-resources", sql)).map(({ code }) => code);
  expect(
    await find("select project_code as code from wage_account where last_transfer_on < date '2026-10-31' - 31"),
  ).toEqual(projectsOf("noTransferOver31Days"));
  expect(await find("select project_code as code from wage_deposit where amount < required_amount")).toEqual(
    projectsOf("depositShort"),
  );
  expect(await find("select project_code as code from wage_deposit where valid_to < date '2026-10-31'")).toEqual(
    projectsOf("depositExpired"),
  );
  const projects = await city.ask<{ code: string }>("housing", "select code from construction_project order by 1");
  const without = async (table: string): Promise<readonly string[]> => {
    const present = new Set(await find(`select distinct project_code as code from ${table}`));
    return projects.map(({ code }) => code).filter((code) => !present.has(code));
  };
  expect(await without("wage_account")).toEqual(projectsOf("noSpecialAccount"));
  expect(await without("wage_deposit")).toEqual(projectsOf("depositMissing"));
  const signed = await city.ask<{ code: string; on: string }>(
    "housing",
    "select project_code as code, to_char(min(contract_signed_on), 'YYYY-MM-DD') as on from construction_permit group by 1",
  );
  const opened = await city.ask<{ code: string; on: string }>(
    "human-resources",
    "select project_code as code, to_char(min(opened_on), 'YYYY-MM-DD') as on from wage_account group by 1",
  );
  const signedOn = new Map(signed.map(({ code, on }) => [code, Date.parse(on)]));
  const late = opened.filter(({ code, on }) => Date.parse(on) - (signedOn.get(code) ?? Number.NaN) > 30 * 86_400_000);
  expect(late.map(({ code }) => code)).toEqual(projectsOf("accountOpenedLate"));
  expect(await without("roster_entry")).toEqual(projectsOf("permitWithoutRoster"));
  expect(await find("select distinct project_code as code from payroll where not via_special_account")).toEqual(
    projectsOf("noSpecialAccount"),
  );
  expect(
    await find("select project_code as code from arrears_clue where status in ('RECEIVED', 'IN_PROCESS') order by id"),
  ).toEqual([...projectsOf("leaverNotSettledWithComplaint"), ...projectsOf("criminalLine")]);
});

test("the troubled contractor builds one project only", async () => {
  const troubled = await city.ask<{ code: string }>(
    "enterprise",
    `select enterprise_credit_code as code from abnormal_listing where removed_on is null
     intersect select enterprise_credit_code from tax_credit where arrears > 0`,
  );
  const projects = await city.ask<{ code: string }>(
    "housing",
    "select code from construction_project where general_contractor_code = any($1)",
    [troubled.map(({ code }) => code)],
  );
  expect(projects.map(({ code }) => code)).toEqual(projectsOf("contractorAbnormalOrTaxArrears"));
});

test("the traps are laid: back pay, leave, exit, second site, late bank receipt", async () => {
  const count = async (sql: string, kind: string): Promise<number | undefined> =>
    (await city.ask<{ n: number }>("human-resources", sql, [projectsOf(kind)]))[0]?.n;
  expect(
    await count("select count(*) as n from payroll_line where project_code = any($1) and is_back_pay", "paidAsBackPay"),
  ).toBe(3);
  expect(
    await count(
      "select count(*) as n from attendance_month where project_code = any($1) and month = '2026-09' and days = 0 and leave_days > 20",
      "onLeave",
    ),
  ).toBe(3);
  expect(
    await count(
      "select count(*) as n from roster_entry where project_code = any($1) and left_on = '2026-09-03' and settled_on = '2026-09-08'",
      "leftTheSite",
    ),
  ).toBe(3);
  expect(
    await count(
      `select count(*) as n from attendance_month a where project_code = any($1) and month = '2026-09'
       and not exists (select from payroll_line l where l.project_code = a.project_code and l.person_id = a.person_id and l.month = a.month)
       and exists (select from payroll_line l where l.person_id = a.person_id and l.month = a.month and l.paid_amount = l.due_amount)`,
      "workerOnTwoSites",
    ),
  ).toBe(3);
  expect(
    await count(
      `select count(distinct l.paid_on) as n from payroll p join payroll_line l on l.payroll_id = p.id
       where p.project_code = any($1) and p.month = '2026-08' and p.paid_on = '2026-09-29' and l.paid_on = '2026-10-02'`,
      "lateBankReceipt",
    ),
  ).toBe(1);
});

test("the rich firm is known to every department", async () => {
  const { creditCode, projectCodes } = city.manifest.enterprise360;
  expect(projectCodes.length).toBeGreaterThanOrEqual(3);
  const [known] = await city.ask(
    "enterprise",
    `select (select count(*) from penalty where enterprise_credit_code = $1) as penalties,
            (select count(*) from licence where enterprise_credit_code = $1) as licences,
            (select count(*) > 0 from shareholder where enterprise_credit_code = $1) as shareholders,
            (select count(*) from qualification where enterprise_credit_code = $1) as qualifications`,
    [creditCode],
  );
  expect(known).toEqual({ penalties: 2, licences: 2, shareholders: true, qualifications: 1 });
  const [staff] = await city.ask<{ people: number }>(
    "human-resources",
    "select count(distinct person_id) as people from social_insurance where employer_code = $1",
    [creditCode],
  );
  expect(staff?.people).toBeGreaterThanOrEqual(10);
});

test("signatures, closings, guarantees and cycles are wrong where planted, and nowhere else", async () => {
  const find = async (department: "human-resources" | "housing", sql: string): Promise<readonly string[]> =>
    (await city.ask<{ code: string }>(department, sql)).map(({ code }) => code);
  expect(
    await find("human-resources", "select distinct project_code as code from payroll_line where not signed"),
  ).toEqual(projectsOf("payrollUnsigned"));
  expect(
    await find("human-resources", "select project_code as code from wage_account where closed_on is not null"),
  ).toEqual(projectsOf("accountClosedEarly"));
  const permits = "select project_code as code from construction_permit where";
  expect(await find("housing", `${permits} payment_guarantee is not true`)).toEqual(projectsOf("noPaymentGuarantee"));
  expect(await find("housing", `${permits} labour_cycle_days is distinct from 30`)).toEqual(
    projectsOf("labourCycleTooLong"),
  );
});
