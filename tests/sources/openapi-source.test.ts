import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { serveBudget, type BudgetPayment } from "../../demo/systems/budget/serve-system.ts";
import { serveHttp } from "../../demo/systems/serve.ts";
import { guarded } from "../../subgraphs/kit/guard/guard.ts";
import { DEMO_PSEUDONYM_KEY } from "../../subgraphs/kit/pseudonym.ts";
import { readOpenApi, readSource, toldProblems } from "../../subgraphs/sources/description/read-source.ts";
import { openApiProblems } from "../../subgraphs/sources/kinds/rest/openapi-problems.ts";
import { sourceSubgraph } from "../../subgraphs/sources/load-source.ts";
import type { SourceProblem } from "../../subgraphs/sources/reading/reader.ts";
import { askSource, coordinatesOf } from "./ask-source.ts";
import { inventedFirm } from "./invented-firm.ts";

const [ONE, TWO] = [1, 2].map(inventedFirm) as [string, string];

const payment = (voucherNo: string, more: Partial<BudgetPayment> = {}): BudgetPayment => ({
  voucherNo,
  payee: { uscc: ONE, name: "沙澧食品" },
  amount: { value: 300_000.07, currency: "CNY" },
  program: { code: "GX-03", name: "企业研发费用补助" },
  paidAt: "2026-03-01T00:30:00+08:00",
  region: "411102",
  bankAccount: "0395000000000000",
  ...more,
});

const PAYMENTS = [
  payment("V3", { payee: { uscc: TWO, name: "澧河机械" }, region: "411103" }),
  payment("V1"),
  payment("V2", { payee: null, paidAt: "2026-03-01 08:30:00" }),
];

const described = readSource("budget-payments");
const SECRETS = { SOURCE_BUDGET_PAYMENTS_CLIENT: "hub:1", SOURCE_BUDGET_PAYMENTS_SECRET: "a b&c" };
const CLIENT = { id: "hub:1", secret: "a b&c" };
const subgraph = sourceSubgraph(described, { tell: (problem) => problems.push(problem), environment: SECRETS });
const schema = guarded(subgraph.schema);
const coordinates = coordinatesOf(schema);

let problems: SourceProblem[];
let opened: (() => Promise<void>)[];
beforeEach(() => {
  process.env["HUB_PSEUDONYM_KEY"] = DEMO_PSEUDONYM_KEY;
  [problems, opened] = [[], []];
});
afterEach(async () => {
  for (const close of opened.reverse()) await close();
});

const open = async (place: string, { open: opens } = subgraph) => {
  const database = await opens(place);
  opened.push(database.$disconnect);
  return { schema, database, coordinates };
};

const LIST = `query ($division: DivisionCode! = "4111") { budgetPayments(division: $division) {
  edges { node { voucherNumber payee { creditCode } amount program paidAt divisionCode } } } }`;
const UNAVAILABLE = { data: { budgetPayments: null }, codes: ["HUB_SOURCE_UNAVAILABLE"] };

