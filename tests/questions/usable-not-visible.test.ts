import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { pino } from "pino";
import { findIdentity, readDemoIdentities } from "../../demo/identities/demo-identities.ts";
import { firmsIn } from "../../demo/systems/registers.ts";
import { createGateway } from "../../gateway/create-gateway.ts";
import type { Answer } from "../city.ts";
import { startGovernedCity, type GovernedCity } from "../governed-city.ts";
import { questionFile } from "./question-files.ts";

// 可用不可见: departments decide with each other's figures; the app that asks sees the decision and not the figures.

let city: GovernedCity;
beforeAll(async () => {
  city = await startGovernedCity({ ledgerName: "ledger_usable_not_visible" });
});
afterAll(async () => city.stop());

test("public rental: decided with human-resources' incomes, which the app cannot read", async () => {
  const { document } = questionFile("public-rental-check");
  for (const { kind, authorizationNumber, expectedEligible } of city.manifest.rentals) {
    const { data } = await city.askAs("rental-check", document, { authorizationNumber, asOf: city.manifest.asOf });
    const { eligibility } = (data as { rentalCase: { eligibility: Record<string, unknown> } }).rentalCase;
    expect([kind, eligibility["eligible"]]).toEqual([kind, expectedEligible]);
  }
});

test("the same app, asking for an income itself, is denied, and told by whom", async () => {
  const { data, errors } = await city.askAs(
    "rental-check",
    `query($n: String!) { rentalCase(authorizationNumber: $n) { applicant { monthlyIncome } } }`,
    { n: city.manifest.rentals[0]?.authorizationNumber },
  );
  expect(data).toEqual({ rentalCase: { applicant: { monthlyIncome: null } } });
  expect(errors?.map(({ extensions }) => extensions)).toEqual([
    expect.objectContaining({
      code: "HUB_FIELD_DENIED",
      coordinate: "Person.monthlyIncome",
      owner: "human-resources",
      reason: "NO_GRANT",
    }),
  ]);
});

test("subsistence: decided with four departments' registers, to the fen", async () => {
  const { document, variables } = questionFile("subsistence-check");
  const { data } = await city.askAs("subsistence-check", document, variables);
  expect(data).toMatchObject({
    subsistenceCase: { check: { decision: "ELIGIBLE", allowance: 60_000, vehicles: 0, homes: 1 } },
  });
});

test("policies: matched with human-resources' figures; the record names them as the department's own reading", async () => {
  const { document } = questionFile("policy-match");
  const firm = city.manifest.policies.find(({ policy, kind }) => policy === "WGFH" && kind === "neverApplied");
  const { data } = await city.askAs("policy-match", document, {
    creditCode: firm?.creditCode,
    asOf: city.manifest.asOf,
    onlyMatched: true,
  });
  const matches = (data as { enterprise: { policyMatches: { policy: { code: string }; amount: number }[] } }).enterprise
    .policyMatches;
  expect(matches.find(({ policy }) => policy.code === "WGFH")?.amount).toBe(firm?.amount);
  expect(JSON.stringify(city.records.at(-1))).toContain("EmployerYear.unemploymentContribution");
});

interface AwardMatch {
  readonly policy: { readonly code: string };
  readonly matched: boolean | null;
  readonly amount: number | null;
  readonly nextStep: string;
  readonly missingDepartments: readonly string[];
  readonly conditions: readonly {
    readonly text: string;
    readonly met: boolean | null;
    readonly actual: string | null;
  }[];
}

const NOT_LISTED = "不得有：当前列入失信被执行人名单";
const awardOf = (answer: Answer): AwardMatch | undefined =>
  (answer.data as unknown as { enterprise: { policyMatches: readonly AwardMatch[] } }).enterprise.policyMatches.find(
    ({ policy }) => policy.code === "ZJTX",
  );

