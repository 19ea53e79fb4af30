import { setTimeout } from "node:timers/promises";
import type { JSONWebKeySet } from "jose";
import type { Logger } from "pino";
import type { Manifest } from "../demo/city/manifest.ts";
import { startOldSystems, type OldSystemsOptions, type Places } from "../demo/systems/old-systems.ts";
import { refuseLocalIssuer } from "../demo/identities/local-issuer.ts";
import { demoDesk, type TokenFor } from "../demo/identities/demo-desk.ts";
import { enterDemoLogins } from "../demo/identities/demo-logins.ts";
import { demoToken } from "../demo/identities/demo-token.ts";
import { demoProvider, providerFolder, PROVIDER_ISSUER } from "../demo/identities/provider/settings.ts";
import { providerProcess } from "../demo/identities/provider/start-provider.ts";
import { openSigningKey } from "../gateway/authenticate/signing-key.ts";
import { createGateway } from "../gateway/create-gateway.ts";
import { installed } from "../host/installed.ts";
import { openLog } from "../host/log.ts";
import { COVER_ONE_IN } from "../ledger/store/append/cover.ts";
import { sharingKeyIn } from "../ledger/key-file.ts";
import { statedGrants } from "../gateway/grant/store/stated-grants.ts";
import { openGovernance } from "../gateway/grant/open-governance.ts";
import { grantsFromDatabase } from "../gateway/grant/store/grants-from-database.ts";
import { eventsFromDatabase } from "../gateway/events/event-store.ts";
import { qualityFromDatabase } from "../gateway/quality/quality-store.ts";
import { countersFromDatabase } from "../gateway/limit/callers/counters-from-database.ts";
import { openTokenDesk } from "../gateway/token/open-token-desk.ts";
import { stateGrounds } from "../gateway/record/state-grants.ts";
import { departmentDatabases, type DepartmentDatabases } from "../subgraphs/kit/postgres/department-databases.ts";
import { DEMO_PSEUDONYM_KEY } from "../subgraphs/kit/pseudonym.ts";
import { DEPARTMENTS, SERVICES } from "../subgraphs/kit/departments.ts";
import { loadService, loadSubgraph, type ServedSubgraph } from "../subgraphs/kit/subgraph.ts";
import { migrateDatabase } from "../subgraphs/kit/postgres/migrate-database.ts";
import { serveSubgraph, type RunningSubgraph } from "../subgraphs/kit/serve-subgraph.ts";
import type { Ledger } from "../ledger/store/open-ledger.ts";
import { readSource, sourceNames } from "../subgraphs/sources/description/read-source.ts";
import { sourceSubgraph } from "../subgraphs/sources/load-source.ts";
import type { WitnessAddress } from "../ledger/store/sign/witness-feed.ts";
import { lockFolder, placeIn, StartError } from "./data-folder.ts";
import { openEmbeddedCity } from "./embedded/embedded-city.ts";
import { embeddedLogKey, keepReader, openEmbeddedLedger, prepareEmbeddedLedger } from "./embedded/embedded-ledger.ts";
import { embeddedSeals, type EmbeddedSeals } from "./embedded/embedded-seals.ts";
import { openEmbeddedSharing, type EmbeddedSharing } from "./embedded/embedded-sharing.ts";
import { beginWatches } from "./embedded/embedded-watch.ts";
import { startEmbeddedWitness, type EmbeddedWitness } from "./embedded/embedded-witness.ts";
import { startEmbeddedPostgres, type EmbeddedDatabase } from "./postgres/embedded-postgres.ts";
import { servingUrls } from "./serving-roles.ts";

/** Steps that have to be undone, newest first. */
class Cleanup {
  readonly #steps: (() => Promise<void>)[] = [];
  #running: Promise<void> | undefined;

  /** Registers one step. */
  add(step: () => Promise<void>): void {
    this.#steps.push(step);
  }

  /** Runs every step once, whatever the others do; later calls wait for the first. */
  run(): Promise<void> {
    this.#running ??= this.#undo();
    return this.#running;
  }

  async #undo(): Promise<void> {
    for (const step of this.#steps.reverse()) {
      await step().catch((error: unknown) => {
        console.error(error instanceof Error ? error.message : error);
      });
    }
  }
}

/** Options of an embedded hub. */
interface HubOptions {
  /** Folder for the databases, the manifest and the log; reused when it already holds a city. */
  readonly folder: string;
  /** A port that is free; its address is the issuer of the hub's tokens. */
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
  /** URL of the ledger's database for a role that only reads it: for whoever verifies. */
  readonly ledgerDatabase: string;
  /** The witness of the ledger: its address and its verifier key. */
  readonly witness: WitnessAddress;
  /** Resolves with the reason when PostgreSQL ended too often to be started again; otherwise never. */
  readonly databaseGone: Promise<Error>;
  /** Ends everything that `startHub` began, newest first. */
  readonly stop: () => Promise<void>;
}

