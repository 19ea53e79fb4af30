import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { Client } from "pg";
import { driftOfSource } from "../../deploy/sources/drift-source.ts";
import { serveHttp } from "../../demo/systems/serve.ts";
import { guarded } from "../../subgraphs/kit/guard/guard.ts";
import { DEMO_PSEUDONYM_KEY } from "../../subgraphs/kit/pseudonym.ts";
import { serveSubgraph } from "../../subgraphs/kit/serve-subgraph.ts";
import { parseSource } from "../../subgraphs/sources/description/read-source.ts";
import { lookForDrift, watchForDrift } from "../../subgraphs/sources/drift/drift-watch.ts";
import { sourceSubgraph } from "../../subgraphs/sources/load-source.ts";
import type { SourceProblem } from "../../subgraphs/sources/reading/reader.ts";
import { testDatabase } from "../test-database.ts";
import { askSource, coordinatesOf } from "./ask-source.ts";

const textOf = (kind: string, from: string): string =>
  `source: pensions
title: 老年补贴
owner: finance
kind: ${kind}
place: SOURCE_PENSIONS_URL
enums:
  PensionKind:
    title: 类别
    values:
      HIGH_AGE: { title: 高龄, codes: ["1"] }
      CARE: { title: 护理, codes: ["2"] }
types:
  Pension:
    title: 补贴
    from: ${from}
    theme: 养老
    cycle: DAILY
    key: number
    division: { column: xzqh }
    fields:
      number: { column: bh, type: ID, title: 编号, level: L1, share: CONDITIONAL }
      kind: { column: lb, type: PensionKind, title: 类别, level: L1, share: CONDITIONAL }
      amount: { column: je, type: Fen, unit: yuan, title: 金额（分）, level: L1, share: CONDITIONAL }
    lists:
      pensions: { title: 补贴, level: L1, share: CONDITIONAL }
`;

const described = (kind: string, from: string) => parseSource(textOf(kind, from), "source.yaml");

const LIST = `{ pensions(division: "4111", first: 2) { edges { node { number kind amount } } } }`;
const nodes = (...rows: readonly object[]) => ({ pensions: { edges: rows.map((node) => ({ node })) } });

let problems: SourceProblem[] = [];
const tell = (problem: SourceProblem): void => {
  problems.push(problem);
};
const told = (code: string, field: string) => ({
  ...{ source: "pensions", kind: "SourceDrift", code, coordinate: `Pension.${field}` },
});
beforeEach(() => {
  process.env["HUB_PSEUDONYM_KEY"] = DEMO_PSEUDONYM_KEY;
  problems = [];
});

describe("a database that changes stops only what its change touches", () => {
  const description = described("sql", "v_pension");
  const subgraph = sourceSubgraph(description, { tell });
  const schema = guarded(subgraph.schema);
  const coordinates = coordinatesOf(schema);
  let url = "";
  let client: Client;
  const view = (columns: string) =>
    client.query(`drop view if exists v_pension; create view v_pension as select ${columns} from pension`);
  beforeAll(async () => {
    url = await testDatabase("drifted_source");
    client = new Client({ connectionString: url });
    await client.connect();
    await client.query(`create table pension (bh text, lb text, je numeric, xzqh text);
      insert into pension values ('P1', '1', 10, '411102'), ('P2', '7', 20.5, '411102')`);
  });
  afterAll(() => client.end());

  const asked = async () => {
    const database = await subgraph.open(url);
    const answer = await askSource({ schema, database, coordinates }, LIST);
    await database.$disconnect();
    return answer;
  };

  test("a new code is null, with the field and the source that have it; it is told once, without the code", async () => {
    await view("bh, lb, je, xzqh");
    expect(await asked()).toEqual({
      data: nodes({ number: "P1", kind: "HIGH_AGE", amount: 1_000 }, { number: "P2", kind: null, amount: 2_050 }),
      codes: ["HUB_SOURCE_DRIFT"],
    });
    expect(problems).toEqual([told("VALUE", "kind")]);
  });

  test("a column that is gone is null; the other columns stand", async () => {
    await view("bh, lb, je as je_new, xzqh");
    expect(await asked()).toEqual({
      data: nodes({ number: "P1", kind: "HIGH_AGE", amount: null }, { number: "P2", kind: null, amount: null }),
      codes: expect.arrayContaining(["HUB_SOURCE_DRIFT"]),
    });
    expect(problems).toContainEqual(told("COLUMN_MISSING", "amount"));
  });

  test("without the column of divisions nobody's rows can be told: nothing is answered", async () => {
    await view("bh, lb, je");
    expect(await asked()).toEqual({ data: { pensions: null }, codes: ["HUB_SOURCE_UNAVAILABLE"] });
    expect(problems).toContainEqual(told("COLUMN_MISSING", "divisionCode"));
  });

  test("a look finds drift though nobody asks; it is counted among the metrics, by field", async () => {
    await view("bh, lb, je, xzqh");
    const served = await serveSubgraph(subgraph, { databaseUrl: url, port: 0 });
    const database = await subgraph.open(url);
    await lookForDrift(database.reader, description, database);
    expect(problems).toEqual([told("VALUE", "kind")]);
    await database.$disconnect();
    await fetch(served.url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query: LIST }),
    });
    const metrics = await (await fetch(`${served.url}metrics`)).text();
    expect(metrics).toContain('hub_source_drift_total{coordinate="Pension.kind",code="VALUE",subgraph="pensions"} 1');
    await served.stop();
  });

  test("source drift proposes the change of the file, and tells no value that is not a code of several rows", async () => {
    await client.query("insert into pension select 'N' || at, '7', at, '411102' from generate_series(1, 5) at");
    await view("bh, lb, xzqh, '王小明' || bh as lxr");
    const folder = await mkdtemp(join(tmpdir(), "drifted-"));
    const path = join(folder, "source.yaml");
    await writeFile(path, textOf("sql", "v_pension"));
    const { lines, diff } = await driftOfSource(description, path, url, () => "");
    expect(lines).toEqual([
      "- Pension.amount: its column is gone",
      "+ Pension: a new column lxr",
      "+ Pension.kind: new codes 7",
      "~ Pension.kind: 86% of the values are not read",
    ]);
    expect(diff.split("\n").filter((line) => /^[+-] /.test(line))).toEqual([
      '+      VALUE_NEW: { title: 待填写（7）, codes: ["7"] }',
      "-      amount: { column: je, type: Fen, unit: yuan, title: 金额（分）, level: L1, share: CONDITIONAL }",
      "+      lxr: { column: lxr, type: String, title: 待填写（lxr） }",
    ]);
    expect(lines.join() + diff).not.toContain("王小明");
    expect(await readFile(path, "utf8")).toBe(textOf("sql", "v_pension"));
    await rm(folder, { recursive: true });
  });

  test("looks come again and again until they are ended", async () => {
    let looks = 0;
    await new Promise<void>((done) => {
      const end = watchForDrift(() => {
        looks += 1;
        if (looks === 3) {
          end();
          done();
        }
        return Promise.resolve();
      }, 1);
    });
    await new Promise((next) => setTimeout(next, 20));
    expect(looks).toBe(3);
  });
});