test("19: a policy asks the court who is a dishonest debtor, as the department's own reading; the app gets no entry of it", async () => {
  const { document } = questionFile("policy-match");
  const award = async (creditCode: string | undefined) => {
    const answer = await city.askAs("policy-match", document, { creditCode, asOf: city.manifest.asOf });
    const match = awardOf(answer);
    return { ...match, listing: match?.conditions.find(({ text }) => text === NOT_LISTED) };
  };
  const clean = city.manifest.policies.find(({ policy, kind }) => policy === "ZJTX" && kind === "neverApplied");
  expect(await award(clean?.creditCode)).toMatchObject({
    matched: true,
    amount: clean?.amount,
    missingDepartments: [],
    listing: { met: true, actual: null },
  });
  const record = city.records.at(-1);
  expect(record?.derived.find(({ coordinate }) => coordinate === "Enterprise.policyMatches")).toMatchObject({
    department: "industry-information",
    inputs: expect.arrayContaining(["Enterprise.dishonestyRecords", "DishonestDebtor.publishedOn"]),
  });
  expect(record?.coordinates.map(({ coordinate }) => coordinate)).not.toContain("DishonestDebtor.publishedOn");
  const listed = (await firmsIn(city.databaseUrls.enterprise)).find(({ spread }) => spread % 40 === 1);
  expect(await award(listed?.code)).toMatchObject({
    matched: false,
    amount: null,
    missingDepartments: [],
    listing: { met: false, actual: null },
  });
});

test("19: while the court is silent a policy that asks it is open for everybody, and says of whom it waits", async () => {
  const { purpose, officers, case: caseNumber = "" } = findIdentity(readDemoIdentities(), "policy-match").app;
  const gateway = await createGateway({
    supergraph: "schema/supergraph.graphql",
    upstream: { ...Object.fromEntries(city.urls), "dishonest-debtors": "http://127.0.0.1:9/" },
    seals: city.seals.hubSide,
    governance: city.governance,
    ledger: city.ledger,
    logger: pino({ level: "silent" }),
  });
  try {
    const firm = city.manifest.policies.find(({ policy, kind }) => policy === "ZJTX" && kind === "neverApplied");
    const headers = {
      "content-type": "application/json",
      authorization: `Bearer ${await city.tokenOf("policy-match", officers[0]?.id)}`,
      "x-purpose": purpose,
      "x-case": caseNumber,
    };
    const body = JSON.stringify({
      query: questionFile("policy-match").document,
      variables: { creditCode: firm?.creditCode, asOf: city.manifest.asOf },
    });
    const response = await gateway.fetch(new Request("http://gateway/graphql", { method: "POST", headers, body }));
    const answer = (await response.json()) as Answer;
    const match = awardOf(answer);
    expect(match).toMatchObject({ matched: null, amount: null, nextStep: "NONE", missingDepartments: ["法院"] });
    expect(match?.conditions.filter(({ met }) => met === null)).toEqual([
      expect.objectContaining({ text: NOT_LISTED, met: null, actual: null }),
    ]);
    const { policyMatches } = (answer.data as unknown as { enterprise: { policyMatches: readonly AwardMatch[] } })
      .enterprise;
    expect(policyMatches.map(({ policy, missingDepartments }) => [policy.code, missingDepartments.length])).toEqual([
      ["CYDK", 1],
      ...["GXQY", "KGBZ", "MFHSC", "SBTR", "WGFH", "YSSP"].map((code) => [code, 0]),
      ["ZJTX", 1],
    ]);
    expect(answer.errors?.map(({ extensions }) => extensions?.["code"])).toContain("HUB_SUBGRAPH_UNAVAILABLE");
  } finally {
    await gateway.close();
  }
});

test("G12: the record of a check names its case and every member, whatever of it was asked", async () => {
  const family = city.manifest.subsistence.find(({ kind }) => kind === "threeInNeed");
  const { data } = await city.askAs(
    "subsistence-check",
    `query ($n: String!) { subsistenceCase(authorizationNumber: $n) { check { decision } } }`,
    { n: family?.authorizationNumber },
  );
  expect(data).toMatchObject({ subsistenceCase: { check: { decision: "ELIGIBLE" } } });
  const subjects = city.records.at(-1)?.subjects ?? [];
  expect(subjects.filter(({ type }) => type === "SubsistenceCase")).toEqual([
    { type: "SubsistenceCase", pseudonym: family?.caseId },
  ]);
  expect(subjects.filter(({ type }) => type === "Person")).toHaveLength(4);
  const departments = new Set(city.records.at(-1)?.derived.flatMap(({ department }) => department));
  expect([...departments]).toEqual(["civil-affairs"]);
});

test("G12: a refused authorization is recorded, with nobody's data and no department's reading for it", async () => {
  const { document } = questionFile("subsistence-check");
  const expired = city.manifest.authorizations.find(({ gap }) => gap === "EXPIRED");
  const { data } = await city.askAs("subsistence-check", document, {
    authorizationNumber: expired?.authorizationNumber,
  });
  expect(data).toEqual({ subsistenceCase: null });
  expect(city.records.at(-1)).toMatchObject({ app: "subsistence-check", subjects: [], derived: [], rowCount: 0 });
  expect(JSON.stringify(city.records.at(-1))).not.toContain(expired?.authorizationNumber);
});

