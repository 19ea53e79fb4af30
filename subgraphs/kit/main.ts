import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { JSONWebKeySet } from "jose";
import type { Logger } from "pino";
import { followCertificates, TLS_FLAGS, tlsFilesIn } from "../../host/certificates.ts";
import { CommandMistake, didYouMean, endOver, readFlags } from "../../host/command-line.ts";
import { openLog } from "../../host/log.ts";
import { readPrivate } from "../../host/read-private.ts";
import { stopOnSignals } from "../../host/stop-on-signals.ts";
import { sm2PointOf } from "../../schema/jwt/sm2-jwk.ts";
import { nationalCryptoIn, type NationalCrypto } from "../../schema/jwt/national-crypto.ts";
import type { SealEnds } from "../../schema/envelope/seal.ts";
import { followKeys, readOpenKeys, readSecretKeys, SECRET_KEYS_FILE } from "../../schema/envelope/seal-keys.ts";
import { readSource, sourceNames } from "../sources/description/read-source.ts";
import { askOverHttp } from "./ask-hub.ts";
import { databaseVariableOf, DEPARTMENTS, SERVICES } from "./departments.ts";
import { loadService, loadSubgraph, type ServedSubgraph } from "./subgraph.ts";
import { migrateDatabase } from "./postgres/migrate-database.ts";
import { serveSubgraph, type RunningSubgraph } from "./serve-subgraph.ts";
import { beijingDay } from "./rules/working-days.ts";

const USAGE = `Usage: shali-hub subgraph NAME --envelope-keys FILE --seal-key FOLDER --hub-key FILE [--port N] [--host ADDRESS]

Serves one department's subgraph against its own database, one of the hub's own, or an old system by its source.yaml.
  NAME  ${[...DEPARTMENTS, ...SERVICES].map(({ name, title }) => `${name} (${title})`).join(", ")};
        of the sources: ${sourceNames().join(", ")}
  --envelope-keys FILE  the gateway's public keys (JWKS): the department answers to its envelopes only
  --seal-key FOLDER     this department's own keys, made by \`shali-hub keys\` (default: HUB_SEAL_KEYS)
  --hub-key FILE        the hub's public keys: only fetches that it sealed are answered, each once (default: HUB_PUBLIC_KEY)
  --unsealed            answers to envelopes without a seal, and that is meant: a captured fetch can then be repeated
  --open                answers anybody who reaches the port; for a developer's machine, refused in production
  --crypto gm           national algorithms alone (default: HUB_CRYPTO): envelopes and seals of SM2; a key of another kind is refused
  --tls-cert FILE       certificate with which fetches are answered over TLS (PEM, with those up to its authority); followed like the
                        other two: a changed file is used without a restart, at the latest two seconds later, or at SIGHUP
  --tls-key FILE        its key, readable by its owner alone
  --tls-ca FILE         authority of the hub's certificates: a client without one of its, good for clients, is refused
  --hub URL             the gateway's GraphQL endpoint: the department's own work, where it has any, asks it (human-resources: 欠薪监测;
                        enterprise: 惠企政策找企业)
  --hub-token FILE      token of the department's own app for that work (human-resources: wage-monitor; enterprise: policy-monitor), read anew for
                        each question
  --port N              port to listen on (default 4001)
  --host ADDRESS        address to listen on (default 127.0.0.1)
  --help                this text

GET /healthz, /readyz and /metrics of the port are for its operator; the log is JSON, a line each, on standard output (LOG_LEVEL).

The database is named by DATABASE_URL_<NAME>, for example DATABASE_URL_HOUSING;
that of audit, which reads the ledger, by DATABASE_URL_LEDGER. audit needs HUB_PSEUDONYM_KEY, the city's key of at least
16 bytes under which citizen numbers became Person.id; of the hub's processes, sources alone have it besides.
A source reads the place that the variable in its source.yaml names, and needs HUB_PSEUDONYM_KEY too where people stand in it.
sharing records each of its steps in the ledger that DATABASE_URL_LEDGER names; without it, it takes none. Its catalogue is that of the
supergraph that HUB_SUPERGRAPH names, which the gateways serve.`;

const fail = (message: string): never => {
  console.error(message);
  process.exit(1);
};

const refuse = (message: string): never => {
  throw new CommandMistake(message);
};

const fromEnvironment = (name: string): { readonly default?: string } => {
  const value = process.env[name];
  return value === undefined ? {} : { default: value };
};

/** Closed unless somebody says otherwise, and then never in production. */
const keysFrom = async (
  file: string | undefined,
  open: boolean,
  crypto: NationalCrypto | undefined,
): Promise<JSONWebKeySet | undefined> => {
  if (file !== undefined) {
    const jwks = JSON.parse(await readFile(file, "utf8")) as JSONWebKeySet;
    const isNational = crypto !== "gm" || jwks.keys.every((key) => sm2PointOf(key) !== undefined);
    return isNational ? jwks : fail(`${file}: with --crypto gm the gateway's keys are of SM2.`);
  }
  if (!open) return fail("Give --envelope-keys FILE, or --open on a developer's machine. See --help.");
  return process.env["NODE_ENV"] === "production" ? fail("--open is refused in production") : undefined;
};

