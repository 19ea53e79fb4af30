import { expect, test } from "@jest/globals";
import { parse } from "csv-parse/sync";
import { readWorkbook } from "../../subgraphs/kit/workbook/read-workbook.ts";
import { AS_FILE, PEOPLE, peopleHub } from "./fixtures/register-of-people.ts";

/*
 * 20.6: a registered operation as a table. Each test has a gateway with all of its governance over a register of people in this process.
 */

interface Refused {
  readonly errors: readonly { readonly message: string; readonly extensions: Readonly<Record<string, unknown>> }[];
}

const linesOf = async (response: Response): Promise<readonly Record<string, never>[]> =>
  (await response.text())
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, never>);

const rowsOf = (text: string): readonly (readonly string[])[] => parse(text, { bom: true });

test("20.6: a table comes page by page, each page a record of its own, its rows followed by a watermark with purpose and receipts", async () => {
  const hub = await peopleHub(25);
  const documentId = await hub.register(PEOPLE);
  const response = await hub.export({ documentId, format: "NDJSON" });
  expect([response.status, response.headers.get("content-type")]).toEqual([200, "application/x-ndjson; charset=utf-8"]);
  const lines = await linesOf(response);
  expect(lines[0]).toEqual({
    $export: {
      documentId,
      purpose: "TEST",
      app: "app",
      department: "a",
      officer: "officer",
      caseNumber: "CASE-1",
      columns: [
        { name: "number", path: ["number"], masked: false },
        { name: "name", path: ["name"], masked: true },
        { name: "home.area", path: ["home", "area"], masked: false },
        { name: "home.rooms", path: ["home", "rooms"], masked: false },
      ],
    },
  });
  expect(lines[1]).toEqual({ number: 0, name: "李**", home: { area: 0, rooms: [{ kind: "卧室" }] } });
  const rows = lines.filter((line) => "number" in line);
  expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 25 }, (_, at) => at));
  expect(lines.filter((line) => "$page" in line)).toEqual([
    { $page: { after: "9", rows: 10, receipt: "1" } },
    { $page: { after: "19", rows: 10, receipt: "2" } },
    { $page: { after: null, rows: 5, receipt: "3" } },
  ]);
  expect(lines.at(-1)).toEqual({
    $watermark: {
      rows: 25,
      pages: 3,
      firstReceipt: "1",
      lastReceipt: "3",
      text: expect.stringMatching(
        /^水印：用途 TEST；应用 app（a）；经办人 officer；办件 CASE-1；时间 \S+；操作 sha256:[0-9a-f]{64}；共 25 行 3 页；数据提供记录 1 至 3$/,
      ),
    },
  });
  expect(
    hub.records.map(({ decision, operationId, rowCount, takenAs }) => [decision, operationId, rowCount, takenAs]),
  ).toEqual([
    ["DRY_RUN", documentId, 0, "EXPORT"],
    ["RELEASED", documentId, 10, "EXPORT"],
    ["RELEASED", documentId, 10, "EXPORT"],
    ["RELEASED", documentId, 5, "EXPORT"],
  ]);
  // The same operation, asked for as an answer, is none.
  await hub.governed.post({ documentId });
  expect(hub.records.at(-1)).not.toHaveProperty("takenAs");
  await hub.governed[Symbol.asyncDispose]();
});

test("20.6: in CSV and in a workbook no cell is a formula, masked columns are told, each row names its record", async () => {
  const wild = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", 'a "quoted", one', "'=1"];
  const cells = new Map(wild.map((cell, at) => [at, cell]));
  const clear = { ...AS_FILE, items: { ...AS_FILE.items, "Person.name": "CLEAR" } } as const;
  const hub = await peopleHub(10, { cells, grants: [clear] });
  const documentId = await hub.register(PEOPLE);
  const csv = await (await hub.export({ documentId, format: "CSV" })).arrayBuffer();
  const text = new TextDecoder("utf8", { ignoreBOM: true }).decode(csv);
  const rows = rowsOf(text);
  expect(text.startsWith('\uFEFF"number"')).toBe(true);
  expect(rows[0]).toEqual(["number", "name", "home.area", "home.rooms", "凭证"]);
  expect(rows.slice(1, 11).map((row) => row[1])).toEqual(
    wild.map((cell) => (cell.startsWith("a") ? cell : `'${cell}`)),
  );
  expect(rows[2]).toEqual(["1", "'+1", "'-1", '[{"kind":"卧室"}]', "1"]);
  expect(rows[7]).toEqual(["6", "'\n=1", "", "", "1"]);
  expect(rows.at(-1)).toEqual([expect.stringContaining("水印：用途 TEST；"), "", "", "", ""]);
  expect(rows.flat().filter((cell) => /^[=+\-@\t\r\n＝＋－＠]/.test(cell))).toEqual([]);

  const workbook = Buffer.from(await (await hub.export({ documentId, format: "XLSX" })).arrayBuffer());
  const sheet = (await readWorkbook(workbook)).map(({ cells: found }) => [...found.values()]);
  expect(sheet[0]).toEqual(rows[0]);
  // The CSV's line ends are not the sheet's, of which XML makes one.
  expect(sheet.slice(1, 11).map((row) => row[1])).toEqual(rows.slice(1, 11).map((row) => row[1]?.replace("\r", "\n")));
  expect(sheet.at(-1)?.[0]).toContain("水印：用途 TEST；");
  await hub.governed[Symbol.asyncDispose]();

  const masked = await peopleHub(3);
  const id = await masked.register(PEOPLE);
  const told = rowsOf(await (await masked.export({ documentId: id, format: "CSV" })).text());
  expect([told[0]?.[1], told[1]?.[1]]).toEqual(["name（脱敏）", "李**"]);
  await masked.governed[Symbol.asyncDispose]();
});

