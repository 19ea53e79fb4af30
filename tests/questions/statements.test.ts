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

/** Cases as the gateway brings them back, nobody's records answered: the statements are the department's own. */
const cases = async (department: "civil-affairs" | "housing", typeName: string): Promise<readonly object[]> => {
  const table = department === "housing" ? "rental" : "subsistence";
  const found = await rows<{ case_id: string }>(
    department,
    `select case_id from ${table}_authorization where withdrawn_on is null and valid_to > now() order by id limit 6`,
  );
  return found.map(({ case_id }) => ({ __typename: typeName, id: case_id, members: [] }));
};

test("eligibility of many families: as many statements as for one", async () => {
  const [one, many] = await statementsOf(
    "housing",
    `... on RentalCase { eligibility(asOf: "2026-10-31") { eligible areaPerHead } }`,
    await cases("housing", "RentalCase"),
  );
  expect(one).toBeGreaterThan(0);
  expect(many).toBe(one);
});

test("checks of many families: as many statements as for one", async () => {
  const [one, many] = await statementsOf(
    "civil-affairs",
    `... on SubsistenceCase { check(asOf: "2026-10-31") { decision allowance } }`,
    await cases("civil-affairs", "SubsistenceCase"),
  );
  expect(one).toBeGreaterThan(0);
  expect(many).toBe(one);
});
