import { describe, expect, it, test } from "@jest/globals";
import type { DisclosureRecord } from "../../ledger/record.ts";
import type { Decision } from "../decide/decision.ts";
import type { Observation } from "../execute/enforcement.ts";
import type { Exchange } from "../exchange.ts";
import { type AnsweredOperation, disclosureOf, recordsOfQuestions } from "./disclosure.ts";
import type { GrantUse } from "./grant-use.ts";
import { classified, govern, type GovernedGraph, reasons, type ShortGrant } from "../decide/fixtures/govern.ts";

const NAMES = { "Person.name": "CLEAR", "Enterprise.name": "CLEAR" } as const;
const people = [
  { id: "p1", name: "王小明" },
  { id: "p2", name: "李四" },
];
const firms = [
  { creditCode: "e1", name: "沙粒建设" },
  { creditCode: "e2", name: "沙粒物业" },
];
const register = {
  police: {
    typeDefs: classified(`
      type Query { people: [Person!] @open nobody: [Person!] @open firms: [Enterprise!] @open broken: [Person!] @open }
      type Person @key(fields: "id") { id: ID! @open name: String @asked secret: String @asked }
      type Enterprise @key(fields: "creditCode") { creditCode: ID! @open name: String @asked secret: String @asked }
    `),
    resolvers: {
      Query: {
        people: () => people,
        nobody: () => [],
        firms: () => firms,
        broken: () => {
          throw new Error("out of order");
        },
      },
    },
  },
};

/** A governed register with a ledger that does with each record what the test says, before it takes it. */
const recording = async (
  grants: readonly ShortGrant[],
  before: (record: DisclosureRecord, graph: () => GovernedGraph) => void | Promise<void> = () => undefined,
) => {
  const records: DisclosureRecord[] = [];
  const append = async (record: DisclosureRecord) => {
    await before(record, () => graph);
    return { index: records.push(record), id: "r" };
  };
  const graph = await govern(register, grants, { ledger: { append } });
  return { graph, records, [Symbol.asyncDispose]: () => graph[Symbol.asyncDispose]() };
};

describe("T2: a record tells what was released, to whom, about whom, by which grants", () => {
  it("names the subjects of every type", async () => {
    await using city = await recording([{ items: NAMES }]);
    await city.graph.ask("{ firms { name } people { name } }");
    expect(city.records.map(({ subjects }) => subjects)).toEqual([
      [
        { type: "Enterprise", pseudonym: "e1" },
        { type: "Enterprise", pseudonym: "e2" },
        { type: "Person", pseudonym: "p1" },
        { type: "Person", pseudonym: "p2" },
      ],
    ]);
  });

  it("lists the coordinates that were resolved, and those that were denied; not what nobody stood behind", async () => {
    await using city = await recording([{ items: NAMES }]);
    await city.graph.ask({
      query:
        "query ($not: Boolean!) { people { name @skip(if: $not) id secret } nobody { id } firms @skip(if: $not) { name } }",
      variables: { not: true },
    });
    expect(city.records.map(({ coordinates }) => coordinates)).toEqual([
      [
        { coordinate: "Query.people", outcome: "CLEAR", rows: 2 },
        { coordinate: "Person.id", outcome: "CLEAR", rows: 2 },
        { coordinate: "Person.secret", outcome: "DENIED", rows: 0, reason: "NO_GRANT" },
      ],
    ]);
  });

  it("calls an answer released, partial or failed by what became of it", async () => {
    await using city = await recording([{ items: NAMES }]);
    await city.graph.ask("{ people { name } }");
    await city.graph.ask("{ people { name secret } }");
    await city.graph.ask("{ people { name } broken { name } }");
    await city.graph.ask({ query: "{ people { name secret } }", headers: { "x-on-denied": "reject" } });
    await city.graph.ask({ query: "{ people { name secret } }", headers: { "x-dry-run": "true" } });
    await city.graph.ask("{ people { nothing } }");
    expect(city.records.map(({ kind, decision }) => `${kind} ${decision}`)).toEqual([
      "disclosure RELEASED",
      "disclosure PARTIAL",
      "disclosure PARTIAL",
      "denial REFUSED",
      "dry-run DRY_RUN",
      "denial REFUSED",
    ]);
  });

  it("calls an answer failed that was decided and then withheld", async () => {
    const quota = { subjectsPerDay: 1 };
    await using city = await recording([{ items: NAMES, quota }]);
    expect(reasons(await city.graph.ask("{ people { name } }"))).toEqual([" HUB_QUOTA_EXCEEDED"]);
    expect(city.records.map(({ kind, decision, subjects }) => [kind, decision, subjects])).toEqual([
      ["failure", "FAILED", []],
    ]);
  });

  it.each([0, 1])(
    "T2: belongs to the covert case of a second grant as of the first (of two, number %d)",
    async (at) => {
      const grants = [{ items: { "Person.name": "CLEAR" } }, { items: { "Enterprise.name": "CLEAR" } }] as const;
      await using city = await recording(
        grants.map((grant, position) => ({ ...grant, ...(position === at && { covert: "case-7" }) })),
      );
      await city.graph.ask("{ people { name } firms { name } }");
      expect(city.records.map(({ covert }) => covert)).toEqual(["case-7"]);
    },
  );
});

