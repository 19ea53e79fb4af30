import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import {
  getNamedType,
  graphql,
  isEnumType,
  isObjectType,
  isScalarType,
  type GraphQLObjectType,
  type GraphQLOutputType,
} from "graphql";
import { catalogueOfFile } from "../../subgraphs/sharing/catalogue/load-catalogue.ts";
import { schema } from "../../subgraphs/sharing/schema.ts";
import { openOffice, ROLES, type Office } from "./office.ts";
import { APPLICATION, DECISIONS, matters, STEPS } from "./steps.ts";

/** Departments by their part in the world below. */
const SIDES = {
  consumer: "human-resources",
  provider: "public-security",
  "other provider": "enterprise",
  neither: "housing",
  hub: "data-administration",
} as const;

const DAYS = 'from: "2026-10-01", to: "2026-12-31"';
const SHARED = `{ sharingStatistics(${DAYS}) { department shared masked open } }`;

let office: Office;
/** Statistics between the decision of a provider's owner and its head's confirmation. */
let unconfirmed: unknown;
/** Arguments of fields that need some; a new field with required arguments has to be named here. */
let needed: Readonly<Record<string, string>>;

const view = catalogueOfFile()();
const ofEnterprise = view.items.find(({ owner, share }) => owner === "enterprise" && share === "CONDITIONAL");
const closed = view.items.find(({ share }) => share === "NOT_SHARED")?.coordinate;

const accountOf = (role: string, department: string): string =>
  `${role.toLowerCase().replaceAll("_", "-")}.${department}`;

/** One of everything that the workflow holds, between one consumer and two providers. */
beforeAll(async () => {
  office = await openOffice("views", { disclosuresOf: () => Promise.resolve(["receipt-1"]) });
  const all = matters(office);
  const { done, refused } = office;
  const items = [...APPLICATION.items, { coordinate: ofEnterprise?.coordinate, outcome: "CLEAR" }];
  const operation = "{ __typename }";
  const { id } = await done<{ id: string }>("applicant.human-resources", STEPS.submitApplication, {
    input: { ...APPLICATION, items, operation },
  });
  await done("reviewer.human-resources", STEPS.consentToApplication, { id });
  await done("owner.public-security", STEPS.requestExtension, { id });
  await done("owner.public-security", STEPS.decideItems, { id, decisions: DECISIONS });
  unconfirmed = await done("auditor.housing", SHARED);
  const confirmed = await done<{ grants: { id: string; provider: string }[] }>(
    "reviewer.public-security",
    STEPS.confirmDecision,
    { id },
  );
  const grant = confirmed.grants.find(({ provider }) => provider === "public-security")?.id ?? "";
  office.at("2026-11-04T09:00");
  await done("owner.public-security", STEPS.activateGrant, { id: grant });
  await office.used([{ grant, coordinate: "Person.name", at: new Date("2026-11-04T02:00:00Z"), rows: 1 }]);
  await done("applicant.human-resources", STEPS.fileDispute, { id: grant, matter: "GRANT" });
  await all.correction();
  const DEMAND = `mutation { fileDemand(title: "社区矫正人员名册", reason: "资格核查", provider: "public-security") { id } }`;
  await done("applicant.human-resources", DEMAND);
  const supergraph = catalogueOfFile()().supergraph;
  const published = await done<{ version: string }>("authority.data-administration", STEPS.publishCatalogue, {
    supergraph,
  });
  await all.approvedUpdate();
  const person = "Person.name";
  const stops = [
    ["APP", "human-resources-app"],
    ["PROVIDER", "enterprise"],
    ["COORDINATE", person],
  ] as const;
  for (const [kind, target] of stops)
    await done("security-administrator.data-administration", STEPS.emergencyStop, { kind, target });
  const barred = { department: "human-resources", purpose: "SEEN", reason: "先行核查" };
  await done("owner.public-security", STEPS.imposeBar, barred);
  const inVain = { ...APPLICATION, items: [{ coordinate: closed, outcome: "CLEAR" }] };
  for (let times = 0; times < 5; times += 1)
    await refused("applicant.human-resources", STEPS.submitApplication, { input: inVain });
  // Old enough for its unused part to be told.
  office.at("2026-12-20T09:00");
  needed = {
    application: `id: "${id}"`,
    grant: `id: "${grant}"`,
    catalogItem: `coordinate: "${person}"`,
    compareCatalogue: `version: "${published.version}"`,
    applicationForm: `coordinates: ["${person}"], app: "human-resources-app", purpose: "PENSION_CHECK"`,
    sharingStatistics: DAYS,
    unmetDemand: DAYS,
  };
});
afterAll(() => office.close());

