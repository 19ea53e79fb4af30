import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import ExcelJS from "exceljs";
import { encodeGbk } from "../../demo/systems/gbk.ts";
import { serveHttp } from "../../demo/systems/serve.ts";
import { addSource, type AddOptions } from "../../deploy/sources/add-source.ts";
import {
  approveSource,
  documentsOf,
  publishSource,
  reportDrift,
  retireSource,
  storedLines,
  type AskWorkflow,
} from "../../deploy/sources/publish-source.ts";
import { openTriedHub, type TriedCaller } from "../../deploy/sources/try-source.ts";
import { DEMO_PSEUDONYM_KEY, pseudonymOf } from "../../subgraphs/kit/pseudonym.ts";
import { parseSource } from "../../subgraphs/sources/description/read-source.ts";
import type { SourceDescription } from "../../subgraphs/sources/description/source-description.ts";
import { citizenNumberIn } from "../../subgraphs/sources/values/citizen-numbers.ts";
import { openOffice } from "../sharing/office.ts";
import { STEPS } from "../sharing/steps.ts";
import { inventedFirm } from "./invented-firm.ts";

/** Three systems that no code of ours knows, each as its department would hand it over. */

/** A number of 15 digits of an invented person: the area code is not given out. */
const old = (at: number): string => `991101520304${String(100 + at)}`;
const pseudonym = (at: number): string => pseudonymOf(citizenNumberIn(old(at)) ?? "", DEMO_PSEUDONYM_KEY);
const divisions = ["411102", "411121003"];
const times = Array.from({ length: 24 }, (_, at) => at);

let folder: string;
const closing: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  process.env["HUB_PSEUDONYM_KEY"] = DEMO_PSEUDONYM_KEY;
  folder = await mkdtemp(join(tmpdir(), "joined-"));
});
afterAll(async () => {
  for (const close of closing.reverse()) await close();
  await rm(folder, { recursive: true });
});

const SUBGRAPHS = "schema/subgraphs";
const subgraphs = (): ReadonlyMap<string, string> =>
  new Map(
    readdirSync(SUBGRAPHS).map((file) => [file.replace(".graphql", ""), readFileSync(join(SUBGRAPHS, file), "utf8")]),
  );

const options = (name: string, more: Partial<AddOptions> = {}): AddOptions => ({
  ...{ name, owner: "finance", title: "试用系统", folder, force: false, tables: [], told: () => undefined },
  ...more,
});

/** The edits of an officer: an edit of each kind that is needed, by what stands there. */
const classified = async (
  path: string,
  edits: readonly (readonly [there: string | RegExp, now: string])[],
): Promise<SourceDescription> => {
  let written = await readFile(path, "utf8");
  for (const [there, now] of edits) {
    const after = written.replace(there, now);
    expect(after).not.toBe(written);
    written = after;
  }
  const description = parseSource(written, path);
  const beside = (file: string): string =>
    relative(resolve("subgraphs/sources", description.source), join(folder, description.source, file));
  return description.soap === undefined
    ? description
    : { ...description, soap: { ...description.soap, wsdl: beside(description.soap.wsdl) } };
};

/** Takes the advice that stands above a field. */
const shared = (level: string, mask?: string): string =>
  `, level: ${level}, share: CONDITIONAL${mask === undefined ? "" : `, mask: ${mask}`} }`;
const field = (name: string): RegExp => new RegExp(`(?<=      ${name}:\\s+\\{ [^}]*)\\s\\}`);

const CALLER: TriedCaller = { officer: "zhang-san", division: "411102", clear: false, denied: [] };

interface Answer {
  readonly data: unknown;
  readonly errors?: readonly { readonly extensions: { readonly code: string; readonly coordinate: string } }[];
}

/** Asks as an officer of 源汇区 does. */
const ask = async (description: SourceDescription, place: string, query: string, caller: Partial<TriedCaller> = {}) => {
  const hub = await openTriedHub(description, place);
  try {
    const { data, errors = [] } = (await hub.ask({ query, caller: { ...CALLER, ...caller } })) as Answer;
    return { data, codes: errors.map(({ extensions }) => [extensions.code, extensions.coordinate]) };
  } finally {
    await hub.close();
  }
};

