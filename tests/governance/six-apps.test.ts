import { execFile, spawn, spawnSync, type ChildProcessByStdio } from "node:child_process";
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { promisify } from "node:util";
import { Client as McpClient, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { findIdentity, readDemoIdentities, selvesOf } from "../../demo/identities/demo-identities.ts";
import { pino } from "pino";
import { openSigningKey } from "../../gateway/authenticate/signing-key.ts";
import { createGateway } from "../../gateway/create-gateway.ts";
import { startGovernedCity, type GovernedCity } from "../governed-city.ts";
import { CLIENTS } from "./clients.ts";
import { clientCommand } from "../../deploy/client/client.ts";
import { carryOut } from "../../deploy/operate/command.ts";
import { freePort } from "../../deploy/postgres/embedded-postgres.ts";
import { questionFile } from "../questions/question-files.ts";
import { openWorkflowHub, type WorkflowHub } from "./workflow-hub.ts";

/** The address under which agents reach the city's hub. */
const HUB = "http://hub.test";
const folder = mkdtempSync(join(tmpdir(), "six-apps-"));
/** The demo's grants, in a file that a test may change. */
const grants = join(folder, "grants.yaml");
let city: GovernedCity;

beforeAll(async () => {
  copyFileSync("demo/sharing/grants.yaml", grants);
  city = await startGovernedCity({ ledgerName: "ledger_six_apps", grants, mcp: { url: HUB, issuers: [HUB] } });
});
afterAll(async () => {
  await city.stop();
  rmSync(folder, { recursive: true });
});

const questions = readDemoIdentities().flatMap(({ id, operation }) =>
  operation === undefined ? [] : [{ app: id, operation }],
);

interface Sharing {
  readonly outcomes: Readonly<Record<string, string>>;
  readonly receipt: { readonly index: number; readonly id: string };
}

/** The parts of an explanation that can be held against an answer. */
interface Explained {
  readonly grants: readonly string[];
  readonly level: string;
  readonly coordinates: readonly {
    readonly coordinate: string;
    readonly outcome: string;
    readonly denials: readonly { readonly reason: string; readonly apply: string | null }[];
  }[];
}

const WHY = `query ($operation: String!, $purpose: String!, $variables: HubVariables) {
  whyDenied(operation: $operation, purpose: $purpose, variables: $variables) {
    grants level coordinates { coordinate outcome denials { reason apply } }
  }
}`;

/** Every value of a key, wherever it stands in an answer. */
const valuesOf = (value: unknown, key: string): unknown[] => {
  if (Array.isArray(value)) return (value as readonly unknown[]).flatMap((each) => valuesOf(each, key));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value as Readonly<Record<string, unknown>>).flatMap(([name, child]) =>
    name === key ? [child] : valuesOf(child, key),
  );
};

/** Some clients ask for `__typename` everywhere, which is nobody's data. */
const withoutTypenames = (data: unknown): unknown =>
  JSON.parse(JSON.stringify(data, (key, value: unknown) => (key === "__typename" ? undefined : value)));

type Answered = Awaited<ReturnType<GovernedCity["askAs"]>>;

/** The answer to each app's question, asked once, with the records that it left. */
const answered = new Map<string, { readonly answer: Answered; readonly recorded: GovernedCity["records"] }>();
const answerTo = async ({ app, operation }: (typeof questions)[number]) => {
  const { document, variables } = questionFile(operation);
  const before = city.records.length;
  const known = answered.get(app) ?? {
    answer: await city.askAs(app, document, variables),
    recorded: city.records.slice(before),
  };
  answered.set(app, known);
  return known;
};

