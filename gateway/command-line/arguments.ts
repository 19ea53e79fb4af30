import { TLS_FLAGS } from "../../host/certificates.ts";
import { endOver, readFlags } from "../../host/command-line.ts";

const environment = (name: string): { readonly default?: string } => {
  const value = process.env[name];
  return value === undefined ? {} : { default: value };
};

/** A variable that lists what a repeatable flag gives one by one. */
const listed = (name: string): string[] => (process.env[name] ?? "").split(",").filter((one) => one !== "");

const readArguments = () =>
  readFlags({
    options: {
      supergraph: { type: "string", ...environment("HUB_SUPERGRAPH") },
      port: { type: "string", default: process.env["PORT"] ?? "4000" },
      host: { type: "string", default: "127.0.0.1" },
      workers: { type: "string", default: "1" },
      ...TLS_FLAGS,
      "tls-client-cert": { type: "string" },
      "tls-client-key": { type: "string" },
      upstream: { type: "string", multiple: true, default: [] },
      playground: { type: "string" },
      apply: { type: "string" },
      grants: { type: "string" },
      "grants-database": { type: "string", ...environment("HUB_GRANTS_DATABASE") },
      "sharing-key": { type: "string", multiple: true, default: [] },
      overlay: { type: "string" },
      jwks: { type: "string" },
      oidc: { type: "string" },
      issuer: { type: "string" },
      revocations: { type: "string" },
      "envelope-key": { type: "string" },
      "token-key": { type: "string", ...environment("HUB_TOKEN_KEY") },
      "token-issuer": { type: "string" },
      provider: { type: "string" },
      mcp: { type: "string" },
      "seal-key": { type: "string", ...environment("HUB_SEAL_KEYS") },
      "department-key": { type: "string", multiple: true, default: listed("HUB_DEPARTMENT_KEYS") },
      unsealed: { type: "string", multiple: true, default: [] },
      ledger: { type: "string" },
      "ledger-key": { type: "string" },
      "ledger-origin": { type: "string" },
      "ledger-former-key": { type: "string", multiple: true },
      "ledger-sm2-key": { type: "string" },
      "ledger-witness": { type: "string", multiple: true },
      "ledger-pseudonym-key": { type: "string" },
      crypto: { type: "string", ...environment("HUB_CRYPTO") },
      "no-ledger": { type: "boolean", default: false },
      counters: { type: "string" },
      help: { type: "boolean", default: false },
    },
  }).values;

/** Says what is wrong with the command line, and ends the process. */
export function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

/** The environment's variable for each flag that names a database: other users see a command line, and no environment. */
const VARIABLES: Readonly<Record<string, string>> = {
  "grants-database": "HUB_GRANTS_DATABASE",
  ledger: "DATABASE_URL_LEDGER",
  counters: "HUB_COUNTERS_URL",
};

const holdsPassword = (url: string): boolean => {
  if (!URL.canParse(url)) return false;
  const { password, searchParams } = new URL(url);
  return password !== "" || searchParams.has("password");
};

/** Ends the process unless the flag's value can be the URL of a PostgreSQL and shows no password in the process list. */
export function checkDatabaseUrl(flag: string, url: string, or = ""): void {
  if (!/^postgres(?:ql)?:/.test(url)) fail(`--${flag} must be a postgresql:// URL${or}.`);
  if (holdsPassword(url) && process.argv.some((argument) => argument.endsWith(url))) {
    fail(`--${flag} shows its password in the process list: give the URL as ${VARIABLES[flag] ?? "a variable"}.`);
  }
}

/** The flags of the command line. Ends the process, with 2, when it cannot be understood. */
export function argumentsOrFail() {
  try {
    return readArguments();
  } catch (error) {
    return endOver(error);
  }
}

/** The flags by their names. */
export type Arguments = ReturnType<typeof readArguments>;