test("S8: who was paid a pension is recorded, though a reader asks for no person", async () => {
  const { data, errors } = await city.askAs(
    "pension-audit",
    `{ pensionBenefits(division: "4111", first: 3) { edges { node { payStatus person { id } } } } }`,
  );
  expect(errors).toBeUndefined();
  const { edges } = (data as { pensionBenefits: { edges: { node: { person: { id: string } } }[] } }).pensionBenefits;
  const people = edges.map(({ node }) => node.person.id).sort();
  expect(new Set(people).size).toBe(3);
  await city.askAs("pension-audit", `{ pensionBenefits(division: "4111", first: 3) { edges { node { payStatus } } } }`);
  const unseen = city.records.at(-1)?.subjects ?? [];
  expect(
    unseen
      .filter(({ type }) => type === "Person")
      .map(({ pseudonym }) => pseudonym)
      .sort(),
  ).toEqual(people);
});

test("L8: a firm and a person that nobody has are recorded as asked about, in the document or in a variable", async () => {
  const creditCode = "91411100MA00000000";
  const firm = "enterprise(creditCode: ";
  await city.askAs("enterprise-360", `{ ${firm}"${creditCode}") { name } }`);
  await city.askAs("enterprise-360", `query ($c: CreditCode!) { ${firm}$c) { name } }`, { c: creditCode });
  await city.askAs("enterprise-360", `{ person(citizenNumber: "411104190001010017") { name } }`);
  const [written, sent, person] = city.records.slice(-3);
  expect(written).toMatchObject({ rowCount: 0, argumentCommitments: [{ argument: "Query.enterprise(creditCode:)" }] });
  expect(sent).toMatchObject({ rowCount: 0, argumentCommitments: [{ argument: "c" }] });
  expect([written?.subjects, sent?.subjects]).toEqual([
    [{ type: "Enterprise", pseudonym: creditCode }],
    [{ type: "Enterprise", pseudonym: creditCode }],
  ]);
  expect(person).toMatchObject({ subjects: [], argumentCommitments: [{ argument: "Query.person(citizenNumber:)" }] });
});

test("S13: a batch of 17 KB of one derived value under many names is refused, but for as much as a request may cost", async () => {
  const names = (derived: string) => Array.from({ length: 36 }, (_, at) => `a${at}: ${derived}`).join(" ");
  const batchOf = async (app: string, purpose: string, query: string) => {
    const body = JSON.stringify(Array.from({ length: 10 }, () => ({ query })));
    expect(body.length).toBeGreaterThan(17_000);
    const authorization = `Bearer ${await city.tokenOf(app)}`;
    const headers = { "content-type": "application/json", authorization, "x-purpose": purpose };
    const before = city.records.length;
    const response = await city.gateway.fetch(new Request("http://gateway/graphql", { method: "POST", headers, body }));
    const answers = (await response.json()) as Awaited<ReturnType<typeof city.ask>>[];
    const workedOut = answers.map(({ data }) => (JSON.stringify(data ?? null).match(/"a\d+":{/g) ?? []).length);
    const refused = answers.filter(({ errors }) => errors?.[0]?.extensions?.["code"] === "HUB_COST_EXCEEDED");
    const asked = city.records.slice(before).filter(({ rowCount }) => rowCount > 0);
    return { workedOut, refused: refused.length, asked: asked.length };
  };
  const warned = names('wageWarning(asOf: "2026-10-31") { level }');
  const projects = `{ constructionProjects(division: "4111", first: 10) { edges { node { ${warned} } } } }`;
  expect(await batchOf("wage-warning", "WAGE_WARNING", projects)).toEqual({
    workedOut: Array(10).fill(0),
    refused: 10,
    asked: 0,
  });
  const family = city.manifest.subsistence.find(({ kind }) => kind === "threeInNeed");
  const checks = `{ subsistenceCase(authorizationNumber: "${family?.authorizationNumber ?? ""}") { ${names('check(asOf: "2026-10-31") { decision }')} } }`;
  // A check weighs 11,000: one operation of 36 fits, and no second one.
  expect(await batchOf("subsistence-check", "SUBSISTENCE", checks)).toEqual({
    workedOut: [36, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    refused: 9,
    asked: 1,
  });
});
