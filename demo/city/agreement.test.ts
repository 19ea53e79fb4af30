import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { testDatabase } from "../../tests/test-database.ts";
import { isCitizenNumber } from "../../subgraphs/kit/builder/citizen-number.ts";
import { isCreditCode } from "../../subgraphs/kit/builder/credit-code.ts";
import { DEPARTMENTS } from "../../subgraphs/kit/departments.ts";
import { DEMO_PSEUDONYM_KEY, pseudonymOf } from "../../subgraphs/kit/pseudonym.ts";
import { smallCity, type SmallCity } from "./small-city.ts";
import { columnOf, tablesOf } from "./load/tables.ts";

let city: SmallCity;

beforeAll(async () => {
  city = await smallCity(testDatabase, "agreement");
});

afterAll(async () => {
  await city.close();
});

interface Person {
  readonly id: string;
  readonly citizen_number: string;
  readonly sex: string;
  readonly birth_date: string;
  readonly household_id: string;
  readonly relation_to_head: string;
  readonly deceased: boolean;
}

const people = async (): Promise<readonly Person[]> => city.ask<Person>("public-security", "select * from person");

/** Columns of any table that name a person, a firm or a project. */
const PERSON = /^(person_id|owner_id|buyer_id|head_id|operator_id|legal_representative_id|party_a_id|party_b_id)$/;
const FIRM =
  /^(employer_code|firm_code|contractor_code|supervisor_code|developer_code|general_contractor_code|enterprise_credit_code)$/;

const references = async (pattern: RegExp): Promise<ReadonlyMap<string, readonly string[]>> => {
  const found = new Map<string, readonly string[]>();
  for (const { name } of DEPARTMENTS)
    for (const { name: table, fields } of await tablesOf(name))
      for (const column of fields.map(columnOf).filter((candidate) => pattern.test(candidate))) {
        const rows = await city.ask<{ value: string }>(
          name,
          `select distinct ${column} as value from ${table} where ${column} is not null`,
        );
        found.set(
          `${table}.${column}`,
          rows.map(({ value }) => value),
        );
      }
  return found;
};

test("every person named anywhere is registered with public-security, under the pseudonym of their number", async () => {
  const all = await people();
  expect(all).toHaveLength(2_000);
  const known = new Set(all.map(({ id }) => id));
  for (const { id, citizen_number, sex, birth_date } of all) {
    expect(isCitizenNumber(citizen_number)).toBe(true);
    expect(id).toBe(pseudonymOf(citizen_number, DEMO_PSEUDONYM_KEY));
    expect(citizen_number.slice(6, 14)).toBe(birth_date.replaceAll("-", ""));
    expect(Number(citizen_number[16]) % 2 === 1).toBe(sex === "MALE");
  }
  const named = await references(PERSON);
  expect(named.size).toBeGreaterThan(25);
  for (const [column, ids] of named) expect([column, ids.filter((id) => !known.has(id))]).toEqual([column, []]);
});

test("every firm named anywhere is registered, with a valid code and a legal representative who exists", async () => {
  const firms = await city.ask<{ credit_code: string; name: string; legal_representative_id: string | null }>(
    "enterprise",
    "select credit_code, name, legal_representative_id from enterprise",
  );
  const traders = await city.ask<{ credit_code: string }>("enterprise", "select credit_code from sole_trader");
  const known = new Set([...firms, ...traders].map(({ credit_code }) => credit_code));
  expect([...known].every(isCreditCode)).toBe(true);
  expect(firms.every(({ name }) => name.includes("（示例）"))).toBe(true);
  expect(firms.filter((firm) => firm.legal_representative_id === null)).toEqual([]);
  for (const [column, codes] of await references(FIRM))
    expect([column, codes.filter((code) => !known.has(code))]).toEqual([column, []]);
});

test("projects of human-resources are those of housing", async () => {
  const projects = await city.ask<{ code: string }>("housing", "select code from construction_project");
  const known = new Set(projects.map(({ code }) => code));
  for (const [column, codes] of await references(/^project_code$/))
    expect([column, codes.filter((code) => !known.has(code))]).toEqual([column, []]);
  const permits = await city.ask<{ number: string }>("housing", "select number from construction_permit");
  expect(permits).toHaveLength(known.size);
  for (const { number } of permits) expect(number).toMatch(/^4111\d\d\d{6}01\d\d-SX-001$/);
});

test("every row carries a division of twelve digits in Luohe, people a village of their own", async () => {
  for (const { name } of DEPARTMENTS)
    for (const { name: table, fields } of await tablesOf(name)) {
      if (!fields.includes("divisionCode")) continue;
      const [strangers] = await city.ask<{ rows: number }>(
        name,
        `select count(*) as rows from ${table} where division_code !~ '^4111(02|03|04|21|22|71)\\d{6}$'`,
      );
      expect([table, strangers?.rows]).toEqual([table, 0]);
    }
  const [wrong] = await city.ask<{ rows: number }>(
    "public-security",
    "select count(*) as rows from person where left(grid_code, 12) <> division_code or right(division_code, 3) = '000'",
  );
  expect(wrong?.rows).toBe(0);
});

