import { access, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pino } from "pino";
import { createGateway } from "../gateway/create-gateway.ts";
import { seedCity } from "../subgraphs/city/seed-city.ts";
import type { Manifest } from "../subgraphs/city/manifest.ts";
import { databaseOf, DEPARTMENTS, SERVICES, type DepartmentName } from "../subgraphs/kit/departments.ts";
import { startEmbeddedPostgres, type EmbeddedDatabase } from "../subgraphs/kit/embedded-postgres.ts";
import { loadService, loadSubgraph } from "../subgraphs/kit/load-subgraph.ts";
import { migrateDatabase } from "../subgraphs/kit/migrate-database.ts";
import { serveSubgraph } from "../subgraphs/kit/serve-subgraph.ts";
import { Cleanup } from "./cleanup.ts";
import { openEmbeddedLedger } from "./embedded-ledger.ts";
import { openEmbeddedGovernance } from "./embedded-governance.ts";
import { StartError } from "./start-error.ts";

/** How an embedded hub is started. */
export interface HubOptions {
  /** Folder for the databases, the manifest and the log; reused when it already holds a city. */
  readonly folder: string;
  readonly port: number;
  readonly host: string;
  /** Size of the demo city, when there is none yet. */
  readonly people: number;
  readonly onSeeding?: (done: number, total: number) => void;
}

/** A hub that answers. */
export interface Hub {
  /** Origin of the gateway, without a path. */
  readonly url: string;
  readonly subgraphs: readonly { readonly name: string; readonly url: string }[];
  readonly manifest: Manifest;
  /** Ends everything that `startHub` began, newest first. */
  readonly stop: () => Promise<void>;
}

type Urls = Record<DepartmentName, string>;

const startDatabase = async (folder: string): Promise<EmbeddedDatabase> => {
  try {
    return await startEmbeddedPostgres(join(folder, "postgres"));
  } catch (error) {
    const reason = (error instanceof Error ? error.message.split("\n")[0] : undefined) ?? "PostgreSQL does not start.";
    const advice = "If another hub runs on it, stop that one; if it is damaged, choose another HUB_DATA.";
    throw new StartError(reason.startsWith("PostgreSQL does not start") ? `${reason} ${advice}` : reason);
  }
};

const databaseUrls = async (database: EmbeddedDatabase): Promise<Urls> => {
  const pairs: [DepartmentName, string][] = [];
  for (const { name } of DEPARTMENTS) pairs.push([name, await database.urlOf(databaseOf(name))]);
  return Object.fromEntries(pairs) as Urls;
};

/** The manifest is written last, so a city without one was interrupted and is built anew. */
const cityOf = async (databases: Urls, { folder, people, onSeeding }: HubOptions): Promise<Manifest> => {
  const path = join(folder, "manifest.json");
  const exists = await access(path).then(
    () => true,
    () => false,
  );
  if (exists) return JSON.parse(await readFile(path, "utf8")) as Manifest;
  const manifest = await seedCity({
    databaseUrls: databases,
    people,
    reset: true,
    ...(onSeeding === undefined ? {} : { onProgress: onSeeding }),
  });
  await writeFile(path, `${JSON.stringify(manifest, null, 2)}\n`);
  return manifest;
};

/** Starts PostgreSQL, the five departments, the hub's own services and the gateway in this process. @throws StartError */
export const startHub = async (options: HubOptions): Promise<Hub> => {
  const cleanup = new Cleanup();
  try {
    const database = await startDatabase(options.folder);
    cleanup.add(database.stop);
    const databases = await databaseUrls(database);
    await Promise.all(DEPARTMENTS.map(({ name }) => migrateDatabase(name, databases[name])));
    const manifest = await cityOf(databases, options);
    const logger = pino(pino.destination({ dest: join(options.folder, "gateway.log"), mkdir: true }));
    const { governance, envelopeKeys, desk } = await openEmbeddedGovernance(options.folder, logger);
    cleanup.add(governance.close);
    const ledger = await openEmbeddedLedger(options.folder, await database.urlOf("ledger"));
    cleanup.add(() => ledger.close());
    const subgraphs = await Promise.all([
      ...DEPARTMENTS.map(async ({ name }) =>
        serveSubgraph(await loadSubgraph(name), { databaseUrl: databases[name], port: 0, envelopeKeys }),
      ),
      ...SERVICES.map(async (service) =>
        serveSubgraph(await loadService(service.name), {
          databaseUrl: await database.urlOf(service.database),
          port: 0,
          envelopeKeys,
        }),
      ),
    ]);
    for (const subgraph of subgraphs) cleanup.add(subgraph.stop);
    const gateway = await createGateway({
      supergraph: "schema/supergraph.graphql",
      upstream: Object.fromEntries(subgraphs.map(({ name, url }) => [name, url])),
      playground: "console/dist",
      steps: [desk],
      governance,
      ledger,
      logger,
    });
    cleanup.add(gateway.close);
    const { url } = await gateway.listen({ port: options.port, host: options.host });
    return { url: new URL(url).origin, subgraphs, manifest, stop: () => cleanup.run() };
  } catch (error) {
    await cleanup.run();
    throw error;
  }
};
