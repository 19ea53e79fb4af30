import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { serveCourt, type ListedDebtor } from "../../demo/systems/court/serve-system.ts";
import { encodeGbk } from "../../demo/systems/gbk.ts";
import { serveHttp, type ServedSystem } from "../../demo/systems/serve.ts";
import { serveTax, type BookedTax } from "../../demo/systems/tax/serve-system.ts";
import { guarded } from "../../subgraphs/kit/guard/guard.ts";
import { DEMO_PSEUDONYM_KEY } from "../../subgraphs/kit/pseudonym.ts";
import { readSource, toldProblems, wsdlPathOf } from "../../subgraphs/sources/description/read-source.ts";
import { describeWsdl } from "../../subgraphs/sources/kinds/soap/wsdl.ts";
import { wsdlProblems } from "../../subgraphs/sources/kinds/soap/wsdl-problems.ts";
import { sourceSubgraph } from "../../subgraphs/sources/load-source.ts";
import type { SourceProblem } from "../../subgraphs/sources/reading/reader.ts";
import { askSource, coordinatesOf } from "./ask-source.ts";
import { inventedFirm } from "./invented-firm.ts";

const [ONE, TWO, THREE] = [1, 2, 3].map(inventedFirm) as [string, string, string];

const booked = (pzxh: string, more: Partial<BookedTax> = {}): BookedTax => ({
  pzxh,
  nsrsbh: ONE,
  nsrmc: "漯河沙澧食品有限公司",
  zsxm: "10101",
  sjje: "1234567890123.45",
  rkrq: "2026-03-15T09:30:00",
  xzqh: "411102001001",
  bsrsfz: "991101520304001",
  ...more,
});
const BOOKED = [
  booked("T3", { nsrsbh: TWO, xzqh: "411103", zsxm: "10104", sjje: "0.07" }),
  booked("T1"),
  booked("T2", { zsxm: "10999", rkrq: "2026-03-15T09:30:00+08:00", sjje: "5" }),
  booked("T4", { nsrsbh: THREE, xzqh: null }),
];
const LISTED: ListedDebtor = {
  caseNumber: "（2026）豫1102执123号",
  cardNumber: TWO,
  name: "漯河澧河机械有限公司",
  court: "漯河市源汇区人民法院",
  performance: 1,
  publishedOn: "20260401",
};

let problems: SourceProblem[] = [];
const served = Object.fromEntries(
  ["tax-payments", "dishonest-debtors"].map((name) => {
    const described = readSource(name);
    const bounds = {
      ...described,
      soap: { wsdl: described.soap?.wsdl ?? "", seconds: 5, bytes: 200_000, keepSeconds: 0 },
    };
    const subgraph = sourceSubgraph(bounds, { tell: (problem) => problems.push(problem) });
    const schema = guarded(subgraph.schema);
    return [name, { subgraph, schema, coordinates: coordinatesOf(schema) }];
  }),
);
const [TAX, COURT] = [served["tax-payments"], served["dishonest-debtors"]];

let opened: (() => Promise<void>)[] = [];
beforeEach(() => {
  process.env["HUB_PSEUDONYM_KEY"] = DEMO_PSEUDONYM_KEY;
  problems = [];
});
afterEach(async () => {
  for (const close of opened.reverse()) await close();
  opened = [];
});

const open = async (source: typeof TAX, system: Promise<ServedSystem>, path = "") => {
  if (source === undefined) throw new Error("The source is not there");
  const { url, close } = await system;
  opened.push(close);
  const database = await source.subgraph.open(url + path);
  opened.push(database.$disconnect);
  return { database, schema: source.schema, coordinates: source.coordinates };
};

const PAYMENTS = `{ taxPayments(division: "4111") { edges { node { voucherNumber taxpayer { creditCode } kind amount paidAt divisionCode } } } }`;
const FIRMS = (fields: string) =>
  `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Enterprise { ${fields} } } }`;
const of = [ONE, TWO, THREE].map((creditCode) => ({ __typename: "Enterprise", creditCode }));
const REFUSED = { data: { taxPayments: null }, codes: ["HUB_SOURCE_UNAVAILABLE"] };