test("a household has one head, children are younger than their parents", async () => {
  const byHousehold = new Map<string, Person[]>();
  for (const person of await people())
    byHousehold.set(person.household_id, [...(byHousehold.get(person.household_id) ?? []), person]);
  for (const members of byHousehold.values()) {
    const heads = members.filter(({ relation_to_head }) => relation_to_head === "HEAD");
    expect(heads).toHaveLength(1);
    const head = Number(heads[0]?.birth_date.slice(0, 4));
    for (const { relation_to_head, birth_date } of members) {
      const born = Number(birth_date.slice(0, 4));
      if (relation_to_head === "CHILD") expect(born - head).toBeGreaterThanOrEqual(19);
      if (relation_to_head === "PARENT") expect(head - born).toBeGreaterThanOrEqual(20);
    }
  }
});

test("work, contributions and pensions agree with age", async () => {
  const births = new Map((await people()).map(({ id, birth_date }) => [id, birth_date]));
  const ageOf = (id: string, on: string): number => {
    const birth = births.get(id) ?? "";
    return Number(on.slice(0, 4)) - Number(birth.slice(0, 4)) - (on.slice(5) < birth.slice(5) ? 1 : 0);
  };
  const pensions = await city.ask<{ person_id: string; retired_on: string; benefit_type: string }>(
    "human-resources",
    "select person_id, retired_on, benefit_type from pension_benefit",
  );
  expect(pensions.length).toBeGreaterThan(150);
  for (const { person_id, retired_on, benefit_type } of pensions)
    expect(ageOf(person_id, retired_on)).toBeGreaterThanOrEqual(benefit_type === "RESIDENT" ? 60 : 50);
  const jobs = await city.ask<{ person_id: string; started_on: string; kind: string }>(
    "human-resources",
    "select person_id, started_on, kind from employment",
  );
  for (const { person_id, started_on } of jobs) expect(ageOf(person_id, started_on)).toBeGreaterThanOrEqual(15);
  const unpaid = await city.ask(
    "human-resources",
    `select e.person_id from employment e
     where e.kind = 'EMPLOYED' and e.ended_on is null and not exists (
       select from social_insurance s where s.person_id = e.person_id and s.employer_code = e.employer_code)`,
  );
  expect(unpaid).toEqual([]);
  const spouses = await city.ask<{ party_a_id: string; party_b_id: string; registered_on: string }>(
    "civil-affairs",
    "select * from marriage_record where kind = 'MARRIAGE'",
  );
  for (const { party_a_id, party_b_id, registered_on } of spouses) {
    expect(ageOf(party_a_id, registered_on)).toBeGreaterThanOrEqual(22);
    expect(ageOf(party_b_id, registered_on)).toBeGreaterThanOrEqual(20);
  }
});

test("payroll totals are the sums of their lines, and only people on the roster are paid", async () => {
  const wrong = await city.ask(
    "human-resources",
    `select p.id from payroll p join payroll_line l on l.payroll_id = p.id
     group by p.id having p.due_total <> sum(l.due_amount) or p.paid_total <> sum(l.paid_amount)
       or bool_or(l.month <> p.month) or bool_or(l.project_code <> p.project_code)`,
  );
  expect(wrong).toEqual([]);
  const strangers = await city.ask(
    "human-resources",
    `select l.id from payroll_line l where not exists (
       select from roster_entry r where r.project_code = l.project_code and r.person_id = l.person_id)`,
  );
  expect(strangers).toEqual([]);
  const rosters = await city.ask(
    "human-resources",
    "select project_code, person_id, entered_on, left_on from roster_entry order by 1, 2",
  );
  const workers = await city.ask(
    "housing",
    "select project_code, person_id, entered_on, left_on from project_worker order by 1, 2",
  );
  expect(rosters).toEqual(workers);
});

test("a firm's year rests on its insured people", async () => {
  const years = await city.ask<{ employer_code: string; insured_at_year_end: number }>(
    "human-resources",
    "select employer_code, insured_at_year_end from employer_year where year = 2025",
  );
  const insured = await city.ask<{ employer_code: string; people: number }>(
    "human-resources",
    `select employer_code, count(*) as people from social_insurance
     where insurance_type = 'UNEMPLOYMENT' and status = 'ACTIVE' and first_paid_month <= '2025-12' group by 1`,
  );
  const counted = new Map(insured.map(({ employer_code, people: count }) => [employer_code, count]));
  for (const { employer_code, insured_at_year_end } of years)
    expect([employer_code, counted.get(employer_code) ?? 0]).toEqual([employer_code, insured_at_year_end]);
});
