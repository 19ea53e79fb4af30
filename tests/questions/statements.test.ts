import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { Client } from "pg";
import type { DepartmentName } from "../../subgraphs/kit/departments.ts";
import { startCity, type City } from "../city.ts";
import { countedSubgraph } from "./counted-subgraph.ts";

let city: City;
beforeAll(async () => {
  city = await startCity();
});
afterAll(async () => city.stop());

const rows = async <Row extends object>(department: DepartmentName, sql: string): Promise<Row[]> => {
  const client = new Client({ connectionString: city.databaseUrls[department] });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
};

/** Statements for one representation, and for all of them. */
const statementsOf = async (
  department: DepartmentName,
  selection: string,
  representations: readonly object[],
): Promise<readonly [number, number]> => {
  const subgraph = await countedSubgraph(department, city.databaseUrls[department]);
  const source = `query($r: [_Any!]!) { _entities(representations: $r) { ${selection} } }`;
  try {
    const counts: number[] = [];
    for (const some of [representations.slice(0, 1), representations]) {
      const { answer, statements } = await subgraph.ask(source, { r: some });
      expect(answer.errors).toBeUndefined();
      expect((answer.data as { _entities: unknown[] } | null)?._entities).toHaveLength(some.length);
      counts.push(statements);
    }
    return [counts[0] ?? 0, counts[1] ?? 0];
  } finally {
    await subgraph.close();
  }
};

test("policies of a page of firms: as many statements as for one firm", async () => {
  const firms = await rows<{ credit_code: string }>("enterprise", "select credit_code from enterprise limit 40");
  const [one, many] = await statementsOf(
    "enterprise",
    `... on Enterprise { policyMatches(asOf: "2026-10-31") { matched conditions { text met } } }`,
    firms.map(({ credit_code }) => ({ __typename: "Enterprise", creditCode: credit_code, employerYears: [] })),
  );
  expect(one).toBeGreaterThan(0);
  expect(many).toBe(one);
});

const households = async (member: object): Promise<readonly object[]> => {
  const people = await rows<{ household_id: string; id: string; division_code: string }>(
    "public-security",
    `select household_id, id, division_code from person
     where household_id in (select id from household order by number limit 40)`,
  );
  const families = new Map<string, { divisionCode: string; members: object[] }>();
  for (const { household_id, id, division_code } of people) {
    const family = families.get(household_id) ?? { divisionCode: division_code, members: [] };
    family.members.push({ __typename: "Person", id, ...member });
    families.set(household_id, family);
  }
  return [...families].map(([id, family]) => ({ __typename: "Household", id, ...family }));
};

test("eligibility of many households: as many statements as for one", async () => {
  const [one, many] = await statementsOf(
    "housing",
    "... on Household { publicRentalEligibility { eligible areaPerHead } }",
    await households({ deceased: false, monthlyIncome: 100_000, vehicles: [] }),
  );
  expect(one).toBeGreaterThan(0);
  expect(many).toBe(one);
});

test("checks of many families: as many statements as for one", async () => {
  const authorized = await rows<{ household_id: string; authorization_number: string; division_code: string }>(
    "civil-affairs",
    "select household_id, authorization_number, division_code from economic_check order by id limit 1",
  );
  const [check] = authorized;
  const member = {
    __typename: "Person",
    birthDate: "1990-01-01",
    deceased: false,
    householdType: "URBAN",
    monthlyIncome: 0,
    vehicles: [],
    realEstateRights: [],
    soleTraders: [],
    shareholdings: [],
  };
  const family = (people: number) => ({
    __typename: "Household",
    id: check?.household_id,
    divisionCode: check?.division_code,
    members: Array.from({ length: people }, (_, turn) => ({ ...member, id: `nobody-${turn}` })),
  });
  const [one, many] = await statementsOf(
    "civil-affairs",
    `... on Household { subsistenceCheck(authorizationNumber: "${check?.authorization_number ?? ""}", asOf: "2026-10-31") { decision allowance } }`,
    [family(1), ...Array.from({ length: 20 }, (_, turn) => family(turn + 1))],
  );
  expect(one).toBeGreaterThan(0);
  expect(many).toBe(one);
});
