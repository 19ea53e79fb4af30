import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { buildSchema, getNamedType, isObjectType } from "graphql";
import { Client } from "pg";
import { DEPARTMENTS, type DepartmentName } from "../../subgraphs/kit/departments.ts";
import { serveSubgraph, type RunningSubgraph } from "../../subgraphs/kit/serve-subgraph.ts";
import { loadSubgraph } from "../../subgraphs/kit/subgraph.ts";
import { startCity, type City } from "../city.ts";
import { questionFile } from "./question-files.ts";

// Authorization before any fetch: a department that may not look a family up never asks the others, not even for a name.

const QUESTIONS = [
  ["civil-affairs", "subsistence-check", "subsistenceCase", "check"],
  ["housing", "public-rental-check", "rentalCase", "eligibility"],
] as const;
type Gatekeeper = (typeof QUESTIONS)[number][0];

let city: City;
/** By gatekeeper: a gateway over that one department and over servers that count what comes and answer nothing. */
const gates = new Map<Gatekeeper, City>();
const asked: string[] = [];
const open: { readonly stop: () => Promise<unknown> }[] = [];

const counting = async (name: DepartmentName): Promise<string> => {
  const server: Server = createServer((request, response) => {
    asked.push(name);
    request.resume();
    response.writeHead(500).end();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  open.push({ stop: async () => new Promise((resolve) => server.close(resolve)) });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
};

beforeAll(async () => {
  city = await startCity();
  for (const [name] of QUESTIONS) {
    const own: RunningSubgraph = await serveSubgraph(await loadSubgraph(name), {
      databaseUrl: city.databaseUrls[name],
      port: 0,
    });
    open.push(own);
    const upstream: Record<string, string> = { [name]: own.url };
    for (const other of DEPARTMENTS) if (other.name !== name) upstream[other.name] = await counting(other.name);
    const gate = await startCity({ upstream });
    gates.set(name, gate);
  }
});
beforeEach(() => {
  asked.splice(0);
});
afterAll(async () => {
  await Promise.all([...gates.values()].map((gate) => gate.stop()));
  await Promise.all(open.map((each) => each.stop()));
  await city.stop();
});

const present = async (name: Gatekeeper, authorizationNumber: string) => {
  const [, question = ""] = QUESTIONS.find(([each]) => each === name) ?? [];
  const { document } = questionFile(question);
  return gates.get(name)?.ask(document, { authorizationNumber, asOf: city.manifest.asOf });
};

const told = (answer: Awaited<ReturnType<typeof present>>) =>
  answer?.errors?.map(({ path, extensions }) => [path, extensions?.["code"], extensions?.["reason"] ?? null]);

test("G12, G14: 社会救助暂行办法第五十八条, 公共租赁住房管理办法第八条: with an authorization in force the others are asked", async () => {
  for (const [name] of QUESTIONS) {
    asked.splice(0);
    const families = name === "housing" ? city.manifest.rentals : city.manifest.subsistence;
    await present(name, families[0]?.authorizationNumber ?? "");
    expect([name, asked.length > 1]).toEqual([name, true]);
  }
});

test("G12, G14: without an authorization of that number no other department gets a single request", async () => {
  for (const [name, , field] of QUESTIONS) {
    for (const number of ["", "漯民授〔2026〕999999"]) {
      const answer = await present(name, number);
      expect(answer?.data).toEqual({ [field]: null });
      expect(told(answer)).toEqual([[[field], "HUB_AUTHORIZATION_REQUIRED", null]]);
      expect(JSON.stringify(answer)).not.toContain("999999");
    }
  }
  expect(asked).toEqual([]);
});

test("G13: an authorization that is withdrawn, over, narrower or not signed by everybody opens nothing, and is told why", async () => {
  const { authorizations } = city.manifest;
  expect(authorizations.map(({ department, gap }) => `${department} ${gap}`)).toEqual([
    "civil-affairs EXPIRED",
    "civil-affairs WITHDRAWN",
    "civil-affairs UNSIGNED",
    "civil-affairs GUARDIAN_MISSING",
    "civil-affairs BEYOND_SCOPE",
    "housing UNSIGNED",
  ]);
  for (const { department, authorizationNumber, gap } of authorizations) {
    const answer = await present(department, authorizationNumber);
    const field = department === "housing" ? "rentalCase" : "subsistenceCase";
    expect(answer?.data).toEqual({ [field]: null });
    expect(told(answer)).toEqual([[[field], "HUB_AUTHORIZATION_INSUFFICIENT", gap]]);
  }
  expect(asked).toEqual([]);
});

test("S7: several numbers in one request are refused together, the right one among them, and nobody else is asked", async () => {
  const right = city.manifest.subsistence[0]?.authorizationNumber ?? "";
  const numbers = ["漯民授〔2026〕000001", right, "漯民授〔2026〕000002"];
  const fields = numbers.map(
    (number, at) => `a${at}: subsistenceCase(authorizationNumber: "${number}") { id check { decision } }`,
  );
  const answer = await gates.get("civil-affairs")?.ask(`{ ${fields.join(" ")} }`);
  expect(answer?.data).toEqual({ a0: null, a1: null, a2: null });
  expect(answer?.errors?.map(({ extensions }) => [extensions?.["code"], extensions?.["guess"]])).toEqual(
    numbers.map(() => ["HUB_AUTHORIZATION_REPEATED", true]),
  );
  expect(asked).toEqual([]);
});

test("S7: numbers of authorizations are random: 12 letters, and none like the one before", async () => {
  const client = new Client({ connectionString: city.databaseUrls["civil-affairs"] });
  await client.connect();
  const { rows } = await client.query<{ number: string }>("select number from subsistence_authorization");
  await client.end();
  const numbers = rows.map(({ number }) => number.replace(/^漯民授〔\d{4}〕/, ""));
  expect(new Set(numbers).size).toBe(numbers.length);
  expect(numbers.filter((number) => !/^[0-9A-HJKMNP-TV-Z]{12}$/.test(number))).toEqual([]);
  expect(new Set(numbers.map((number) => number.slice(0, 4))).size).toBeGreaterThan(numbers.length * 0.9);
});

test("G12: a case is reached by its authorization alone: no other field of the graph leads to one", () => {
  const schema = buildSchema(readFileSync("schema/supergraph.graphql", "utf8"), { assumeValidSDL: true });
  const leading = Object.values(schema.getTypeMap()).flatMap((type) =>
    isObjectType(type)
      ? Object.values(type.getFields()).flatMap((field) =>
          ["SubsistenceCase", "RentalCase"].includes(getNamedType(field.type).name)
            ? [`${type.name}.${field.name}`]
            : [],
        )
      : [],
  );
  expect(leading.sort()).toEqual(["Query.rentalCase", "Query.subsistenceCase"]);
});
