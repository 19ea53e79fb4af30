import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { graphql } from "graphql";
import { encodeGbk } from "../../demo/systems/gbk.ts";
import { emptyEnvelope } from "../../schema/envelope/fixtures/empty-envelope.ts";
import { guarded } from "../../subgraphs/kit/guard/guard.ts";
import { DEMO_PSEUDONYM_KEY } from "../../subgraphs/kit/pseudonym.ts";
import { readSource } from "../../subgraphs/sources/description/read-source.ts";
import type { SourceDescription } from "../../subgraphs/sources/description/source-description.ts";
import type { SourceDatabase } from "../../subgraphs/sources/graph/source-rows.ts";
import { sourceSubgraph } from "../../subgraphs/sources/load-source.ts";
import type { SourceProblem } from "../../subgraphs/sources/reading/reader.ts";
import { inventedFirm } from "./invented-firm.ts";

const [ONE, TWO] = [1, 2].map(inventedFirm) as [string, string];

const HEADER = "流水号,统一社会信用代码,行政区划,用电日期,用电量,电费,联系电话";
const NIGHT = [
  `D1,${ONE},411102001001,2026/10/30,120.5,74.71,0395-1`,
  `D2,${TWO},411103,2026/10/30,80,49.60,0395-2`,
  `D3,${ONE},411102001001,2026/10/29,"1,000",620.00,0395-1`,
];

const described = readSource("electricity");
/** Looks into the folder whenever it is asked. */
const looking = (description: SourceDescription): SourceDescription => ({
  ...description,
  files: { encoding: "utf-8", delimiter: ",", header: 1, ...description.files, lookSeconds: 0 },
});
const source = (problems: SourceProblem[]) =>
  sourceSubgraph(looking(described), { tell: (problem) => problems.push(problem) });

let folder: string;
let database: SourceDatabase;
let problems: SourceProblem[];
let schema: ReturnType<typeof guarded>;

beforeEach(async () => {
  process.env["HUB_PSEUDONYM_KEY"] = DEMO_PSEUDONYM_KEY;
  folder = await mkdtemp(join(tmpdir(), "drops-"));
  problems = [];
  const subgraph = source(problems);
  schema = guarded(subgraph.schema);
  database = await subgraph.open(folder);
});
afterEach(async () => {
  await database.$disconnect();
  await rm(folder, { recursive: true });
});

const text = (lines: readonly string[]): string => `${[HEADER, ...lines].join("\r\n")}\r\n`;
const put = (name: string, content: string | Buffer) =>
  writeFile(join(folder, name), typeof content === "string" ? encodeGbk(content) : content);
const complete = (name: string, rows: number) => writeFile(join(folder, `${name}.ok`), `${rows}\n`);
const drop = async (name: string, lines = NIGHT, rows = lines.length) => {
  await put(name, text(lines));
  await complete(name, rows);
};

const LIST = `{ dailyElectricity(division: "4111") {
  edges { node { meterDay enterprise { creditCode } day kilowattHours charge divisionCode asOf } } pageInfo { hasNextPage } } }`;

const FIELDS = ["meterDay", "enterprise", "day", "kilowattHours", "charge", "divisionCode", "asOf"];

const ask = async (scope: readonly string[] = ["4111"], document = LIST, variableValues: object = {}) => {
  const names = [
    "Query.dailyElectricity",
    "Enterprise.dailyElectricity",
    "Enterprise.creditCode",
    "DailyElectricityConnection.edges",
    "DailyElectricityConnection.pageInfo",
    "DailyElectricityEdge.node",
    "PageInfo.hasNextPage",
    ...FIELDS.map((field) => `DailyElectricity.${field}`),
  ];
  const coordinates = new Map(names.map((name) => [name, "CLEAR"] as const));
  const envelope = {
    ...emptyEnvelope,
    lines: [{ consumer: { kind: "caller" as const }, grants: ["g"], scope, coordinates }],
  };
  const { data, errors = [] } = await graphql({
    schema,
    source: document,
    contextValue: { database, envelope },
    variableValues: { ...variableValues },
  });
  return {
    data: JSON.parse(JSON.stringify(data)) as unknown,
    codes: errors.map(({ extensions }) => extensions["code"]),
  };
};

interface Listed {
  readonly dailyElectricity: { readonly edges: readonly { readonly node: { readonly meterDay: string } }[] } | null;
}

const keys = async (scope?: readonly string[]): Promise<readonly string[] | null> =>
  ((await ask(scope)).data as Listed).dailyElectricity?.edges.map(({ node }) => node.meterDay) ?? null;