const ROOT = schema.getQueryType() as GraphQLObjectType;
/** Entries of federation, not of the workflow. */
const MACHINERY = new Set(["_entities", "_service", "node", "nodes"]);
const roots = Object.values(ROOT.getFields()).filter(({ name }) => !MACHINERY.has(name));

/** Every field of a type, and of the types in it, each type once on the way. */
const selectionOf = (type: GraphQLOutputType, path: readonly string[] = []): string => {
  const named = getNamedType(type);
  if (!isObjectType(named)) return "";
  const fields = Object.values(named.getFields()).flatMap((field) => {
    const inner = getNamedType(field.type);
    if (isScalarType(inner) || isEnumType(inner)) return [field.name];
    if (path.includes(inner.name)) return [];
    return [`${field.name} ${selectionOf(field.type, [...path, named.name])}`];
  });
  return `{ ${fields.join(" ")} }`;
};

const operationOf = (): string => {
  const asked = roots.map(({ name, args, type }) => {
    const paged = args.some((argument) => argument.name === "first") ? ["first: 50"] : [];
    const given = [...paged, ...(needed[name] ? [needed[name]] : [])].join(", ");
    return `${name}${given ? `(${given})` : ""} ${selectionOf(type)}`;
  });
  return `{ ${asked.join("\n")} }`;
};

/** Counts what is not null, by coordinate. */
const count = (value: unknown, type: GraphQLOutputType, into: Map<string, number>): void => {
  if (Array.isArray(value)) for (const one of value) count(one, type, into);
  const named = getNamedType(type);
  if (!isObjectType(named) || value === null || typeof value !== "object" || Array.isArray(value)) return;
  for (const [name, inner] of Object.entries(value)) {
    const field = named.getFields()[name];
    if (field === undefined || inner === null || (Array.isArray(inner) && inner.length === 0)) continue;
    const coordinate = `${named.name}.${name}`;
    into.set(coordinate, (into.get(coordinate) ?? 0) + 1);
    count(inner, field.type, into);
  }
};

type Sight = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** Of every entry, what a viewer sees of which coordinate. An entry that refuses the viewer shows nothing. */
const sightOf = async (viewer: string): Promise<Sight> => {
  const { data } = await office.as(viewer, operationOf());
  return new Map(
    roots.map(({ name, type }) => {
      const seen = new Map<string, number>();
      const value: unknown = data?.[name];
      if (isScalarType(getNamedType(type)) && value !== null && value !== undefined) seen.set(`Query.${name}`, 1);
      count(value, type, seen);
      return [name, seen];
    }),
  );
};

const cell = (times: number): string => (times === 0 ? "." : times > 9 ? "+" : String(times));

/** Coordinates that an entry can show, in the order of the schema. */
const coordinatesOf = (type: GraphQLOutputType, path: readonly string[] = []): readonly string[] => {
  const named = getNamedType(type);
  if (!isObjectType(named) || path.includes(named.name)) return [];
  return Object.values(named.getFields()).flatMap((field) => [
    `${named.name}.${field.name}`,
    ...coordinatesOf(field.type, [...path, named.name]),
  ]);
};

