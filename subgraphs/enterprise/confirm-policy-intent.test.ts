import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { Client } from "pg";
import { countedSubgraph, type CountedSubgraph } from "../../tests/questions/counted-subgraph.ts";
import { testDatabase } from "../../tests/test-database.ts";
import { migrateDatabase } from "../kit/postgres/migrate-database.ts";
import { STORED_POLICIES } from "./policies/fixtures/stored-policies.ts";

const FIT = "91419900MA00000079";
const UNFIT = "91419900MA0000023Y";

let subgraph: CountedSubgraph;
let client: Client;

const writePolicies = async (): Promise<void> => {
  for (const policy of STORED_POLICIES)
    await client.query("insert into policy values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)", [
      policy.code,
      policy.title,
      policy.documentNumber,
      policy.department,
      policy.summary,
      policy.mode,
      policy.stacking,
      JSON.stringify(policy.conditions),
      JSON.stringify(policy.tiers),
      policy.funding,
      policy.validFrom,
      // The city asks as of today: its policies outlive every day on which this runs.
      "2099-12-31",
    ]);
};

const writeFirm = async (code: string, status: string): Promise<void> => {
  await client.query(
    `insert into enterprise values ($1, '漯河试验（示例）有限公司', 'LIMITED', 100, '2015-01-01', $2, '漯河市市场监督管理局',
     null, '张示例', null, '漯河市', '机械制造', 'C3490', '通用设备', 'SMALL', 20, false, '411102001002001', '411102001002')`,
    [code, status],
  );
  await client.query(
    `insert into annual_report values ($2, $1, extract(year from now())::int - 1, 1, 1, 1, 1, 1, 800000000, 1, '411102001002')`,
    [code, code === FIT ? 1 : 2],
  );
  await client.query(
    `insert into qualification values ($2, $1, 'LITTLE_GIANT', 1, '2020-01-01', '2099-12-31', '411102001002')`,
    [code, code === FIT ? 1 : 2],
  );
  await client.query(
    `insert into tax_credit values ($2, $1, extract(year from now())::int - 1, 'A', 0, '411102001002')`,
    [code, code === FIT ? 1 : 2],
  );
};

beforeAll(async () => {
  const url = await testDatabase("policy_intents");
  await migrateDatabase("enterprise", url);
  client = new Client({ connectionString: url });
  await client.connect();
  await writePolicies();
  await writeFirm(FIT, "ACTIVE");
  await writeFirm(UNFIT, "REVOKED");
  subgraph = await countedSubgraph("enterprise", url);
});

afterAll(async () => {
  await subgraph.close();
  await client.end();
});

/** @param as the firm that confirms; the one concerned unless another is named, null is nobody */
const confirm = async (policy: string, creditCode: string, as: string | null = creditCode) => {
  const { answer } = await subgraph.ask(
    `mutation($policy: ID!, $creditCode: CreditCode!) {
      confirmPolicyIntent(policy: $policy, creditCode: $creditCode) { id amount confirmedAt policy { code } }
    }`,
    { policy, creditCode },
    as ?? undefined,
  );
  return answer;
};
const reasonOf = (answer: Awaited<ReturnType<typeof confirm>>): unknown => answer.errors?.[0]?.extensions["reason"];

test("taken down once: again, and twenty times at the same moment, it is the first confirmation", async () => {
  const answers = await Promise.all(Array.from({ length: 20 }, () => confirm("SBTR", FIT)));
  expect(answers.flatMap(({ errors }) => errors ?? [])).toEqual([]);
  const later = await confirm("SBTR", FIT);
  for (const { data } of answers) expect(data).toEqual(later.data);
  expect(later.data).toMatchObject({ confirmPolicyIntent: { amount: 160_000_000, policy: { code: "SBTR" } } });
  expect((await client.query("select 1 from policy_intent")).rowCount).toBe(1);
});

