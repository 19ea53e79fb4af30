import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { readDemoIdentities } from "../../demo/identities/demo-identities.ts";
import { detectAnomalies } from "../../ledger/anomalies/detect-anomalies.ts";
import { LONE_ADMINISTRATOR, OPERATOR } from "../../ledger/anomalies/lone-administrator.ts";
import { READINGS_OF_THE_LOG } from "../../gateway/record/disclosure.ts";
import { eventRecord } from "../../ledger/store/event-record.ts";
import { sampleRecord } from "../../ledger/tests/sample-record.ts";
import { until } from "../../ledger/tests/until.ts";
import { createSealer } from "../../schema/envelope/seal.ts";
import { verifyReceipt } from "../../ledger/tree/receipt.ts";
import { DEMO_PSEUDONYM_KEY, pseudonymOf } from "../../subgraphs/kit/pseudonym.ts";
import type { Answer } from "../city.ts";
import { startGovernedCity, type AskOptions, type GovernedCity } from "../governed-city.ts";
import { questionFile } from "../questions/question-files.ts";

// In one file, since a second hub costs some five seconds.

interface Row {
  readonly index: string;
  readonly app: string;
  readonly [field: string]: unknown;
}

interface Page {
  readonly edges: readonly { readonly node: Row; readonly cursor: string }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

const questions = readDemoIdentities().flatMap(({ id, operation }) =>
  operation === undefined ? [] : [{ app: id, operation }],
);

// One file, though long: all stories read one log, and a second hub would take five seconds to start.

/** The head of the family that the question about public rental housing is about. */
const CITIZEN = "419900198810095858";
const PERSON = pseudonymOf(CITIZEN, DEMO_PSEUDONYM_KEY);
/** The head of the family that the question about subsistence is about. */
const OTHER = readDemoIdentities().flatMap(({ citizens = [] }) => citizens.map(({ subject }) => subject))[1] ?? "";

const CREDIT_CODE = "91110000802100433B";
const AGENT = "mcp:Some-Agent/2.1";
const OPERATION = `sha256:${"0a".repeat(32)}`;

const PAGE = "edges { cursor node { index app } } pageInfo { hasNextPage endCursor }";
const DISCLOSURES = `query ($filter: DisclosureFilter, $first: Int, $after: String) {
  disclosures(filter: $filter, first: $first, after: $after) { ${PAGE} }
}`;
const MINE = `query ($first: Int, $after: String) { myDisclosures(first: $first, after: $after) {
  edges { cursor node { index time department app purpose leafHash coordinates { coordinate outcome department } } }
  pageInfo { hasNextPage endCursor }
} }`;

let city: GovernedCity;

beforeAll(async () => {
  city = await startGovernedCity({ ledgerName: "ledger_audit" });
  for (const { app, operation } of questions) {
    const { document, variables } = questionFile(operation);
    await city.askAs(app, document, variables);
  }
  const firm = { type: "Enterprise", pseudonym: CREDIT_CODE };
  const agent = { byAgent: AGENT, operationId: OPERATION, takenAs: "EXPORT" };
  await city.ledger.append(
    sampleRecord({ app: "firm-reader", department: "enterprise", officer: null, subjects: [firm], ...agent }),
  );
});
afterAll(() => city.stop());

const audit = (query: string, variables: object = {}, more: AskOptions = {}): Promise<Answer> =>
  city.askAs("auditor-desk", query, variables, { officer: "sj-he", ...more });

const mine = (subject: string, variables: object = {}): Promise<Answer> =>
  city.askAs("citizen-portal", MINE, variables, { subject });

const pageOf = (answer: Answer, field = "disclosures"): Page => {
  expect(answer.errors).toBeUndefined();
  return answer.data?.[field] as Page;
};

const appsOf = (page: Page): string[] => page.edges.map(({ node }) => node.app);

const codesOf = ({ errors }: Answer): unknown[] => (errors ?? []).map(({ extensions }) => extensions?.["code"]);

describe("an auditor", () => {
  test("sees the records of the six questions, newest first, and then the own readings", async () => {
    const page = pageOf(await audit(DISCLOSURES, { filter: { kinds: ["DISCLOSURE"], from: "2020-01-01T00:00:00Z" } }));
    const asked = questions.map(({ app }) => app).reverse();
    expect(appsOf(page).filter((app) => app !== "auditor-desk")).toEqual(["firm-reader", ...asked]);
    const again = pageOf(await audit(DISCLOSURES, { first: 1 }));
    expect(appsOf(again)).toEqual(["auditor-desk"]);
  });

  test("L12: each reading of the log is a record of its own kind, that says who read what, found or not", async () => {
    const begun = city.records.length;
    const day = `from: "2026-01-01", to: "2026-01-02"`;
    await audit(DISCLOSURES, { filter: { person: PERSON } });
    await audit(`{ disclosure(index: "999999") { app } }`);
    await audit(`{ disclosureTotals(${day}, by: PURPOSE, every: DAY) { key } }`);
    await audit("{ findings { id } }");
    // Nobody's reading: a checkpoint is open to all, and a citizen's own records are the citizen's.
    await audit("{ checkpoint { size } }");
    await mine(PERSON);
    const records = city.records.slice(begun);
    expect(records.map(({ kind }) => kind)).toEqual([...Array(4).fill("audit-read"), "disclosure", "disclosure"]);
    for (const record of records.slice(0, 4)) {
      expect(record).toMatchObject({ app: "auditor-desk", officer: "sj-he", purpose: "AUDIT", decision: "RELEASED" });
      expect(record.operationHash).toMatch(/^[0-9a-f]{16}$/);
    }
    expect(records[0]).toMatchObject({
      coordinates: expect.arrayContaining([{ coordinate: "Query.disclosures", outcome: "CLEAR", rows: 1 }]),
      argumentCommitments: [{ argument: "filter" }],
    });
    const audited = [...city.catalogue().items].filter(
      ([name, { owner, share }]) => /^Query\./.test(name) && owner === "audit" && share === "CONDITIONAL",
    );
    expect(audited.map(([name]) => name).sort()).toEqual(READINGS_OF_THE_LOG.toSorted());
  });

  test.each([
    ["app", { app: "policy-match" }, ["policy-match"]],
    ["purpose", { purpose: "WAGE_WARNING" }, ["wage-warning"]],
    ["department", { department: "housing" }, ["rental-check"]],
    ["coordinate", { coordinate: "PublicRentalEligibility.incomePerHead", outcome: "MASKED" }, ["rental-check"]],
    [
      "derived input",
      { coordinate: "Person.monthlyIncome", outcome: "DERIVED" },
      ["subsistence-check", "rental-check"],
    ],
    ["decision", { decision: "FAILED" }, []],
    ["case (S22)", { caseNumber: "ZJ-2026-0102" }, ["rental-check"]],
    ["agent (20.7)", { byAgent: AGENT }, ["firm-reader"]],
    ["export (20.6)", { takenAs: "EXPORT" }, ["firm-reader"]],
    ["registered operation (20.3)", { operationId: OPERATION }, ["firm-reader"]],
    ["time", { to: "2020-01-01T00:00:00Z" }, []],
    ["citizen number", { citizenNumber: CITIZEN }, ["rental-check"]],
    ["person", { person: PERSON }, ["rental-check"]],
    ["enterprise", { enterprise: CREDIT_CODE }, ["firm-reader"]],
  ])("finds by %s", async (_, filter, apps) => {
    expect(appsOf(pageOf(await audit(DISCLOSURES, { filter })))).toEqual(apps);
  });

  test("a citizen number is never stored", async () => {
    await audit(DISCLOSURES, { filter: { citizenNumber: CITIZEN } });
    const { rows } = await city.ledger.database.query<{ record: string }>("SELECT record FROM ledger.leaves");
    expect(rows.length).toBeGreaterThan(6);
    expect(rows.filter(({ record }) => record.includes(CITIZEN))).toEqual([]);
  });

  test("pages through everything once, while the log grows under the reader", async () => {
    const seen: string[] = [];
    let after: string | null = null;
    for (let more = true; more;) {
      const page: Page = pageOf(
        await audit(DISCLOSURES, { first: 2, after, filter: { department: "human-resources" } }),
      );
      seen.push(...page.edges.map(({ node }) => node.index));
      more = page.pageInfo.hasNextPage;
      after = page.pageInfo.endCursor;
    }
    expect(seen).toEqual([...new Set(seen)].sort((a, b) => Number(b) - Number(a)));
    expect(seen).toHaveLength(2);
  });

  test("gets a receipt that verifies offline, of the very record", async () => {
    const [{ index } = { index: "" }] = pageOf(await audit(DISCLOSURES, { filter: { app: "wage-warning" } })).edges.map(
      ({ node }) => node,
    );
    await until(() => city.ledger.receipt(Number(index)));
    const { data } = await audit(
      `query ($index: ID!) { disclosure(index: $index) {
        index time kind traceId app department officer caseNumber purpose grantHash policyVersion operationHash decision rowCount
        latencyMs subjectCount divisions leafHash receipt subjects { type pseudonym } change { what }
        coordinates { coordinate outcome rows reason } derived { coordinate department inputs }
        arguments { argument commitment }
      } }`,
      { index },
    );
    const { receipt, leafHash, ...shown } = data?.["disclosure"] as Row;
    const verdict = verifyReceipt(String(receipt), { log: [city.logVerifier] });
    if (!verdict.ok) throw new Error(verdict.reason);
    const leaf = JSON.parse(verdict.leaf) as Row;
    expect(verdict.index).toBe(Number(index));
    expect(shown).toMatchObject({
      kind: "DISCLOSURE",
      app: "wage-warning",
      department: "human-resources",
      officer: "hr-sun",
      caseNumber: "RS-2026-0015",
      purpose: "WAGE_WARNING",
      traceId: leaf["traceId"],
      decision: leaf["decision"],
      subjects: leaf["subjects"],
      subjectCount: leaf["subjectCount"],
      derived: leaf["derived"],
      change: null,
    });
    expect(leafHash).toMatch(/^[A-Za-z0-9+/]{43}=$/);
    expect((shown["coordinates"] as unknown[]).length).toBeGreaterThan(10);
  });

  test("may ask for the largest page with everything that it holds", async () => {
    const everything = `{ disclosures(first: 200) { edges { node { index leafHash receipt subjects { type pseudonym }
      coordinates { coordinate outcome rows reason } derived { coordinate department inputs } } } } }`;
    const { edges } = pageOf(await audit(everything));
    expect(edges.length).toBeGreaterThan(questions.length);
    // What was just written may not be in a checkpoint yet.
    expect(edges.filter(({ node }) => node["receipt"] !== null).length).toBeGreaterThanOrEqual(questions.length);
    expect(codesOf(await audit(everything.replace("200", "201"))).length).toBeGreaterThan(0);
  });

  test("sums up by department, purpose and coordinate", async () => {
    const TOTALS = `query ($by: TotalsBy!, $every: TotalsEvery!) {
      disclosureTotals(from: "2026-01-01", to: "2027-01-01", by: $by, every: $every) { period key outcome disclosures rows }
    }`;
    const now = new Date(Date.now() + 8 * 3_600_000).getUTCFullYear(); // the city's, at UTC+8
    const query = TOTALS.replace("2026", String(now)).replace("2027", String(now + 1));
    const keysBy = async (by: string) => {
      const { data } = await audit(query, { by, every: "MONTH" });
      return (data?.["disclosureTotals"] as Row[]).map(({ key }) => key);
    };
    await until(async () => (await keysBy("PURPOSE")).find((key) => key === "AUDIT") ?? null);
    expect(await keysBy("DEPARTMENT")).toEqual(expect.arrayContaining(["audit", "civil-affairs", "housing"]));
    expect(await keysBy("COORDINATE")).toEqual(expect.arrayContaining(["Person.name", "TaxCredit.grade"]));
    expect(codesOf(await audit(TOTALS.replace("2026", "2000"), { by: "PURPOSE", every: "DAY" }))).toEqual([
      "HUB_PERIOD_INVALID",
    ]);
  });

  test("is told by code what is wrong with a question", async () => {
    expect(codesOf(await audit(DISCLOSURES, { after: "bm8" }))).toEqual(["HUB_INVALID_CURSOR"]);
    expect(codesOf(await audit(`{ disclosures(last: 3) { ${PAGE} } }`))).toEqual(["HUB_PAGE_SIZE"]);
    expect(codesOf(await audit(DISCLOSURES, { filter: { person: CITIZEN } }))).toEqual(["HUB_SUBJECT_INVALID"]);
    expect(codesOf(await audit(DISCLOSURES, { filter: { citizenNumber: CITIZEN, person: PERSON } }))).toEqual([
      "HUB_SUBJECT_AMBIGUOUS",
    ]);
  });

  test("anybody may keep a checkpoint", async () => {
    const { data } = await city.askAs("playground", "{ checkpoint { origin size root signers note } }");
    const { origin, size, signers, note } = data?.["checkpoint"] as Record<string, unknown>;
    expect([origin, signers]).toEqual([city.ledger.origin, [city.ledger.origin]]);
    expect(size).toBeGreaterThan(0);
    expect(note).toContain(`\n${String(size)}\n`);
  });
});

describe("without the grant", () => {
  test("no app reads the log, nor searches it", async () => {
    for (const { app } of questions) {
      const answer = await city.askAs(app, DISCLOSURES, { first: 5 });
      expect([app, answer.data?.["disclosures"]]).toEqual([app, null]);
      expect(codesOf(answer)).toContain("HUB_FIELD_DENIED");
    }
  });

  test("filtering by a field that is not granted is refused: the auditor's desk holds no grant for covert matters", async () => {
    const answer = await audit(DISCLOSURES, { filter: { includeCovert: true } });
    expect(answer.data?.["disclosures"]).toBeNull();
    expect(answer.errors?.[0]?.extensions).toMatchObject({ code: "HUB_FIELD_DENIED" });
  });

  test("going around the gateway is refused at both of the department's gates: the seal, and the envelope behind it", async () => {
    const body = Buffer.from(JSON.stringify({ query: "{ disclosures(first: 1) { edges { node { index } } } }" }));
    const knock = async (seal: Readonly<Record<string, string>>): Promise<unknown> => {
      const headers = { "content-type": "application/json", ...seal };
      const response = await fetch(city.urls.get("audit") ?? "", { method: "POST", headers, body });
      return { status: response.status, body: (await response.json()) as unknown };
    };
    const refusal = (code: string, message: string, zh: string) => ({
      status: 401,
      body: { errors: [{ message, extensions: { code, zh } }] },
    });
    expect(await knock({})).toEqual(
      refusal("HUB_SEAL_KEY", "The fetch has no seal of the hub for this department", "请求没有枢纽对本部门的封签"),
    );
    const { own, departments } = city.seals.hubSide;
    const seal = createSealer({ department: "audit", own, theirs: departments.get("audit") ?? (() => []) });
    expect(await knock({ "x-hub-seal": seal({ envelope: "", body }).header })).toEqual(
      refusal("HUB_ENVELOPE_REFUSED", "A valid envelope is required", "信封未获接受：须持有效的信封"),
    );
  });
});

describe("a citizen", () => {
  test("sees who saw what of them, when and why, and nobody else's", async () => {
    const [edge, ...others] = pageOf(await mine(PERSON), "myDisclosures").edges;
    expect(others).toEqual([]);
    expect(edge?.node).toMatchObject({ app: "rental-check", department: "housing", purpose: "PUBLIC_RENTAL" });
    const seen = edge?.node["coordinates"] as readonly Row[];
    expect(seen).toContainEqual({ coordinate: "Household.address", outcome: "MASKED", department: "housing" });
    expect(seen).toContainEqual({ coordinate: "Person.monthlyIncome", outcome: "DERIVED", department: "housing" });
    expect(seen.filter(({ coordinate }) => String(coordinate).startsWith("Query."))).toEqual([]);
    const theirs = pageOf(await mine(OTHER), "myDisclosures").edges;
    expect(theirs.map(({ node }) => node.app)).toEqual(["subsistence-check"]);
    expect(pageOf(await mine(pseudonymOf("419900190001010000", "no key")), "myDisclosures").edges).toEqual([]);
  });

  test("cannot read the log, and an officer's token has no disclosures of its own", async () => {
    const answer = await city.askAs("citizen-portal", DISCLOSURES, {}, { subject: PERSON });
    expect(answer.data?.["disclosures"]).toBeNull();
    expect(codesOf(await audit(MINE))).toEqual(["HUB_SUBJECT_REQUIRED"]);
  });

  test("is not told of a covert investigation until it is lifted, and then is", async () => {
    const looked = sampleRecord({
      app: "special",
      covert: "case-7",
      subjects: [{ type: "Person", pseudonym: PERSON }],
    });
    const { index } = await city.ledger.append({ ...looked, time: new Date().toISOString() });
    const shown = async () => pageOf(await mine(PERSON), "myDisclosures").edges.map(({ node }) => node.app);
    const byIndex = async () => (await audit("query ($i: ID!) { disclosure(index: $i) { app } }", { i: index })).data;
    expect(await shown()).toEqual(["rental-check"]);
    expect(await byIndex()).toEqual({ disclosure: null });
    await city.ledger.append(eventRecord("workflow", { what: "covert-lift", id: "case-7", before: null, after: null }));
    expect(await shown()).toEqual(["special", "rental-check"]);
    expect(await byIndex()).toEqual({ disclosure: { app: "special" } });
  });
});

describe("findings", () => {
  const FINDINGS = `query ($state: FindingState) { findings(state: $state) { id rule title state settledBy note evidence } }`;
  const SETTLE = `mutation ($id: ID!, $note: String!) {
    settleFinding(id: $id, conclusion: EXPLAINED, note: $note) { id state settledBy }
  }`;

  test("L13: are settled once, with a note, and the decision and the note are in the log", async () => {
    await city.ledger.database.query(
      `INSERT INTO ledger.findings (id, rule, found_at, caller, summary, evidence)
       VALUES ('f1', 'night-reads', now(), 'rental-check/zj-wang', '5 requests', '{1,2}')`,
    );
    const open = (await audit(FINDINGS, { state: "OPEN" })).data?.["findings"];
    expect(open).toMatchObject([{ id: "f1", title: "经办人夜间查询", state: "OPEN", evidence: ["1", "2"] }]);
    expect(codesOf(await audit(SETTLE, { id: "f1", note: " " }))).toEqual(["HUB_NOTE_REQUIRED"]);
    expect(codesOf(await audit(SETTLE, { id: "f1", note: `他是 ${CITIZEN}` }))).toEqual(["HUB_NOTE_PERSONAL"]);
    expect((await audit(SETTLE, { id: "f1", note: "值班" })).data).toEqual({
      settleFinding: { id: "f1", state: "EXPLAINED", settledBy: "sj-he" },
    });
    expect(codesOf(await audit(SETTLE, { id: "f1", note: "again" }))).toEqual(["HUB_FINDING_NOT_OPEN"]);
    expect((await audit(FINDINGS, { state: "EXPLAINED" })).data).toMatchObject({
      findings: [{ id: "f1", settledBy: "sj-he", note: "值班" }],
    });
    const steps = await audit(
      `{ disclosures(filter: { kinds: [WORKFLOW], officer: "sj-he" }) { edges { node { change { what id after } } } } }`,
    );
    expect(pageOf(steps).edges.map(({ node }) => node["change"])).toEqual([
      { what: "finding", id: "f1", after: '{"state":"explained","note":"值班"}' },
    ]);
  });

  test("L13, R5: are settled neither by the officer nor through the app that they are about, but by another auditor", async () => {
    await city.ledger.database.query(
      `INSERT INTO ledger.findings (id, rule, found_at, caller, summary, evidence)
       VALUES ('f2', 'same-person', now(), 'auditor-desk/sj-he', '6 looks', '{1,2}')`,
    );
    expect(codesOf(await audit(SETTLE, { id: "f2", note: "mine" }))).toEqual(["HUB_FINDING_OWN"]);
    expect((await audit(FINDINGS, { state: "OPEN" })).data).toMatchObject({ findings: [{ id: "f2", state: "OPEN" }] });
    // The operation of the playground, by the second auditor of the demo.
    const settle = () =>
      city.askAs(
        "auditor-desk",
        readFileSync("schema/operations/audit/settle-finding.graphql", "utf8"),
        { id: "f2", conclusion: "CONFIRMED", note: "与本人谈话确认" },
        { officer: "sj-lu" },
      );
    expect(codesOf(await settle())).toEqual(["HUB_FINDING_OWN"]);
    await city.ledger.database.query("UPDATE ledger.findings SET caller = 'wage-warning/hr-gu' WHERE id = 'f2'");
    const settled = await settle();
    expect(settled.data).toEqual({ settleFinding: { id: "f2", state: "CONFIRMED", settledBy: "sj-lu" } });
  });

  const FOR_TWO = `mutation ($id: ID!, $conclusion: FindingConclusion!) {
    settleFinding(id: $id, conclusion: $conclusion, note: "核对了任免文件") { id state settledBy } }`;
  const bySupervision = (query: string, variables: object = {}): Promise<Answer> =>
    city.askAs("supervision-desk", query, variables);

  test("R5: what is found about the audit office itself is settled by an auditor of another office", async () => {
    const { edges } = pageOf(await audit(DISCLOSURES, { filter: { app: "auditor-desk" }, first: 1 }));
    await city.ledger.database.query(
      `INSERT INTO ledger.findings (id, rule, found_at, caller, summary, evidence)
       VALUES ('f3', 'night-reads', now(), 'auditor-desk/sj-he', '5 requests', $1)`,
      [[edges[0]?.node.index]],
    );
    for (const officer of ["sj-he", "sj-lu"])
      expect(codesOf(await audit(SETTLE, { id: "f3", note: "本局" }, { officer }))).toEqual(["HUB_FINDING_OWN"]);
    const open = (await bySupervision(FINDINGS, { state: "OPEN" })).data?.["findings"] as Row[];
    expect(open.map(({ id }) => id)).toContain("f3");
    expect(await bySupervision(SETTLE, { id: "f3", note: "值班表已核对" })).toMatchObject({
      data: { settleFinding: { id: "f3", state: "EXPLAINED", settledBy: "jw-ni" } },
    });
    const steps = await bySupervision(
      `{ disclosures(filter: { kinds: [WORKFLOW], officer: "jw-ni" }) { edges { node { app department change { id } } } } }`,
    );
    expect(pageOf(steps).edges.map(({ node }) => node)).toEqual([
      { app: "supervision-desk", department: "discipline-inspection", change: { id: "f3" } },
    ]);
  });

  test("S18: an administrator without a second hand stays a finding until auditors of two departments agree", async () => {
    const stated = { what: LONE_ADMINISTRATOR, id: "c.li", before: "b.he", after: '{"reason":"离任"}' };
    const { index } = await city.ledger.append(
      eventRecord("workflow", stated, { app: OPERATOR, department: "data-administration", officer: "ops.zhang" }),
    );
    const yesterday = new Date(Date.now() - 24 * 3600_000).toISOString();
    const window = { from: yesterday, to: new Date().toISOString() };
    await detectAnomalies(city.ledger.database, window);
    expect(await detectAnomalies(city.ledger.database, window)).toBe(0);
    const found = async () => {
      const { data } = await audit(FINDINGS);
      return (data?.["findings"] as Row[]).filter(({ rule }) => rule === LONE_ADMINISTRATOR);
    };
    const [one] = await found();
    expect(await found()).toEqual([
      {
        id: one?.["id"],
        rule: LONE_ADMINISTRATOR,
        title: "运维人员指定安全管理员，未经第二名管理员确认",
        state: "OPEN",
        settledBy: null,
        note: null,
        evidence: [String(index)],
      },
    ]);
    const settle = async (ask: (query: string, variables: object) => Promise<Answer>, conclusion: string) => {
      const answer = await ask(FOR_TWO, { id: one?.["id"], conclusion });
      return (answer.data?.["settleFinding"] as Row | null)?.["state"] ?? codesOf(answer)[0];
    };
    const second = (query: string, variables: object) => audit(query, variables, { officer: "sj-lu" });
    expect(await settle(audit, "EXPLAINED")).toBe("OPEN");
    expect(await found()).toMatchObject([{ state: "OPEN", settledBy: "sj-he" }]);
    expect(await settle(audit, "EXPLAINED")).toBe("HUB_FINDING_SAME_HAND");
    expect(await settle(second, "EXPLAINED")).toBe("HUB_FINDING_SAME_HAND");
    expect(await settle(bySupervision, "CONFIRMED")).toBe("OPEN");
    expect(await settle(second, "CONFIRMED")).toBe("CONFIRMED");
    expect(await found()).toMatchObject([{ state: "CONFIRMED", settledBy: "sj-lu" }]);
    expect(await settle(bySupervision, "EXPLAINED")).toBe("HUB_FINDING_NOT_OPEN");
  });

  test("R5, R6: an app without an officer audits nothing, and settles nothing", async () => {
    const alone = (query: string, variables: object = {}) =>
      city.askAs("auditor-desk", query, variables, { officer: null });
    const totals = `{ disclosureTotals(from: "2026-01-01", to: "2026-02-01", by: PURPOSE, every: MONTH) { key } }`;
    for (const query of [DISCLOSURES, FINDINGS, totals, `{ disclosure(index: "0") { app } }`])
      expect(codesOf(await alone(query))).toEqual(["HUB_AUDITOR_IN_PERSON"]);
    expect(codesOf(await alone(SETTLE, { id: "f2", note: "mine" }))).toEqual(["HUB_AUDITOR_IN_PERSON"]);
  });

  test("are settled by nobody without the grant", async () => {
    const answer = await city.askAs("citizen-portal", SETTLE, { id: "f1", note: "x" }, { subject: PERSON });
    expect(answer.data?.["settleFinding"] ?? null).toBeNull();
    expect(codesOf(answer)).toContain("HUB_FIELD_DENIED");
  });
});
