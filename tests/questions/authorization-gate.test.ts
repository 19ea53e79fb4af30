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

const INQUIRY = `query ($approvalNumber: String!) {
  wageInquiry(approvalNumber: $approvalNumber) { id holdings { person { id } vehicles homes otherUnits } }
}`;

/** Each department that opens a case, its entry, and the question with the number that opens it. */
const QUESTIONS = [
  ["civil-affairs", "subsistenceCase", "authorizationNumber", () => questionFile("subsistence-check").document],
  ["housing", "rentalCase", "authorizationNumber", () => questionFile("public-rental-check").document],
  ["human-resources", "wageInquiry", "approvalNumber", () => INQUIRY],
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

const present = async (name: Gatekeeper, number: string) => {
  const [, , variable, document] = QUESTIONS.find(([each]) => each === name) ?? QUESTIONS[0];
  return gates.get(name)?.ask(document(), { [variable]: number, asOf: city.manifest.asOf });
};

/** The number of a planted case that is open. */
const openNumber = (name: Gatekeeper): string => {
  const { rentals, subsistence, inquiries } = city.manifest;
  if (name === "human-resources") return inquiries.find(({ gap }) => gap === null)?.approvalNumber ?? "";
  return (name === "housing" ? rentals : subsistence)[0]?.authorizationNumber ?? "";
};

const told = (answer: Awaited<ReturnType<typeof present>>) =>
  answer?.errors?.map(({ path, extensions }) => [path, extensions?.["code"], extensions?.["reason"] ?? null]);

test("G12, G14: 社会救助暂行办法第五十八条, 公共租赁住房管理办法第八条, 保障农民工工资支付条例第四十条: with an authorization or approval in force the others are asked", async () => {
  for (const [name] of QUESTIONS) {
    asked.splice(0);
    await present(name, openNumber(name));
    expect([name, asked.length > 1]).toEqual([name, true]);
  }
});

test("G12, G14: without an authorization of that number no other department gets a single request", async () => {
  for (const [name, field] of QUESTIONS) {
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

test("保障农民工工资支付条例第四十条: an approval by a county's head, one that is over and one of a closed case open nothing, and no other department is asked", async () => {
  const refused = city.manifest.inquiries.filter(({ gap }) => gap !== null);
  expect(refused.map(({ gap }) => gap)).toEqual(["NOT_MUNICIPAL", "EXPIRED", "CLOSED"]);
  for (const { approvalNumber, gap } of refused) {
    const answer = await present("human-resources", approvalNumber);
    expect(answer?.data).toEqual({ wageInquiry: null });
    expect(told(answer)).toEqual([[["wageInquiry"], "HUB_AUTHORIZATION_INSUFFICIENT", gap]]);
  }
  expect(asked).toEqual([]);
});

test("保障农民工工资支付条例第四十条: an approved inquiry tells how many vehicles and units the debtor's people own, as the registers have them", async () => {
  const planted = city.manifest.inquiries.find(({ gap }) => gap === null);
  const answer = await city.ask(INQUIRY, { approvalNumber: planted?.approvalNumber });
  expect(answer.errors).toBeUndefined();
  const registers = await city.ask(
    `query ($approvalNumber: String!) {
      wageInquiry(approvalNumber: $approvalNumber) {
        parties { person { id vehicles { vehicleType } realEstateRights { unitNumber usage } } }
      }
    }`,
    { approvalNumber: planted?.approvalNumber },
  );
  const { wageInquiry } = registers.data as {
    wageInquiry: {
      parties: {
        person: { id: string; vehicles: unknown[]; realEstateRights: { unitNumber: string; usage: string }[] };
      }[];
    };
  };
  const holdings = wageInquiry.parties.map(({ person: { id, vehicles, realEstateRights } }) => {
    const units = new Map(realEstateRights.map(({ unitNumber, usage }) => [unitNumber, usage]));
    const homes = [...units.values()].filter((usage) => usage === "RESIDENTIAL").length;
    return { person: { id }, vehicles: vehicles.length, homes, otherUnits: units.size - homes };
  });
  expect(answer.data).toEqual({ wageInquiry: { id: planted?.inquiryId, holdings } });
  expect(holdings.map(({ person }) => person.id)).toEqual(planted?.people);
  const owned = holdings.slice(1).map(({ vehicles, homes, otherUnits }) => [vehicles, homes, otherUnits]);
  expect(owned).toEqual([
    [1, 1, 0],
    [0, 1, 1],
  ]);
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
          ["SubsistenceCase", "RentalCase", "WageInquiry"].includes(getNamedType(field.type).name)
            ? [`${type.name}.${field.name}`]
            : [],
        )
      : [],
  );
  expect(leading.sort()).toEqual(["Query.rentalCase", "Query.subsistenceCase", "Query.wageInquiry"]);
});
