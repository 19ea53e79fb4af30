import { parseArgs } from "node:util";
import { pino, type Logger } from "pino";
import type { CallerLimits } from "./limit/callers/caller-limits.ts";
import type { Governance } from "./policy/create-governance.ts";
import type { GatewayOptions } from "./config.ts";
import { isApplyPlace } from "./policy/apply-link.ts";
import type { LedgerFlags } from "./release/open-ledger.ts";

const usage = `Serves a federation 2 supergraph.

  npm run gateway -- --supergraph FILE [--port 4000] [--host 127.0.0.1] [--playground FOLDER]
                     [--grants FILE | --grants-database URL] [--jwks FILE ...]

  --supergraph FILE    the supergraph's SDL; reloaded when the file changes
  --port N             port to listen on (default: PORT, else 4000; 0 takes a free one)
  --host HOST          address to listen on (default 127.0.0.1)
  --upstream NAME=URL  where a subgraph is, instead of what the supergraph says; repeatable
  --playground FOLDER  built files that browsers get at /graphql
  --apply URL          where one applies for a denied field: each denial's link is this with its coordinate and purpose
                       (default: the playground's form, /apply; without a playground no link)

Field-level authorization (off, for public graphs only, unless grants are given in one of these ways):
  --grants FILE        grants.yaml; read again when it changes
  --grants-database URL  the sharing workflow's PostgreSQL; changes arrive within a second, and nothing is granted
                       once it has been silent for 10 seconds. HUB_GRANTS_DATABASE keeps a password off the command line
  --overlay FILE       overlay.yaml: classifies what carries no directives
  --jwks FILE|URL      keys of the token issuer
  --oidc URL           OpenID Connect issuer, instead of --jwks
  --issuer TEXT        the \`iss\` that tokens must have
  --revocations FILE   ids of revoked tokens, one a line
  --envelope-key DIR   folder of the key that signs envelopes (made on first use); subgraphs verify with its jwks.json

What is recorded (with grants; nothing leaves without its record):
  --ledger URL         the ledger's PostgreSQL (default: DATABASE_URL_LEDGER, which keeps a password off the command line)
  --ledger-key FILE    the log's secret key, made once by \`npm run ledger -- key ORIGIN DIRECTORY\`: with it this gateway stands for
                       election to sign checkpoints. Give it to every gateway; without it this one records and does not sign
  --ledger-origin TEXT the log's name (default: the key's, else the one that the database holds)
  --ledger-former-key KEY   verifier key, line or file, that signed this log before; repeatable
  --ledger-sm2-key FILE     SM2 key of a second signature line (\`npm run ledger -- key ORIGIN DIRECTORY --sm2\`)
  --ledger-witness URL=KEY  a witness and its verifier key, line or file; repeatable
  --ledger-pseudonym-key FILE   records subjects under keyed pseudonyms: for graphs whose people are not keyed by one already
  --no-ledger          nothing is recorded, and that is meant: no warning at the start

  --counters URL       PostgreSQL that keeps callers' quotas and rates, for several gateways (default: HUB_COUNTERS_URL,
                       else the grants' database; with --grants FILE this gateway counts alone). \`memory\` counts alone

  --help               this text

OTEL_EXPORTER_OTLP_ENDPOINT turns on OpenTelemetry traces; LOG_LEVEL sets the log's level.`;

const databaseOfEnvironment = (): { readonly default?: string } => {
  const url = process.env["HUB_GRANTS_DATABASE"];
  return url === undefined ? {} : { default: url };
};