const WSDL = `<?xml version="1.0" encoding="UTF-8"?>
<wsdl:definitions name="Ylfw" targetNamespace="urn:ylfw" xmlns:tns="urn:ylfw" xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/"
  xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:xsd="http://www.w3.org/2001/XMLSchema">
  <wsdl:types><xsd:schema targetNamespace="urn:ylfw" elementFormDefault="qualified">
    <xsd:simpleType name="Pgdj"><xsd:restriction base="xsd:string">
      <xsd:enumeration value="1"/><xsd:enumeration value="2"/><xsd:enumeration value="9"/></xsd:restriction></xsd:simpleType>
    <xsd:complexType name="Lnr"><xsd:sequence>
      <xsd:element name="dah" type="xsd:string"><xsd:annotation><xsd:documentation>档案号</xsd:documentation></xsd:annotation></xsd:element>
      <xsd:element name="jbxx"><xsd:complexType><xsd:sequence>
        <xsd:element name="sfzh" type="xsd:string" nillable="true"/><xsd:element name="xzqh" type="xsd:string"/>
      </xsd:sequence></xsd:complexType></xsd:element>
      <xsd:element name="pgdj" type="tns:Pgdj"><xsd:annotation><xsd:documentation>能力评估等级</xsd:documentation></xsd:annotation></xsd:element>
      <xsd:element name="pgrq" type="xsd:date" minOccurs="0"/>
      <xsd:element name="fwxm" type="xsd:string" minOccurs="0" maxOccurs="unbounded"/>
    </xsd:sequence></xsd:complexType>
    <xsd:element name="cxLnr"><xsd:complexType><xsd:sequence><xsd:element name="qq"><xsd:complexType><xsd:sequence>
      <xsd:element name="pageNo" type="xsd:int"/><xsd:element name="pageSize" type="xsd:int"/></xsd:sequence></xsd:complexType></xsd:element>
    </xsd:sequence></xsd:complexType></xsd:element>
    <xsd:element name="cxLnrResponse"><xsd:complexType><xsd:sequence><xsd:element name="total" type="xsd:int"/>
      <xsd:element name="lnrs"><xsd:complexType><xsd:sequence><xsd:element name="lnr" type="tns:Lnr" minOccurs="0" maxOccurs="unbounded"/></xsd:sequence></xsd:complexType></xsd:element>
    </xsd:sequence></xsd:complexType></xsd:element>
  </xsd:schema></wsdl:types>
  <wsdl:message name="q"><wsdl:part name="parameters" element="tns:cxLnr"/></wsdl:message>
  <wsdl:message name="a"><wsdl:part name="parameters" element="tns:cxLnrResponse"/></wsdl:message>
  <wsdl:portType name="P"><wsdl:operation name="cxLnr"><wsdl:documentation>老年人能力评估</wsdl:documentation><wsdl:input message="tns:q"/><wsdl:output message="tns:a"/></wsdl:operation></wsdl:portType>
  <wsdl:binding name="B" type="tns:P"><soap:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>
    <wsdl:operation name="cxLnr"><soap:operation soapAction=""/><wsdl:input><soap:body use="literal"/></wsdl:input><wsdl:output><soap:body use="literal"/></wsdl:output></wsdl:operation></wsdl:binding>
  <wsdl:service name="Ylfw"><wsdl:port name="P" binding="tns:B"><soap:address location="http://10.9.9.9/ylfw"/></wsdl:port></wsdl:service>
</wsdl:definitions>`;

/** The service of that WSDL, in GBK, one page of everything. */
const elderly = () =>
  serveHttp((request, response) => {
    void text(request).then((body) => {
      const page = Number(/pageNo>(\d+)</.exec(body)?.[1]);
      const rows = page > 1 ? [] : times;
      const lnrs = rows.map(
        (
          at,
        ) => `<lnr><dah>D${String(at).padStart(2, "0")}</dah><jbxx><sfzh>${old(at)}</sfzh><xzqh>${divisions[at % 2] ?? ""}</xzqh></jbxx>
          <pgdj>${1 + (at % 2)}</pgdj><pgrq>2026-03-0${1 + (at % 9)}</pgrq><fwxm>助餐</fwxm><fwxm>助浴</fwxm></lnr>`,
      );
      const answer = `<?xml version="1.0" encoding="GBK"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>
        <cxLnrResponse xmlns="urn:ylfw"><total>${times.length}</total><lnrs>${lnrs.join("")}</lnrs></cxLnrResponse></s:Body></s:Envelope>`;
      response.setHeader("content-type", "text/xml; charset=GBK");
      response.end(encodeGbk(answer));
    });
  });