describe.each(questions)("$app asks its question", ({ app, operation }) => {
  test("and gets exactly what its grants say: clear, masked, denied", async () => {
    const { answer } = await answerTo({ app, operation });
    const sharing = answer.extensions?.["sharing"] as Sharing;
    expect(sharing.outcomes).toMatchSnapshot("outcomes");
    // A denied field below an empty list leaves no error: there is no place where it is missing.
    for (const { extensions } of answer.errors ?? []) {
      expect([extensions?.["code"], sharing.outcomes[String(extensions?.["coordinate"])]]).toEqual([
        "HUB_FIELD_DENIED",
        "DENIED",
      ]);
    }
    expect(valuesOf(answer.data, "__typename")).toEqual([]);
    expect(JSON.stringify(answer.data).length).toBeGreaterThan(100);
  });

  test("and whyDenied says the very same, coordinate by coordinate, as do the dry run and every error", async () => {
    const { document, variables } = questionFile(operation);
    const { answer: enforced } = await answerTo({ app, operation });
    const { outcomes, grants, level } = enforced.extensions?.["sharing"] as Sharing & Explained;
    const { purpose } = findIdentity(readDemoIdentities(), app).app;
    const why = await city.askAs(app, WHY, { operation: document, purpose, variables });
    expect(why.errors).toBeUndefined();
    const { whyDenied: explained } = why.data as { readonly whyDenied: Explained };
    const told = explained.coordinates.map(({ coordinate, outcome }) => [coordinate, outcome]);
    expect(Object.fromEntries(told)).toEqual(outcomes);
    expect([explained.grants, explained.level]).toEqual([grants, level]);
    const dry = await city.askAs(app, document, variables, { headers: { "x-dry-run": "true" } });
    const { coordinates } = dry.extensions?.["sharing"] as Explained;
    expect(explained.coordinates.map(({ coordinate, denials }) => [coordinate, denials.length])).toEqual(
      coordinates.map(({ coordinate, denials }) => [coordinate, denials.length]),
    );
    for (const { extensions } of enforced.errors ?? []) {
      const found = explained.coordinates.find(({ coordinate }) => coordinate === extensions?.["coordinate"]);
      expect(found?.denials.map(({ reason, apply }) => [reason, apply])).toContainEqual([
        extensions?.["reason"],
        extensions?.["apply"],
      ]);
    }
  });

  test("and leaves one record, without any personal data", async () => {
    const { variables } = questionFile(operation);
    const { answer, recorded } = await answerTo({ app, operation });
    expect(recorded).toHaveLength(1);
    const [record] = recorded;
    expect(record?.app).toBe(app);
    expect(["RELEASED", "PARTIAL"]).toContain(record?.decision);
    expect(record?.coordinates.length).toBeGreaterThan(3);
    const text = JSON.stringify(record);
    for (const name of valuesOf(answer.data, "name")) if (typeof name === "string") expect(text).not.toContain(name);
    for (const value of Object.values(variables)) {
      if (/^\d{17}[\dX]$/.test(value)) expect(text).not.toContain(value);
    }
  });
});

describe("N3: a client of the shelf, by its own defaults", () => {
  let url: string;
  beforeAll(async () => {
    ({ url } = await city.gateway.listen({ port: 0 }));
  });
  const headersFor = async (app: string): Promise<Record<string, string>> => {
    const { officers, purpose, case: caseNumber = "TEST-1" } = findIdentity(readDemoIdentities(), app).app;
    const authorization = `Bearer ${await city.tokenOf(app, officers[0]?.id)}`;
    return { authorization, "x-purpose": purpose, "x-case": caseNumber };
  };

  test.each(Object.entries(CLIENTS))(
    "%s gets the data of all six questions where denials are quiet",
    async (_, ask) => {
      for (const { app, operation } of questions) {
        const { document, variables } = questionFile(operation);
        const { answer: told } = await answerTo({ app, operation });
        const asked = { document, variables, headers: { ...(await headersFor(app)), "x-on-denied": "quiet" } };
        expect(withoutTypenames(await ask(url, asked))).toEqual(told.data);
      }
    },
  );

  test.each(Object.entries(CLIENTS))("%s throws on a denial that is told as an error", async (_, ask) => {
    const { document, variables } = questionFile("wage-warning");
    await expect(ask(url, { document, variables, headers: await headersFor("wage-warning") })).rejects.toThrow();
  });
});

