import type { RequestListener } from "node:http";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { serveHttp, type ServedSystem } from "../../demo/systems/serve.ts";
import { serveProjects, type ListedProject } from "../../demo/systems/projects/serve-system.ts";
import { citizenNumberCheck } from "../../subgraphs/kit/builder/citizen-number.ts";
import { guarded } from "../../subgraphs/kit/guard/guard.ts";
import { DEMO_PSEUDONYM_KEY, pseudonymOf } from "../../subgraphs/kit/pseudonym.ts";
import { readSource } from "../../subgraphs/sources/description/read-source.ts";
import type { SourceDescription } from "../../subgraphs/sources/description/source-description.ts";
import { sourceSubgraph } from "../../subgraphs/sources/load-source.ts";
import type { SourceProblem } from "../../subgraphs/sources/reading/reader.ts";
import { askSource, coordinatesOf, type AskedSource } from "./ask-source.ts";
import { inventedFirm } from "./invented-firm.ts";

const [ONE, TWO, THREE] = [1, 2, 3].map(inventedFirm) as [string, string, string];
/** An invented person whose number ends in a digit: the platform writes it as a JSON number, which JavaScript's numbers cannot hold. */
const FIRST =
  Array.from({ length: 99 }, (_, at) => `991101195203040${String(at + 10)}`).find((one) =>
    /\d/.test(citizenNumberCheck(one)),
  ) ?? "";
const LEAD = FIRST + citizenNumberCheck(FIRST);
const in15 = (number: string): string => number.slice(0, 6) + number.slice(8, 17);

const project = (xmdm: string, more: Partial<ListedProject>): ListedProject => ({
  xmdm,
  xmmc: "淬火线改造",
  xydm: ONE,
  ztz: 12_000,
  jd: 2,
  kgrq: "2026/3/1",
  fzrsfz: null,
  lxdh: "0395-2100001",
  xzqh: "411102001001",
  ...more,
});

const PROJECTS = [
  project("P03", { xydm: TWO, xzqh: "411103", ztz: 0.5, jd: 3 }),
  project("P01", { fzrsfz: LEAD }),
  project("P02", { fzrsfz: in15(LEAD), kgrq: "待定", jd: 9, ztz: 88.123456 }),
  project("P04", { xydm: THREE, xzqh: "漯河", jd: 4 }),
];

const described = readSource("investment-projects");
/** Bounds that a test reaches soon; nothing is kept. */
const STRICT: SourceDescription = { ...described, rest: { seconds: 5, bytes: 100_000, keepSeconds: 0 } };
const HASTY: SourceDescription = { ...described, rest: { seconds: 0.3, bytes: 100_000, keepSeconds: 0 } };
const tell = (problem: SourceProblem) => problems.push(problem);
/** Each is made once, as in a process that serves it. */
const subgraphs = new Map([described, STRICT, HASTY].map((one) => [one, sourceSubgraph(one, { tell })]));
const schema = guarded(sourceSubgraph(described).schema);
const coordinates = coordinatesOf(schema);
let problems: SourceProblem[];
let opened: (() => Promise<void>)[];
beforeEach(() => {
  process.env["HUB_PSEUDONYM_KEY"] = DEMO_PSEUDONYM_KEY;
  problems = [];
  opened = [];
});
afterEach(async () => {
  for (const close of opened.reverse()) await close();
});

const open = async (
  served: Promise<ServedSystem>,
  description: SourceDescription = described,
): Promise<AskedSource> => {
  const system = await served;
  opened.push(system.close);
  const subgraph = subgraphs.get(description) ?? sourceSubgraph(description, { tell });
  const database = await subgraph.open(`${system.url}/`);
  opened.push(database.$disconnect);
  return { schema, database, coordinates };
};

/** A system that answers each request so, and remembers what it was asked. */
const answering = (listener: RequestListener) => {
  const asked: string[] = [];
  const served = serveHttp((request, response) => {
    asked.push(`${request.method ?? ""} ${decodeURIComponent(request.url ?? "")}`);
    listener(request, response);
  });
  return { asked, served };
};

const body =
  (text: string | Buffer, type = "application/json;charset=UTF-8"): RequestListener =>
  (_, response) => {
    response.writeHead(200, { "content-type": type });
    response.end(text);
  };

const LIST = `query ($division: DivisionCode! = "4111", $first: Int, $after: String, $stage: InvestmentStage) {
  investmentProjects(division: $division, first: $first, after: $after, stage: $stage) {
    edges { node { projectNumber name developer { creditCode } investment stage startsOn lead { id } divisionCode } }
    pageInfo { hasNextPage endCursor } } }`;
const NUMBERS = `query ($division: DivisionCode! = "4111", $first: Int, $after: String, $stage: InvestmentStage) {
  investmentProjects(division: $division, first: $first, after: $after, stage: $stage) {
    edges { node { projectNumber } } pageInfo { hasNextPage endCursor } } }`;