/** Asks until the answer is that: whoever asks while a new drop is read is answered from the one before. */
const becomes = async (expected: readonly string[]): Promise<void> => {
  for (let tries = 0; tries < 200; tries += 1) {
    if (JSON.stringify(await keys()) === JSON.stringify(expected)) return;
    await new Promise((next) => setTimeout(next, 10));
  }
  expect(await keys()).toEqual(expected);
};

/** Asks until something has been told. */
const told = async (code: string): Promise<void> => {
  for (let tries = 0; tries < 200 && !problems.some((problem) => problem.code === code); tries += 1) {
    await keys();
    await new Promise((next) => setTimeout(next, 10));
  }
  expect(problems).toContainEqual({ source: "electricity", kind: "DropRefused", code });
};

describe("a nightly file in GBK is a department's graph", () => {
  test("its values are the graph's, of the day in its name; a column that is not classified is not kept", async () => {
    await drop("rydl_20261030.csv");
    const { data, codes } = await ask(["411102"]);
    const asOf = "2026-10-29T16:00:00.000Z";
    const one = { enterprise: { creditCode: ONE }, divisionCode: "411102001001", asOf };
    expect({ data, codes }).toEqual({
      data: {
        dailyElectricity: {
          edges: [
            { node: { meterDay: "D1", day: "2026-10-30", kilowattHours: 120.5, charge: 7_471, ...one } },
            { node: { meterDay: "D3", day: "2026-10-29", kilowattHours: null, charge: 62_000, ...one } },
          ],
          pageInfo: { hasNextPage: false },
        },
      },
      // Grouped digits are no form of a number that the description knows.
      codes: ["HUB_SOURCE_DRIFT"],
    });
    const rows = await database.reader.read({
      type: "DailyElectricity",
      fields: new Set(),
      where: [],
      order: "asc",
      take: 1,
    });
    expect(rows.map((row) => Object.values(row).map(String).join())).not.toContainEqual(
      expect.stringContaining("0395"),
    );
    expect(await database.isThere()).toBe(true);
  });

  test("rows of another division never leave, of lists, firms and keys", async () => {
    await drop("rydl_20261030.csv");
    expect(await keys(["411103"])).toEqual(["D2"]);
    const document = `query ($of: [_Any!]!) { _entities(representations: $of) {
      ... on Enterprise { dailyElectricity { meterDay } } ... on DailyElectricity { charge } } }`;
    const of = [
      { __typename: "Enterprise", creditCode: ONE },
      { __typename: "Enterprise", creditCode: TWO },
      { __typename: "DailyElectricity", meterDay: "D1" },
    ];
    expect(await ask(["411103"], document, { of })).toEqual({
      data: { _entities: [{ dailyElectricity: [] }, { dailyElectricity: [{ meterDay: "D2" }] }, { charge: null }] },
      codes: ["HUB_FIELD_DENIED"],
    });
  });
});

const evidence = (asOf: string | null) => ({
  datasets: [{ type: "DailyElectricity", changes: null, asOf }],
  checks: [],
});

describe("the hub is told how fresh the files are", () => {
  test("G25: by the day of the drop in use; before there was one nothing is known, and one that is refused counts for nothing", async () => {
    expect(await database.evidence?.()).toEqual(evidence(null));
    await drop("rydl_20261030.csv");
    await becomes(["D1", "D2", "D3"]);
    expect(await database.evidence?.()).toEqual(evidence("2026-10-29T16:00:00.000Z"));
    await put("rydl_20261031.csv", text(NIGHT.slice(0, 2)));
    await complete("rydl_20261031.csv", 3);
    await told("ROW_COUNT");
    expect(await database.evidence?.()).toEqual(evidence("2026-10-29T16:00:00.000Z"));
    await put("rydl_20261101.csv", text([]));
    await complete("rydl_20261101.csv", 0);
    await becomes([]);
    expect(await database.evidence?.()).toEqual(evidence("2026-10-31T16:00:00.000Z"));
  });
});

