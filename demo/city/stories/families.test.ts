import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { testDatabase } from "../../../tests/test-database.ts";
import { smallCity, type SmallCity } from "../small-city.ts";

let city: SmallCity;

beforeAll(async () => {
  city = await smallCity(testDatabase, "families");
});

afterAll(async () => {
  await city.close();
});

interface Means {
  readonly people: number;
  readonly income: number;
  readonly homes: number;
  readonly area: number;
  readonly commercial: number;
  readonly vehicles: readonly { readonly type: string; readonly value: number }[];
  readonly housed: number;
  readonly urban: boolean;
}

/** The declared members of a case, in the department that keeps it. */
const declared = async (department: "civil-affairs" | "housing", caseId: string): Promise<readonly string[]> => {
  const table = department === "housing" ? "rental_member" : "subsistence_member";
  const rows = await city.ask<{ person_id: string }>(department, `select person_id from ${table} where case_id = $1`, [
    caseId,
  ]);
  return rows.map(({ person_id }) => person_id);
};

const registered = async (householdId: string): Promise<readonly string[]> => {
  const rows = await city.ask<{ id: string }>(
    "public-security",
    "select id from person where household_id = $1 and not deceased",
    [householdId],
  );
  return rows.map(({ id }) => id);
};

/** A family's means, gathered from four departments as the questions do. */
const meansOf = async (people: readonly string[]): Promise<Means> => {
  const ids = [people];
  const members = await city.ask<{ household_type: string; household_id: string }>(
    "public-security",
    "select household_type, household_id from person where id = any($1) and not deceased",
    ids,
  );
  const householdId = members[0]?.household_id ?? "";
  const [money] = await city.ask<{ income: number }>(
    "human-resources",
    `select (coalesce((select sum(monthly_wage) from employment where person_id = any($1) and ended_on is null), 0)
      + coalesce((select sum(monthly_amount) from pension_benefit where person_id = any($1) and pay_status = 'PAYING'), 0))::bigint as income`,
    ids,
  );
  const [homes] = await city.ask<{ homes: number; area: number; commercial: number }>(
    "housing",
    `select count(*) filter (where usage = 'RESIDENTIAL') as homes, count(*) filter (where usage <> 'RESIDENTIAL') as commercial,
            coalesce(sum(area) filter (where usage = 'RESIDENTIAL'), 0) as area
     from real_estate_right where owner_id = any($1)`,
    ids,
  );
  const [rental] = await city.ask<{ housed: number }>(
    "housing",
    "select count(*) as housed from public_rental_household where household_id = $1 and status in ('HOUSED', 'SUBSIDISED')",
    [householdId],
  );
  const vehicles = await city.ask<{ type: string; value: number }>(
    "public-security",
    "select vehicle_type as type, value from vehicle where owner_id = any($1)",
    ids,
  );
  return {
    people: members.length,
    income: money?.income ?? 0,
    homes: homes?.homes ?? 0,
    area: homes?.area ?? 0,
    commercial: homes?.commercial ?? 0,
    vehicles,
    housed: rental?.housed ?? 0,
    urban: members.some(({ household_type }) => household_type !== "RURAL"),
  };
};

test("planted families miss exactly the condition of public rental that the manifest names", async () => {
  const verdicts: unknown[] = [];
  for (const { kind, caseId } of city.manifest.rentals) {
    const { people, income, area, vehicles, housed } = await meansOf(await declared("housing", caseId));
    const [application] = await city.ask<{ declared_assets: number; migrant: boolean; days: number }>(
      "housing",
      "select declared_assets, migrant, $2::date - works_here_since as days from rental_case where id = $1",
      [caseId, city.manifest.asOf],
    );
    const failing = [
      ...(income / people > (4_000_000 * 0.8) / 12 ? ["incomePerHead"] : []),
      ...((application?.declared_assets ?? 0) / people > 10_000_000 ? ["assetsPerHead"] : []),
      ...(area / people >= 15 ? ["areaPerHead"] : []),
      ...(vehicles.length > 1 || vehicles.some(({ value }) => value > 8_000_000) ? ["vehicleValue"] : []),
      ...(housed > 0 ? ["otherHousing"] : []),
      ...(application?.migrant === true && application.days < 365 ? ["workHere"] : []),
    ];
    verdicts.push({ kind, failing });
  }
  expect(verdicts).toEqual(
    city.manifest.rentals.map(({ kind, failing }) => ({ kind, failing: failing === undefined ? [] : [failing] })),
  );
  expect(city.manifest.rentals.filter(({ expectedEligible }) => expectedEligible)).toHaveLength(3);
});

test("planted families miss exactly the condition of subsistence support that the manifest names", async () => {
  const verdicts: unknown[] = [];
  for (const { kind, caseId, decision } of city.manifest.subsistence) {
    if (decision === "UNDECIDED") continue;
    const { people, income, homes, commercial, vehicles, urban } = await meansOf(
      await declared("civil-affairs", caseId),
    );
    const [check] = await city.ask<{ deposits: number }>(
      "civil-affairs",
      "select deposits from economic_check where case_id = $1",
      [caseId],
    );
    const standard = (urban ? 68_000 : 49_000) * people;
    const failing = [
      ...(income >= standard ? ["income"] : []),
      ...(vehicles.some(({ type }) => type !== "DISABILITY_SCOOTER") ? ["vehicle"] : []),
      ...(homes > 1 ? ["secondHome"] : []),
      ...(commercial > 0 ? ["commercialProperty"] : []),
      ...((check?.deposits ?? 0) > standard * 24 ? ["deposits"] : []),
    ];
    const allowance = failing.length === 0 ? Math.ceil((standard - income) / 100) * 100 : 0;
    verdicts.push({ kind, failing, allowance, edge: income >= standard && income < standard * 1.5 });
  }
  const decided = city.manifest.subsistence.filter(({ decision }) => decision !== "UNDECIDED");
  expect(decided.length).toBeGreaterThan(12);
  expect(verdicts).toEqual(
    decided.map(({ kind, failing, allowance, decision }) => ({
      kind,
      failing: failing === undefined ? [] : [failing],
      allowance,
      edge: decision === "EDGE",
    })),
  );
});

test("families on support receive what their means give, month by month", async () => {
  const families = await city.ask<{ id: number; household_id: string; allowance: number; monthly_income: number }>(
    "civil-affairs",
    "select id, household_id, allowance, monthly_income from subsistence_family",
  );
  expect(families.length).toBeGreaterThan(5);
  for (const { household_id, allowance, monthly_income } of families) {
    const { people, income, urban, homes, vehicles } = await meansOf(await registered(household_id));
    expect([household_id, income]).toEqual([household_id, monthly_income]);
    expect(allowance).toBe(Math.ceil(((urban ? 68_000 : 49_000) * people - income) / 100) * 100);
    expect([homes <= 1, vehicles.length]).toEqual([true, 0]);
  }
  const wrong = await city.ask(
    "civil-affairs",
    `select p.id from allowance_payment p join subsistence_family f on f.id = p.family_id
     where p.base <> f.allowance or p.total <> p.base + p.supplement`,
  );
  expect(wrong).toEqual([]);
});
