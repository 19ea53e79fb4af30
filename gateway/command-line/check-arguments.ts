import type { GatewayOptions } from "../config.ts";
import { isApplyPlace } from "../decide/apply-link.ts";
import { checkDatabaseUrl, fail, type Arguments } from "./arguments.ts";
import { cryptoOf } from "./crypto-flag.ts";
import type { LedgerFlags } from "../record/open-ledger.ts";

/** `--port`, 0 to 65535. */
export function portOf(text: string): number {
  const port = Number(text);
  return Number.isInteger(port) && port >= 0 && port < 65536 ? port : fail(`--port must be 0 to 65535, got ${text}.`);
}

/** `--upstream`, URLs by the subgraphs' names. */
export function upstreamOf(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const [name = "", ...url] = pair.split("=");
      return URL.canParse(url.join("=")) ? [name, url.join("=")] : fail(`--upstream must be NAME=URL, got ${pair}.`);
    }),
  );
}

/** `--playground` and `--apply`: where browsers are led. */
export function placesOf({ playground, apply }: Arguments): Pick<GatewayOptions, "playground" | "apply"> {
  if (apply !== undefined && !isApplyPlace(apply)) fail(`--apply must be an http(s) URL or a path, got ${apply}.`);
  return { ...(playground === undefined ? {} : { playground }), ...(apply === undefined ? {} : { apply }) };
}

/** Flags that mean nothing without grants. */
export function besideGrants({ overlay, jwks, oidc, issuer, revocations }: Arguments) {
  return {
    overlay,
    jwks,
    oidc,
    issuer,
    revocations,
  };
}

/** Governance is on as soon as anything of it is named, and then it must be whole. */
export function checkGovernance(values: Arguments): void {
  const { grants: file, "grants-database": database, counters } = values;
  if (file !== undefined && database !== undefined) fail("Give --grants or --grants-database, not both.");
  if (database !== undefined) checkDatabaseUrl("grants-database", database);
  const records = values.ledger !== undefined || process.env["DATABASE_URL_LEDGER"] !== undefined;
  if (database !== undefined && records && !values["no-ledger"] && values["sharing-key"].length === 0)
    fail(
      "--grants-database with a ledger needs --sharing-key: the verifier key of the sharing workflow, its sharing.pub.",
    );
  if (counters !== undefined && counters !== "memory") checkDatabaseUrl("counters", counters, ", or memory");
  if (file !== undefined || database !== undefined) return;
  const stray = Object.entries(besideGrants(values)).find(([, value]) => value !== undefined);
  if (stray !== undefined) fail(`--${stray[0]} without --grants: nobody would be granted anything.`);
}

const ledgerDetails = (values: Arguments) => ({
  "ledger-key": values["ledger-key"],
  "ledger-origin": values["ledger-origin"],
  "ledger-former-key": values["ledger-former-key"],
  "ledger-sm2-key": values["ledger-sm2-key"],
  "ledger-witness": values["ledger-witness"],
  "ledger-pseudonym-key": values["ledger-pseudonym-key"],
});

/** The ledger's flags, which have to make sense together; undefined where nothing is to be recorded. */
export function ledgerFlagsOf(values: Arguments): LedgerFlags | undefined {
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
  checkDatabaseUrl("ledger", database);
  return {
    database,
    key: values["ledger-key"],
    origin: values["ledger-origin"],
    formerKeys: values["ledger-former-key"] ?? [],
    sm2Key: values["ledger-sm2-key"],
    witnesses: values["ledger-witness"] ?? [],
    pseudonymKey: values["ledger-pseudonym-key"],
    crypto: cryptoOf(values),
  };
}