describe("a system with tokens, pages and nested answers", () => {
  test("answers as a department does, to a client that shows its secret; nothing of another division, no account", async () => {
    const system = await serveBudget(CLIENT, () => Promise.resolve(PAYMENTS));
    opened.push(system.close);
    const source = await open(system.url);
    const node = { program: "企业研发费用补助", amount: 30_000_007, divisionCode: "411102" };
    expect(await askSource(source, LIST, { scope: ["411102"] })).toEqual({
      data: {
        budgetPayments: {
          edges: [
            { node: { ...node, voucherNumber: "V1", payee: { creditCode: ONE }, paidAt: "2026-02-28T16:30:00.000Z" } },
            { node: { ...node, voucherNumber: "V2", payee: null, paidAt: "2026-03-01T00:30:00.000Z" } },
          ],
        },
      },
      codes: [],
    });
    const of = [ONE, TWO].map((creditCode) => ({ __typename: "Enterprise", creditCode }));
    const document = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Enterprise { budgetPayments { voucherNumber } } } }`;
    expect(await askSource(source, document, { variables: { of } })).toEqual({
      data: {
        _entities: [{ budgetPayments: [{ voucherNumber: "V1" }] }, { budgetPayments: [{ voucherNumber: "V3" }] }],
      },
      codes: [],
    });
  });

  test("a token that was taken away is asked for again, once; a wrong secret opens nothing and is told by a code", async () => {
    const asked: string[] = [];
    let token = 0;
    const system = await serveHttp((request, response) => {
      const path = (request.url ?? "").split("?")[0] ?? "";
      asked.push(path);
      response.setHeader("content-type", "application/json");
      if (path === "/oauth/token") {
        token += 1;
        response.end(JSON.stringify({ access_token: `t${token}`, token_type: "bearer", expires_in: 300 }));
      } else {
        response.statusCode = request.headers.authorization === "Bearer t2" ? 200 : 401;
        response.end(JSON.stringify({ page: { total: 1 }, items: PAYMENTS.slice(1, 2) }));
      }
    });
    opened.push(system.close);
    const source = await open(system.url);
    for (let at = 0; at < 2; at += 1) expect((await askSource(source, LIST)).codes).toEqual([]);
    expect(asked).toEqual(["/oauth/token", "/v2/payments", "/oauth/token", "/v2/payments"]);

    const strict = await serveBudget({ ...CLIENT, secret: "another" }, () => Promise.resolve(PAYMENTS));
    opened.push(strict.close);
    expect(await askSource(await open(strict.url), LIST)).toEqual(UNAVAILABLE);
    expect(problems).toEqual([{ source: "budget-payments", kind: "AnswerRefused", code: "TOKEN" }]);
  });

  test("without its secret in the environment it is not opened", () => {
    const bare = sourceSubgraph(described, { environment: {} });
    expect(() => bare.open("http://127.0.0.1:1")).toThrow("SOURCE_BUDGET_PAYMENTS_CLIENT is not set");
  });
});

describe("a source.yaml is compared with the OpenAPI document of its system", () => {
  const document = readOpenApi(described);
  const [[name, type] = ["", undefined]] = described.types;
  if (type === undefined || type.requests === undefined) throw new Error("The source has lost its type");
  const { requests } = type;
  const told = (more: object): readonly string[] =>
    toldProblems(
      "budget-payments",
      openApiProblems({ ...described, types: new Map([[name, { ...type, ...more }]]) }, document),
    );
  const field = (columns: string) =>
    new Map([...type.fields].map(([key, stated]) => [key, key === "amount" ? { ...stated, column: columns } : stated]));

  test("nested allOf, a nullable anyOf and parameters by reference are understood", () => {
    expect(told({})).toEqual([]);
  });

  test.each<[string, object, string]>([
    [
      "a column that no row has",
      { fields: field("amount.sum") },
      '33 types.BudgetPayment.fields.amount.column: expected a property of the rows of /v2/payments in the OpenAPI document, got "amount.sum"',
    ],
    [
      "a path that is not there",
      { from: "/v1/payments" },
      '19 types.BudgetPayment.from: expected a path that answers GET with a list at items in the OpenAPI document, got "/v1/payments"',
    ],
    [
      "rows that are no list",
      { requests: { ...requests, rows: "page", lookups: new Map() } },
      '19 types.BudgetPayment.from: expected a path that answers GET with a list at page in the OpenAPI document, got "/v2/payments"',
    ],
    [
      "a parameter that is not there",
      { requests: { ...requests, division: { parameter: "xzqh" } } },
      '27 types.BudgetPayment.requests.division.parameter: expected a query parameter of /v2/payments in the OpenAPI document, got "xzqh"',
    ],
    [
      "a number of rows that is not told",
      { requests: { ...requests, pages: { ...requests.pages, total: "page.count" } } },
      '26 types.BudgetPayment.requests.pages.total: expected a property of the answer of /v2/payments in the OpenAPI document, got "page.count"',
    ],
    [
      "a division that no row names",
      { division: { column: "district" } },
      '23 types.BudgetPayment.division.column: expected a property of the rows of /v2/payments in the OpenAPI document, got "district"',
    ],
  ])("%s", (_, more, problem) => {
    expect(told(more)).toEqual([`subgraphs/sources/budget-payments/source.yaml:${problem}`]);
  });

  test("a parameter that the system demands and nobody sends, and a document that runs in a circle", () => {
    const bent = JSON.parse(JSON.stringify(document)) as {
      paths: { "/v2/payments": { get: { parameters: object[] } } };
      components: { schemas: { Record: object } };
    };
    bent.paths["/v2/payments"].get.parameters.push({ name: "fiscalYear", in: "query", required: true });
    bent.components.schemas.Record = { allOf: [{ $ref: "#/components/schemas/Payment" }] };
    const expected = openApiProblems(described, bent).map(({ expected: words }) => words);
    expect(expected).toContain("the parameter fiscalYear, which /v2/payments demands");
    expect(expected).toContain("a property of the rows of /v2/payments in the OpenAPI document");
  });
});
