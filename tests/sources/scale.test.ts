import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { printSubgraphSchema } from "@apollo/subgraph";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { composeServices } from "@theguild/federation-composition";
import { parse } from "graphql";
import { Client } from "pg";
import { pino } from "pino";
import { serveTax, type BookedTax } from "../../demo/systems/tax/serve-system.ts";
import { serveHttp } from "../../demo/systems/serve.ts";
import { createGateway, type Gateway } from "../../gateway/create-gateway.ts";
import { DEMO_PSEUDONYM_KEY } from "../../subgraphs/kit/pseudonym.ts";
import { serveSubgraph } from "../../subgraphs/kit/serve-subgraph.ts";
import { parseSource } from "../../subgraphs/sources/description/read-source.ts";
import { sourceSubgraph } from "../../subgraphs/sources/load-source.ts";
import { testDatabase } from "../test-database.ts";

/** Of each kind, five; three of the interfaces are in a bad way. */
const KINDS = ["sql", "files", "rest", "soap"] as const;
const NUMBERS = Array.from({ length: 20 }, (_, at) => at);
const kindOf = (number: number) => KINDS[number % KINDS.length] ?? "sql";
const HANGING = 2;
const GARBAGE = 6;
const FLOODING = 10;

const SETTINGS = {
  sql: "sql: { statementSeconds: 60 }",
  files: "files: { lookSeconds: 3600 }",
  rest: "rest: { seconds: 1, bytes: 100000 }",
  soap: "soap: { wsdl: tax.wsdl, seconds: 60 }",
};
const FROM = {
  sql: (number: number) => `rows_${number}`,
  files: (number: number) => `rows_${number}.csv`,
  rest: (number: number) => `/rows/${number}`,
  soap: () => "cxNsxx",
};
const SOAP_REQUESTS = `
    requests:
      rows: jg.nsxx
      success: { at: fhm, is: ["0000"] }
      query: { bbh: "2.0" }
      pages: { number: ym, size: mys, of: 500, total: jg.zs }`;

const described = (number: number) => {
  const kind = kindOf(number);
  const [key, division, amount] = kind === "soap" ? ["pzxh", "xzqh", "sjje"] : ["id", "division", "amount"];
  const text = `source: generated-${number}
title: 生成的来源
owner: finance
kind: ${kind}
place: SOURCE_GENERATED_${number}
${SETTINGS[kind]}
types:
  Row${number}:
    title: 行
    from: ${FROM[kind](number)}
    theme: 生成
    cycle: DAILY
    key: id
    division: { column: ${division} }${kind === "soap" ? SOAP_REQUESTS : ""}
    fields:
      id: { column: ${key}, type: ID, title: 编号, level: L1, share: CONDITIONAL }
      amount: { column: ${amount}, type: Fen, unit: yuan, title: 金额, level: L1, share: CONDITIONAL }
    lists:
      rows${number}: { title: 行, level: L1, share: CONDITIONAL }
`;
  const description = parseSource(text, `generated-${number}.yaml`);
  const { soap } = description;
  return soap === undefined ? description : { ...description, soap: { ...soap, wsdl: "../tax-payments/tax.wsdl" } };
};

const ROWS = [1, 2, 3].map((id) => ({ id: `R${id}`, division: "411102", amount: `${id}.50` }));
const booked = ROWS.map(({ id, division, amount }): BookedTax => ({
  pzxh: id,
  nsrsbh: "",
  nsrmc: "",
  zsxm: "",
  sjje: amount,
  rkrq: "2026-01-01T00:00:00",
  xzqh: division,
}));

let folder: string;
let gateway: Gateway;
const closing: (() => Promise<unknown>)[] = [];
let milliseconds = 0;

/** One interface for all: three of its paths are in a bad way. */
const restSystem = () =>
  serveHttp((request, response) => {
    const number = Number(/\/rows\/(\d+)/.exec(request.url ?? "")?.[1]);
    if (number === HANGING) return;
    if (number === GARBAGE) response.end(Buffer.from([0xff, 0xfe, 0x00, 0x7b]));
    else if (number === FLOODING) {
      const more = (): void => {
        while (response.write("9".repeat(50_000)));
      };
      response.on("drain", more);
      more();
    } else response.end(JSON.stringify(ROWS));
  });