test("a WSDL that we have never seen answers a governed question", async () => {
  const file = join(folder, "ylfw.wsdl");
  await writeFile(file, WSDL);
  const system = await elderly();
  closing.push(system.close);
  const { path, lines } = await addSource("soap", file, options("elderly-care", { place: system.url }));
  expect(lines.join("\n")).toContain("15 位的占 100%");
  const description = await classified(path, [
    ["theme: 待填写", "theme: 养老服务"],
    [field("dah"), shared("L2")],
    ["title: 待填写（jbxx.sfzh）", "title: 老年人"],
    [field("jbxxSfzh"), shared("L3")],
    ["title: 待填写（1）", "title: 完好"],
    ["title: 待填写（2）", "title: 轻度失能"],
    ["title: 待填写（9）", "title: 未评估"],
    [field("pgdj"), shared("L2")],
    ["title: 待填写（pgrq）", "title: 评估日期"],
    [field("pgrq"), shared("L2", "DATE_YEAR")],
    [field("cxLnrs"), shared("L2")],
  ]);
  const query = `{ cxLnrs(division: "4111", first: 2) { edges { node { dah jbxxSfzh { id } pgdj pgrq divisionCode } } } }`;
  const node = (at: number) => ({
    ...{ dah: `D0${at}`, jbxxSfzh: { id: pseudonym(at) }, pgdj: "VALUE_1", pgrq: "2026", divisionCode: "411102" },
  });
  expect(await ask(description, system.url, query)).toEqual({
    data: { cxLnrs: { edges: [{ node: node(0) }, { node: node(2) }] } },
    codes: [],
  });
});

const OPENAPI = {
  openapi: "3.1.0",
  info: { title: "残疾人两项补贴", version: "1" },
  paths: {
    "/api/v1/subsidies/{id}": { get: { responses: { "200": { description: "一笔" } } } },
    "/api/v1/subsidies": {
      get: {
        summary: "两项补贴发放",
        parameters: [
          { name: "tenant", in: "query", required: true, schema: { type: "string", enum: ["lh"] } },
          { name: "region", in: "query", schema: { type: "string" } },
          { name: "page", in: "query", required: true, schema: { type: "integer" } },
          { name: "limit", in: "query", required: true, schema: { type: "integer", maximum: 10 } },
        ],
        responses: {
          "200": {
            description: "一页",
            content: { "application/json": { schema: { $ref: "#/components/schemas/Page" } } },
          },
        },
      },
    },
  },
  components: {
    schemas: {
      Page: {
        type: "object",
        properties: {
          status: { type: "string" },
          data: {
            type: "object",
            properties: {
              total: { type: "integer" },
              records: { type: "array", items: { $ref: "#/components/schemas/Subsidy" } },
            },
          },
        },
      },
      Holder: {
        type: "object",
        properties: {
          idCard: { anyOf: [{ type: "integer" }, { type: "null" }], description: "残疾人身份证号" },
          region: { type: "string" },
        },
      },
      Subsidy: {
        allOf: [
          { type: "object", properties: { serialNo: { type: "string", description: "流水号" } } },
          {
            type: "object",
            properties: {
              holder: { anyOf: [{ $ref: "#/components/schemas/Holder" }, { type: "null" }] },
              amount: { type: "number", description: "发放金额（元）" },
              kind: { type: ["string", "null"], enum: ["LIVING", "NURSING", null], description: "补贴类型" },
              paidOn: { type: "string", format: "date", description: "发放日期" },
              labels: { type: "array", items: { type: "string" } },
            },
          },
        ],
      },
    },
  },
};

