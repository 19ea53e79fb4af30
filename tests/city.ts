import type { JSONWebKeySet } from "jose";
import { pino } from "pino";
import { Client } from "pg";
import type { GatewayOptions } from "../gateway/config.ts";
import { createGateway, type Gateway } from "../gateway/create-gateway.ts";
import type { Manifest } from "../demo/city/manifest.ts";
import { seedCity } from "../demo/city/seed-city.ts";
import { departmentDatabases, type DepartmentDatabases } from "../subgraphs/kit/postgres/department-databases.ts";
import { embeddedSeals, type EmbeddedSeals } from "../deploy/embedded/embedded-seals.ts";
import { DEPARTMENTS, SERVICES, type DepartmentName, type ServiceName } from "../subgraphs/kit/departments.ts";
import { DEMO_PSEUDONYM_KEY } from "../subgraphs/kit/pseudonym.ts";
import { loadService, loadSubgraph, type ServedSubgraph, type Subgraph } from "../subgraphs/kit/subgraph.ts";
import { migrateDatabase } from "../subgraphs/kit/postgres/migrate-database.ts";
import { serveSubgraph, type RunningSubgraph } from "../subgraphs/kit/serve-subgraph.ts";
import { startOldSystems, type OldSystems, type Places } from "../demo/systems/old-systems.ts";
import { startPayrollBank } from "../demo/systems/payroll-bank/start-system.ts";
import { readSource, sourceNames } from "../subgraphs/sources/description/read-source.ts";
import { sourceSubgraph } from "../subgraphs/sources/load-source.ts";
import { servedUrls, testDatabase, testFolder } from "./test-database.ts";

/** The default demo city with five departments and a gateway, as a department's app meets it. */
export interface City {
  readonly gateway: Gateway;
  readonly manifest: Manifest;
  readonly databaseUrls: Record<DepartmentName, string>;
  /** Where each department answers. */
  readonly urls: ReadonlyMap<string, string>;
  /** Keys under which a city with envelopes seals its fetches. */
  readonly seals: EmbeddedSeals;
  /** Asks one question in process. */
  readonly ask: (query: string, variables?: object, headers?: Record<string, string>) => Promise<Answer>;
  readonly stop: () => Promise<void>;
}