test("20.6: what was granted for asking is refused as a file, with the way to apply; nobody else's operation is exported", async () => {
  const asking = { items: AS_FILE.items };
  const hub = await peopleHub(5, {
    grants: [asking, { app: "other", ...AS_FILE, items: { "Person.number": "CLEAR" } }],
  });
  const documentId = await hub.register(PEOPLE);
  const refused = async (body: object, ask = {}) => {
    const response = await hub.export(body, ask);
    return [response.status, ((await response.json()) as Refused).errors[0]] as const;
  };
  expect(await refused({ documentId, format: "CSV" })).toEqual([
    403,
    {
      message: expect.stringMatching(
        /^For purpose "TEST" this is not granted as batch exchange or files: .*Person\.name.* Apply for it with the sharing method BATCH or FILE, at \/apply\?coordinate=/,
      ),
      extensions: {
        code: "HUB_EXPORT_NOT_GRANTED",
        zh: expect.stringContaining("请以共享方式“批量交换”或“文件下载”提出申请"),
        coordinates: expect.arrayContaining(["Person.name", "Person.number", "Home.area"]),
        apply: expect.stringContaining("/apply?coordinate="),
      },
    },
  ]);
  // The same app may ask.
  expect((await hub.governed.post({ documentId })) as object).toMatchObject({
    data: { people: { edges: expect.anything() } },
  });
  const partly = await refused({ documentId, format: "CSV" }, { app: "other" });
  expect(partly).toMatchObject([403, { extensions: { coordinates: ["Home.area", "Person.name"] } }]);
  const alone = await refused({ documentId, format: "CSV" }, { app: "other", officer: null });
  expect(alone).toMatchObject([403, { extensions: { code: "HUB_EXPORT_NOT_GRANTED" } }]);
  const codes: unknown[] = [];
  for (const body of [
    { documentId: `sha256:${"0".repeat(64)}`, format: "CSV" },
    { documentId, format: "PDF" },
    { documentId, format: "CSV", query: PEOPLE },
    { query: PEOPLE, format: "CSV" },
    { documentId, format: "CSV", after: 7 },
  ]) {
    const [status, error] = await refused(body);
    codes.push([status, error?.extensions["code"]]);
  }
  const invalid = [400, "HUB_EXPORT_INVALID"];
  expect(codes).toEqual([[404, "HUB_OPERATION_UNKNOWN"], invalid, invalid, invalid, invalid]);
  expect((await refused({ documentId, format: "CSV" }, { app: "nobody" }))[0]).toBe(401);
  await hub.governed[Symbol.asyncDispose]();
});

test("20.6: a page of the app's registered origin may export, and reads what it is refused; no other page does", async () => {
  const hub = await peopleHub(5);
  const documentId = await hub.register(PEOPLE);
  const allowedTo = ({ headers }: Response): string | null => headers.get("access-control-allow-origin");
  const preflightOf = (origin: string) =>
    hub.governed.fetch(
      new Request("http://gateway.test/export", {
        method: "OPTIONS",
        headers: { origin, "access-control-request-method": "POST" },
      }),
    );
  expect([await preflightOf("https://app.example"), await preflightOf("https://page.example")].map(allowedTo)).toEqual([
    "https://app.example",
    null,
  ]);
  const from = async (origin: string, body: object, app = "app"): Promise<readonly unknown[]> => {
    const response = await hub.export(body, { app, headers: { origin } });
    await response.arrayBuffer();
    return [response.status, allowedTo(response)];
  };
  const asked = { documentId, format: "CSV" };
  expect(await from("https://app.example", asked)).toEqual([200, "https://app.example"]);
  expect(await from("https://app.example", { ...asked, format: "PDF" })).toEqual([400, "https://app.example"]);
  // A token that is not accepted says of no app whose page it is.
  expect(await from("https://app.example", asked, "nobody")).toEqual([401, "https://app.example"]);
  for (const origin of ["https://other.example", "https://page.example"])
    expect(await from(origin, asked)).toEqual([200, null]);
  await hub.governed[Symbol.asyncDispose]();
});