describe("R13, R14, R22, R25: what every role of every department sees of the workflow", () => {
  test("field by field, as one table: . nothing, 1 to 9 values, + more", async () => {
    const columns: Sight[][] = [];
    for (const department of Object.values(SIDES)) {
      const sights: Sight[] = [];
      for (const role of ROLES) sights.push(await sightOf(accountOf(role, department)));
      columns.push(sights);
    }
    const stranger = await sightOf("nobody@housing");
    const rowOf = (root: string, coordinate: string): string =>
      [...columns, [stranger]]
        .map((side) => side.map((sight) => cell(sight.get(root)?.get(coordinate) ?? 0)).join(""))
        .join(" ");
    const table = roots.map(({ name, type }) => {
      const rows = new Map<string, string[]>();
      const own = isScalarType(getNamedType(type)) ? [`Query.${name}`] : [];
      for (const coordinate of [...own, ...new Set(coordinatesOf(type))]) {
        const row = rowOf(name, coordinate);
        rows.set(row, [...(rows.get(row) ?? []), coordinate]);
      }
      return `${name}\n${[...rows].map(([row, coordinates]) => `  ${row}  ${coordinates.join(" ")}`).join("\n")}`;
    });
    const heading = `${Object.keys(SIDES).join(" | ")} | nobody, each as ${ROLES.join(", ")}`;
    expect(`${heading}\n\n${table.join("\n\n")}\n`).toMatchSnapshot();
  });

  test("R25: a provider sees of an application its own items, reviews and grants, and not the whole operation", async () => {
    const APPLICATIONS = `{ applications { edges { node { operation items { owner } reviews { provider } grants { provider } } } } }`;
    const seen = async (officer: string): Promise<unknown> => office.done(officer, APPLICATIONS);
    const only = (owner: string, count: number, grants: number): unknown => ({
      edges: [
        {
          node: {
            operation: null,
            items: Array(count).fill({ owner }),
            reviews: [{ provider: owner }],
            grants: Array(grants).fill({ provider: owner }),
          },
        },
      ],
    });
    expect(await seen("owner.public-security")).toEqual(only("public-security", 2, 1));
    expect(await seen("owner.enterprise")).toEqual(only("enterprise", 1, 0));
    expect(await seen("owner.housing")).toEqual({ edges: [] });
    const whole = {
      operation: "{ __typename }",
      reviews: [{ provider: "enterprise" }, { provider: "public-security" }],
    };
    expect(await seen("applicant.human-resources")).toMatchObject({ edges: [{ node: whole }] });
    expect(await seen("auditor.housing")).toMatchObject({ edges: [{ node: whole }] });
  });

  test("R13: figures of other departments are multiples of five and silent below; a period is of whole days", async () => {
    const asked = async (officer: string): Promise<unknown> =>
      office.done(officer, `{ sharingStatistics(${DAYS}) { department asked shared reviews } }`);
    const exact = [
      { department: "enterprise", asked: 1, shared: 0, reviews: 1 },
      { department: "public-security", asked: 2, shared: 2, reviews: 1 },
    ];
    const silent = { asked: null, shared: null, reviews: null };
    expect(await asked("authority.data-administration")).toEqual(exact);
    expect(await asked("owner.enterprise")).toEqual([exact[0], { department: "public-security", ...silent }]);
    expect(await asked("owner.housing")).toEqual(exact.map(({ department }) => ({ department, ...silent })));
    const HOURS = `{ sharingStatistics(from: "2026-11-02T09:00:00Z", to: "2026-11-02T09:00:01Z") { asked } }`;
    expect(await office.refused("auditor.housing", HOURS)).toMatch(/Date/);
    for (const days of ['from: "2026-11-02", to: "2026-11-02"', 'from: "0001-01-01", to: "2026-01-01"'])
      expect(await office.refused("auditor.housing", `{ unmetDemand(${days}) { times } }`)).toBe(
        "HUB_APPLICATION_INVALID",
      );
  });

  test("R17: a decision counts once its head has confirmed it", async () => {
    const enterprise = { department: "enterprise", shared: 0, masked: 0, open: 1 };
    expect(unconfirmed).toEqual([enterprise, { department: "public-security", shared: 0, masked: 0, open: 2 }]);
    const after = await office.done("auditor.housing", SHARED);
    expect(after).toEqual([enterprise, { department: "public-security", shared: 2, masked: 1, open: 0 }]);
  });

  test("R14: a caller without an officer, a citizen's app for instance, sees nothing of the proceedings", async () => {
    const contextValue = { database: office.database, envelope: null };
    for (const source of ["catalogueChanges", "catalogueUpdates", "disputes", "demands", "emergencyStops"]) {
      const answer = await graphql({ schema, source: `{ ${source} { edges { node { id } } } }`, contextValue });
      expect([source, answer.data?.[source] ?? null, answer.errors?.[0]?.extensions["code"]]).toEqual([
        source,
        null,
        "HUB_OFFICER_UNKNOWN",
      ]);
    }
  });
});
