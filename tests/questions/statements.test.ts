import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { readFile } from "node:fs/promises";
import { Client } from "pg";
import { DEPARTMENTS, type DepartmentName } from "../../subgraphs/kit/departments.ts";
import { startCity, type City } from "../city.ts";
import { countedSubgraph, observed } from "./counted-subgraph.ts";

interface Statement {
  readonly department: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

let city: City;
const told: Statement[] = [];
beforeAll(async () => {
  city = await startCity({
    served: (subgraph) => observed(subgraph, (text, values) => told.push({ department: subgraph.name, text, values })),
    // What is answered is tested here, not how fast: the machine may be busy with other tests.
    bounds: { timeout: 30_000, requestTimeout: 60_000 },
  });
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

/** What goes to the departments' databases for one of the six, asked as its variables have it. */
const statementsFor = async (operation: string): Promise<readonly Statement[]> => {
  const read = (ending: string): Promise<string> => readFile(`schema/operations/${operation}${ending}`, "utf8");
  told.length = 0;
  const answer = await city.ask(await read(".graphql"), JSON.parse(await read(".variables.json")) as object);
  expect(answer.errors).toBeUndefined();
  return [...told];
};

const SIX = [
  "wage-warning",
  "public-rental-check",
  "subsistence-check",
  "pension-after-death",
  "enterprise-360",
  "policy-match",
] as const;

const asked = new Map<string, readonly Statement[]>();

test("the six: as many statements to each department as are written here, whatever is on a page", async () => {
  for (const operation of SIX) asked.set(operation, await statementsFor(operation));
  const counts = [...asked].map(([operation, statements]) => {
    const departments = [...new Set(statements.map(({ department }) => department))].sort();
    const each = departments.map(
      (name) => `${name} ${statements.filter(({ department }) => department === name).length}`,
    );
    return [operation, each.join(", ")];
  });
  expect(Object.fromEntries(counts)).toMatchInlineSnapshot(`
   {
     "enterprise-360": "enterprise 10, housing 3, human-resources 3",
     "pension-after-death": "civil-affairs 1, human-resources 3, public-security 2",
     "policy-match": "enterprise 10, human-resources 1",
     "public-rental-check": "housing 13, human-resources 2, public-security 3",
     "subsistence-check": "civil-affairs 14, enterprise 2, housing 1, human-resources 2, public-security 3",
     "wage-warning": "enterprise 3, housing 2, human-resources 10, public-security 1",
   }
  `);
});

interface Plan {
  readonly "Node Type": string;
  readonly "Relation Name"?: string;
  readonly "Index Cond"?: string;
  readonly Plans?: readonly Plan[];
}

/** Tables of a city of any size that hold some dozens of rows: a page or two, read whole. */
const SHORT = new Set(["policy", "subsistence_standard", "wage_threshold"]);

/** Tables of a plan that are gone through row by row. */
const scanned = (plan: Plan): readonly string[] => {
  const table = plan["Relation Name"];
  const isFound = plan["Node Type"] === "Bitmap Heap Scan" || plan["Index Cond"] !== undefined;
  const own = table === undefined || isFound || SHORT.has(table) ? [] : [`${plan["Node Type"]} ${table}`];
  return [...own, ...(plan.Plans ?? []).flatMap(scanned)];
};

const ONLY_BY_CONDITION =
  "set enable_seqscan = off; set enable_indexscan = off; set enable_indexonlyscan = off; set max_parallel_workers_per_gather = 0";

test("each statement of the six has an index by which it finds its rows, whatever the size of the city", async () => {
  const found: string[] = [];
  for (const { name } of DEPARTMENTS) {
    const client = new Client({ connectionString: city.databaseUrls[name] });
    await client.connect();
    // In a city as small as this one, going through a whole table, or through its primary key, is often cheapest. Without them an index finds
    // the rows by the statement's own condition, or there is none that could.
    await client.query(ONLY_BY_CONDITION);
    for (const { department, text, values } of [...asked.values()].flat()) {
      if (department !== name) continue;
      const { rows: plans } = await client.query<{ "QUERY PLAN": readonly { readonly Plan: Plan }[] }>(
        `explain (format json) ${text}`,
        // Of one key: all keys of a small city are all of its rows, for which no index is of use.
        values.map((value) => (Array.isArray(value) ? value.slice(0, 1) : value)),
      );
      const plan = plans[0]?.["QUERY PLAN"][0]?.Plan;
      found.push(...(plan ? scanned(plan).map((scan) => `${name}: ${scan}: ${text}`) : ["no plan"]));
    }
    await client.end();
  }
  expect(found).toEqual([]);
});
