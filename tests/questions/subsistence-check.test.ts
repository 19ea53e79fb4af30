import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { Client } from "pg";
import { readDemoIdentities } from "../../demo/identities/demo-identities.ts";
import { DEMO_PSEUDONYM_KEY, pseudonymOf } from "../../subgraphs/kit/pseudonym.ts";
import { startCity, type City } from "../city.ts";
import { questionFile } from "./question-files.ts";

const { document, variables } = questionFile("subsistence-check");

interface Check {
  readonly decision: string;
  readonly allowance: number;
  readonly supplement: number;
  readonly conditions: readonly { readonly code: string; readonly met: boolean | null }[];
}

const anyText: unknown = expect.any(String);

let city: City;

beforeAll(async () => {
  city = await startCity();
});
afterAll(async () => city.stop());

const ask = (authorizationNumber: string) => city.ask(document, { authorizationNumber, asOf: city.manifest.asOf });

const check = async ({ authorizationNumber }: { readonly authorizationNumber: string }): Promise<Check> => {
  const { data, errors } = await ask(authorizationNumber);
  expect(errors).toBeUndefined();
  return (data as { subsistenceCase: { check: Check } }).subsistenceCase.check;
};

const planted = (kind: string) => {
  const family = city.manifest.subsistence.find((each) => each.kind === kind);
  if (!family) throw new Error(`not planted: ${kind}`);
  return family;
};

/** The manifest's names of conditions in the words of the graph. */
const CODES: ReadonlyMap<string, string> = new Map([
  ["income", "INCOME"],
  ["vehicle", "VEHICLE"],
  ["secondHome", "HOMES"],
  ["commercialProperty", "NON_RESIDENTIAL"],
  ["deposits", "DEPOSIT"],
]);

/** Conditions that are not met; without an established residence the two that need a standard are open. */
const broken = ({ kind, failing }: City["manifest"]["subsistence"][number]): readonly (string | undefined)[] => {
  if (kind === "collectiveHousehold") return ["INCOME", "DEPOSIT"];
  return failing === undefined ? [] : [CODES.get(failing)];
};

test("every planted family is decided as planted, to the fen, and for the planted reason alone", async () => {
  expect(city.manifest.subsistence.length).toBeGreaterThanOrEqual(16);
  for (const family of city.manifest.subsistence) {
    const { decision, allowance, conditions } = await check(family);
    const unmet = conditions.filter(({ met }) => met !== true).map(({ code }) => code);
    expect([family.kind, decision, allowance, unmet]).toEqual([
      family.kind,
      family.decision,
      family.decision === "UNDECIDED" ? null : family.allowance,
      broken(family),
    ]);
  }
});

test("a scooter for the disabled is exempt; serious disability and a minor raise the allowance by the person", async () => {
  expect(await check(planted("disabilityScooter"))).toMatchObject({
    decision: "ELIGIBLE",
    people: 2,
    kind: "URBAN",
    standard: 68_000,
    monthlyIncome: 76_000,
    wageAndTransferIncome: 76_000,
    businessIncome: 0,
    propertyIncome: 0,
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
  expect(await check(planted("qualifiesRural"))).toMatchObject({ kind: "RURAL", standard: 49_000, allowance: 36_000 });
});

test("G42: 社会救助暂行办法第九条: the declared family decides, not the registered household", async () => {
  const { householdId } = planted("brotherOutsideFamily");
  const client = new Client({ connectionString: city.databaseUrls["public-security"] });
  await client.connect();
  const { rows } = await client.query("select id from person where household_id = $1", [householdId]);
  await client.end();
  expect(rows).toHaveLength(3);
  expect(await check(planted("brotherOutsideFamily"))).toMatchObject({
    decision: "ELIGIBLE",
    people: 2,
    monthlyIncome: 80_000,
    vehicles: 0,
  });
});

test("G43: nobody's 户口性质 is asked for: the accepted residence gives the standard, a collective household none", async () => {
  expect(await check(planted("collectiveHousehold"))).toMatchObject({
    decision: "UNDECIDED",
    kind: null,
    standard: null,
  });
  const supergraph = await readFile("schema/supergraph.graphql", "utf8");
  expect(supergraph).toContain('requires: "members{person{registerId');
  expect(supergraph).not.toMatch(/requires: "[^"]*householdType/);
});

test("G44, G46: three people in need raise the allowance three times; out of the edge a disabled member may apply alone", async () => {
  expect(await check(planted("threeInNeed"))).toMatchObject({
    circumstances: ["MINOR", "OLD_AGE"],
    peopleInNeed: 3,
    supplement: 18_000,
    allowance: 152_000,
  });
  expect(await check(planted("mayApplyAlone"))).toMatchObject({ decision: "EDGE", mayApplyAlone: [{ id: anyText }] });
  expect(await check(planted("edge"))).toMatchObject({ decision: "EDGE", mayApplyAlone: [] });
});

test("G47: 社会救助暂行办法第十四条、第十五条: who is supported as destitute is looked at by that chapter's conditions and standards", async () => {
  const QUERY = `query ($asOf: Date!) { destitutePersons(division: "4111", status: SUPPORTED, first: 50) { edges { node {
    person { id subsistenceFamilies { id } } check(asOf: $asOf) { decision conditions { code met } } } } } }`;
  interface Found {
    readonly person: { readonly id: string; readonly subsistenceFamilies: readonly unknown[] };
    readonly check: Check;
  }
  const { data, errors } = await city.ask(QUERY, { asOf: city.manifest.asOf });
  expect(errors).toBeUndefined();
  const { edges } = (data as unknown as { destitutePersons: { edges: readonly { readonly node: Found }[] } })
    .destitutePersons;
  const found = edges.map(({ node: { person, check: of } }) => ({
    personId: person.id,
    decision: of.decision,
    failing: of.conditions.filter(({ met }) => met !== true).map(({ code }) => code),
    asFamily: person.subsistenceFamilies.length,
  }));
  const expected = city.manifest.destitute.map(({ personId, decision, failing }) => {
    return { personId, decision, failing, asFamily: 0 };
  });
  expect(expected.length).toBeGreaterThanOrEqual(7);
  expect(found).toEqual(expected);
});

test("the variables of the playground are a planted family's authorization of the default city", () => {
  expect(city.manifest.subsistence.map(({ authorizationNumber }) => authorizationNumber)).toContain(
    variables["authorizationNumber"],
  );
  expect(variables["asOf"]).toBe(city.manifest.asOf);
});

test("the demo's citizen is the applicant of that family, so that they find somebody who looked", () => {
  const family = city.manifest.subsistence.find(
    ({ authorizationNumber }) => authorizationNumber === variables["authorizationNumber"],
  );
  const citizens = readDemoIdentities().flatMap(({ citizens: people = [] }) => people.map(({ subject }) => subject));
  expect(citizens[1]).toBe(pseudonymOf(family?.headCitizenNumber ?? "", DEMO_PSEUDONYM_KEY));
});