test("20.6: an operation that is no table is refused, and says what is wrong with it", async () => {
  const hub = await peopleHub(5);
  const none = [
    "query One { person { name } }",
    "query Beside($a: String) { people(first: 2, after: $a) { edges { node { name } } pageInfo { hasNextPage endCursor } } person { name } }",
    'query Fixed { people(first: 2, after: "1") { edges { node { name } } pageInfo { hasNextPage endCursor } } }',
    "query Endless($a: String) { people(first: 2, after: $a) { edges { node { name } } pageInfo { hasNextPage } } }",
  ];
  const told = [];
  for (const text of none) {
    const documentId = await hub.register(text);
    const { errors } = (await (await hub.export({ documentId, format: "CSV" })).json()) as Refused;
    told.push(errors[0]?.message);
  }
  expect(told).toEqual([
    "This cannot be exported: it is one connection, with nothing beside it.",
    "This cannot be exported: it is one connection, with nothing beside it.",
    "This cannot be exported: the connection's argument `after` is a variable, by which pages follow each other.",
    "This cannot be exported: it selects `edges { node { … } }` and `pageInfo { hasNextPage endCursor }`.",
  ]);
  await hub.governed[Symbol.asyncDispose]();
});

test("20.6: a spent quota ends an export with where the rest begins, and the rest comes when there is quota again", async () => {
  let now = Date.parse("2026-06-01T12:00:00Z");
  const grants = [{ ...AS_FILE, quota: { requestsPerDay: 3 } }];
  const hub = await peopleHub(45, { grants, clock: () => now });
  const documentId = await hub.register(PEOPLE);
  const lines = await linesOf(await hub.export({ documentId, format: "NDJSON" }));
  const pages = lines.filter((line) => "$page" in line).length;
  expect(lines.at(-1)).toEqual({
    $error: {
      code: "HUB_QUOTA_EXCEEDED",
      message: expect.stringContaining("used up until"),
      zh: expect.stringContaining("配额已用完"),
      after: String(10 * pages - 1),
      retryAfter: 12 * 3_600 - 8 * 3_600,
    },
  });
  expect(pages).toBe(3);
  const again = (await (await hub.export({ documentId, format: "CSV" })).json()) as Refused;
  expect(again.errors[0]?.extensions).toMatchObject({ code: "HUB_QUOTA_EXCEEDED" });
  now += 24 * 3_600_000;
  const rest = await linesOf(await hub.export({ documentId, format: "NDJSON", after: "29" }));
  const numbers = [...lines, ...rest].flatMap((line) => ("number" in line ? [line["number"]] : []));
  expect(numbers).toEqual(Array.from({ length: 45 }, (_, at) => at));
  expect(rest.at(-1)).toMatchObject({ $watermark: { rows: 15, pages: 2 } });
  await hub.governed[Symbol.asyncDispose]();
});

test("20.6: a column that is masked from some page on ends the export: its heading would not be true", async () => {
  const clear = { ...AS_FILE, items: { ...AS_FILE.items, "Person.name": "CLEAR" } } as const;
  const hub = await peopleHub(30, { grants: [clear] });
  const documentId = await hub.register(PEOPLE);
  const reader = (await hub.export({ documentId, format: "NDJSON" })).body?.getReader();
  let text = "";
  const take = async (): Promise<boolean> => {
    const { done = true, value } = (await reader?.read()) ?? {};
    text += Buffer.from(value ?? []).toString();
    return !done;
  };
  await take();
  await take();
  // The second page waits for its reader, and nothing is under way.
  while (hub.records.length < 3) await new Promise((resolve) => setTimeout(resolve, 5));
  hub.governed.setGrants([AS_FILE]);
  while (await take());
  const lines = await linesOf(new Response(text));
  expect(lines.at(-1)).toMatchObject({ $error: { code: "HUB_EXPORT_CHANGED", after: "19" } });
  expect(lines.filter((line) => "number" in line)).toHaveLength(20);
  await hub.governed[Symbol.asyncDispose]();
});

test("20.6: an app has two exports at a time, and nothing is asked for that its client has not taken", async () => {
  const hub = await peopleHub(500);
  const documentId = await hub.register(PEOPLE);
  const open = await Promise.all([1, 2].map(() => hub.export({ documentId, format: "CSV" })));
  const refused = await hub.export({ documentId, format: "CSV" });
  expect([refused.status, (await refused.json()) as Refused]).toMatchObject([
    429,
    { errors: [{ extensions: { code: "HUB_TOO_MANY_EXPORTS" } }] },
  ]);
  await new Promise((resolve) => setTimeout(resolve, 100));
  // Nobody reads either of them: their heads fill what a reader would take at once.
  expect(hub.records.filter(({ decision }) => decision === "RELEASED").length).toBeLessThanOrEqual(2);
  await open[0]?.body?.cancel();
  expect((await hub.export({ documentId, format: "CSV" })).status).toBe(200);
  await hub.governed[Symbol.asyncDispose]();
});
