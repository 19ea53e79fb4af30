import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { testDatabase } from "../../../tests/test-database.ts";
import { smallCity, type SmallCity } from "../small-city.ts";

let city: SmallCity;

beforeAll(async () => {
  city = await smallCity(testDatabase, "pensions");
});

afterAll(async () => {
  await city.close();
});

/** Earliest death of every person, as two departments tell it. */
const deaths = async (): Promise<ReadonlyMap<string, string>> => {
  const cancelled = await city.ask<{ id: string; on: string }>(
    "public-security",
    'select person_id as id, coalesce(died_on, cancelled_on) as "on" from registration_cancellation',
  );
  const cremated = await city.ask<{ id: string; on: string }>(
    "civil-affairs",
    'select person_id as id, died_on as "on" from cremation',
  );
  const earliest = new Map<string, string>();
  for (const { id, on } of [...cancelled, ...cremated]) {
    const known = earliest.get(id);
    if (known === undefined || on < known) earliest.set(id, on);
  }
  return earliest;
};

test("pensions are overpaid to the planted people and to nobody else, by the planted months and amounts", async () => {
  const died = await deaths();
  const payments = await city.ask<{ id: string; month: string; paid: number }>(
    "human-resources",
    "select person_id as id, pay_month as month, paid_amount as paid from pension_payment",
  );
  const overpaid = new Map<string, { months: number; amount: number }>();
  for (const { id, month, paid } of payments) {
    const on = died.get(id);
    if (on === undefined || month <= on.slice(0, 7)) continue;
    const sum = overpaid.get(id) ?? { months: 0, amount: 0 };
    overpaid.set(id, { months: sum.months + 1, amount: sum.amount + paid });
  }
  const planted = city.manifest.pensions.filter(({ overpaidMonths }) => overpaidMonths > 0);
  expect([...overpaid]).toHaveLength(planted.length);
  for (const { personId, diedOn, overpaidMonths, overpaidAmount } of planted) {
    expect(overpaid.get(personId)).toEqual({ months: overpaidMonths, amount: overpaidAmount });
    expect(died.get(personId)).toBe(diedOn);
  }
  expect(planted.map(({ kind, overpaidMonths }) => [kind, overpaidMonths])).toEqual([
    ["paidAfterCremationStillRegistered", 7],
    ["paidAfterCancellation", 5],
    ["lateCancellation", 5],
  ]);
});

test("ordinary deaths are told to the pension office in time", async () => {
  const died = await deaths();
  expect(died.size).toBeGreaterThan(5);
  const paying = await city.ask<{ id: string }>(
    "human-resources",
    "select person_id as id from pension_benefit where pay_status = 'PAYING'",
  );
  const wrong = paying.map(({ id }) => id).filter((id) => died.has(id));
  const kinds = new Map(city.manifest.pensions.map(({ personId, kind }) => [personId, kind]));
  expect(wrong.map((id) => kinds.get(id)).sort()).toEqual([
    "paidAfterCancellation",
    "paidAfterCremationStillRegistered",
  ]);
});

test("the namesake with one wrong digit is another person: dead, while the pensioner lives", async () => {
  const story = city.manifest.pensions.find(({ kind }) => kind === "wrongDigit");
  const people = await city.ask<{ id: string; citizen_number: string; deceased: boolean }>(
    "public-security",
    `select b.id, b.citizen_number, b.deceased from person a join person b using (name, birth_date, sex)
     where a.id = $1 order by b.deceased`,
    [story?.personId],
  );
  expect(people.map(({ deceased }) => deceased)).toEqual([false, true]);
  const [living, dead] = people.map(({ citizen_number }) => citizen_number);
  expect(living).toBe(story?.citizenNumber);
  expect(
    Array.from(living ?? "")
      .slice(0, 17)
      .filter((digit, index) => digit !== dead?.[index]),
  ).toHaveLength(1);
});
