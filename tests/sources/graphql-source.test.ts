import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import {
  buildSchema,
  GraphQLError,
  NoSchemaIntrospectionCustomRule,
  type GraphQLSchema,
  type ValidationRule,
} from "graphql";
import { createHandler } from "graphql-http/lib/use/http";
import { serveHttp } from "../../demo/systems/serve.ts";
import { addSource } from "../../deploy/sources/add-source.ts";
import { checkSource } from "../../deploy/sources/check-source.ts";
import { driftOfSource } from "../../deploy/sources/drift-source.ts";
import { openTriedHub } from "../../deploy/sources/try-source.ts";
import { guarded } from "../../subgraphs/kit/guard/guard.ts";
import { DEMO_PSEUDONYM_KEY, pseudonymOf } from "../../subgraphs/kit/pseudonym.ts";
import { parseSource } from "../../subgraphs/sources/description/read-source.ts";
import { graphqlProblems } from "../../subgraphs/sources/kinds/graphql/graphql-problems.ts";
import { sourceSubgraph } from "../../subgraphs/sources/load-source.ts";
import type { SourceProblem } from "../../subgraphs/sources/reading/reader.ts";
import { citizenNumberIn } from "../../subgraphs/sources/values/citizen-numbers.ts";
import { askSource, coordinatesOf } from "./ask-source.ts";
import { inventedFirm } from "./invented-firm.ts";

/** An endpoint of a bureau that has had GraphQL for years: its own names, pages by cursors, people by their numbers. */
const SDL = `
  scalar Date
  enum State { VALID EXPIRED REVOKED }
  type Holder { uscc: ID, title: String }
  type Chief { idCard: String, phone: String }
  type Permit {
    "许可证编号" no: ID!
    holder: Holder
    chief: Chief
    area: String
    "许可状态" state: State
    fee: Float
    until: Date
    marks: [String!]
    sister: Permit
  }
  type PageInfo { endCursor: String, hasNextPage: Boolean! }
  type PermitEdge { node: Permit }
  type PermitConnection { edges: [PermitEdge!]!, pageInfo: PageInfo! }
  input PermitFilter { area: String, kind: String! }
  type Query {
    "食品经营许可" permits(filter: PermitFilter, first: Int!, after: String): PermitConnection
    permitsOf(codes: [String!]): [Permit!]
  }`;

/** A number of 15 digits of an invented person: the area code is not given out. */
const old = (at: number): string => `991101520304${String(100 + at)}`;
const pseudonym = (at: number): string => pseudonymOf(citizenNumberIn(old(at)) ?? "", DEMO_PSEUDONYM_KEY);

const permit = (at: number) => ({
  no: `P${String(at).padStart(2, "0")}`,
  holder: at === 3 ? null : { uscc: inventedFirm(at), title: "示例食品店" },
  chief: { idCard: old(at), phone: "13800000000" },
  area: at % 2 === 0 ? "411102" : "411121003",
  state: at % 2 === 0 ? "VALID" : "EXPIRED",
  fee: 0.07 + at,
  until: "2027-03-31",
  marks: ["冷食"],
});