/** The interface of that document: numbers of 15 digits as numbers, nulls where its anyOf allows them. */
const subsidies = () =>
  serveHttp((request, response) => {
    const query = new URL(request.url ?? "", "http://x").searchParams;
    const rows = times.map((at) => ({
      serialNo: `S${String(at).padStart(2, "0")}`,
      holder: { idCard: at === 2 ? null : Number(old(at)), region: divisions[at % 2] },
      amount: 80 + at / 100,
      kind: at % 4 === 3 ? null : at % 2 ? "NURSING" : "LIVING",
      paidOn: "2026-02-10",
      labels: ["一级"],
    }));
    const [page, limit] = [Number(query.get("page")), Number(query.get("limit"))];
    const isAsked = query.get("tenant") === "lh" && limit <= 10;
    const records = rows.slice((page - 1) * limit, page * limit);
    response.setHeader("content-type", "application/json");
    response.end(
      JSON.stringify(isAsked ? { status: "OK", data: { total: rows.length, records } } : { status: "DENIED" }),
    );
  });

test("an OpenAPI file that we have never seen answers a governed question", async () => {
  const file = join(folder, "subsidies.json");
  await writeFile(file, JSON.stringify(OPENAPI));
  const system = await subsidies();
  closing.push(system.close);
  const { path } = await addSource("openapi", file, options("disability-subsidies", { place: system.url }));
  expect(await readFile(path, "utf8")).toContain("请写 success: { at: status");
  const description = await classified(path, [
    ["theme: 待填写", "theme: 残疾人保障"],
    ["rows: data.records", 'rows: data.records, success: { at: status, is: ["OK"] }'],
    [field("serialNo"), shared("L2")],
    [field("holderIdCard"), shared("L3")],
    [field("amount"), shared("L3", "AMOUNT_BAND")],
    ["title: 待填写（LIVING）", "title: 困难残疾人生活补贴"],
    ["title: 待填写（NURSING）", "title: 重度残疾人护理补贴"],
    [field("kind"), shared("L2")],
    [field("subsidies"), shared("L2")],
  ]);
  const query = `{ subsidies(division: "4111", first: 2) { edges { node { serialNo holderIdCard { id } amount kind } } } }`;
  const band = { min: 0, max: 50_000 };
  expect(await ask(description, system.url, query)).toEqual({
    data: {
      subsidies: {
        edges: [
          { node: { serialNo: "S00", holderIdCard: { id: pseudonym(0) }, amount: band, kind: "LIVING" } },
          { node: { serialNo: "S02", holderIdCard: null, amount: band, kind: "LIVING" } },
        ],
      },
    },
    codes: [],
  });
  const clear = await ask(description, system.url, query.replace("first: 2", "first: 1"), { clear: true });
  expect(clear.data).toMatchObject({ subsidies: { edges: [{ node: { amount: 8_000 } }] } });
});

/** The last of the three, as it goes on to be published. */
let joined: { readonly description: SourceDescription; readonly file: string };

test("an Excel sheet that we have never seen answers a governed question", async () => {
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet("名单");
  sheet.addRow(["高新技术企业名单"]);
  sheet.mergeCells("A1:E1");
  sheet.addRow(["证书编号", "统一社会信用代码", "所在县区", "联系人", "发证日期"]);
  for (const at of times)
    sheet.addRow([
      `GR${at}`,
      inventedFirm(at),
      at % 2 ? "临颍县" : "源汇区",
      "王小明",
      new Date("2025-11-20T00:00:00Z"),
    ]);
  const drops = await mkdtemp(join(folder, "drops-"));
  const file = join(drops, "gaoxin_20260101.xlsx");
  await writeFile(file, Buffer.from(await book.xlsx.writeBuffer()));
  await writeFile(`${file}.ok`, `${times.length}\n`);
  const { path } = await addSource("xlsx", file, options("high-tech-firms", { owner: "enterprise" }));
  const description = await classified(path, [
    ["title: 待填写（Gaoxin）", "title: 高新技术企业"],
    ["theme: 待填写", "theme: 科技创新"],
    [field("number"), shared("L1")],
    [field("enterprise"), shared("L1")],
    [field("day"), shared("L1")],
    [/gaoxins: \{ title: 待填写[^ ]* \}/, "gaoxins: { title: 高新技术企业, level: L1, share: CONDITIONAL }"],
    [/title: 待填写（Gaoxin）/, "title: 高新技术企业"],
  ]);
  joined = { description, file: await readFile(path, "utf8") };
  const query = `{ gaoxins(division: "4111", first: 2) { edges { node { number enterprise { creditCode } day divisionCode } } } }`;
  expect(await ask(description, drops, query, { denied: ["Gaoxin.day"] })).toEqual({
    data: {
      gaoxins: {
        edges: [0, 10].map((at) => ({
          node: { number: `GR${at}`, enterprise: { creditCode: inventedFirm(at) }, day: null, divisionCode: "411102" },
        })),
      },
    },
    codes: [["HUB_FIELD_DENIED", "Gaoxin.day"]],
  });
});