describe("20.7: an agent, by the official client of MCP", () => {
  const connect = async (officer: string): Promise<McpClient> => {
    const { purpose, case: caseNumber = "" } = findIdentity(readDemoIdentities(), "yuanhui-wage-warning").app;
    const authorization = `Bearer ${await city.tokenOf("yuanhui-wage-warning", officer)}`;
    const client = new McpClient({ name: "office-agent", version: "1.0" }, { versionNegotiation: { mode: "auto" } });
    const transport = new StreamableHTTPClientTransport(new URL(`${HUB}/mcp`), {
      requestInit: { headers: { authorization, "x-purpose": purpose, "x-case": caseNumber } },
      fetch: (url, init) => city.gateway.fetch(new Request(url, init)),
    });
    await client.connect(transport);
    return client;
  };
  interface Project {
    readonly code: string;
    readonly divisionCode: string;
    readonly wageWarning: {
      readonly level: string;
      readonly owedWorkers: number | null;
      readonly reasons: readonly {
        readonly evidence: readonly { readonly department: string; readonly text: string }[];
      }[];
    };
  }
  interface Told {
    readonly receipt: { readonly index: number };
    readonly freeTexts: readonly string[];
    readonly data: { readonly constructionProjects: { readonly edges: readonly { readonly node: Project }[] } };
  }

  test("finds out which projects in 源汇区 owe wages, and how one knows, with receipts", async () => {
    const client = await connect("hr-li");
    const call = async (name: string, given: Record<string, unknown>) =>
      (await client.callTool({ name, arguments: given })).structuredContent;

    // What there is to ask, as far as the app's grants reach.
    const { sdl } = (await call("describe_schema", { types: ["Query", "ConstructionProject", "WageWarning"] })) as {
      readonly sdl: string;
    };
    expect(sdl).toMatch(/constructionProjects\(/);
    expect(sdl).toMatch(/wageWarning\(/);

    // Which projects, how badly, and on whose evidence.
    const before = city.records.length;
    const told = (await call("query", {
      query: `query ($asOf: Date!) { constructionProjects(division: "411102", status: ONGOING, first: 50) { edges { node {
        code divisionCode wageWarning(asOf: $asOf) { level owedWorkers reasons { title evidence { department text } } } } } } }`,
      variables: { asOf: questionFile("wage-warning").variables["asOf"] },
    })) as Told;
    const projects = told.data.constructionProjects.edges.map(({ node }) => node);
    const owing = projects.filter(({ wageWarning: { owedWorkers } }) => (owedWorkers ?? 0) > 0);
    expect(owing.length).toBeGreaterThan(0);
    expect(projects.every(({ divisionCode }) => divisionCode.startsWith("411102"))).toBe(true);
    const stories = city.manifest.wages.filter(({ divisionCode }) => divisionCode.startsWith("411102"));
    const levels = new Map(projects.map(({ code, wageWarning: { level } }) => [code, level]));
    expect(stories.length).toBeGreaterThan(0);
    expect(stories.map(({ projectCode }) => levels.get(projectCode))).toEqual(
      stories.map(({ expectedLevel }) => expectedLevel),
    );
    const evidence = owing.flatMap(({ wageWarning: { reasons } }) => reasons.flatMap((reason) => reason.evidence));
    expect(evidence.length).toBeGreaterThan(0);
    for (const one of evidence)
      expect([one.department, one.text]).toEqual([expect.stringMatching(/./), expect.stringMatching(/./)]);
    expect(told.freeTexts).toContain("WageEvidence.text");

    // The receipt is the record's, which names officer, case and agent, as does the leaf in the log.
    const [record] = city.records.slice(before);
    const agent = "mcp:office-agent/1.0";
    expect(record).toMatchObject({
      app: "yuanhui-wage-warning",
      department: "yuanhui-human-resources",
      officer: "hr-li",
    });
    expect(record).toMatchObject({ caseNumber: "RS-2026-0015", byAgent: agent });
    const { rows } = await city.ledger.database.query<{ index: string; record: string }>(
      "SELECT index, record FROM ledger.leaves WHERE strpos(record, $1) > 0 ORDER BY index",
      [`"byAgent":"${agent}"`],
    );
    const leaf = rows.find(({ index }) => Number(index) === told.receipt.index);
    expect(JSON.parse(leaf?.record ?? "{}")).toMatchObject({ byAgent: agent, purpose: "WAGE_WARNING" });
    await client.close();
  });
});

/** The hub needs Node alone; the examples are followed where their programs are. */
const follows = ["bash", "curl", "jq", "openssl", "python3"].every(
  (program) => spawnSync(program, [program === "openssl" ? "version" : "--version"]).status === 0,
);

(follows ? describe : describe.skip)("20.4: an app that nobody knows, as README leads its developer", () => {
  /** Below node_modules, where an app's own packages are found. */
  mkdirSync("node_modules/.cache", { recursive: true });
  const work = mkdtempSync("node_modules/.cache/examples-");
  const ORIGIN = "https://sites.example";
  const OFFICES = ["data-administration-office", "human-resources-office", "housing-office"];
  let hub: WorkflowHub;
  let environment: Record<string, string>;
  let server: ChildProcessByStdio<null, Readable, null> | undefined;

  const run = async (program: string, ...args: readonly string[]): Promise<string> =>
    (await promisify(execFile)(program, args, { env: { ...process.env, ...environment } })).stdout.trimEnd();
  const node = (...args: readonly string[]): Promise<string> => run(process.execPath, ...args);

  beforeAll(async () => {
    const parties = readDemoIdentities().filter(({ id }) => OFFICES.includes(id));
    hub = await openWorkflowHub(city, await freePort(), parties);
    // An officer's login, by the officer's name.
    for (const { id, officers } of parties)
      for (const officer of officers) writeFileSync(join(work, officer.id), await city.tokenOf(id, officer.id));
    writeFileSync(join(work, "login"), `#!/bin/sh\nexec cat "${process.cwd()}/${work}/$4"\n`, { mode: 0o755 });
    const [key, login, token] = ["key", "login", "token"].map((name) => join(process.cwd(), work, name));
    await openSigningKey(key ?? "");
    environment = { HUB: hub.url, KEY: key ?? "", ORIGIN, OFFICER_TOKEN: login ?? "", TOKEN_FILE: token ?? "" };
    await run("examples/curl/register.sh");
    // The gateway knows a grant within a second.
    for (const before = performance.now(); !(await run("examples/curl/ask.sh")).includes("*");)
      if (performance.now() - before > 20_000) throw new Error("The grant is not in force.");
  });
  afterAll(async () => {
    server?.kill();
    await hub[Symbol.asyncDispose]();
    rmSync(work, { recursive: true });
  });

  interface Told {
    readonly data: { readonly constructionProjects: { readonly edges: readonly { readonly node: Project }[] } };
  }
  interface Project {
    readonly code: string;
    readonly name: string;
    readonly constructionPermits: readonly Readonly<Record<"number" | "issuedOn" | "projectManager", string>>[];
  }
  const linesIn = ({ data }: Told): string =>
    data.constructionProjects.edges
      .flatMap(({ node: { code, name, constructionPermits } }) =>
        constructionPermits.map((permit) =>
          [code, name, permit.number, permit.issuedOn, permit.projectManager].join("\t"),
        ),
      )
      .join("\n");
  const client = (...args: readonly string[]) =>
    carryOut(clientCommand, ["--app", "site-overview", "--hub", hub.url, "--purpose", "SITE_OVERVIEW", ...args]);

  test("is registered with its key, granted, and answered: by curl, in Python, on its server, and in a page of its origin", async () => {
    const told = linesIn(JSON.parse(await run("examples/curl/ask.sh")) as Told);
    expect(told.split("\n").length).toBeGreaterThan(1);
    for (const line of told.split("\n"))
      expect(line).toMatch(/^\S+\t[^\t]+\t\d+-SX-\d+\t\d{4}-\d\d-\d\d\t\p{Script=Han}\*+$/u);
    expect(await run("python3", "examples/python/ask.py")).toBe(told);

    cpSync("examples/typescript", work, { recursive: true, filter: (path) => !/\/(?:client|build)$/.test(path) });
    const written = ["--documents", "examples/sites.graphql", "--out", join(work, "client")];
    expect(await client("--key", environment["KEY"] ?? "", ...written)).toMatchObject({ code: 0 });
    expect(readFileSync(join(work, "client/graphql.ts"), "utf8")).toContain(
      "readonly projectManager: MaskedName | null",
    );
    expect(await node("node_modules/typescript/bin/tsc", "-p", work)).toBe("");
    server = spawn(process.execPath, [join(work, "build/server.js")], {
      env: { ...environment, PORT: "0" },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const said: string[] = [];
    for await (const line of createInterface({ input: server.stdout })) {
      said.push(line);
      if (line.startsWith("http://")) break;
    }
    expect(said.slice(0, -1).join("\n")).toBe(told);
    for (const module of ["page.js", "sites.js", "client/graphql.js"])
      expect(readFileSync(join(work, "build", module), "utf8")).not.toMatch(
        /\bnode:|\bprocess\b|\bBuffer\b|\brequire\b/,
      );
    const page = [join(work, "build/page.js"), said.at(-1)?.replace(/\/$/, "") ?? ""];
    expect(await node("tests/fixtures/as-a-page.js", ...page, ORIGIN)).toBe(told);
    await expect(node("tests/fixtures/as-a-page.js", ...page, "https://elsewhere.example")).rejects.toThrow(
      "Failed to fetch",
    );
  });

  test("is told which field of a document is not granted to it, where it stands", async () => {
    const wishes = join(work, "wishes.graphql");
    writeFileSync(
      wishes,
      "query Wishes($code: ID!, $day: Date!) {\n  constructionProject(code: $code) {\n    wageWarning(asOf: $day) { level }\n    gone\n  }\n}\n",
    );
    const token = ["--token", environment["TOKEN_FILE"] ?? ""];
    const ask = async () => client(...token, "--documents", wishes, "--out", join(work, "wished"));
    const notGranted = (coordinate: string) => `${coordinate} is not granted to site-overview for SITE_OVERVIEW.`;
    const told = [
      `${wishes}:3:5: ${notGranted("ConstructionProject.wageWarning")}`,
      `${wishes}:4:5: ConstructionProject.gone is not in the catalogue`,
    ];
    expect(await ask()).toEqual({ code: 1, text: `${told.join("\n")}\n` });
    // What the graph has in whole it tells in whole.
    writeFileSync(wishes, readFileSync(wishes, "utf8").replace("gone", ""));
    const needed = `  needed with them: ${notGranted("WageWarning.level")}`;
    expect(await ask()).toEqual({ code: 1, text: `${told[0] ?? ""}\n${needed}\n` });
    expect(existsSync(join(work, "wished"))).toBe(false);
  });
});

test("quiet denials stand beside the data, as their errors told them; the record is the same", async () => {
  const { document, variables } = questionFile("wage-warning");
  const told = await city.askAs("wage-warning", document, variables);
  const quiet = await city.askAs("wage-warning", document, variables, { headers: { "x-on-denied": "quiet" } });
  expect([quiet.data, quiet.errors]).toEqual([told.data, undefined]);
  const errors = (told.errors ?? []).map(({ message, path, extensions }) => ({ path, message, ...extensions }));
  expect(errors.length).toBeGreaterThan(0);
  expect((quiet.extensions?.["sharing"] as { readonly denials: unknown }).denials).toEqual(errors);
  const [before, after] = city.records.slice(-2).map(({ kind, decision, coordinates, subjects }) => {
    return { kind, decision, coordinates, subjects };
  });
  expect(after).toEqual(before);
});

test("what is masked is masked, at the source and again at the gateway", async () => {
  const { document, variables } = questionFile("wage-warning");
  const { data } = await city.askAs("wage-warning", document, variables);
  const names = valuesOf(data, "person").flatMap((person) => valuesOf(person, "name"));
  expect(names.length).toBeGreaterThan(5);
  expect(names.filter((name) => !/^\p{Script=Han}\*+$/u.test(String(name)))).toEqual([]);
});

test("S25: a masked amount is a band, at the source and again at the gateway; a true one is a number", async () => {
  const { document, variables } = questionFile("public-rental-check");
  const { data } = await city.askAs("rental-check", document, variables);
  const amounts = new Map<string, unknown>();
  const collect = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    for (const [name, inner] of Object.entries(value)) {
      if (["incomePerHead", "vehicleValue", "incomeLimit"].includes(name) && inner !== null) amounts.set(name, inner);
      else collect(inner);
    }
  };
  collect(data);
  const band = { min: expect.any(Number), max: expect.any(Number) };
  expect(Object.fromEntries(amounts)).toEqual({
    incomePerHead: band,
    vehicleValue: band,
    incomeLimit: expect.any(Number),
  });
});

test("S25: a masked date is a year alone, at the source and again at the gateway", async () => {
  const { document, variables } = questionFile("subsistence-check");
  const { data } = await city.askAs("subsistence-check", document, variables);
  const dates = valuesOf(data, "person").flatMap((person) => valuesOf(person, "birthDate"));
  expect(dates.length).toBeGreaterThan(1);
  expect(dates.filter((date) => !/^(19|20)\d{2}$/.test(String(date)))).toEqual([]);
});

test("an officer of one district asks by the district's own app, and sees the projects of that district only", async () => {
  const { document, variables } = questionFile("wage-warning");
  const whole = await city.askAs("wage-warning", document, variables, { officer: "hr-sun" });
  const district = await city.askAs("yuanhui-wage-warning", document, variables);
  const divisions = (answer: typeof whole) =>
    new Set(valuesOf(answer.data, "divisionCode").map((code) => String(code).slice(0, 6)));
  expect(divisions(whole).size).toBeGreaterThan(3);
  expect([...divisions(district)]).toEqual(["411102"]);
});

describe("S4: an officer whose jurisdiction is one grid of 15 digits", () => {
  const ROWS = `query ($firm: CreditCode!) {
    constructionProjects(division: "4111", first: 200) { edges { node { code gridCode } } }
    enterprise(creditCode: $firm) { name gridCode }
  }`;
  interface Rows {
    readonly constructionProjects: {
      readonly edges: readonly { readonly node: { readonly code: string; readonly gridCode: string } }[];
    };
    readonly enterprise: { readonly name: string; readonly gridCode: string } | null;
  }
  const ask = async (firm: string, division?: string): Promise<[Rows, (readonly [unknown, unknown])[]]> => {
    const more = division === undefined ? {} : { division };
    const { data, errors = [] } = await city.askAs("wage-warning", ROWS, { firm }, { officer: "hr-sun", ...more });
    if (data === undefined) throw new Error(JSON.stringify(errors));
    return [data as unknown as Rows, errors.map(({ path, extensions }) => [path, extensions?.["reason"]] as const)];
  };
  const sitesOf = ({ constructionProjects: { edges } }: Rows) => edges.map(({ node }) => node);

  test("sees the rows of that grid, and of no other grid of its community", async () => {
    const { enterprises: firms } = (
      await city.askAs(
        "wage-warning",
        `{ enterprises(division: "4111", first: 40) { edges { node { creditCode gridCode } } } }`,
      )
    ).data as unknown as { enterprises: { edges: { node: { creditCode: string; gridCode: string } }[] } };
    const [{ node: firm } = { node: { creditCode: "", gridCode: "" } }] = firms.edges;
    const [whole] = await ask(firm.creditCode);
    const grid = sitesOf(whole)[0]?.gridCode ?? "";
    expect(grid).toMatch(/^4111\d{11}$/);
    expect(new Set(sitesOf(whole).map(({ gridCode }) => gridCode)).size).toBeGreaterThan(3);

    const [own] = await ask(firm.creditCode, grid);
    expect(sitesOf(own)).toEqual(sitesOf(whole).filter(({ gridCode }) => gridCode === grid));
    const [atHome, denials] = await ask(firm.creditCode, firm.gridCode);
    expect(atHome.enterprise).toEqual(whole.enterprise);
    expect(sitesOf(atHome).every(({ gridCode }) => gridCode === firm.gridCode)).toBe(true);
    expect(denials.filter(([path]) => String(path).startsWith("enterprise"))).toEqual([]);

    // Another grid of the very same community.
    const beside = `${grid.slice(0, 12)}${grid.endsWith("001") ? "002" : "001"}`;
    const [elsewhere] = await ask(firm.creditCode, beside);
    expect(sitesOf(elsewhere).filter(({ gridCode }) => gridCode !== beside)).toEqual([]);
    const other = `${firm.gridCode.slice(0, 12)}${firm.gridCode.endsWith("001") ? "002" : "001"}`;
    const [outside] = await ask(firm.creditCode, other);
    expect(outside.enterprise).toBeNull();
  });
});

describe("taking one coordinate away", () => {
  const write = (yaml: string): void => {
    writeFileSync(`${grants}.new`, yaml);
    renameSync(`${grants}.new`, grants);
  };
  const outcomes = async (): Promise<Sharing["outcomes"]> => {
    const { document, variables } = questionFile("wage-warning");
    const { extensions } = await city.askAs("wage-warning", document, variables);
    return (extensions?.["sharing"] as Sharing).outcomes;
  };
  /** The outcomes once that of the coordinate has changed, as the grants do within a second. */
  const onceChanged = async (from: string | undefined): Promise<Sharing["outcomes"]> => {
    const found = await outcomes();
    return found["UnpaidWorker.month"] === from ? onceChanged(from) : found;
  };

  test("changes that coordinate and nothing else, and giving it again restores it", async () => {
    const yaml = readFileSync(grants, "utf8");
    const before = await outcomes();
    write(yaml.replace(/^ *UnpaidWorker\.month: CLEAR\n/m, ""));
    expect(await onceChanged("CLEAR")).toEqual({ ...before, "UnpaidWorker.month": "DENIED" });
    write(yaml);
    expect(await onceChanged("DENIED")).toEqual(before);
  });
});

describe("who gets nothing", () => {
  const QUESTION = `{ careHomes(division: "4111", first: 1) { edges { node { name } } } }`;

  test("nobody: no token, no data", async () => {
    const answer = await city.ask(QUESTION, {}, { "x-purpose": "WAGE_WARNING" });
    expect(answer).toMatchSnapshot();
  });

  test("an app that states no purpose is told its own", async () => {
    const answer = await city.ask(QUESTION, {}, { authorization: `Bearer ${await city.tokenOf("wage-warning")}` });
    expect(answer.errors).toMatchSnapshot();
  });

  test("an app with another app's purpose", async () => {
    const answer = await city.askAs("rental-check", QUESTION, {}, { purpose: "PENSION_AUDIT" });
    expect(answer.errors?.map(({ extensions }) => extensions?.["reason"])).toEqual(["PURPOSE_MISMATCH"]);
  });

  test("S26: whoever would confirm an intent for another firm", async () => {
    const confirm = (creditCode: string, subject?: string) =>
      city.askAs(
        "enterprise-portal",
        `mutation { confirmPolicyIntent(policy: "SBTR", creditCode: "${creditCode}") { id } }`,
        {},
        subject === undefined ? {} : { subject },
      );
    const reasonOf = async (answer: ReturnType<typeof confirm>) => (await answer).errors?.[0]?.extensions?.["reason"];
    const { creditCode: paid = "" } =
      city.manifest.policies.find(({ policy, kind }) => policy === "SBTR" && kind === "alreadyPaid") ?? {};
    const [{ id: demoFirm } = { id: "" }] = selvesOf(findIdentity(readDemoIdentities(), "enterprise-portal").app);
    expect(await reasonOf(confirm(paid, paid))).toBe("SETTLED");
    expect(await reasonOf(confirm(paid, demoFirm))).toBe("NOT_THE_FIRM");
    expect(await reasonOf(confirm(paid))).toBe("NOT_THE_FIRM");
  });

  test("S26: a firm that would read another firm, or anybody; its own figures it reads", async () => {
    const [{ id: own } = { id: "" }] = selvesOf(findIdentity(readDemoIdentities(), "enterprise-portal").app);
    const { creditCode: other = "" } =
      city.manifest.policies.find(({ policy, kind }) => policy === "SBTR" && kind === "alreadyPaid") ?? {};
    const FIRM = `enterprise(creditCode: $firm) { name taxCredits { grade arrears } annualReports { revenue } }`;
    const ask = async (firm: string, query: string, subject?: string) => {
      const more = subject === undefined ? {} : { subject };
      const { data, errors = [] } = await city.askAs("enterprise-portal", query, { firm }, more);
      return [data, [...new Set(errors.map(({ extensions }) => extensions?.["reason"] ?? extensions?.["code"]))]];
    };
    const ONE = `query ($firm: CreditCode!) { ${FIRM} }`;
    const figures = { grade: expect.any(String), arrears: expect.any(Number) };
    expect(await ask(own, ONE, own)).toEqual([
      {
        enterprise: {
          name: expect.any(String),
          taxCredits: expect.arrayContaining([figures]),
          annualReports: expect.arrayContaining([{ revenue: expect.any(Number) }]),
        },
      },
      [],
    ]);
    expect(await ask(other, ONE, own)).toEqual([{ enterprise: null }, ["OUT_OF_SCOPE"]]);
    const LIST = `query ($firm: CreditCode!) { enterprises(division: "4111", first: 50) { edges { node { creditCode taxCredits { arrears } } } }
      ${FIRM} }`;
    const [listed] = await ask(own, LIST, own);
    const { enterprises } = listed as unknown as { enterprises: { edges: { node: { creditCode: string } | null }[] } };
    expect(enterprises.edges.flatMap(({ node }) => node?.creditCode ?? []).filter((code) => code !== own)).toEqual([]);
  });

  test("S20: the page of another origin: no department lets a browser read or send across origins", async () => {
    const foreign = { origin: "https://elsewhere.test", "access-control-request-method": "POST" };
    for (const url of city.urls.values()) {
      const answers = [
        await fetch(url, { method: "OPTIONS", headers: foreign }),
        await fetch(url, { method: "POST", headers: { ...foreign, "content-type": "application/json" }, body: "{}" }),
      ];
      for (const { headers } of answers)
        expect([...headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
    }
  });

  test("whoever goes around the gateway: a department answers to sealed fetches only", async () => {
    for (const [name, url] of city.urls) {
      const questions = [
        "{ __typename }",
        "{ _service { sdl } }",
        `{ _entities(representations: [{ __typename: "Person", id: "x" }]) { __typename } }`,
      ];
      for (const query of questions) {
        const response = await fetch(url, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ query }),
        });
        expect([name, response.status, await response.json()]).toEqual([
          name,
          401,
          {
            errors: [
              {
                message: "The fetch has no seal of the hub for this department",
                extensions: { code: "HUB_SEAL_KEY", zh: "请求没有枢纽对本部门的封签" },
              },
            ],
          },
        ]);
      }
    }
  });
});

test("when the ledger cannot record, nothing leaves", async () => {
  const broken = await createGateway({
    supergraph: "schema/supergraph.graphql",
    upstream: Object.fromEntries(city.urls),
    seals: city.seals.hubSide,
    governance: city.governance,
    ledger: { append: () => Promise.reject(new Error("disk full")) },
    logger: pino({ level: "silent" }),
  });
  const { purpose, case: caseNumber = "TEST-1", officers } = findIdentity(readDemoIdentities(), "policy-match").app;
  const response = await broken.fetch(
    new Request("http://gateway/graphql", {
      method: "POST",
      headers: {
        "content-type": "application/json",
        authorization: `Bearer ${await city.tokenOf("policy-match", officers[0]?.id)}`,
        "x-purpose": purpose,
        "x-case": caseNumber,
      },
      body: JSON.stringify({ query: `{ careHomes(division: "4111", first: 1) { edges { node { name } } } }` }),
    }),
  );
  expect(await response.json()).toMatchSnapshot();
  await broken.close();
});

test("O2: readiness opens an envelope at each department: one that would refuse every question shows it", async () => {
  const stranger = await createGateway({
    supergraph: "schema/supergraph.graphql",
    upstream: Object.fromEntries(city.urls),
    seals: city.seals.hubSide,
    logger: pino({ level: "silent" }),
  });
  const statesOf = async ({ fetch }: Pick<typeof stranger, "fetch">) =>
    ((await (await fetch(new Request("http://hub/readyz"))).json()) as { subgraphs: unknown }).subgraphs;
  // This city serves no workflow.
  const all = (state: string) => ({
    ...Object.fromEntries([...city.urls.keys()].map((name) => [name, state])),
    sharing: "down",
  });
  expect(await statesOf(city.gateway)).toEqual(all("up"));
  expect(await statesOf(stranger)).toEqual(all("refused"));
  await stranger.close();
});

test("O8: the metrics are named as Prometheus asks, and every one that an alert reads is there", async () => {
  const text = await (await city.gateway.fetch(new Request("http://hub/metrics"))).text();
  const types = new Map([...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name = "", type]) => [name, type]));
  expect([...types].filter(([name, type]) => name.endsWith("_total") !== (type === "counter"))).toEqual([]);
  expect([...types.keys()].filter((name) => !/^(hub|nodejs|process)_[a-z0-9_]+$/.test(name))).toEqual([]);
  const rules = readFileSync("docs/operate/prometheus-rules.yml", "utf8");
  const read = [...rules.matchAll(/\bhub_[a-z_]+/g)].map(([name]) => name.replace(/_(count|sum|bucket)$/, ""));
  expect(read.filter((name) => !types.has(name))).toEqual([]);
  expect(read.length).toBeGreaterThan(8);
});
