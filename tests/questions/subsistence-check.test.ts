import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { Client } from "pg";
import { startCity, type City } from "../city.ts";
import { questionFile } from "./question-files.ts";

const { document, variables } = questionFile("subsistence-check");

interface Check {
  readonly decision: string;
  readonly allowance: number;
  readonly supplement: number;
  readonly conditions: readonly { readonly code: string; readonly met: boolean | null }[];
}

let city: City;
let authorizations: ReadonlyMap<string, string>;

beforeAll(async () => {
  city = await startCity();
  const client = new Client({ connectionString: city.databaseUrls["civil-affairs"] });
  await client.connect();
  const { rows } = await client.query<{ household_id: string; authorization_number: string }>(
    "select household_id, authorization_number from economic_check",
  );
  await client.end();
  authorizations = new Map(rows.map((row) => [row.household_id, row.authorization_number]));
});
afterAll(async () => city.stop());

const ask = (citizenNumber: string, authorizationNumber: string) =>
  city.ask(document, { citizenNumber, authorizationNumber, asOf: city.manifest.asOf });

const check = async (family: { householdId: string; headCitizenNumber: string }): Promise<Check> => {
  const { data, errors } = await ask(family.headCitizenNumber, authorizations.get(family.householdId) ?? "");
  expect(errors).toBeUndefined();
  return (data as { person: { household: { subsistenceCheck: Check } } }).person.household.subsistenceCheck;
};

/** The manifest's names of conditions in the words of the graph. */
const CODES: ReadonlyMap<string, string> = new Map([
  ["income", "INCOME"],
  ["vehicle", "VEHICLE"],
  ["secondHome", "HOMES"],
  ["commercialProperty", "NON_RESIDENTIAL"],
]);

const decisionOf = (family: City["manifest"]["subsistence"][number]): string => {
  if (family.expectedEligible) return "ELIGIBLE";
  if (family.failing !== "income") return "BARRED";
  return family.edge ? "EDGE" : "INCOME_ABOVE";
};

test("every planted family is decided as planted, to the fen, and for the planted reason alone", async () => {
  expect(city.manifest.subsistence.length).toBeGreaterThanOrEqual(9);
  for (const family of city.manifest.subsistence) {
    const { decision, allowance, conditions } = await check(family);
    const broken = conditions.filter(({ met }) => met !== true).map(({ code }) => code);
    expect([family.kind, decision, allowance, broken]).toEqual([
      family.kind,
      decisionOf(family),
      family.allowance,
      family.failing === undefined ? [] : [CODES.get(family.failing)],
    ]);
  }
});

test("a scooter for the disabled is exempt; serious disability and a minor raise the allowance", async () => {
  const family = city.manifest.subsistence.find(({ kind }) => kind === "disabilityScooter");
  if (!family) throw new Error("not planted");
  expect(await check(family)).toMatchObject({
    decision: "ELIGIBLE",
    people: 2,
    kind: "URBAN",
    standard: 68_000,
    monthlyIncome: 76_000,
    allowance: 60_000,
    supplement: 12_000,
    circumstances: ["MINOR", "SERIOUS_DISABILITY"],
    vehicles: 0,
    homes: 1,
    nonResidential: 0,
    businesses: 0,
  });
});

test("the country has its own standard", async () => {
  const family = city.manifest.subsistence.find(({ kind }) => kind === "qualifiesRural");
  if (!family) throw new Error("not planted");
  expect(await check(family)).toMatchObject({ kind: "RURAL", standard: 49_000, allowance: 36_000 });
});

test.each([
  ["nobody's", "漯民授〔2026〕999999"],
  ["an empty one", ""],
])("without the family's own authorization there is no check: %s", async (_, authorizationNumber) => {
  const [family] = city.manifest.subsistence;
  const { data, errors } = await ask(family?.headCitizenNumber ?? "", authorizationNumber);
  expect(data).toMatchObject({ person: { household: { subsistenceCheck: null } } });
  // `guess` tells the gateway's watch on guessing, which knows no department's codes.
  expect(errors?.map(({ path, extensions }) => [path, extensions?.["code"], extensions?.["guess"]])).toEqual([
    [["person", "household", "subsistenceCheck"], "HUB_AUTHORIZATION_REQUIRED", true],
  ]);
  expect(JSON.stringify(errors)).not.toContain("999999");
});

test("S7: several numbers for one household in one request are refused together, the right one among them", async () => {
  const [family] = city.manifest.subsistence;
  const right = authorizations.get(family?.householdId ?? "") ?? "";
  const guesses = ["漯民授〔2026〕000001", right, "漯民授〔2026〕000002"];
  const asked = guesses.map((number, at) => `a${at}: subsistenceCheck(authorizationNumber: "${number}") { decision }`);
  const { data, errors } = await city.ask(
    `query ($number: CitizenNumber!) { person(citizenNumber: $number) { household { ${asked.join(" ")} } } }`,
    { number: family?.headCitizenNumber ?? "" },
  );
  expect(data).toMatchObject({ person: { household: { a0: null, a1: null, a2: null } } });
  expect(errors?.map(({ extensions }) => extensions?.["code"])).toEqual(
    Array.from({ length: 3 }, () => "HUB_AUTHORIZATION_REPEATED"),
  );
});

test("S7: numbers of authorizations are random: 12 letters, and none like the one before", () => {
  const numbers = [...authorizations.values()].map((number) => number.replace(/^漯民授〔\d{4}〕/, ""));
  expect(new Set(numbers).size).toBe(numbers.length);
  expect(numbers.filter((number) => !/^[0-9A-HJKMNP-TV-Z]{12}$/.test(number))).toEqual([]);
  expect(new Set(numbers.map((number) => number.slice(0, 4))).size).toBeGreaterThan(numbers.length * 0.9);
});

test("another family's authorization does not do", async () => {
  const [family, other] = city.manifest.subsistence;
  const { errors } = await ask(family?.headCitizenNumber ?? "", authorizations.get(other?.householdId ?? "") ?? "");
  expect(errors?.[0]?.extensions?.["code"]).toBe("HUB_AUTHORIZATION_REQUIRED");
});

test("the variables of the playground are a planted family of the default city, with its authorization", () => {
  const family = city.manifest.subsistence.find(
    ({ headCitizenNumber }) => headCitizenNumber === variables["citizenNumber"],
  );
  expect(authorizations.get(family?.householdId ?? "")).toBe(variables["authorizationNumber"]);
  expect(variables["asOf"]).toBe(city.manifest.asOf);
});