const database = async (): Promise<string> => {
  const url = await testDatabase("generated_sources");
  const client = new Client({ connectionString: url });
  await client.connect();
  for (const number of NUMBERS.filter((one) => kindOf(one) === "sql")) {
    await client.query(`create table rows_${number} (id text, division text, amount numeric)`);
    for (const { id, division, amount } of ROWS)
      await client.query(`insert into rows_${number} values ($1, $2, $3)`, [id, division, amount]);
  }
  await client.end();
  return url;
};

beforeAll(async () => {
  process.env["HUB_PSEUDONYM_KEY"] = DEMO_PSEUDONYM_KEY;
  folder = await mkdtemp(join(tmpdir(), "scale-"));
  for (const number of NUMBERS.filter((one) => kindOf(one) === "files")) {
    const lines = ROWS.map(({ id, division, amount }) => `${id},${division},${amount}`);
    await writeFile(join(folder, `rows_${number}.csv`), ["id,division,amount", ...lines, ""].join("\n"));
    await writeFile(join(folder, `rows_${number}.csv.ok`), "3\n");
  }
  const [rest, soap] = [await restSystem(), await serveTax(() => Promise.resolve(booked))];
  closing.push(rest.close, soap.close);
  const places = { sql: await database(), files: folder, rest: rest.url, soap: soap.url };
  const began = performance.now();
  const sources = NUMBERS.map((number) => sourceSubgraph(described(number)));
  const running = [];
  for (const [number, source] of sources.entries()) {
    const served = await serveSubgraph(source, { port: 0, databaseUrl: places[kindOf(number)] });
    closing.push(served.stop);
    running.push(served);
  }
  const composed = composeServices(
    sources.map(({ name, schema }) => ({ name, typeDefs: parse(printSubgraphSchema(schema)), url: `http://${name}` })),
  );
  expect(composed.errors).toBeUndefined();
  const supergraph = join(folder, "supergraph.graphql");
  await writeFile(supergraph, composed.supergraphSdl ?? "");
  gateway = await createGateway({
    supergraph,
    upstream: Object.fromEntries(running.map(({ name, url }) => [name, url])),
    logger: pino({ level: "silent" }),
    bounds: { timeout: 30_000, requestTimeout: 60_000 },
  });
  milliseconds = performance.now() - began;
});
afterAll(async () => {
  await gateway.close();
  for (const close of closing.reverse()) await close();
  await rm(folder, { recursive: true });
});

const ask = async (numbers: readonly number[]) => {
  const lists = numbers.map((number) => `rows${number}(division: "4111") { edges { node { id amount } } }`);
  const response = await gateway.fetch(
    new Request("http://gateway/graphql", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query: `{ ${lists.join(" ")} }` }),
    }),
  );
  return (await response.json()) as {
    readonly data: Readonly<Record<string, unknown>>;
    readonly errors?: readonly { readonly extensions: { readonly code: string; readonly source: string } }[];
  };
};

/** Asks until nobody is too late: on a busy machine the first connections may be. */
const answered = async (numbers: readonly number[]) => {
  let answer = await ask(numbers);
  for (let tries = 0; tries < 4 && answer.errors !== undefined; tries += 1) answer = await ask(numbers);
  return answer;
};

const EVERY = { edges: ROWS.map(({ id }, at) => ({ node: { id, amount: (at + 1) * 100 + 50 } })) };

test("twenty old systems of four kinds stand behind one gateway, and a question goes to ten of them", async () => {
  const numbers = NUMBERS.filter((number) => ![HANGING, GARBAGE, FLOODING].includes(number)).slice(-10);
  expect(new Set(numbers.map(kindOf))).toEqual(new Set(KINDS));
  expect(await answered(numbers)).toEqual({
    data: Object.fromEntries(numbers.map((number) => [`rows${number}`, EVERY])),
  });
  // Opening twenty sources, composing them and starting the gateway: bound for a busy machine.
  expect(milliseconds).toBeLessThan(60_000);
});

test("one hangs, one answers garbage, one floods: the others' answers stand, and each of the three is named", async () => {
  const numbers = NUMBERS.slice(1, 11);
  const bad = [HANGING, GARBAGE, FLOODING];
  await answered(numbers.filter((number) => !bad.includes(number)));
  const { data, errors = [] } = await ask(numbers);
  expect(data).toEqual(
    Object.fromEntries(numbers.map((number) => [`rows${number}`, bad.includes(number) ? null : EVERY])),
  );
  expect(errors.map(({ extensions }) => [extensions.code, extensions.source]).sort()).toEqual(
    bad.map((number) => ["HUB_SOURCE_UNAVAILABLE", `generated-${number}`]).sort(),
  );
});
