import type { LedgerFlags } from "../record/open-ledger.ts";
import { checkDatabaseUrl, fail, type Arguments } from "./arguments.ts";

const ledgerDetails = (values: Arguments) => ({
  "ledger-key": values["ledger-key"],
  "ledger-origin": values["ledger-origin"],
  "ledger-former-key": values["ledger-former-key"],
  "ledger-sm2-key": values["ledger-sm2-key"],
  "ledger-witness": values["ledger-witness"],
  "ledger-pseudonym-key": values["ledger-pseudonym-key"],
});

/** What is said of the ledger has to make sense together; undefined where nothing is to be recorded. */
export const ledgerFlagsOf = (values: Arguments): LedgerFlags | undefined => {
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
  };
};