const TEXT = `source: food-permits
title: 食品经营许可系统
owner: enterprise
kind: graphql
place: SOURCE_FOOD_PERMITS_URL
graphql: { schema: schema.graphql, seconds: 1, bytes: 20000 }
limits: { concurrency: 2, rows: 30 }
enums:
  PermitState:
    title: 许可状态
    values:
      VALID: { title: 有效, codes: [VALID] }
      EXPIRED: { title: 过期, codes: [EXPIRED] }
types:
  FoodPermit:
    title: 食品经营许可
    from: permits
    theme: 食品安全
    cycle: DAILY
    key: number
    division: { column: node.area }
    requests:
      rows: edges
      query: { filter.kind: FOOD }
      pages: { after: after, size: first, of: 4, cursor: pageInfo.endCursor, more: pageInfo.hasNextPage }
      division: { parameter: filter.area, digits: 6 }
    fields:
      number: { column: node.no, type: ID, title: 许可证编号, level: L1, share: CONDITIONAL }
      holder: { column: node.holder.uscc, type: Enterprise, title: 经营者, subject: true, level: L1, share: CONDITIONAL }
      chief: { column: node.chief.idCard, type: Person, title: 负责人, level: L3, share: CONDITIONAL }
      state: { column: node.state, type: PermitState, title: 许可状态, level: L1, share: CONDITIONAL }
      fee: { column: node.fee, type: Fen, unit: yuan, title: 费用（分）, level: L2, share: CONDITIONAL }
      until: { column: node.until, type: Date, title: 有效期至, level: L1, share: CONDITIONAL }
      phone: { column: node.chief.phone, type: String, title: 电话 }
    lists:
      foodPermits: { title: 食品经营许可（按区划）, level: L1, share: CONDITIONAL, filters: { number: { field: number, compare: equal, title: 编号 } } }
  FirmPermit:
    title: 企业食品经营许可
    from: permitsOf
    theme: 食品安全
    cycle: DAILY
    key: number
    division: { column: area }
    requests: { lookups: { holder: { path: permitsOf, parameter: codes, most: 50 } } }
    fields:
      number: { column: no, type: ID, title: 许可证编号, level: L1, share: CONDITIONAL }
      holder: { column: holder.uscc, type: Enterprise, title: 经营者, subject: true, level: L1, share: CONDITIONAL }
      fee: { column: fee, type: Fen, unit: yuan, title: 费用（分）, level: L2, share: CONDITIONAL }
    entries:
      Enterprise:
        firmPermits: { field: holder, title: 食品经营许可, level: L1, share: CONDITIONAL }
`;