describe("a SOAP service is a department's graph", () => {
  test("GBK, two namespaces, exact amounts, moments without a zone, a code that nobody described", async () => {
    const source = await open(
      TAX,
      serveTax(() => Promise.resolve(BOOKED)),
    );
    const one = { taxpayer: { creditCode: ONE }, paidAt: "2026-03-15T01:30:00.000Z", divisionCode: "411102001001" };
    expect(await askSource(source, PAYMENTS, { scope: ["411102"] })).toEqual({
      data: {
        taxPayments: {
          edges: [
            { node: { ...one, voucherNumber: "T1", kind: "VALUE_ADDED", amount: 123_456_789_012_345 } },
            { node: { ...one, voucherNumber: "T2", kind: null, amount: 500 } },
          ],
        },
      },
      codes: ["HUB_SOURCE_DRIFT"],
    });
  });

  test("a list of one is a list; firms are asked for in one request; rows of another division never leave", async () => {
    const source = await open(
      TAX,
      serveTax(() => Promise.resolve(BOOKED)),
    );
    expect(
      await askSource(source, FIRMS("taxPayments { voucherNumber }"), { scope: ["411103"], variables: { of } }),
    ).toEqual({
      data: { _entities: [{ taxPayments: [] }, { taxPayments: [{ voucherNumber: "T3" }] }, { taxPayments: [] }] },
      codes: [],
    });
  });

  test("its messages are in the order of its schema", async () => {
    const asked: string[] = [];
    const system = serveHttp((request, response) => {
      void text(request).then((body) => {
        asked.push(body);
        response.writeHead(503).end();
      });
    });
    const source = await open(TAX, system, "/swxx");
    await askSource(source, FIRMS("taxPayments { voucherNumber }"), { variables: { of } });
    expect(
      asked[0]?.match(/<(?:\w+:)?(bbh|xzqh|nsrsbh|ym|mys)>/g)?.map((tag) => tag.replace(/^<(?:\w+:)?|>$/g, "")),
    ).toEqual(["bbh", "nsrsbh", "nsrsbh", "nsrsbh", "ym", "mys"]);
    expect(problems).toEqual([{ source: "tax-payments", kind: "AnswerRefused", code: "STATUS_503" }]);
  });

  test("a fault that means none is none; any other is a failure, of which nobody hears a word", async () => {
    const source = await open(
      COURT,
      serveCourt(() => Promise.resolve([LISTED])),
    );
    const document = FIRMS("dishonestyRecords { caseNumber court performance publishedOn }");
    const { caseNumber, court } = LISTED;
    const record = { caseNumber, court, performance: "NONE", publishedOn: "2026-04-01" };
    expect(await askSource(source, document, { scope: [""], variables: { of } })).toEqual({
      data: { _entities: [{ dishonestyRecords: [] }, { dishonestyRecords: [record] }, { dishonestyRecords: [] }] },
      codes: [],
    });
    const none = await askSource(source, document, { scope: [""], variables: { of: of.slice(0, 1) } });
    expect(none).toEqual({ data: { _entities: [{ dishonestyRecords: [] }] }, codes: [] });
    expect(problems).toEqual([]);

    const broken = await open(
      COURT,
      serveCourt(() => Promise.reject(new Error(`ORA-01555 ${ONE}`))),
    );
    const answer = await askSource(broken, document, { scope: [""], variables: { of } });
    expect(new Set(answer.codes)).toEqual(new Set(["HUB_SOURCE_UNAVAILABLE"]));
    expect(JSON.stringify([answer, problems])).not.toContain("ORA-01555");
    expect(problems[0]).toMatchObject({
      source: "dishonest-debtors",
      code: expect.stringMatching(/^(?:FAULT|NOT_XML)$/),
    });
  });
});

const envelope = (body: string): string =>
  `<?xml version="1.0" encoding="GBK"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>${body}</s:Body></s:Envelope>`;