const readArguments = () =>
  parseArgs({
    options: {
      supergraph: { type: "string" },
      port: { type: "string", default: process.env["PORT"] ?? "4000" },
      host: { type: "string", default: "127.0.0.1" },
      upstream: { type: "string", multiple: true, default: [] },
      playground: { type: "string" },
      apply: { type: "string" },
      grants: { type: "string" },
      "grants-database": { type: "string", ...databaseOfEnvironment() },
      overlay: { type: "string" },
      jwks: { type: "string" },
      oidc: { type: "string" },
      issuer: { type: "string" },
      revocations: { type: "string" },
      "envelope-key": { type: "string" },
      ledger: { type: "string" },
      "ledger-key": { type: "string" },
      "ledger-origin": { type: "string" },
      "ledger-former-key": { type: "string", multiple: true },
      "ledger-sm2-key": { type: "string" },
      "ledger-witness": { type: "string", multiple: true },
      "ledger-pseudonym-key": { type: "string" },
      "no-ledger": { type: "boolean", default: false },
      counters: { type: "string" },
      help: { type: "boolean", default: false },
    },
  }).values;

const fail = (message: string): never => {
  process.stderr.write(`${message}\n`);
  process.exit(1);
};

const argumentsOrFail = () => {
  try {
    return readArguments();
  } catch (error) {
    return fail(`${(error as Error).message.replace(/\. .*/s, "")}. See --help.`);
  }
};

const portOf = (text: string): number => {
  const port = Number(text);
  return Number.isInteger(port) && port >= 0 && port < 65536 ? port : fail(`--port must be 0 to 65535, got ${text}.`);
};

const upstreamOf = (pairs: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    pairs.map((pair) => {
      const [name = "", ...url] = pair.split("=");
      return URL.canParse(url.join("=")) ? [name, url.join("=")] : fail(`--upstream must be NAME=URL, got ${pair}.`);
    }),
  );

type Arguments = ReturnType<typeof readArguments>;

const placesOf = ({ playground, apply }: Arguments): Pick<GatewayOptions, "playground" | "apply"> => {
  if (apply !== undefined && !isApplyPlace(apply)) fail(`--apply must be an http(s) URL or a path, got ${apply}.`);
  return { ...(playground === undefined ? {} : { playground }), ...(apply === undefined ? {} : { apply }) };
};

const besideGrants = ({ overlay, jwks, oidc, issuer, revocations }: Arguments) => ({
  overlay,
  jwks,
  oidc,
  issuer,
  revocations,
});

/** Governance is on as soon as anything of it is named, and then it must be whole. */
const checkGovernance = (values: Arguments): void => {
  const { grants: file, "grants-database": database, counters } = values;
  if (file !== undefined && database !== undefined) fail("Give --grants or --grants-database, not both.");
  if (database !== undefined && !/^postgres(?:ql)?:/.test(database)) {
    fail("--grants-database must be a postgresql:// URL.");
  }
  if (counters !== undefined && counters !== "memory" && !/^postgres(?:ql)?:/.test(counters)) {
    fail("--counters must be a postgresql:// URL, or memory.");
  }
  if (file !== undefined || database !== undefined) return;
  const stray = Object.entries(besideGrants(values)).find(([, value]) => value !== undefined);
  if (stray !== undefined) fail(`--${stray[0]} without --grants: nobody would be granted anything.`);
};

const ledgerDetails = (values: Arguments) => ({
  "ledger-key": values["ledger-key"],
  "ledger-origin": values["ledger-origin"],
  "ledger-former-key": values["ledger-former-key"],
  "ledger-sm2-key": values["ledger-sm2-key"],
  "ledger-witness": values["ledger-witness"],
  "ledger-pseudonym-key": values["ledger-pseudonym-key"],
});