interface Asked {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

interface Endpoint {
  readonly url: string;
  /** Every question that came, without those for its schema. */
  readonly asked: Asked[];
}

let folder: string;
let closing: (() => Promise<unknown>)[];
let problems: SourceProblem[];
const tell = (problem: SourceProblem): void => {
  problems.push(problem);
};
beforeAll(async () => {
  process.env["HUB_PSEUDONYM_KEY"] = DEMO_PSEUDONYM_KEY;
  folder = await mkdtemp(join(tmpdir(), "graphql-source-"));
  await writeFile(join(folder, "schema.graphql"), SDL);
});
beforeEach(() => {
  [closing, problems] = [[], []];
});
afterEach(async () => {
  for (const close of closing.reverse()) await close();
});
afterAll(() => rm(folder, { recursive: true }));

interface PermitsArguments {
  readonly first: number;
  readonly after?: string;
}

const rows = Array.from({ length: 6 }, (_, at) => permit(at));

/** What the endpoint answers to both of its fields; a division that it is asked for it ignores, as some do. */
const permits = (all: readonly object[] = rows) => ({
  permits: ({ first, after }: PermitsArguments) => {
    const start = after === undefined ? 0 : Number(after);
    const end = Math.min(start + first, all.length);
    const pageInfo = { endCursor: String(end), hasNextPage: end < all.length };
    return { edges: all.slice(start, end).map((node) => ({ node })), pageInfo };
  },
  permitsOf: ({ codes }: { readonly codes?: readonly string[] }) =>
    rows.filter(({ holder }) => codes?.includes(holder?.uscc ?? "") !== false),
});

/** Served by graphql-http, which follows the specification of GraphQL over HTTP and knows nothing of us. */
const serve = async (
  rootValue: object = permits(),
  schema: GraphQLSchema = buildSchema(SDL),
  rules: readonly ValidationRule[] = [],
): Promise<Endpoint> => {
  const asked: Asked[] = [];
  const handler = createHandler({
    schema,
    rootValue,
    validationRules: rules,
    onSubscribe: (_, { query, variables }) => {
      if (!query.includes("__schema")) asked.push({ query, ...(variables && { variables }) });
    },
  });
  const system = await serveHttp((request, response) => {
    if (request.url === "/graphql") void handler(request, response);
    else response.writeHead(404).end();
  });
  closing.push(system.close);
  return { url: system.url, asked };
};

const described = () => {
  const parsed = parseSource(TEXT, "source.yaml");
  if (parsed.graphql === undefined) throw new Error("The source is of another kind");
  // A file beside its own: in this test both stand in another folder.
  const schema = relative(resolve("subgraphs/sources", parsed.source), join(folder, "schema.graphql"));
  return { ...parsed, graphql: { ...parsed.graphql, schema } };
};

const open = async (url: string) => {
  const subgraph = sourceSubgraph(described(), { tell });
  const schema = guarded(subgraph.schema);
  const database = await subgraph.open(url);
  closing.push(database.$disconnect);
  return { schema, database, coordinates: coordinatesOf(schema) };
};

const LIST = `query ($division: DivisionCode! = "4111", $number: ID) { foodPermits(division: $division, number: $number) {
  edges { node { number holder { creditCode } chief { id } state fee until divisionCode } } } }`;
const UNAVAILABLE = { data: { foodPermits: null }, codes: ["HUB_SOURCE_UNAVAILABLE"] };
const told = (code: string) => [{ source: "food-permits", kind: "AnswerRefused", code }];

describe("an endpoint that has spoken GraphQL for years is a source as any", () => {
  test("page by page, its people as pseudonyms, its amounts exact; a division that it ignores never leaves", async () => {
    const { url, asked } = await serve();
    const source = await open(url);
    const node = (at: number) => ({
      ...{
        number: `P0${at}`,
        holder: { creditCode: inventedFirm(at) },
        chief: { id: pseudonym(at) },
        divisionCode: "411102",
      },
      ...{ state: "VALID", fee: at * 100 + 7, until: "2027-03-31" },
    });
    expect(await askSource(source, LIST, { scope: ["411102"] })).toEqual({
      data: { foodPermits: { edges: [0, 2, 4].map((at) => ({ node: node(at) })) } },
      codes: [],
    });
    expect(asked.map(({ variables }) => variables)).toEqual([
      { filter: { kind: "FOOD", area: "411102" }, first: 4 },
      { filter: { kind: "FOOD", area: "411102" }, first: 4, after: "4" },
    ]);
  });

  test("only what the envelope names is asked of it, and every value is a variable", async () => {
    const { url, asked } = await serve();
    const source = await open(url);
    const named = ["FoodPermit.number", "FoodPermit.until", "FoodPermit.divisionCode"];
    const granted = source.coordinates.filter((one) => !one.startsWith("FoodPermit.") || named.includes(one));
    const query = `query ($number: ID) { foodPermits(division: "4111", number: $number) { edges { node { number until } } } }`;
    const hostile = '") { __schema { types { name } } } #';
    const narrow = { ...source, coordinates: granted };
    expect(await askSource(narrow, query, { variables: { number: hostile } })).toEqual({
      data: { foodPermits: { edges: [] } },
      codes: [],
    });
    const { query: document = "", variables } = asked[0] ?? {};
    expect(document).toBe(`query Rows($filter: PermitFilter, $first: Int!) {
  permits(filter: $filter, first: $first) {
    edges {
      node {
        no
        holder {
          uscc
        }
        chief {
          idCard
        }
        until
        area
      }
    }
    pageInfo {
      endCursor
      hasNextPage
    }
  }
}`);
    expect(variables).toEqual({ filter: { kind: "FOOD", area: "411100" }, first: 4 });
  });

  test("firms of a page are one question", async () => {
    const { url, asked } = await serve();
    const source = await open(url);
    const of = [inventedFirm(2), inventedFirm(5), inventedFirm(9)].map((creditCode) => ({
      __typename: "Enterprise",
      creditCode,
    }));
    const document = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Enterprise { firmPermits { number fee } } } }`;
    expect(await askSource(source, document, { variables: { of } })).toEqual({
      data: {
        _entities: [
          { firmPermits: [{ number: "P02", fee: 207 }] },
          { firmPermits: [{ number: "P05", fee: 507 }] },
          { firmPermits: [] },
        ],
      },
      codes: [],
    });
    expect(asked.map(({ variables }) => variables)).toEqual([
      { codes: [inventedFirm(2), inventedFirm(5), inventedFirm(9)] },
    ]);
  });
});

describe("what goes wrong there is told by a code, and nothing of what it says", () => {
  const withError = (message: string) => ({
    permits: () => ({
      edges: [{ node: { ...permit(0), fee: () => Promise.reject(new GraphQLError(message)) } }],
      pageInfo: { hasNextPage: false },
    }),
  });

  test("a value that it cannot give makes its answer none: a null with an error is not taken for nothing", async () => {
    const { url } = await serve(withError(`no fee for ${old(0)}`));
    const answer = await askSource(await open(url), LIST);
    expect(answer).toEqual(UNAVAILABLE);
    expect(problems).toEqual(told("ERRORS"));
    expect(JSON.stringify([answer, problems])).not.toContain(old(0));
  });

  test.each<[string, object, string]>([
    ["a page that is given again", { permits: () => permits().permits({ first: 4 }) }, "PAGE_REPEATED"],
    [
      "a page behind which it names none",
      { permits: () => ({ ...permits().permits({ first: 4 }), pageInfo: { hasNextPage: true } }) },
      "NO_CURSOR",
    ],
    ["no list", { permits: () => null }, "NO_ROWS"],
    ["a flood", permits(Array.from({ length: 40 }, (_, at) => permit(at))), "TOO_MANY_ROWS"],
    ["an answer that is too large", permits([{ ...permit(0), no: "x".repeat(30_000) }]), "TOO_LARGE"],
    ["no answer in time", { permits: () => new Promise(() => undefined) }, "TIMEOUT"],
  ])("%s", async (_, rootValue, code) => {
    const { url } = await serve(rootValue);
    expect(await askSource(await open(url), LIST)).toEqual(UNAVAILABLE);
    expect(problems).toEqual(told(code));
  });

  test.each<[string, number, string, string]>([
    ["a page of HTML", 200, "<html>login</html>", "NOT_JSON"],
    ["nothing", 200, "{}", "NO_DATA"],
    ["a failure of its host", 502, "bad gateway", "STATUS_502"],
    ["a refusal without errors", 400, '{"message":"no"}', "STATUS_400"],
  ])("%s", async (_, status, body, code) => {
    const system = await serveHttp((__, response) => {
      response.writeHead(status, { "content-type": "application/json" }).end(body);
    });
    closing.push(system.close);
    expect(await askSource(await open(system.url), LIST)).toEqual(UNAVAILABLE);
    expect(problems).toEqual(told(code));
  });
});

describe("an endpoint that changes stops only what its change touches", () => {
  const changed = (from: string | RegExp, to: string): GraphQLSchema => {
    expect(SDL).toMatch(from);
    return buildSchema(SDL.replace(from, to));
  };

  test("a column that is gone is null and the others stand; it is not asked for again with every question", async () => {
    const { url, asked } = await serve(permits(rows.slice(0, 1)), changed("fee: Float", "charge: Float"));
    const source = await open(url);
    for (let at = 0; at < 2; at += 1)
      expect(await askSource(source, LIST)).toEqual({
        data: {
          foodPermits: {
            edges: [{ node: expect.objectContaining({ number: "P00", fee: null, until: "2027-03-31" }) }],
          },
        },
        codes: ["HUB_SOURCE_DRIFT"],
      });
    expect(asked.map(({ query }) => query.includes("fee"))).toEqual([true, false, false]);
    expect(problems).toEqual([
      { source: "food-permits", kind: "SourceDrift", code: "COLUMN_MISSING", coordinate: "FoodPermit.fee" },
      { source: "food-permits", kind: "SourceDrift", code: "VALUE", coordinate: "FoodPermit.fee" },
    ]);
  });

  test("an object that is gone takes its columns along; without the key nothing is answered", async () => {
    const { url } = await serve(permits(rows.slice(0, 1)), changed("holder: Holder", "owner: Holder"));
    const answer = await askSource(await open(url), LIST);
    expect(answer.data).toMatchObject({ foodPermits: { edges: [{ node: { number: "P00", holder: null } }] } });
    expect(answer.codes).toEqual(["HUB_SOURCE_DRIFT"]);
    const keyless = await serve(permits(), changed("no: ID!", "number: ID!"));
    expect(await askSource(await open(keyless.url), LIST)).toEqual(UNAVAILABLE);
  });

  test("an argument that it does not take any more, or demands besides, is no column", async () => {
    const { url } = await serve(permits(), changed("after: String)", "after: String, tenant: ID!)"));
    expect(await askSource(await open(url), LIST)).toEqual(UNAVAILABLE);
    expect(problems).toEqual(told("ERRORS"));
  });

  test("source drift compares what the endpoint tells of itself, and its codes, with the file", async () => {
    const path = join(folder, "source.yaml");
    await writeFile(path, TEXT);
    const sdl = SDL.replace("fee: Float", "charge: Float");
    const more = Array.from({ length: 4 }, (_, at) => ({ ...permit(at), state: "REVOKED", charge: 100 + at }));
    const { url } = await serve(permits(more), buildSchema(sdl));
    const { lines, diff } = await driftOfSource(described(), path, url, () => "");
    expect(lines).toEqual(
      expect.arrayContaining([
        "- FoodPermit.fee: its column is gone",
        "+ FirmPermit: a new column charge",
        "+ FoodPermit.state: new codes REVOKED",
      ]),
    );
    expect(diff).toContain("REVOKED");
    expect(lines.join("\n") + diff).not.toContain(old(0));
    // Many tell their schema to nobody in production.
    const silent = await serve(permits(more), buildSchema(sdl), [NoSchemaIntrospectionCustomRule]);
    const unseen = await driftOfSource(described(), path, silent.url, () => "");
    expect(unseen.lines).toContain("- FoodPermit.fee: its column is gone");
    const demanding = await serve(
      permits(more),
      buildSchema(SDL.replace("after: String)", "after: String, tenant: ID!)")),
    );
    expect((await driftOfSource(described(), path, demanding.url, () => "")).lines).toContain(
      "! FoodPermit.from: expected the argument tenant, which permits demands, got nothing",
    );
  });
});

describe("a source.yaml is compared with the schema beside it", () => {
  const schema = buildSchema(SDL);
  const problemsWith = (from: string, to: string): readonly string[] => {
    expect(TEXT).toContain(from);
    return graphqlProblems(parseSource(TEXT.replace(from, to), "source.yaml"), schema).map(
      ({ at, expected }) => `${at.join(".")}: ${expected}`,
    );
  };
  const TYPE = "types.FoodPermit";
  const value = "a value of the rows of permits in the schema, which takes no arguments";

  test.each([
    ["from: permits\n", "from: permit\n", `${TYPE}.from: a field of Query in the schema`],
    ["node.fee", "node.cost", `${TYPE}.fields.fee.column: ${value}`],
    ["node.state", "node.marks", `${TYPE}.fields.state.column: ${value}`],
    ["column: node.area", "column: node.holder", `${TYPE}.division.column: ${value}`],
    ["rows: edges", "rows: pageInfo", `${TYPE}.from: a field that answers with a list at pageInfo in the schema`],
    ["filter.area", "filter.region", `${TYPE}.requests.division.parameter: an argument of permits in the schema`],
    [
      "pageInfo.hasNextPage",
      "pageInfo.more",
      `${TYPE}.requests.pages.more: a value of the answer of permits in the schema`,
    ],
    ["size: first", "size: limit", `${TYPE}.requests.pages.size: an argument of permits in the schema`],
  ])("%s → %s", (from, to, problem) => {
    expect(problemsWith(from, to)).toContain(problem);
  });

  test("as it stands it asks for nothing that is not there", () => {
    expect(problemsWith("食品安全", "食品安全")).toEqual([]);
  });

  test("what is no name of GraphQL is refused: it would stand in every question", () => {
    const refusal = (from: string, to: string): string => {
      try {
        parseSource(TEXT.replace(from, to), "source.yaml");
      } catch (error) {
        return error instanceof Error ? error.message : "";
      }
      return "accepted";
    };
    const expected = "expected names of GraphQL with dots between them";
    expect(refusal("node.fee", '"node{fee}"')).toContain(`fields.fee.column: ${expected}`);
    expect(refusal("rows: edges", "rows: edges-of")).toContain(`requests.rows: ${expected}`);
    expect(refusal("filter.kind: FOOD", '"filter[kind]": FOOD')).toContain(`${expected}, got "filter[kind]"`);
    expect(refusal("from: permits\n", 'from: "permits { x }"\n')).toContain("expected a field of Query");
    expect(refusal("cursor: pageInfo.endCursor, ", "")).toContain("expected after, with the cursor");
  });
});

test("an endpoint that we have never seen answers a governed question", async () => {
  const { url, asked } = await serve(permits(Array.from({ length: 24 }, (_, at) => permit(at))));
  const { path, lines } = await addSource("graphql", `${url}/graphql`, {
    ...{
      name: "permits",
      owner: "enterprise",
      title: "许可系统",
      folder,
      force: false,
      tables: [],
      told: () => undefined,
    },
  });
  expect(lines.join("\n")).toContain("15 位的占 100%");
  let text = await readFile(path, "utf8");
  expect(text).not.toContain(old(0));
  const field = (name: string): RegExp => new RegExp(`(?<=      ${name}:\\s+\\{ [^}]*)\\s\\}`);
  const shared = (level: string): string => `, level: ${level}, share: CONDITIONAL }`;
  for (const [there, now] of [
    ["theme: 待填写", "theme: 食品安全"],
    ["title: 待填写（VALID）", "title: 有效"],
    ["title: 待填写（EXPIRED）", "title: 过期"],
    ["title: 待填写（REVOKED）", "title: 吊销"],
    ["title: 待填写（node.chief.idCard）", "title: 负责人"],
    [/rows: edges,/, "rows: edges, query: { filter.kind: FOOD },"],
    [field("nodeNo"), shared("L1")],
    [field("nodeState"), shared("L1")],
    [field("nodeChiefIdCard"), shared("L3")],
    [/(?<=permits: \{ title: 食品经营许可（按区划）) \}/, shared("L1")],
  ] as const) {
    const after = text.replace(there, now);
    expect([there, after === text]).toEqual([there, false]);
    text = after;
  }
  const parsed = parseSource(text, path);
  const beside = relative(resolve("subgraphs/sources/permits"), join(folder, "permits", "schema.graphql"));
  const description = { ...parsed, graphql: parsed.graphql && { ...parsed.graphql, schema: beside } } as typeof parsed;
  const supergraph = await readFile("schema/supergraph.graphql", "utf8");
  const checked = await checkSource(description, new Map(), supergraph);
  expect(checked.lines).toContain("+ Permits.nodeNo: CONDITIONAL L1 of enterprise 食品安全 DAILY");
  expect(checked.problems).toEqual([]);
  const hub = await openTriedHub(description, url);
  closing.push(hub.close);
  const caller = { officer: "zhang-san", division: "411102", clear: false, denied: ["Permits.nodeState"] };
  const query = `{ permits(division: "4111", first: 2) { edges { node { nodeNo nodeState nodeChiefIdCard { id } divisionCode } } } }`;
  const node = (at: number) => ({
    ...{ nodeNo: `P0${at}`, nodeState: null, nodeChiefIdCard: { id: pseudonym(at) }, divisionCode: "411102" },
  });
  expect(await hub.ask({ query, caller })).toMatchObject({
    data: { permits: { edges: [{ node: node(0) }, { node: node(2) }] } },
    errors: [{ extensions: { code: "HUB_FIELD_DENIED", coordinate: "Permits.nodeState" } }],
  });
  expect(asked.at(-1)?.query).not.toMatch(/state|phone|fee/);
});
