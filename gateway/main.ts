import cluster from "node:cluster";
import type { Logger } from "pino";
import { endOver } from "../host/command-line.ts";
import { programOf } from "../host/installed.ts";
import { openLog } from "../host/log.ts";
import { stopOnSignals } from "../host/stop-on-signals.ts";
import { superviseWorkers, workersOf } from "../host/workers.ts";
import { argumentsOrFail, fail, type Arguments } from "./command-line/arguments.ts";
import {
  besideGrants,
  checkGovernance,
  placesOf,
  portOf,
  upstreamOf,
  ledgerFlagsOf,
} from "./command-line/check-arguments.ts";
import { signsOnlyIn } from "../schema/jwt/national-crypto.ts";
import { cryptoOf } from "./command-line/crypto-flag.ts";
import { openSeals, sealFlagsOf } from "./command-line/seal-flags.ts";
import { mcpOf, openOwnTokens, tokenFlagsOf, type TokenFlags } from "./command-line/token-flags.ts";
import { openTls, tlsFlagsOf } from "./command-line/tls-flags.ts";
import { usage } from "./command-line/usage.ts";
import type { GatewayOptions } from "./config.ts";
import type { Governance } from "./decide/create-governance.ts";
import type { DatabaseGrants } from "./grant/store/grants-from-database.ts";
import type { LedgerFlags } from "./record/open-ledger.ts";
import type { OwnTokens } from "./token/own-tokens.ts";

const ledgerOf = async (
  flags: LedgerFlags | undefined,
  { governed, meant }: { governed: boolean; meant: boolean },
  logger: Logger,
) => {
  if (flags !== undefined) {
    const { openGatewayLedger } = await import("./record/open-ledger.ts");
    return openGatewayLedger(flags, logger);
  }
  if (governed && !meant) {
    logger.warn(
      "NOTHING IS RECORDED: disclosures leave without a record. Give --ledger URL, or --no-ledger if that is meant.",
    );
  }
  return undefined;
};

type GatewayLedger = Awaited<ReturnType<typeof ledgerOf>>;

/** The ledger's word on grants; undefined where nothing is recorded. */
const statementsOf = async (keys: readonly string[], ledger: GatewayLedger) => {
  if (!ledger) return undefined;
  const { statedGrants } = await import("./grant/store/stated-grants.ts");
  return statedGrants(ledger.database, keys);
};

/** The grants of the hub's database, where one is named. */
const sharedGrants = async (values: Arguments, logger: Logger, ledger: GatewayLedger) => {
  const database = values["grants-database"];
  if (database === undefined) return undefined;
  const { grantsFromDatabase } = await import("./grant/store/grants-from-database.ts");
  return grantsFromDatabase(database, logger, { statements: await statementsOf(values["sharing-key"], ledger) });
};

const governanceOf = async (
  values: Arguments,
  logger: Logger,
  ledger: GatewayLedger,
  { shared, tokens }: { readonly shared: DatabaseGrants | undefined; readonly tokens: OwnTokens | undefined },
): Promise<Governance | undefined> => {
  const grants = values.grants ?? shared?.open;
  if (grants === undefined) return undefined;
  const [{ openSigningKey }, { openGovernance }, { stateFileGrants }] = await Promise.all([
    import("./authenticate/signing-key.ts"),
    import("./grant/open-governance.ts"),
    import("./record/state-grants.ts"),
  ]);
  const onFileGrants = ledger && stateFileGrants(ledger.append, logger);
  const folder = values["envelope-key"];
  const crypto = cryptoOf(values);
  const signer = folder === undefined ? undefined : await openSigningKey(folder, signsOnlyIn(crypto));
  const given = Object.fromEntries(Object.entries(besideGrants(values)).filter(([, value]) => value !== undefined));
  return openGovernance({
    ...given,
    grants,
    logger,
    onFileGrants,
    tokens,
    crypto,
    ...(signer === undefined ? {} : { signer }),
  });
};

/** The endpoint of the hub's own tokens, where they are asked for. */
const tokenDeskOf = async (
  flags: TokenFlags | undefined,
  tokens: OwnTokens | undefined,
  governance: Governance | undefined,
  logger: Logger,
) => {
  if (flags === undefined || tokens === undefined || governance === undefined) return undefined;
  const { openTokenDesk } = await import("./token/open-token-desk.ts");
  return openTokenDesk({
    tokens,
    governance,
    database: flags.database,
    provider: flags.provider,
    crypto: flags.crypto,
    logger,
  });
};