/** What is said of the ledger has to make sense together; undefined where nothing is to be recorded. */
const ledgerFlagsOf = (values: Arguments): LedgerFlags | undefined => {
  const isGoverned = values.grants !== undefined || values["grants-database"] !== undefined;
  const database = values["no-ledger"] ? undefined : (values.ledger ?? process.env["DATABASE_URL_LEDGER"]);
  const detail = Object.entries(ledgerDetails(values)).find(([, value]) => value !== undefined)?.[0];
  if (values["no-ledger"] && (values.ledger ?? detail) !== undefined) {
    fail(`--no-ledger and --${values.ledger === undefined ? String(detail) : "ledger"} contradict each other.`);
  }
  if (!isGoverned && (values.ledger ?? detail) !== undefined)
    fail("--ledger without --grants: nobody's requests could be told apart.");
  if (detail !== undefined && database === undefined) fail(`--${detail} without --ledger: there is nowhere to record.`);
  if (!isGoverned || database === undefined) return undefined;
  if (!/^postgres(?:ql)?:/.test(database)) fail("--ledger must be a postgresql:// URL.");
  return {
    database,
    key: values["ledger-key"],
    origin: values["ledger-origin"],
    formerKeys: values["ledger-former-key"] ?? [],
    sm2Key: values["ledger-sm2-key"],
    witnesses: values["ledger-witness"] ?? [],
    pseudonymKey: values["ledger-pseudonym-key"],
  };
};

const ledgerOf = async (
  flags: LedgerFlags | undefined,
  { governed, meant }: { governed: boolean; meant: boolean },
  logger: Logger,
) => {
  if (flags !== undefined) {
    const { openGatewayLedger } = await import("./release/open-ledger.ts");
    return openGatewayLedger(flags, logger);
  }
  if (governed && !meant) {
    logger.warn(
      "NOTHING IS RECORDED: disclosures leave without a record. Give --ledger URL, or --no-ledger if that is meant.",
    );
  }
  return undefined;
};

const governanceOf = async (values: Arguments, logger: Logger): Promise<Governance | undefined> => {
  const { grants: file, "grants-database": database } = values;
  if (file === undefined && database === undefined) return undefined;
  const [{ openSigningKey }, { grantsFromDatabase }, { openGovernance }] = await Promise.all([
    import("./authenticate/signing-key.ts"),
    import("./grant/grants-from-database.ts"),
    import("./grant/open-governance.ts"),
  ]);
  const grants = file ?? grantsFromDatabase(database ?? "", logger).open;
  const folder = values["envelope-key"];
  const signer = folder === undefined ? undefined : await openSigningKey(folder);
  const given = Object.fromEntries(Object.entries(besideGrants(values)).filter(([, value]) => value !== undefined));
  return openGovernance({ ...given, grants, logger, ...(signer === undefined ? {} : { signer }) });
};

/** Limits per caller, kept in the database that is named, else in the hub's, which all of its gateways read. */
const callersOf = async (values: Arguments, logger: Logger): Promise<CallerLimits | undefined> => {
  const url = values.counters ?? process.env["HUB_COUNTERS_URL"] ?? values["grants-database"];
  if (url === undefined || url === "memory") return undefined;
  const { countersFromDatabase } = await import("./limit/callers/counters-from-database.ts");
  return countersFromDatabase(url, logger);
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
  const places = placesOf(values);
  const supergraph = values.supergraph ?? fail(usage);
  checkGovernance(values);
  const ledgerFlags = ledgerFlagsOf(values);
  // Only now: mistakes above are told without loading the whole gateway.
  const { createGateway } = await import("./create-gateway.ts");
  const logger = pino({ level: process.env["LOG_LEVEL"] ?? "info" });
  try {
    const governance = await governanceOf(values, logger);
    const callers = await callersOf(values, logger);
    const ledger = await ledgerOf(
      ledgerFlags,
      { governed: governance !== undefined, meant: values["no-ledger"] },
      logger,
    );
    const options: GatewayOptions = {
      supergraph,
      upstream,
      logger,
      ...places,
      ...(governance === undefined ? {} : { governance }),
      ...(callers === undefined ? {} : { callers }),
      ...(ledger === undefined ? {} : { ledger }),
    };
    const gateway = await createGateway(options);
    const { url } = await gateway.listen({ port, host: values.host });
    logger.info({ url }, "The gateway is ready.");
    const close = async (): Promise<void> => {
      await gateway.close();
      await ledger?.close();
    };
    const stop = (): void => void close().then(() => process.exit(0));
    process.once("SIGINT", stop).once("SIGTERM", stop);
  } catch (error) {
    fail(explain(error as NodeJS.ErrnoException, port));
  }
};

await main();
