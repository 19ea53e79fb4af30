import { describe, expect, it, test } from "@jest/globals";
import { classified, govern, reasons, type ShortGrant } from "./fixtures/govern.ts";

const NAMES: ShortGrant = { items: { "Person.name": "CLEAR", "Person.income": "MASKED" } };

/** Asks under some grants, while others come into force after the department was asked and before it answers. */
const askWhile = async (before: readonly ShortGrant[], then: readonly ShortGrant[], query: string) => {
  let change = (): void => undefined;
  const people = () => {
    change();
    return [{ id: "1", name: "王小明", income: 456_789 }];
  };
  await using graph = await govern(
    {
      police: {
        typeDefs: classified(`
          scalar DivisionCode
          type Query { people: [Person!] @open }
          type Person @part { id: ID! @open name: String @asked(NAME) income: Fen @asked(AMOUNT_BAND) secret: String @asked }
        `),
        resolvers: { Query: { people } },
      },
    },
    before,
  );
  change = () => {
    graph.setGrants(then);
  };
  const answer = await graph.ask(query);
  return answer.data == null ? reasons(answer) : answer.data;
};

const ALL = "{ people { name income secret } }";
const GIVEN = { people: [{ name: "王小明", income: { min: 200_000, max: 500_000 }, secret: null }] };

test.each<[string, readonly ShortGrant[]]>([
  ["another app's", [NAMES, { app: "other", items: { "Person.secret": "CLEAR" } }]],
  ["another purpose's", [NAMES, { purpose: "OTHER", items: { "Person.secret": "CLEAR" } }]],
  ["more", [{ items: { "Person.name": "CLEAR", "Person.income": "CLEAR", "Person.secret": "CLEAR" } }]],
])("a grant of %s that comes in between takes no answer away", async (_, then) => {
  expect(await askWhile([NAMES], then, ALL)).toEqual(GIVEN);
});

test.each<[string, readonly ShortGrant[]]>([
  ["is revoked", []],
  ["gives a coordinate of the answer only masked", [{ items: { ...NAMES.items, "Person.name": "MASKED" } }]],
  ["gives a coordinate of the answer no more", [{ items: { "Person.name": "CLEAR" } }]],
  ["reaches fewer rows", [{ ...NAMES, rowScope: ["411102"] }]],
  ["has ended", [{ ...NAMES, validTo: "2026-05-01T00:00:00Z" }]],
])("an answer is held back whose grant %s in between", async (_, then) => {
  expect(await askWhile([NAMES], then, ALL)).toEqual([" HUB_NO_GRANT"]);
});

test("what the answer does not hold may be taken from the grant", async () => {
  const then = [{ items: { "Person.name": "CLEAR" } } as const];
  expect(await askWhile([NAMES], then, "{ people { name } }")).toEqual({ people: [{ name: "王小明" }] });
});

describe("T3: what a department derives ends with the department's own grant", () => {
  const subgraphs = (meanwhile: () => void) => ({
    police: {
      typeDefs: classified(`
        type Query { people: [Person!] @open }
        type Person @key(fields: "id") { id: ID! @open income: Fen @asked(AMOUNT_BAND) savings: Int @asked }
      `),
      resolvers: { Query: { people: () => [{ id: "1", income: 1, savings: 2 }] } },
    },
    housing: {
      typeDefs: classified(`
        type Person @key(fields: "id") { id: ID! @open income: Fen @external savings: Int @external
          poor: Boolean @requires(fields: "income savings") @asked }
      `),
      resolvers: {
        Person: {
          __resolveReference: (person: object) => {
            meanwhile();
            return person;
          },
          poor: () => true,
        },
      },
    },
  });
  const POOR: ShortGrant = { items: { "Person.poor": "CLEAR" } };
  const inputs = (change: Partial<ShortGrant> = {}): ShortGrant => ({
    department: "housing",
    purpose: "MEANS",
    items: { "Person.income": "CLEAR", "Person.savings": "CLEAR" },
    ...change,
  });
  const askWhileInputs = async (then: readonly ShortGrant[]) => {
    let change = (): void => undefined;
    await using graph = await govern(
      subgraphs(() => {
        change();
      }),
      [POOR, inputs()],
    );
    change = () => {
      graph.setGrants(then);
    };
    const answer = await graph.ask("{ people { poor } }");
    return answer.data ?? reasons(answer);
  };

  it.each<[string, readonly ShortGrant[]]>([
    [
      "gives the first input only masked",
      [POOR, inputs({ items: { "Person.income": "MASKED", "Person.savings": "CLEAR" } })],
    ],
    ["gives the second input no more", [POOR, inputs({ items: { "Person.income": "CLEAR" } })]],
    ["is gone", [POOR]],
  ])("an answer is held back when the department's grant %s in between", async (_, then) => {
    expect(await askWhileInputs(then)).toEqual([" HUB_NO_GRANT"]);
  });

  it("an answer leaves when another department's grant changes", async () => {
    const other = { ...inputs({ items: { "Person.income": "MASKED" } }), department: "police" };
    expect(await askWhileInputs([POOR, inputs(), other])).toEqual({ people: [{ poor: true }] });
  });
});