describe("an interface that renames a column leaves it out without a word", () => {
  const description = described("rest", "/pensions");
  const subgraph = sourceSubgraph(description, { tell });
  const schema = guarded(subgraph.schema);
  const coordinates = coordinatesOf(schema);
  const asked = async (row: (at: number) => object, rows = 24) => {
    const system = await serveHttp((_, response) => {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(Array.from({ length: rows }, (__, at) => row(at))));
    });
    const database = await subgraph.open(system.url);
    const answer = await askSource({ schema, database, coordinates }, LIST);
    await database.$disconnect();
    await system.close();
    return answer;
  };
  const number = (at: number): string => `P${String(at).padStart(2, "0")}`;

  test("what no row has any more is null with a reason; what stands there as null is no drift", async () => {
    const first = nodes(
      { number: "P00", kind: "HIGH_AGE", amount: null },
      { number: "P01", kind: "HIGH_AGE", amount: null },
    );
    const renamed = await asked((at) => ({ bh: number(at), lb: "1", amount: 3, xzqh: "411102" }));
    expect(renamed).toEqual({ data: first, codes: ["HUB_SOURCE_DRIFT", "HUB_SOURCE_DRIFT"] });
    expect(problems).toContainEqual(told("COLUMN_MISSING", "amount"));
    expect(await asked((at) => ({ bh: number(at), lb: "1", je: null, xzqh: "411102" }))).toEqual({
      data: first,
      codes: [],
    });
    // Of a few rows, an interface may leave out what is empty.
    expect((await asked((at) => ({ bh: number(at), lb: "1", xzqh: "411102" }), 3)).codes).toEqual([]);
  });

  test("source drift sees it as well, and a path that is not answered any more", async () => {
    const row = (at: number) => ({ bh: number(at), lb: "1", je: 3, xzqh: "411102", bz: null });
    const system = await serveHttp((request, response) => {
      response.statusCode = request.url === "/pensions" ? 200 : 404;
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify([1, 2, 3].map(row)));
    });
    const folder = await mkdtemp(join(tmpdir(), "drifted-"));
    const path = join(folder, "source.yaml");
    await writeFile(path, textOf("rest", "/pensions"));
    const drift = (from: string) => driftOfSource(described("rest", from), path, system.url, () => "");
    expect((await drift("/pensions")).lines).toEqual(["+ Pension: a new column bz"]);
    const lines = ["! Pension: /old is not answered (STATUS_404)"];
    expect(await drift("/old")).toEqual({ lines, coordinates: [], diff: "" });
    await system.close();
    await rm(folder, { recursive: true });
  });

  test("without key or division there is no answer, rather than one without rows", async () => {
    const refused = { data: { pensions: null }, codes: ["HUB_SOURCE_UNAVAILABLE"] };
    expect(await asked((at) => ({ id: number(at), lb: "1", je: 3, xzqh: "411102" }))).toEqual(refused);
    expect(await asked((at) => ({ bh: number(at), lb: "1", je: 3, qh: "411102" }))).toEqual(refused);
    expect(problems.map(({ coordinate, code }) => [coordinate, code])).toEqual([
      ["Pension.number", "COLUMN_MISSING"],
      [undefined, "COLUMN_MISSING"],
      ["Pension.divisionCode", "COLUMN_MISSING"],
      [undefined, "COLUMN_MISSING"],
    ]);
  });
});