/** With envelopes come seals, unless somebody says otherwise. A changed file is read without a restart. */
const sealFrom = (
  { "seal-key": folder, "hub-key": file, unsealed }: { "seal-key"?: string; "hub-key"?: string; unsealed: boolean },
  { closed, crypto }: { readonly closed: boolean; readonly crypto: NationalCrypto | undefined },
  logger: Logger,
): Pick<SealEnds, "own" | "theirs"> | undefined => {
  if (folder === undefined && file === undefined && (unsealed || !closed)) return undefined;
  if (unsealed) return fail("--unsealed contradicts --seal-key and --hub-key.");
  if (folder === undefined || file === undefined)
    return fail("Give --seal-key FOLDER and --hub-key FILE, or --unsealed if that is meant. See --help.");
  const own = () => readSecretKeys(readPrivate(join(folder, SECRET_KEYS_FILE)), crypto);
  const report = (problem: string): void => {
    logger.error({ problem }, "The seal's keys stay as they were.");
  };
  const theirs = () => readOpenKeys(readFileSync(file, "utf8"), crypto);
  return { own: followKeys(own, report), theirs: followKeys(theirs, report) };
};

const MINUTE = 60_000;

/** Tells each reason at most once a minute: whoever reaches the port can cause it. */
const oncePerMinute = (tell: (code: string) => void): ((code: string) => void) => {
  const told = new Map<string, number>();
  return (code) => {
    const now = performance.now();
    if (now - (told.get(code) ?? -MINUTE) < MINUTE) return;
    told.set(code, now);
    tell(code);
  };
};

/** The department's own work, where the command line names the hub that it asks. */
const beginWatch = (
  { watch }: RunningSubgraph,
  { hub, "hub-token": token }: { hub?: string; "hub-token"?: string },
  logger: Logger,
): void => {
  if (hub === undefined && token === undefined) return;
  if (hub === undefined || token === undefined) return fail("Give --hub URL and --hub-token FILE, or neither.");
  if (watch === undefined) return fail("This subgraph has no work of its own for which it would ask a hub.");
  watch.begin({
    ask: askOverHttp(hub, watch.purpose, token),
    today: () => beijingDay(new Date()),
    told: (round) => {
      logger.info(round, "The department's own work has had a round.");
    },
  });
};

const stated = (variable: string): string => process.env[variable] ?? fail(`${variable} is not set`);

/** The subgraph of a name, and where what it reads is. A database that belongs to another part of the hub is kept by that part. */
const servedAs = async (
  name: string,
  logger: Logger,
): Promise<{ readonly subgraph: ServedSubgraph; readonly databaseUrl: string }> => {
  if (sourceNames().includes(name)) {
    const description = readSource(name);
    // What reads old systems is loaded where one is read.
    const { sourceSubgraph } = await import("../sources/load-source.ts");
    const tell = (problem: object): void => {
      logger.warn(problem, "The old system did not answer.");
    };
    const subgraph = sourceSubgraph(description, { tell });
    return { subgraph, databaseUrl: stated(description.place) };
  }
  const service = SERVICES.find((candidate) => candidate.name === name);
  const subgraph = await (service ? loadService : loadSubgraph)(name);
  const database = service?.database ?? name;
  const databaseUrl = stated(databaseVariableOf(database));
  if (database === name) await migrateDatabase(name, databaseUrl);
  return { subgraph, databaseUrl };
};

const main = async (): Promise<void> => {
  const { values, positionals } = readFlags({
    allowPositionals: true,
    options: {
      port: { type: "string", default: "4001" },
      host: { type: "string", default: "127.0.0.1" },
      "envelope-keys": { type: "string" },
      "seal-key": { type: "string", ...fromEnvironment("HUB_SEAL_KEYS") },
      "hub-key": { type: "string", ...fromEnvironment("HUB_PUBLIC_KEY") },
      ...TLS_FLAGS,
      crypto: { type: "string", ...fromEnvironment("HUB_CRYPTO") },
      unsealed: { type: "boolean", default: false },
      hub: { type: "string" },
      "hub-token": { type: "string" },
      open: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const name = positionals[0];
  if (values.help || name === undefined) {
    console.log(USAGE);
    return;
  }
  const known = [...DEPARTMENTS, ...SERVICES].map((one): string => one.name).concat(sourceNames());
  if (!known.some((one) => one === name))
    throw new CommandMistake(`No subgraph "${name}".${didYouMean(name, known)} There are: ${known.join(", ")}.`);
  const crypto = nationalCryptoIn(values.crypto, refuse);
  const tls = tlsFilesIn(values);
  if (tls !== undefined && tls.cert === undefined)
    throw new CommandMistake("--tls-ca without --tls-cert and --tls-key: certificates are shown over TLS only.");
  const log = openLog();
  const { logger } = log;
  const certificates =
    tls &&
    followCertificates(tls, (problem) => {
      logger.error({ problem }, "The certificates' files cannot be used: the last good ones stay.");
    });
  const { subgraph, databaseUrl } = await servedAs(name, logger);
  const envelopeKeys = await keysFrom(values["envelope-keys"], values.open, crypto);
  const seal = sealFrom(values, { closed: envelopeKeys !== undefined, crypto }, logger);
  const running = await serveSubgraph(subgraph, {
    databaseUrl,
    port: Number(values.port),
    host: values.host,
    ...(envelopeKeys === undefined ? {} : { envelopeKeys }),
    ...(seal === undefined ? {} : { seal }),
    certificates,
    onRefusedClient: oncePerMinute((code) => {
      logger.warn({ code }, "A client was refused: it showed no certificate that --tls-ca accepts.");
    }),
    lostLines: log.lost,
    onFailure: (failure) => {
      logger.error(failure, "A resolver failed.");
    },
  });
  beginWatch(running, values, logger);
  logger.info({ subgraph: name, url: running.url }, "The department answers.");
  stopOnSignals(log, running.stop, certificates?.readAgain);
};

await main().catch(endOver);