/** Five in ten minutes: a machine that ends its database more often needs its operator. */
const HEALING = { restarts: 5, window: 600_000, patience: 30_000 };

const startDatabase = async (folder: string, logger: Logger): Promise<EmbeddedDatabase> => {
  const tell = (what: string): void => {
    logger.warn(what);
  };
  try {
    return await startEmbeddedPostgres(placeIn(folder, "postgres"), { healing: { ...HEALING, tell } });
  } catch (error) {
    const reason = (error instanceof Error ? error.message.split("\n")[0] : undefined) ?? "PostgreSQL does not start.";
    const advice = "If another hub runs on it, stop that one; if it is damaged, choose another HUB_DATA.";
    throw new StartError(reason.startsWith("PostgreSQL does not start") ? `${reason} ${advice}` : reason);
  }
};

const startWitness = async (folder: string): Promise<EmbeddedWitness> => {
  try {
    return await startEmbeddedWitness(folder, await embeddedLogKey(folder));
  } catch (error) {
    throw new StartError(error instanceof Error ? error.message : "The witness does not start.");
  }
};

/** Longest wait, in milliseconds, for the first reading of the grants; the database answered a moment ago. */
const FIRST_READING = 10_000;

const within = async (limit: number, waited: Promise<void>, complaint: string): Promise<void> => {
  const late = setTimeout(limit, true, { ref: false });
  if (await Promise.race([waited.then(() => false), late])) throw new StartError(complaint);
};

/** The demo's bank: slow, and down now and then. */
const SLOW_BANK = { milliseconds: 150, failsOneIn: 60, seed: 3 };

/** Where the demo's old systems have their databases and files. */
const systemsIn = (folder: string, { urlOf }: EmbeddedDatabase): Pick<OldSystemsOptions, "urlOf" | "folder"> => ({
  urlOf,
  folder: placeIn(folder, "old-systems"),
});

/** Everything that is served here, by its name in the supergraph. */
const servedNames = (): readonly string[] => [
  ...[...DEPARTMENTS, ...SERVICES].map(({ name }) => name),
  ...sourceNames(),
];

/** Serves the departments, the hub's own services and the sources, each behind envelopes and as a role that owns nothing of its database. */
const serveAll = async (
  databases: DepartmentDatabases,
  sharing: EmbeddedSharing,
  envelopeKeys: JSONWebKeySet,
  seals: EmbeddedSeals,
  auditUrl: string,
  places: Places,
): Promise<readonly RunningSubgraph[]> => {
  const serve = (subgraph: ServedSubgraph, databaseUrl: string): Promise<RunningSubgraph> =>
    serveSubgraph(subgraph, { databaseUrl, port: 0, envelopeKeys, seal: seals.departmentSide(subgraph.name) });
  return Promise.all([
    ...DEPARTMENTS.map(async ({ name }) =>
      serve(await loadSubgraph(name), (await servingUrls(name, databases[name])).serve),
    ),
    loadService("audit").then((audit) => serve(audit, auditUrl)),
    serve(sharing.subgraph, sharing.urls.serve),
    ...sourceNames().map((name) => {
      const description = readSource(name);
      return serve(sourceSubgraph(description, { environment: places }), places[description.place] ?? "");
    }),
  ]);
};

/** The demo hands out tokens to whoever asks, so nobody beyond this machine may. @throws StartError */
const assertLocal = (host: string): void => {
  try {
    refuseLocalIssuer(process.env, host);
  } catch (error) {
    throw new StartError(error instanceof Error ? error.message : "The demo runs on loopback only.");
  }
};

const openWitnessedLedger = async (folder: string, databaseUrl: string, logger: Logger, cleanup: Cleanup) => {
  const witness = await startWitness(folder);
  cleanup.add(witness.stop);
  const roles = await prepareEmbeddedLedger(databaseUrl);
  await keepReader(folder, roles.read);
  const ledger = await openEmbeddedLedger(folder, roles.append, {
    logger,
    witnesses: [witness],
    signerUrl: roles.sign,
    cover: { oneIn: COVER_ONE_IN },
  });
  cleanup.add(() => ledger.close());
  return { witness, roles, ledger };
};