test("the firm's next step is then the department's", async () => {
  const { answer } = await subgraph.ask(
    `query($r: [_Any!]!, $asOf: Date!) { _entities(representations: $r) { ... on Enterprise {
      policyMatches(asOf: $asOf, policy: "SBTR") { matched nextStep intentConfirmedAt } } } }`,
    {
      r: [{ __typename: "Enterprise", creditCode: FIT, employerYears: [] }],
      asOf: new Date().toISOString().slice(0, 10),
    },
  );
  expect(answer.data).toEqual({
    _entities: [{ policyMatches: [{ matched: true, nextStep: "PAY", intentConfirmedAt: expect.any(Date) }] }],
  });
});

test.each([
  ["another firm", UNFIT],
  ["nobody, at a department without a gate", null],
])("S26: only the firm itself confirms: %s is refused, and nothing is stored", async (_, as) => {
  const before = (await client.query("select 1 from policy_intent")).rowCount;
  const answer = await confirm("SBTR", FIT, as);
  expect(answer.data).toEqual({ confirmPolicyIntent: null });
  expect(reasonOf(answer)).toBe("NOT_THE_FIRM");
  expect((await client.query("select 1 from policy_intent")).rowCount).toBe(before);
});

test("S26: a firm that is not known to qualify is refused with the conditions that are open, and nothing is stored", async () => {
  const answer = await confirm("WGFH", FIT);
  expect(answer.data).toEqual({ confirmPolicyIntent: null });
  expect(reasonOf(answer)).toBe("UNDECIDED");
  expect(answer.errors?.[0]?.extensions["zh"]).toContain("失业保险累计缴费满12个月");
  expect((await client.query("select 1 from policy_intent where policy_code = 'WGFH'")).rowCount).toBe(0);
});

test("refused with the conditions that speak against the firm, and nothing is stored", async () => {
  const answer = await confirm("SBTR", UNFIT);
  expect(answer.data).toEqual({ confirmPolicyIntent: null });
  expect(answer.errors?.[0]?.message).toBe("The enterprise does not meet the policy's conditions: 登记状态为存续");
  expect(answer.errors?.[0]?.extensions["code"]).toBe("HUB_POLICY_INTENT_REFUSED");
  expect((await client.query("select 1 from policy_intent where enterprise_credit_code = $1", [UNFIT])).rowCount).toBe(
    0,
  );
});

test("refused: no such policy, no such firm, a policy that is applied for, one that has been paid", async () => {
  expect(reasonOf(await confirm("NONE", FIT))).toBe("NO_SUCH_POLICY");
  expect(reasonOf(await confirm("SBTR", "91110000802100433B"))).toBe("NO_SUCH_FIRM");
  expect(reasonOf(await confirm("CYDK", FIT))).toBe("APPLY_INSTEAD");
  await client.query("insert into payout values (1, 'ZJTX', $1, 2025, 200000000, '2025-03-01', '411102001002')", [FIT]);
  expect(reasonOf(await confirm("ZJTX", FIT))).toBe("SETTLED");
});

test("a policy that cannot be read is an error in its own place and hides no other", async () => {
  await client.query(`insert into policy values ('BAD', '坏政策', '无', '无', '无', 'CONFIRM', 'HIGHEST',
    '{"dataset":"bank","field":"balance","op":">","value":1,"text":"存款"}', '[{"when":null,"amount":1}]', '无', '2020-01-01', '2099-01-01')`);
  const { answer } = await subgraph.ask(
    `query($r: [_Any!]!) { _entities(representations: $r) { ... on Enterprise {
      policyMatches(asOf: "2026-10-31") { policy { code } } } } }`,
    { r: [{ __typename: "Enterprise", creditCode: FIT, employerYears: [] }] },
  );
  const [firm] = (answer.data as { _entities: { policyMatches: (object | null)[] }[] })._entities;
  expect(firm?.policyMatches.filter((match) => match === null)).toHaveLength(1);
  expect(firm?.policyMatches).toHaveLength(9);
  expect(answer.errors?.map(({ message }) => message)).toEqual([
    "Policy BAD: conditions.dataset: expected one of enterprise, employerYear, annualReport, industry, electricity, qualification, " +
      'taxCredit, abnormal, court, payout, got "bank"',
  ]);
  expect((await confirm("BAD", FIT)).errors?.[0]?.message).toContain("Policy BAD");
});