test("S8: whom a row is about is recorded, though only its value is asked for, and nobody of a row that is withheld", async () => {
  const paid = (division: string, person: string, firm: string) => ({
    amount: 7,
    division,
    person: { id: person },
    claim: { firm: { creditCode: firm } },
  });
  const records: DisclosureRecord[] = [];
  await using graph = await govern(
    {
      police: {
        typeDefs: classified(`
          type Query { paid: [Payment] @open }
          type Payment { amount: Int @asked division: String @open @division person: Person @open @subject claim: Claim @open @subject }
          type Claim { firm: Enterprise @open @subject }
          type Person @key(fields: "id") { id: ID! @open }
          type Enterprise @key(fields: "creditCode") { creditCode: ID! @open }
        `),
        resolvers: { Query: { paid: () => [paid("411103", "p1", "e1"), paid("411102", "p2", "e2")] } },
      },
    },
    [{ items: { "Payment.amount": "CLEAR" }, rowScope: ["411103"] }],
    { ledger: { append: (record) => Promise.resolve({ index: records.push(record), id: "r" }) } },
  );
  const answer = await graph.ask("{ paid { amount } }");
  expect(answer.data).toEqual({ paid: [{ amount: 7 }, null] });
  expect(records.map(({ subjects }) => subjects)).toEqual([
    [
      { type: "Person", pseudonym: "p1" },
      { type: "Enterprise", pseudonym: "e1" },
    ],
  ]);
});

describe("T2: nothing leaves before its record, and nothing after its grant", () => {
  it("looks at the grant again once the record is written", async () => {
    await using city = await recording([{ items: NAMES }], (_, graph) => {
      graph().setGrants([{ items: { "Enterprise.name": "CLEAR" } }]);
    });
    const answer = await city.graph.ask("{ people { name } }");
    expect(answer).toMatchObject({ errors: [{ extensions: { code: "HUB_NO_GRANT" } }] });
    expect(answer.data).toBeUndefined();
    expect(answer.extensions).toMatchObject({ sharing: { receipt: { index: 1 } } });
    expect(city.records).toHaveLength(1);
  });

  it("states what the grant is made of before the record that rests on it, and for no denial", async () => {
    const written: string[] = [];
    const ledger = {
      append: ({ kind }: DisclosureRecord) => Promise.resolve({ index: written.push(kind), id: "r" }),
      stateGround: async ({ hash }: { readonly hash: string }) => {
        await new Promise((resolve) => setImmediate(resolve));
        written.push(hash);
      },
    };
    await using graph = await govern(register, [{ items: NAMES }], { ledger });
    await graph.ask("{ people { nothing } }");
    await graph.ask({ query: "{ people { name secret } }", headers: { "x-on-denied": "reject" } });
    await graph.ask("{ people { name } }");
    expect(written).toEqual(["denial", "denial", expect.stringMatching(/^[0-9a-f]{64}$/), "disclosure"]);
  });

  const BOTH = `{ people { name }
    one: whyDenied(operation: "{ people { secret } }", purpose: "TEST") { grants }
    two: whyDenied(operation: "{ firms { secret } }", purpose: "TEST") { grants } }`;

  it("waits for the record of every question to the hub", async () => {
    let written = 0;
    await using city = await recording([{ items: NAMES }], async ({ kind }) => {
      await new Promise((resolve) => setImmediate(resolve));
      if (kind === "dry-run") written += 1;
      else expect(written).toBe(2);
    });
    expect(await city.graph.ask(BOTH)).toMatchObject({ data: { people: people.map(({ name }) => ({ name })) } });
    expect(city.records.map(({ kind }) => kind)).toEqual(["dry-run", "dry-run", "disclosure"]);
    const hashes = city.records.map(({ operationHash }) => operationHash);
    expect(hashes).toEqual([1, 2, 3].map(() => expect.stringMatching(/^[0-9a-f]{16}$/)));
    expect(new Set(hashes).size).toBe(3);
  });

  it("leaves no record of the schema, which is the same for everybody", async () => {
    await using city = await recording([{ items: NAMES }]);
    expect(await city.graph.ask("{ __schema { queryType { name } } }")).toEqual({
      data: { __schema: { queryType: { name: "Query" } } },
    });
    expect(city.records).toEqual([]);
  });

  it("gives nothing when the record of a question cannot be written", async () => {
    let dryRuns = 0;
    await using city = await recording([{ items: NAMES }], ({ kind }) => {
      if (kind === "dry-run" && ++dryRuns === 2) throw new Error("disk full");
    });
    expect(await city.graph.ask(BOTH)).toEqual({
      errors: [expect.objectContaining({ extensions: expect.objectContaining({ code: "HUB_LEDGER_UNAVAILABLE" }) })],
    });
    expect(city.records.map(({ kind }) => kind)).toEqual(["dry-run"]);
  });
});