/** Governance by the workflow's grants, with the desk of the playground and the one where apps get their tokens: no other tokens are taken. */
const openGoverned = async (
  { folder, host, port }: HubOptions,
  {
    ledger,
    sharing,
    verifier,
  }: { readonly ledger: Ledger; readonly sharing: EmbeddedSharing; readonly verifier: string },
  logger: Logger,
  cleanup: Cleanup,
) => {
  const database = sharing.urls.gateway;
  const statements = await statedGrants(ledger.database, [verifier]);
  const grants = grantsFromDatabase(database, logger, { statements });
  cleanup.add(grants.usage.close);
  const events = eventsFromDatabase(database, logger);
  cleanup.add(events.close);
  const quality = qualityFromDatabase(database, logger);
  cleanup.add(quality.close);
  const tokens = { issuer: `http://${host}:${port}`, key: await openSigningKey(placeIn(folder, "tokens")) };
  const signer = await openSigningKey(placeIn(folder, "envelope"));
  const governance = await openGovernance({ grants: grants.open, signer, tokens, logger });
  cleanup.add(governance.close);
  await openSigningKey(providerFolder(folder));
  const provider = demoProvider(folder);
  const { serve: tokenDesk, close } = await openTokenDesk({ tokens, governance, database, provider, logger });
  cleanup.add(close);
  const mcp = { url: tokens.issuer, issuers: [tokens.issuer] };
  const identityProvider = providerProcess(folder);
  cleanup.add(identityProvider.stop);
  const places = { hub: tokens.issuer, dataFolder: folder, provider: identityProvider.url };
  const tokenFor: TokenFor = (identity, self) => demoToken(places, identity, self);
  const routes = [demoDesk(tokenFor, governance.catalogue)];
  return {
    governance,
    grants,
    tokenFor,
    identityProvider,
    envelopeKeys: signer.jwks,
    doors: { routes, tokenDesk, mcp, events, quality },
  };
};

/** Starts PostgreSQL, the five departments, the hub's own services and the gateway in this process. @throws StartError */
export async function startHub(options: HubOptions): Promise<Hub> {
  const { folder, people, onSeeding } = options;
  assertLocal(options.host);
  // The invented people's; a city of its own has been built under the key that is set.
  process.env["HUB_PSEUDONYM_KEY"] ??= DEMO_PSEUDONYM_KEY;
  const cleanup = new Cleanup();
  try {
    await lockFolder(folder);
    const { logger, lost } = openLog(placeIn(folder, "gateway.log"));
    const database = await startDatabase(folder, logger);
    cleanup.add(database.stop);
    const databases = await departmentDatabases(database.urlOf);
    await Promise.all(DEPARTMENTS.map(({ name }) => migrateDatabase(name, databases[name])));
    const ledgerUrl = await database.urlOf("ledger");
    const { witness, roles, ledger } = await openWitnessedLedger(folder, ledgerUrl, logger, cleanup);
    const sharingKey = await sharingKeyIn(placeIn(folder, "sharing"));
    const sharing = await openEmbeddedSharing(await database.urlOf("sharing"), ledger, sharingKey, folder);
    const city = { folder, people, databaseUrls: databases, sharing };
    const manifest = await openEmbeddedCity({ ...city, ...(onSeeding && { onProgress: onSeeding }) });
    await enterDemoLogins(PROVIDER_ISSUER, databases);
    const opened = { ledger, sharing, verifier: sharingKey.verifier };
    const governed = await openGoverned(options, opened, logger, cleanup);
    const { governance, grants, envelopeKeys, tokenFor, identityProvider, doors } = governed;
    const seals = embeddedSeals(servedNames());
    const old = await startOldSystems({ ...systemsIn(folder, database), registers: databases, bank: SLOW_BANK });
    cleanup.add(old.close);
    const subgraphs = await serveAll(databases, sharing, envelopeKeys, seals, roles.audit, old.places);
    for (const subgraph of subgraphs) cleanup.add(subgraph.stop);
    const gateway = await createGateway({
      supergraph: installed("schema/supergraph.graphql"),
      upstream: Object.fromEntries(subgraphs.map(({ name, url }) => [name, url])),
      playground: installed("console/dist"),
      ...doors,
      governance,
      seals: seals.hubSide,
      callers: countersFromDatabase(sharing.urls.gateway, logger),
      ledger: { ...ledger, stateGround: stateGrounds(ledger.append), used: grants.usage.note },
      logger,
      lostLines: lost,
    });
    cleanup.add(gateway.close);
    await within(FIRST_READING, grants.loaded, "The grants cannot be read from the hub's database.");
    const { url } = await gateway.listen({ port: options.port, host: options.host });
    // Nobody has logged in yet: the start does not wait for it.
    identityProvider.url().catch((error: unknown) => {
      logger.error({ reason: error instanceof Error ? error.message : "unknown" }, "Nobody can log in.");
    });
    beginWatches(subgraphs, { gateway, tokenFor, asOf: manifest.asOf, logger });
    return {
      url: new URL(url).origin,
      subgraphs,
      manifest,
      ledgerDatabase: roles.read,
      witness,
      databaseGone: database.gone,
      stop: () => cleanup.run(),
    };
  } catch (error) {
    await cleanup.run();
    throw error;
  }
}