test("19.3: it is published by three hands, each of which has the same file before it, and nothing is proposed twice", async () => {
  const office = await openOffice("join_source");
  closing.push(office.close);
  const as =
    (officer: string): AskWorkflow =>
    async (query, variables) =>
      await office.as(officer, query, variables);
  const [owner, head, authority] = ["owner.enterprise", "reviewer.enterprise", "authority.data-administration"].map(
    as,
  ) as [AskWorkflow, AskWorkflow, AskWorkflow];
  const { description, file } = joined;
  const documents = documentsOf(description, file, subgraphs());
  const document = { reference: "漯市监〔2026〕1号", sha256: "1".repeat(64) };
  const stated = { reason: "接入", secrecy: document, impact: document };
  const stored = (text = file): Promise<readonly string[]> => storedLines(owner, "high-tech-firms", text);
  expect(await stored()).toEqual(["of the hub: not connected"]);
  // Nobody but the department whose data it is proposes it; the attempt leaves a source of nobody's.
  await expect(publishSource(as("applicant.enterprise"), description, documents, stated)).rejects.toThrow("OWNER");
  const proposed = "publication 9 (PUBLICATION) waits for the head of the department's sharing body";
  expect(await publishSource(owner, description, documents, stated)).toEqual([proposed]);
  expect(await publishSource(owner, description, documents, stated)).toEqual([proposed]);
  expect(await stored()).toEqual(["of the hub: CLASSIFIED, nothing of it is approved", proposed]);
  const edited = documentsOf(description, `${file}# edited\n`, subgraphs());
  await expect(publishSource(owner, description, edited, stated)).rejects.toThrow("of another content waits");
  await expect(approveSource(head, "high-tech-firms", edited)).rejects.toThrow("of another source.yaml");
  await expect(approveSource(owner, "high-tech-firms", documents)).rejects.toThrow("REVIEWER");
  expect(await approveSource(head, "high-tech-firms", documents)).toEqual([
    "publication 9 (PUBLICATION) waits for the authority",
  ]);
  expect(await approveSource(authority, "high-tech-firms", documents)).toEqual([
    "publication 9 (PUBLICATION) is approved",
  ]);
  expect(await publishSource(owner, description, documents, stated)).toEqual([
    "publication 9 (PUBLICATION) is approved",
  ]);
  expect(await stored()).toEqual(["of the hub: AUDITED, approved is this file"]);
  const { supergraph } = documents;
  await office.done("authority.data-administration", STEPS.publishCatalogue, { supergraph });
  expect(await stored(`${file} `)).toEqual(["of the hub: PUBLISHED, approved is another file"]);
  expect(await reportDrift(owner, "high-tech-firms", [])).toEqual([]);
  expect(await reportDrift(owner, "high-tech-firms", ["Gaoxin.day"])).toEqual(["DEGRADED"]);
  expect(await reportDrift(owner, "high-tech-firms", ["Gaoxin.day"])).toEqual(["DEGRADED already"]);
  expect(await stored()).toEqual(["of the hub: DEGRADED, approved is this file", "~ Gaoxin.day: has drifted"]);
  expect(await reportDrift(owner, "high-tech-firms", [])).toEqual(["PUBLISHED"]);
  expect(await retireSource(owner, "high-tech-firms", "系统停用")).toEqual([
    "publication 10 (RETIREMENT) waits for the head of the department's sharing body",
  ]);
});