describe("a drop is taken over whole or not at all", () => {
  test("not before its marker is there, and then at once for everybody; asOf moves with it", async () => {
    await put("rydl_20261030.csv", text(NIGHT));
    expect(await ask()).toEqual({ data: { dailyElectricity: null }, codes: ["HUB_SOURCE_UNAVAILABLE"] });
    expect(await database.isThere()).toBe(false);
    await complete("rydl_20261030.csv", 3);
    await becomes(["D1", "D2", "D3"]);
    await put("rydl_20261031.csv", text([`D9,${TWO},411103,2026/10/31,1,0.62,0395`]));
    expect(await keys()).toEqual(["D1", "D2", "D3"]);
    await complete("rydl_20261031.csv", 1);
    await becomes(["D9"]);
  });

  test.each([
    ["half of it", "ROW_COUNT", () => put("rydl_20261031.csv", text(NIGHT.slice(0, 2)))],
    [
      "a line that is cut off",
      "CSV_RECORD_INCONSISTENT_FIELDS_LENGTH",
      () => put("rydl_20261031.csv", text(NIGHT).slice(0, -30)),
    ],
    ["an open quote", "CSV_QUOTE_NOT_CLOSED", () => put("rydl_20261031.csv", text([...NIGHT.slice(0, 2), '"D3,']))],
    ["no column of the key", "COLUMN_MISSING", () => put("rydl_20261031.csv", text(NIGHT).replace("流水号", "编号"))],
    [
      "no column of the division",
      "COLUMN_MISSING",
      () => put("rydl_20261031.csv", text(NIGHT).replace("行政区划", "区域")),
    ],
    [
      "no column of the firm",
      "COLUMN_MISSING",
      () => put("rydl_20261031.csv", text(NIGHT).replace("统一社会信用代码", "代码")),
    ],
    ["a key twice", "KEY_REPEATED", () => put("rydl_20261031.csv", text([...NIGHT.slice(0, 2), NIGHT[0] ?? ""]))],
    [
      "another encoding",
      "ENCODING",
      () => put("rydl_20261031.csv", Buffer.concat([encodeGbk(text(NIGHT)), Buffer.from([0xff, 0xff, 0x0a])])),
    ],
  ])("with %s it is refused with %s, and the last good one stays in use", async (_, code, damage) => {
    await drop("rydl_20261030.csv");
    await becomes(["D1", "D2", "D3"]);
    await damage();
    await complete("rydl_20261031.csv", 3);
    await told(code);
    expect(await keys()).toEqual(["D1", "D2", "D3"]);
    await rm(join(folder, "rydl_20261031.csv.ok"));
    await drop("rydl_20261031.csv", [`D4,${ONE},411102,2026/10/31,1,0.62,0395`]);
    await becomes(["D4"]);
    expect(problems.filter((problem) => problem.code === code)).toHaveLength(1);
  });

  test("19.4: a column that is gone leaves only its field without values, each with a reason that names the source", async () => {
    await put("rydl_20261031.csv", text(NIGHT.slice(0, 1)).replace("电费", "金额"));
    await complete("rydl_20261031.csv", 1);
    const asked = `{ dailyElectricity(division: "4111") { edges { node { meterDay kilowattHours charge } } } }`;
    expect(await ask(["411102"], asked)).toEqual({
      data: { dailyElectricity: { edges: [{ node: { meterDay: "D1", kilowattHours: 120.5, charge: null } }] } },
      codes: ["HUB_SOURCE_DRIFT"],
    });
    const drift = { source: "electricity", kind: "SourceDrift" };
    expect(problems).toContainEqual({ ...drift, code: "COLUMN_MISSING", coordinate: "DailyElectricity.charge" });
    // The column of another name is told of, and nothing of it is kept.
    expect(problems).toContainEqual({ ...drift, code: "COLUMN_NEW", coordinate: "DailyElectricity" });
    const query = { type: "DailyElectricity", fields: new Set<string>(), where: [], order: "asc", take: 1 } as const;
    const [row] = await database.reader.read(query);
    expect(Object.values(row ?? {})).not.toContain("74.71");
    const by = [[{ field: "charge", compare: "gte", value: 0 }]] as const;
    await expect(database.reader.read({ ...query, where: by })).rejects.toThrow("does not answer now");
  });

  test("19.4: a new column is told of and ignored", async () => {
    await put("rydl_20261031.csv", text([`${NIGHT[0] ?? ""},备注内容`]).replace("联系电话", "联系电话,备注"));
    await complete("rydl_20261031.csv", 1);
    expect(await keys()).toEqual(["D1"]);
    expect(problems).toEqual([
      { source: "electricity", kind: "SourceDrift", code: "COLUMN_NEW", coordinate: "DailyElectricity" },
    ]);
  });

  test("a process that starts beside a broken drop uses the good one before it", async () => {
    await drop("rydl_20261029.csv", NIGHT.slice(0, 1));
    await drop("rydl_20261030.csv", NIGHT, 4);
    expect(await keys()).toEqual(["D1"]);
    expect(problems).toEqual([{ source: "electricity", kind: "DropRefused", code: "ROW_COUNT" }]);
  });
});
