import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { exportJWK, generateKeyPair } from "jose";
import { Client } from "pg";
import { documentHash, ENVELOPE_HEADER } from "../../../schema/envelope/envelope.ts";
import { emptyEnvelope } from "../../../schema/envelope/fixtures/empty-envelope.ts";
import { LOGIN_PURPOSE, LOGIN_QUERY } from "../../../schema/envelope/login.ts";
import { QUALITY_PURPOSE, QUALITY_QUERY, type QualityEvidence } from "../../../schema/envelope/quality.ts";
import { signEnvelope } from "../../../schema/envelope/sign-envelope.ts";
import { servedUrls, testDatabase } from "../../../tests/test-database.ts";
import { migrateDatabase } from "../postgres/migrate-database.ts";
import { serveSubgraph, type RunningSubgraph } from "../serve-subgraph.ts";
import { loadSubgraph } from "../subgraph.ts";

/* 市场监管 tells the hub how its data is: how often rows were written, and of how many its own rules do not hold. Its service only reads. */

let owner: Client;
let department: RunningSubgraph;
let signer: { readonly key: CryptoKey; readonly keyId: string };

beforeAll(async () => {
  const url = await testDatabase("kit_quality");
  owner = new Client({ connectionString: url });
  await owner.connect();
  await owner.query("drop schema public cascade; create schema public");
  await migrateDatabase("enterprise", url);
  // The firm that the rows name is none of this test's.
  await owner.query("set session_replication_role = replica");
  const [servedUrl] = await servedUrls("enterprise", url);
  const { publicKey, privateKey } = await generateKeyPair("EdDSA", { extractable: true });
  signer = { key: privateKey, keyId: "k" };
  department = await serveSubgraph(await loadSubgraph("enterprise"), {
    databaseUrl: servedUrl,
    port: 0,
    envelopeKeys: { keys: [{ ...(await exportJWK(publicKey)), kid: "k", alg: "EdDSA" }] },
  });
});
afterAll(async () => {
  await department.stop();
  await owner.end();
});

const ask = async (
  body: object = { query: QUALITY_QUERY },
  { purpose = QUALITY_PURPOSE, query = QUALITY_QUERY, audience = "enterprise" } = {},
): Promise<readonly [number, unknown]> => {
  const envelope = await signEnvelope(
    { ...emptyEnvelope, purpose, document: documentHash(query) },
    audience,
    signer,
    Date.now(),
  );
  const headers = { "content-type": "application/json", [ENVELOPE_HEADER]: envelope };
  const answer = await fetch(`${department.url}quality`, { method: "POST", headers, body: JSON.stringify(body) });
  return [answer.status, await answer.json().catch(() => undefined)];
};
const evidence = async (): Promise<QualityEvidence> => ((await ask())[1] as { readonly data: QualityEvidence }).data;

const changesOf = async (type: string): Promise<bigint> => {
  const found = (await evidence()).datasets.find((dataset) => dataset.type === type);
  return BigInt(found?.changes ?? "-1");
};
/** Writes, and has the database count it now rather than within the second. */
const write = async (sql: string, values: readonly unknown[] = []): Promise<void> => {
  await owner.query(sql, [...values]);
  await owner.query("select pg_stat_force_next_flush()");
  await owner.query("select 1");
};

const INSERT =
  "insert into shareholder (id, enterprise_credit_code, name, subscribed, ratio, division_code) values ($1, '91110000802100433B', '示例', 1, $2, '411102')";

test("G25: 政务数据共享条例第十八条: what was written is counted by the database, and what was only read is not", async () => {
  const before = await changesOf("Shareholder");
  await owner.query("select * from shareholder");
  expect(await changesOf("Shareholder")).toBe(before);
  await write(INSERT, [1, 0.5]);
  await write("update shareholder set ratio = 0.6 where id = 1");
  await write("delete from shareholder where id = 1");
  expect(await changesOf("Shareholder")).toBe(before + 3n);
  const { datasets } = await evidence();
  expect(datasets.map(({ type }) => type)).toEqual(expect.arrayContaining(["Enterprise", "Licence", "TaxCredit"]));
  // Tables that are no type of the graph, and types of other departments, are not told of.
  expect(datasets.map(({ type }) => type)).not.toEqual(
    expect.arrayContaining([expect.stringMatching(/Person|Login|Mutation|Query/)]),
  );
});

test("G25: 第十八条: an owner's rules are checked where the data is; how many of a sample break one leaves, and nothing of them", async () => {
  for (const [id, ratio] of [
    [11, 0.5],
    [12, 1],
    [13, 1.2],
    [14, 0],
  ] as const)
    await owner.query(INSERT, [id, ratio]);
  await owner.query(
    "insert into abnormal_listing (id, enterprise_credit_code, listed_on, reason, removed_on, division_code) values (1, '91110000802100433B', '2026-02-01', '示例', null, '411102'), (2, '91110000802100433B', '2026-02-01', '示例', '2026-01-31', '411102')",
  );
  const [status, answer] = await ask();
  expect(status).toBe(200);
  const { checks } = (answer as { readonly data: QualityEvidence }).data;
  expect(checks).toEqual(
    expect.arrayContaining([
      { item: "Shareholder.ratio", rule: "持股比例大于0、不超过1", sampled: 4, failed: 2 },
      { item: "AbnormalListing.removedOn", rule: "移出日期不早于列入日期", sampled: 2, failed: 1 },
      { item: "Licence.validTo", rule: "有效期至不早于发证日期", sampled: 0, failed: 0 },
    ]),
  );
  expect(JSON.stringify(answer)).not.toMatch(/91110000802100433B|示例|2026/);
});

test.each([
  ["an envelope for another door", { query: QUALITY_QUERY }, { purpose: LOGIN_PURPOSE, query: LOGIN_QUERY }, 403],
  ["an envelope of an app's purpose", { query: QUALITY_QUERY }, { purpose: "WAGE_WARNING" }, 403],
  ["an envelope for another department", { query: QUALITY_QUERY }, { audience: "housing" }, 403],
  ["a question of another form", { query: "{ __typename }" }, {}, 500],
  ["a question with more than it has", { query: QUALITY_QUERY, type: "Shareholder" }, {}, 500],
])("the door stays closed to %s", async (_, body, made, status) => {
  expect((await ask(body, made))[0]).toBe(status);
});