/** A GraphQL answer as it came over HTTP. */
export interface Answer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions?: Readonly<Record<string, unknown>>;
  }[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** How a test's city is served. */
export interface CityOptions extends Partial<GatewayOptions> {
  /** The gateway's public keys: with them, departments answer to envelopes only. */
  readonly envelopeKeys?: JSONWebKeySet;
  /** Databases of the hub's own services; those without one are not served. */
  readonly serviceUrls?: Partial<Record<ServiceName, string>>;
  /** What is served in a department's place: the same, observed. */
  readonly served?: (subgraph: Subgraph) => ServedSubgraph;
  /** How sources are served: behind the guard as everywhere, as plain subgraphs that look at no envelope, or not at all (a city of a test's own). */
  readonly sources?: "guarded" | "plain";
  /** A city of the test's own, which it may change; without one the databases are shared by the run and only read. */
  readonly own?: Pick<City, "databaseUrls" | "manifest">;
  /** Where the old systems of a city of the test's own are; its paying bank alone unless given. */
  readonly places?: Places;
}

const PEOPLE = 20_000;

const cityDatabases = (): Promise<DepartmentDatabases> => departmentDatabases((name) => testDatabase(`city_${name}`));

/** The databases as the departments serve them: by roles that own nothing. One test file after the other makes them. */
const servedDepartments = async (databaseUrls: Record<DepartmentName, string>): Promise<DepartmentDatabases> => {
  const client = new Client({ connectionString: await testDatabase("city_manifest") });
  await client.connect();
  try {
    await client.query("select pg_advisory_lock(411101)");
    const served: [string, string][] = [];
    for (const { name } of DEPARTMENTS) served.push([name, (await servedUrls(name, databaseUrls[name]))[0]]);
    return Object.fromEntries(served) as DepartmentDatabases;
  } finally {
    await client.end();
  }
};

/** Builds the city once per test run: the first test file that asks seeds, the others wait and read. */
const builtCity = async (databaseUrls: Record<DepartmentName, string>): Promise<Manifest> => {
  const client = new Client({ connectionString: await testDatabase("city_manifest") });
  await client.connect();
  try {
    await client.query("select pg_advisory_lock(411100)");
    await client.query("create table if not exists manifest (content jsonb not null)");
    const built = await client.query<{ content: Manifest }>("select content from manifest");
    if (built.rows[0]) return built.rows[0].content;
    await Promise.all(DEPARTMENTS.map(({ name }) => migrateDatabase(name, databaseUrls[name])));
    const manifest = await seedCity({ databaseUrls, people: PEOPLE, reset: true });
    await client.query("insert into manifest values ($1)", [JSON.stringify(manifest)]);
    return manifest;
  } finally {
    await client.end();
  }
};

const sharedCity = async (): Promise<Pick<City, "databaseUrls" | "manifest">> => {
  const databaseUrls = await cityDatabases();
  return { databaseUrls, manifest: await builtCity(databaseUrls) };
};

/** The old systems of the shared city, built by the first test file that serves them; those that answer over HTTP are each file's own. */
const oldSystems = async (registers: DepartmentDatabases): Promise<OldSystems> => {
  const client = new Client({ connectionString: await testDatabase("city_manifest") });
  await client.connect();
  try {
    await client.query("select pg_advisory_lock(411102)");
    return await startOldSystems({ urlOf: (name) => testDatabase(`city_${name}`), folder: testFolder(), registers });
  } finally {
    await client.end();
  }
};

/** The bank that pays the wages of a city of the test's own: without its answer no project that pays is free of a warning. */
const ownBank = async (registers: DepartmentDatabases): Promise<OldSystems> => {
  const { url, close } = await startPayrollBank(registers);
  return { places: { SOURCE_PAYROLL_RETURNS_URL: url }, close };
};

/** Starts the city's departments and a gateway over them. */
export const startCity = async (options: CityOptions = {}): Promise<City> => {
  const {
    envelopeKeys,
    serviceUrls = {},
    served: observe = (subgraph: Subgraph) => subgraph,
    own,
    places: given,
    sources = "guarded",
    ...gatewayOptions
  } = options;
  process.env["HUB_PSEUDONYM_KEY"] ??= DEMO_PSEUDONYM_KEY;
  const { databaseUrls, manifest } = own ?? (await sharedCity());
  const served = await servedDepartments(databaseUrls);
  const subgraphs: RunningSubgraph[] = [];
  const seals = embeddedSeals([...[...DEPARTMENTS, ...SERVICES].map(({ name }) => name), ...sourceNames()]);
  const servedAs = (name: string) =>
    envelopeKeys === undefined ? { port: 0 } : { port: 0, envelopeKeys, seal: seals.departmentSide(name) };
  // One after the other: Jest's module loader does not take concurrent imports of one module.
  for (const { name } of DEPARTMENTS) {
    subgraphs.push(
      await serveSubgraph(observe(await loadSubgraph(name)), { ...servedAs(name), databaseUrl: served[name] }),
    );
  }
  for (const { name } of SERVICES) {
    const databaseUrl = serviceUrls[name];
    if (databaseUrl !== undefined) {
      subgraphs.push(await serveSubgraph(await loadService(name), { ...servedAs(name), databaseUrl }));
    }
  }
  const old = given === undefined ? await (own === undefined ? oldSystems : ownBank)(databaseUrls) : undefined;
  const places = given ?? old?.places ?? {};
  for (const description of sourceNames().map(readSource)) {
    const place = places[description.place];
    if (place === undefined) continue;
    const { source } = description;
    const sealed = { port: 0, seal: seals.departmentSide(source) };
    const doors = sources === "plain" && envelopeKeys !== undefined ? sealed : servedAs(source);
    subgraphs.push(
      await serveSubgraph(sourceSubgraph(description, { environment: places }), { ...doors, databaseUrl: place }),
    );
  }
  const gateway = await createGateway({
    supergraph: "schema/supergraph.graphql",
    upstream: Object.fromEntries(subgraphs.map(({ name, url }) => [name, url])),
    logger: pino({ level: "silent" }),
    ...(envelopeKeys === undefined ? {} : { seals: seals.hubSide }),
    ...gatewayOptions,
  });
  const ask: City["ask"] = async (query, variables = {}, headers = {}) => {
    const response = await gateway.fetch(
      new Request("http://gateway/graphql", {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: JSON.stringify({ query, variables }),
      }),
    );
    return (await response.json()) as Answer;
  };
  const stop = async (): Promise<void> => {
    await gateway.close();
    await Promise.all(subgraphs.map((subgraph) => subgraph.stop()));
    await old?.close();
  };
  const urls = new Map(subgraphs.map(({ name, url }) => [name, url]));
  return { gateway, manifest, databaseUrls, urls, seals, ask, stop };
};
