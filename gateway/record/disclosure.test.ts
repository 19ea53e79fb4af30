import { describe, expect, it, test } from "@jest/globals";
import type { DisclosureRecord } from "../../ledger/record.ts";
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