test.each<[string, string, string | Buffer]>([
  [
    "a fault of its own",
    "FAULT",
    envelope("<s:Fault><faultcode>s:Server</faultcode><faultstring>ORA-00942 表或视图不存在</faultstring></s:Fault>"),
  ],
  [
    "a failure that it calls an answer",
    "NO_SUCCESS",
    envelope('<r:cxNsxxResponse xmlns:r="http://ws.swxx.lhtax/"><r:fhm>9999</r:fhm></r:cxNsxxResponse>'),
  ],
  ["a page for people", "NOT_XML", "<html><body>Tomcat</html>"],
  ["half a message", "NOT_XML", envelope("<r:cxNsxxResponse>").slice(0, -9)],
  [
    "a document type with an entity",
    "NOT_XML",
    `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>${envelope("<r>&e;</r>").slice(38)}`,
  ],
  [
    "no list and no number of rows",
    "NO_TOTAL",
    envelope('<r:cxNsxxResponse xmlns:r="http://ws.swxx.lhtax/"><r:fhm>0000</r:fhm></r:cxNsxxResponse>'),
  ],
  [
    "bytes of another encoding",
    "ENCODING",
    Buffer.from([...Buffer.from('<?xml version="1.0" encoding="GBK"?><a>'), 0xff, 0xff]),
  ],
  ["too much", "TOO_LARGE", envelope(`<a>${"x".repeat(300_000)}</a>`)],
])("an answer with %s is none: %s", async (_, code, body) => {
  const system = serveHttp((_request, response) => response.end(typeof body === "string" ? encodeGbk(body) : body));
  const source = await open(TAX, system, "/swxx");
  expect(await askSource(source, PAYMENTS)).toEqual(REFUSED);
  expect(problems).toEqual([{ source: "tax-payments", kind: "AnswerRefused", code }]);
});

describe("a source.yaml is compared with the WSDL of its service", () => {
  const described = readSource("tax-payments");
  const [[name, type] = ["", undefined]] = described.types;
  if (type === undefined || type.requests === undefined) throw new Error("The source has lost its type");
  const { requests } = type;
  const lookup = { path: "cxNsxx", parameter: "nsrsbh", most: 50, paged: true };
  const field = (column: string) =>
    new Map([...type.fields].map(([key, stated]) => [key, key === "amount" ? { ...stated, column } : stated]));

  test.each<[string, object, readonly string[]]>([
    ["as it stands", {}, []],
    [
      "an operation that has vanished",
      { from: "cxNsxxV1" },
      ['21 types.TaxPayment.from: expected an operation of the WSDL, got "cxNsxxV1"'],
    ],
    [
      "an element that no record has",
      { fields: field("jg.je") },
      [
        '39 types.TaxPayment.fields.amount.column: expected an element of the records of cxNsxx in the WSDL, got "jg.je"',
      ],
    ],
    [
      "records that are none",
      { requests: { ...requests, rows: "jg.zs", lookups: new Map() } },
      ['21 types.TaxPayment.from: expected an operation that answers with records at jg.zs in the WSDL, got "cxNsxx"'],
    ],
    [
      "values that no request takes, and that no answer has",
      {
        requests: {
          ...requests,
          query: new Map([["qd", "1"]]),
          pages: { ...requests.pages, total: "jg.count" },
          lookups: new Map([["taxpayer", { ...lookup, parameter: "xydm" }]]),
        },
      },
      [
        '29 types.TaxPayment.requests.query.qd: expected a value that cxNsxx takes in the WSDL, got "qd"',
        '30 types.TaxPayment.requests.pages.total: expected a value of the answer of cxNsxx in the WSDL, got "jg.count"',
        '33 types.TaxPayment.requests.lookups.taxpayer.parameter: expected a value that cxNsxx takes in the WSDL, got "xydm"',
      ],
    ],
  ])("%s", async (_, more, expected) => {
    const { operations } = await describeWsdl(wsdlPathOf(described));
    const bent = { ...described, types: new Map([[name, { ...type, ...more }]]) };
    expect(toldProblems("tax-payments", wsdlProblems(bent, operations))).toEqual(
      expected.map((problem) => `subgraphs/sources/tax-payments/source.yaml:${problem}`),
    );
  });
});
