import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { buildSchema, parse, validate } from "graphql";
import { classified, govern, type GovernedGraph } from "../decide/fixtures/govern.ts";

/*
 * 20.4: an app's own schema is what its grants reach, by the function that decides its questions: whatever is valid there is answered.
 */

const register = {
  typeDefs: classified(`
    type Query {
      people(named: Name, first: Int = 1): [Person!]! @open
      parties: [Party!]! @open
      owners: [Owner!]! @open
      cars: [Car!]! @open
      secret: Secret @open
    }
    input Name { family: String style: Style } enum Style { FULL SHORT } enum Colour { RED BLUE }
    interface Owner { name: String @asked cars: [Car!] @asked }
    "自然人" type Person implements Owner {
      "姓名" name: String @asked(NAME)
      cars: [Car!] @asked
      phone: String @asked
      colour: Colour @asked
      age: Int @open
    }
    type Firm implements Owner { name: String @asked cars: [Car!] @asked code: String @asked }
    type Car { plate: String @asked by: Firm @open }
    type Secret { text: String @closed more: Secret @open }
    union Party = Person | Firm
  `),
  resolvers: {
    Query: {
      people: () => [{ name: "李示例", age: 1, cars: [] }],
      parties: () => [],
      owners: () => [],
      cars: () => [],
      secret: () => null,
    },
    Party: { __resolveType: () => "Person" },
    Owner: { __resolveType: () => "Person" },
  },
};

let gateway: GovernedGraph;
beforeAll(async () => {
  gateway = await govern({ register }, []);
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
});

const QUESTIONS = [
  "{ people { name } }",
  "{ people { name age } }",
  "{ people { phone } }",
  "{ people { colour } }",
  "{ people { cars { plate } } }",
  "{ people { cars { by { code } } } }",
  "{ parties { __typename } }",
  "{ parties { ... on Person { name } } }",
  "{ parties { ... on Firm { name } } }",
  "{ owners { name } }",
  "{ owners { cars { plate } } }",
  "{ cars { plate } }",
  "{ cars { by { name } } }",
  "{ secret { text } }",
  "{ secret { more { more { __typename } } } }",
];

const sdlFor = async (ask: Parameters<GovernedGraph["schema"]>[0] = {}): Promise<string> =>
  (await gateway.schema(ask)).text();

/** The types of the coordinates that a question is denied, but for `__typename`: objects of a type of which nothing is given are null. */
const deniedIn = async (query: string): Promise<readonly string[]> => {
  const { errors = [] } = await gateway.ask({ query, headers: { "x-on-denied": "reject" } });
  const coordinates = errors.map(({ extensions }) => String(extensions?.["coordinate"]).split("."));
  return coordinates.flatMap(([type = "", field]) => (field === "__typename" ? [] : [type]));
};

test.each<readonly [string, Record<string, "CLEAR" | "MASKED">]>([
  ["nothing", {}],
  ["one masked field of a type", { "Person.name": "MASKED" }],
  ["a field that leads to nothing given", { "Person.cars": "CLEAR" }],
  ["a type by way of another", { "Person.cars": "CLEAR", "Car.plate": "CLEAR" }],
  ["an interface's field of one of two types", { "Person.name": "CLEAR", "Firm.code": "CLEAR" }],
  ["an interface's field of both", { "Person.name": "CLEAR", "Firm.name": "CLEAR", "Car.plate": "CLEAR" }],
])("20.4: with a grant of %s, what is valid in the app's schema is what is answered", async (_, items) => {
  gateway.setGrants([{ items, purpose: "TEST" }]);
  const schema = buildSchema(await sdlFor());
  for (const query of QUESTIONS) {
    const denied = await deniedIn(query);
    if (validate(schema, parse(query)).length > 0) expect([query, denied]).not.toEqual([query, []]);
    // Where several types could come, those that are not in the schema are null; of those that are, nothing is denied.
    else expect([query, denied.filter((type) => schema.getType(type))]).toEqual([query, []]);
  }
});

test("20.4: it names nothing else, and says of a masked field that it is masked", async () => {
  gateway.setGrants([{ items: { "Person.name": "MASKED" }, purpose: "TEST" }]);
  const sdl = await sdlFor();
  expect(sdl).toContain('"""自然人"""\ntype Person');
  expect(sdl).toContain('"""姓名（答复经脱敏：NAME）"""\n  name: String');
  expect(sdl).toMatch(/people\(named: Name, first: Int = 1\): \[Person!\]!/);
  expect(sdl).toContain("union Party = Person\n");
  for (const hidden of ["phone", "Colour", "text", "Car", "Firm", "plate"]) expect(sdl).not.toContain(hidden);
  for (const met of ["input Name", "enum Style", "whyDenied"]) expect(sdl).toContain(met);
});

test("20.4: where one applies for more is told beside it, not taken for granted", async () => {
  expect((await gateway.schema()).headers.get("link")).toBe('</apply>; rel="https://shali-hub.org/rel/apply"');
  const elsewhere = await govern({ register }, [], { apply: "https://data.luohe.example/form?from=hub" });
  const link = (await elsewhere.schema({ purpose: "DATA_SHARING" })).headers.get("link");
  expect(link).toBe('<https://data.luohe.example/form?from=hub>; rel="https://shali-hub.org/rel/apply"');
  await elsewhere[Symbol.asyncDispose]();
});

test("20.4: what a case gives is in the schema of a case, and nobody is told anything", async () => {
  gateway.setGrants([{ items: { "Person.phone": "CLEAR" }, purpose: "TEST" }]);
  expect(await sdlFor()).toContain("phone");
  expect(await sdlFor({ caseNumber: null })).not.toContain("phone");
  expect(await sdlFor({ officer: null })).not.toContain("phone");
  const refused = async (ask: Parameters<GovernedGraph["schema"]>[0]) => {
    const response = await gateway.schema(ask);
    return [response.status, ((await response.json()) as { errors: object[] }).errors];
  };
  expect(await refused({ app: "nobody" })).toMatchObject([401, [{ extensions: { code: "HUB_UNAUTHENTICATED" } }]]);
  expect(await refused({ purpose: null })).toMatchObject([403, [{ extensions: { code: "HUB_PURPOSE_REQUIRED" } }]]);
});