describe("T2: the record of one answer says what was decided and what was seen", () => {
  const verdict = (scope: readonly string[], inputs: readonly { department: string; coordinate: string }[] = []) => ({
    scope,
    inputs,
    grants: ["g"],
  });
  const decisionOf = (granted: Readonly<Record<string, object>>, covert: readonly (string | undefined)[] = []) =>
    ({
      grant: { hash: "hash", purpose: { code: "TEST" }, active: covert.map((case_) => ({ covert: case_ })) },
      policyVersion: "v1",
      denials: [{ coordinate: "Person.secret", denial: { reason: "NO_GRANT" }, path: [] }],
      outcomes: new Map([
        ...Object.keys(granted).map((coordinate) => [coordinate, "CLEAR"] as const),
        ["Person.secret", "DENIED"] as const,
        ["Person.hidden", "DENIED"] as const,
      ]),
      granted: new Map(Object.entries(granted)),
    }) as unknown as Decision;
  const seen = (rows: Readonly<Record<string, number>>, subjects: Readonly<Record<string, readonly string[]>> = {}) =>
    ({
      rows: new Map(Object.entries(rows)),
      subjects: new Map(Object.entries(subjects).map(([type, ids]) => [type, new Set(ids)])),
    }) as unknown as Observation;
  const decision = decisionOf(
    {
      "Query.people": verdict(["411103"]),
      "Person.name": verdict(["411102", "411103"]),
      "Person.risk": verdict(
        ["411102"],
        [
          { department: "housing", coordinate: "House.b" },
          { department: "police", coordinate: "Person.c" },
          { department: "housing", coordinate: "House.a" },
        ],
      ),
    },
    [undefined, "case-7", "case-8"],
  );
  const answered = (part: Partial<AnsweredOperation> = {}): AnsweredOperation => ({
    caller: { app: "app", department: "a", officer: "officer" } as AnsweredOperation["caller"],
    decision,
    observation: seen({ "Query.people": 1, "Person.name": 3 }, { Person: ["p1", "p2"] }),
    purpose: "TEST",
    caseNumber: "C-1",
    agent: undefined,
    isExport: false,
    operationHash: "op",
    operationId: null,
    traceId: "trace",
    dryRun: false,
    failed: false,
    rejected: false,
    argumentCommitments: [],
    asked: ["p2", "p3"].map((pseudonym) => ({ type: "Person", pseudonym })),
    now: Date.UTC(2026, 5, 1),
    latencyMs: 12.345,
    ...part,
  });
  const person = (pseudonym: string) => ({ type: "Person", pseudonym });
  const denied = [
    { coordinate: "Person.secret", outcome: "DENIED", rows: 0, reason: "NO_GRANT" },
    { coordinate: "Person.hidden", outcome: "DENIED", rows: 0 },
  ];

  it("the whole of it, without what nothing was derived of", () => {
    expect(disclosureOf(answered())).toEqual({
      kind: "disclosure",
      time: "2026-06-01T00:00:00.000Z",
      traceId: "trace",
      app: "app",
      department: "a",
      officer: "officer",
      caseNumber: "C-1",
      purpose: "TEST",
      grantHash: "hash",
      policyVersion: "v1",
      operationHash: "op",
      coordinates: [
        { coordinate: "Query.people", outcome: "CLEAR", rows: 1 },
        { coordinate: "Person.name", outcome: "CLEAR", rows: 3 },
        ...denied,
      ],
      derived: [],
      argumentCommitments: [],
      subjects: ["p1", "p2", "p3"].map(person),
      rowCount: 3,
      decision: "PARTIAL",
      latencyMs: 12.3,
      divisions: ["411102", "411103"],
      covert: "case-7",
    });
  });

  it("what was read to derive a value, by department, where the value was given", () => {
    const derived = (rows: number) => {
      const { observation: before } = answered();
      return disclosureOf(
        answered({ observation: { ...before, rows: new Map([["Person.risk", rows]]) } as unknown as Observation }),
      ).derived;
    };
    expect(derived(2)).toEqual([
      { coordinate: "Person.risk", department: "housing", inputs: ["House.a", "House.b"] },
      { coordinate: "Person.risk", department: "police", inputs: ["Person.c"] },
    ]);
    expect(disclosureOf(answered({ observation: undefined })).derived).toEqual([]);
  });

  it("of a request that was refused before anything was decided, who asked and nothing else", () => {
    const record = disclosureOf(
      answered({ decision: undefined, observation: undefined, failed: true, caseNumber: null, operationHash: null }),
    );
    expect(record).toEqual({
      ...disclosureOf(answered()),
      kind: "denial",
      caseNumber: undefined,
      grantHash: null,
      policyVersion: null,
      operationHash: null,
      coordinates: [],
      subjects: [],
      rowCount: 0,
      decision: "REFUSED",
      divisions: [],
      covert: null,
    });
    expect(record).not.toHaveProperty("caseNumber");
    expect(record).not.toHaveProperty("byAgent");
  });

  it("20.6: of a page of an export that it is one", () => {
    expect(disclosureOf(answered())).not.toHaveProperty("takenAs");
    expect(disclosureOf(answered({ isExport: true }))).toEqual({ ...disclosureOf(answered()), takenAs: "EXPORT" });
  });

  it("20.7: of a request that came over MCP, the agent too", () => {
    expect(disclosureOf(answered({ agent: "mcp:a/1" }))).toEqual({ ...disclosureOf(answered()), byAgent: "mcp:a/1" });
  });

  it.each<[string, Partial<AnsweredOperation>, string, readonly string[]]>([
    ["released, whom it found and asked about", {}, "disclosure PARTIAL", ["p1", "p2", "p3"]],
    ["withheld after it was fetched", { failed: true }, "disclosure PARTIAL", ["p1", "p2", "p3"]],
    ["of departments that failed", { failed: true, observation: undefined }, "failure FAILED", ["p2", "p3"]],
    ["rejected", { failed: true, rejected: true, observation: undefined }, "denial REFUSED", []],
    ["refused though nothing failed", { observation: undefined }, "denial REFUSED", []],
    ["tried out", { dryRun: true, observation: undefined }, "dry-run DRY_RUN", []],
  ])("of an answer that is %s", (_, part, became, subjects) => {
    const { kind, decision: decided, subjects: named } = disclosureOf(answered(part));
    expect([`${kind} ${decided}`, named]).toEqual([became, subjects.map(person)]);
  });

  it("an answer without a denial is released, and partial where something of it failed", () => {
    const whole = { ...decision, denials: [] };
    const became = (part: Partial<AnsweredOperation>) => disclosureOf(answered({ decision: whole, ...part })).decision;
    expect([became({}), became({ failed: true })]).toEqual(["RELEASED", "PARTIAL"]);
  });

  it("reading the log is a kind of its own, where something of it was read", () => {
    const log = decisionOf({ "Query.people": verdict([]), "Query.disclosures": verdict([]) });
    const kindOf = (part: Partial<AnsweredOperation>) => disclosureOf(answered({ decision: log, ...part })).kind;
    expect([
      kindOf({}),
      kindOf({ observation: undefined }),
      kindOf({ observation: undefined, failed: true }),
      kindOf({ observation: undefined, dryRun: true }),
    ]).toEqual(["audit-read", "denial", "failure", "dry-run"]);
    expect(disclosureOf(answered({ decision: undefined })).kind).toBe("disclosure");
  });

  it("a question to the hub is a dry run of its own, with its purpose as it may be kept", () => {
    const asking = (part: object) => ({
      exchange: { operation: { hash: "question" }, ...part } as unknown as Exchange,
    });
    const questions = [asking({ decided: { decision } }), asking({ decided: undefined })];
    const records = recordsOfQuestions(questions, answered(), (stated) => `kept ${stated ?? ""}`);
    expect(
      records.map(({ kind, decision: decided, purpose, operationHash, grantHash, coordinates, subjects }) => [
        `${kind} ${decided}`,
        [purpose, operationHash, grantHash],
        [coordinates, subjects],
      ]),
    ).toEqual([
      ["dry-run DRY_RUN", ["kept TEST", "question", "hash"], [denied, []]],
      ["dry-run DRY_RUN", [null, null, null], [[], []]],
    ]);
  });
});

test("the use of grants is told once the record is written, of what was given alone", async () => {
  const told: (readonly GrantUse[])[] = [];
  let isFull = false;
  const ledger = {
    append: () => (isFull ? Promise.reject(new Error("disk full")) : Promise.resolve({ index: 1, id: "r" })),
    used: (uses: readonly GrantUse[]) => void told.push(uses),
  };
  await using graph = await govern(register, [{ items: NAMES }], { ledger });
  await graph.ask("{ people { name secret } }");
  isFull = true;
  await graph.ask("{ people { name } }");
  expect(told.map((uses) => uses.map(({ grant, coordinate, rows }) => [grant, coordinate, rows]))).toEqual([
    ["Query.people", "Person.name"].map((coordinate) => ["g0", coordinate, 2]),
  ]);
});