interface Numbers {
  readonly investmentProjects: {
    readonly edges: readonly { readonly node: { readonly projectNumber: string } }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
  } | null;
}
const numbersOf = (data: unknown): readonly string[] | null =>
  (data as Numbers).investmentProjects?.edges.map(({ node }) => node.projectNumber) ?? null;

const REFUSED = { data: { investmentProjects: null }, codes: ["HUB_SOURCE_UNAVAILABLE"] };

describe("a REST interface without a description is a department's graph", () => {
  test("GBK names, amounts with exponents, numbers of 15 and of 18 digits that JSON calls numbers", async () => {
    const source = await open(serveProjects(() => Promise.resolve(PROJECTS)));
    const person = { id: pseudonymOf(LEAD, DEMO_PSEUDONYM_KEY) };
    const one = { name: "淬火线改造", developer: { creditCode: ONE }, divisionCode: "411102001001", lead: person };
    expect(await askSource(source, LIST, { scope: ["411102"] })).toEqual({
      data: {
        investmentProjects: {
          edges: [
            {
              node: {
                ...one,
                projectNumber: "P01",
                investment: 12_000_000_000,
                stage: "APPROVED",
                startsOn: "2026-03-01",
              },
            },
            { node: { ...one, projectNumber: "P02", investment: 88_123_456, stage: null, startsOn: null } },
          ],
          pageInfo: { hasNextPage: false, endCursor: expect.any(String) },
        },
      },
      codes: ["HUB_SOURCE_DRIFT", "HUB_SOURCE_DRIFT"],
    });
  });

  test("its lists have the graph's pages, order and filters, which it knows nothing of", async () => {
    const many = Array.from({ length: 1_203 }, (_, at) =>
      project(`P${String((at * 7) % 1_203).padStart(4, "0")}`, { jd: at % 2 ? 2 : 4 }),
    );
    const source = await open(serveProjects(() => Promise.resolve(many)));
    const first = await askSource(source, NUMBERS, { variables: { first: 2, stage: "COMPLETED" } });
    const page = (first.data as Numbers).investmentProjects?.pageInfo;
    const second = await askSource(source, NUMBERS, {
      variables: { first: 2, stage: "COMPLETED", after: page?.endCursor },
    });
    const expected = many
      .filter(({ jd }) => jd === 4)
      .map(({ xmdm }) => xmdm)
      .sort();
    expect([...(numbersOf(first.data) ?? []), ...(numbersOf(second.data) ?? [])]).toEqual(expected.slice(0, 4));
  });

  test("rows of another division never leave, of lists, firms and keys, whatever it makes of the division", async () => {
    const all = JSON.stringify({ code: "200", data: { zs: 4, list: PROJECTS } });
    const { asked, served } = answering(body(all));
    const source = await open(served, {
      ...described,
      types: new Map(
        [...described.types].map(([name, type]) => [
          name,
          {
            ...type,
            requests: {
              noneFaults: [],
              rows: "data.list",
              division: { parameter: "xzqh", digits: 6 },
              query: new Map(),
              lookups: new Map(),
            },
          },
        ]),
      ),
    });
    expect(numbersOf((await askSource(source, NUMBERS, { scope: ["411103"] })).data)).toEqual(["P03"]);
    const document = `query ($of: [_Any!]!) { _entities(representations: $of) {
      ... on Enterprise { investmentProjects { projectNumber } } ... on InvestmentProject { investment } } }`;
    const of = [
      { __typename: "Enterprise", creditCode: ONE },
      { __typename: "Enterprise", creditCode: TWO },
      { __typename: "InvestmentProject", projectNumber: "P01" },
    ];
    expect(await askSource(source, document, { scope: ["411103"], variables: { of } })).toEqual({
      data: {
        _entities: [
          { investmentProjects: [] },
          { investmentProjects: [{ projectNumber: "P03" }] },
          { investment: null },
        ],
      },
      codes: ["HUB_FIELD_DENIED"],
    });
    expect(asked).toContain("GET /tzxm/xmlb?xzqh=411103");
    expect(asked).not.toContain(expect.stringContaining("411102"));
  });

  test("firms are asked for in one request where it has one for many, and 50 at a time", async () => {
    const { asked, served } = answering(body(JSON.stringify({ code: "200", data: PROJECTS })));
    const source = await open(served);
    const firms = Array.from({ length: 60 }, (_, at) => inventedFirm(at + 10));
    const of = [TWO, ONE, ...firms].map((creditCode) => ({ __typename: "Enterprise", creditCode }));
    const { data } = await askSource(
      source,
      `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Enterprise { investmentProjects { projectNumber } } } }`,
      { variables: { of } },
    );
    const [two, one, none] = (data as { readonly _entities: readonly unknown[] })._entities;
    // It gave both times the projects of all, as ill-made interfaces do.
    expect([two, one, none]).toEqual([
      { investmentProjects: [{ projectNumber: "P03" }] },
      { investmentProjects: [{ projectNumber: "P01" }, { projectNumber: "P02" }] },
      { investmentProjects: [] },
    ]);
    expect(asked.map((request) => request.replace(/=.*/, ""))).toEqual(["GET /tzxm/qyxm?xydm", "GET /tzxm/qyxm?xydm"]);
    expect(asked[0]).toBe(`GET /tzxm/qyxm?xydm=${[TWO, ONE, ...firms].slice(0, 50).join(",")}`);
  });

  test("a listing is kept for as long as its file says, and no longer", async () => {
    const { asked, served } = answering(body(JSON.stringify({ code: "200", data: { zs: 4, list: PROJECTS } })));
    const source = await open(served);
    for (let at = 0; at < 3; at += 1) await askSource(source, NUMBERS);
    expect(asked).toHaveLength(1);
    const fresh = await open(Promise.resolve({ url: "http://127.0.0.1:1", close: () => Promise.resolve() }), STRICT);
    expect(await askSource(fresh, NUMBERS)).toEqual(REFUSED);
  });
});