/**
 * Limits per caller, kept in the database that is named, else in the hub's, which all of its gateways read; and events and what departments tell
 * of their data, which are kept in the hub's alone.
 */
const keptOf = async (
  values: Arguments,
  logger: Logger,
): Promise<Pick<GatewayOptions, "callers" | "events" | "quality">> => {
  const hub = values["grants-database"];
  const counters = values.counters ?? process.env["HUB_COUNTERS_URL"] ?? hub;
  const [{ countersFromDatabase }, { eventsFromDatabase }, { qualityFromDatabase }] = await Promise.all([
    import("./limit/callers/counters-from-database.ts"),
    import("./events/event-store.ts"),
    import("./quality/quality-store.ts"),
  ]);
  return {
    ...(counters !== undefined && counters !== "memory" && { callers: countersFromDatabase(counters, logger) }),
    ...(hub !== undefined && { events: eventsFromDatabase(hub, logger), quality: qualityFromDatabase(hub, logger) }),
  };
};

/** Each worker would give an app its whole quota. */
const refuseLoneCounters = (values: Arguments): void => {
  const isShared = (values.counters ?? process.env["HUB_COUNTERS_URL"] ?? values["grants-database"]) !== undefined;
  if (values.grants !== undefined && !isShared)
    fail(
      "--workers with --grants FILE needs --counters URL, which the workers share, or memory: each then counts alone.",
    );
};

const explain = (error: NodeJS.ErrnoException, port: number): string => {
  if (error.code === "EADDRINUSE") return `Port ${port} is in use. Choose another with --port.`;
  if (error.code === "ENOENT") return `No such file: ${error.path ?? "?"}`;
  return error.message;
};

const main = async (): Promise<void> => {
  const values = argumentsOrFail();
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    return;
  }
  const port = portOf(values.port);
  const upstream = upstreamOf(values.upstream);
  const places = { ...placesOf(values), ...mcpOf(values) };
  const supergraph = values.supergraph ?? fail(usage);
  checkGovernance(values);
  const ledgerFlags = ledgerFlagsOf(values);
  const sealFlags = sealFlagsOf(values);
  const tlsFlags = tlsFlagsOf(values);
  const tokenFlags = tokenFlagsOf(values);
  const workers = workersOf(values.workers);
  if (workers > 1 && cluster.isPrimary) {
    refuseLoneCounters(values);
    await superviseWorkers(programOf("gateway/main"), workers, openLog());
    return;
  }
  // Only now: mistakes above are told without loading the whole gateway.
  const { createGateway } = await import("./create-gateway.ts");
  const log = openLog();
  const { logger } = log;
  try {
    const { readAgain, ...tls } = openTls(tlsFlags, logger);
    const governed = values.grants !== undefined || values["grants-database"] !== undefined;
    const ledger = await ledgerOf(ledgerFlags, { governed, meant: values["no-ledger"] }, logger);
    const shared = await sharedGrants(values, logger, ledger);
    const tokens = tokenFlags && (await openOwnTokens(tokenFlags));
    const governance = await governanceOf(values, logger, ledger, { shared, tokens });
    const desk = await tokenDeskOf(tokenFlags, tokens, governance, logger);
    const kept = await keptOf(values, logger);
    const options: GatewayOptions = {
      supergraph,
      upstream,
      logger,
      lostLines: log.lost,
      tls,
      ...places,
      ...(governance === undefined ? {} : { governance }),
      ...(desk === undefined ? {} : { tokenDesk: desk.serve }),
      ...(sealFlags === undefined ? {} : { seals: openSeals(sealFlags, logger) }),
      ...kept,
      ...(ledger === undefined ? {} : { ledger: { ...ledger, ...(shared && { used: shared.usage.note }) } }),
    };
    const gateway = await createGateway(options);
    logger.info({ url: (await gateway.listen({ port, host: values.host })).url }, "The gateway is ready.");
    const stop = async (): Promise<void> => {
      await gateway.close();
      await Promise.all([kept.events?.close(), kept.quality?.close()]);
      await desk?.close();
      await shared?.usage.close();
      await ledger?.close();
    };
    stopOnSignals(log, stop, readAgain);
  } catch (error) {
    fail(explain(error as NodeJS.ErrnoException, port));
  }
};

await main().catch(endOver);