describe("an answer is used whole or not at all, and nobody hears a word of it", () => {
  const rows = (list: readonly unknown[], zs = list.length) => JSON.stringify({ code: "200", data: { zs, list } });
  test.each<[string, string, RequestListener]>([
    [
      "says with status 200 that it failed",
      "NO_SUCCESS",
      body(JSON.stringify({ code: "500", msg: LEAD, data: { zs: 0, list: [] } })),
    ],
    ["is a page for people", "NOT_JSON", body(`<html>${LEAD}</html>`, "text/html")],
    ["is cut off", "NOT_JSON", body(rows(PROJECTS).slice(0, -20))],
    ["is a failure with a body", "STATUS_500", (_, response) => response.writeHead(500).end(LEAD)],
    ["asks for somebody", "STATUS_401", (_, response) => response.writeHead(401).end()],
    ["has no list", "NO_ROWS", body(JSON.stringify({ code: "200", data: { zs: 1, list: LEAD } }))],
    ["has a list of something else", "NO_ROWS", body(rows([LEAD]))],
    ["does not say how many there are", "NO_TOTAL", body(JSON.stringify({ code: "200", data: { list: PROJECTS } }))],
    ["gives fewer than it says", "PAGE_REPEATED", body(rows(PROJECTS, 9))],
    ["says that there are too many", "TOO_MANY_ROWS", body(rows(PROJECTS, 20_001))],
    ["is too large", "TOO_LARGE", body(rows(Array.from({ length: 900 }, (_, at) => project(`P${at}`, {}))))],
    [
      "has no end",
      "TOO_LARGE",
      (_, response) => {
        const more = () => {
          while (response.write(" ".repeat(9_000)));
        };
        response.writeHead(200).on("drain", more);
        more();
      },
    ],
    [
      "is packed",
      "CONTENT_ENCODING",
      (_, response) => response.writeHead(200, { "content-encoding": "gzip" }).end("x"),
    ],
    ["is in another encoding than it says", "ENCODING", body(Buffer.from([0x22, 0xff, 0xff, 0x22]))],
    ["is in an encoding that nobody knows", "ENCODING", body("[]", "application/json; charset=big5")],
    ["never comes", "TIMEOUT", () => undefined],
    [
      "comes drop by drop",
      "TIMEOUT",
      (_, response) => {
        response.writeHead(200);
        const drops = setInterval(() => response.write(" "), 50);
        response.on("close", () => {
          clearInterval(drops);
        });
      },
    ],
  ])("one that %s: %s", async (_, code, listener) => {
    const source = await open(serveHttp(listener), code === "TIMEOUT" ? HASTY : STRICT);
    expect(await askSource(source, NUMBERS)).toEqual(REFUSED);
    expect(problems).toEqual([{ source: "investment-projects", kind: "AnswerRefused", code }]);
  });

  test("a page less than it says it has: what is missing is not left out", async () => {
    let page = 0;
    const source = await open(
      serveHttp((_, response) =>
        response.end(JSON.stringify({ code: "200", data: { zs: 9, list: (page += 1) === 1 ? PROJECTS : null } })),
      ),
    );
    expect([await askSource(source, NUMBERS), problems.map(({ code }) => code)]).toEqual([REFUSED, ["ROW_COUNT"]]);
  });

  test("a redirection is not followed: neither to another host nor to another path", async () => {
    const other = answering(body(rows(PROJECTS)));
    const elsewhere = await other.served;
    opened.push(elsewhere.close);
    const source = await open(
      serveHttp((_, response) => response.writeHead(302, { location: `${elsewhere.url}/tzxm/xmlb` }).end()),
    );
    expect(await askSource(source, NUMBERS)).toEqual(REFUSED);
    expect([problems.map(({ code }) => code), other.asked]).toEqual([["REDIRECT"], []]);
  });

  test("an address that is none, or that holds a password, opens nothing", () => {
    const subgraph = sourceSubgraph(described);
    for (const place of ["", "ftp://old", "http://user:word@old/", "http://old/?key=1"])
      expect(() => subgraph.open(place)).toThrow("PLACE");
  });
});
