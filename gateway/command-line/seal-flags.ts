import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Logger } from "pino";
import { readPrivate } from "../../host/read-private.ts";
import type { NationalCrypto } from "../../schema/jwt/national-crypto.ts";
import { followKeys, readOpenKeys, readSecretKeys, SECRET_KEYS_FILE } from "../../schema/envelope/seal-keys.ts";
import type { SealOptions } from "../upstream/seals.ts";
import { fail, type Arguments } from "./arguments.ts";
import { cryptoOf } from "./crypto-flag.ts";

/** The seals' flags, understood but not yet read. */
export interface SealFlags {
  readonly own: string | undefined;
  readonly departments: ReadonlyMap<string, string>;
  readonly unsealed: ReadonlySet<string>;
  readonly crypto: NationalCrypto | undefined;
}

/**
 * The flags of a governed gateway. Ends the process when they contradict each other. Whether every department of the
 * supergraph is named is asked when it is loaded, each time.
 */
export function sealFlagsOf(values: Arguments): SealFlags | undefined {
  const { "seal-key": own, "department-key": pairs, unsealed } = values;
  if (values.grants === undefined && values["grants-database"] === undefined) {
    if (pairs.length + unsealed.length > 0) fail("--department-key and --unsealed mean nothing without --grants.");
    return undefined;
  }
  const departments = new Map<string, string>();
  for (const pair of pairs) {
    const [, name = "", file = ""] =
      /^([^=]+)=(.+)$/.exec(pair) ?? fail(`--department-key must be NAME=FILE, got ${pair}.`);
    if (unsealed.includes(name)) fail(`--department-key and --unsealed contradict each other about ${name}.`);
    departments.set(name, file);
  }
  if (departments.size > 0 && own === undefined)
    fail("--department-key without --seal-key: the hub has no key of its own.");
  return { own, departments, unsealed: new Set(unsealed), crypto: cryptoOf(values) };
}

const ownKeys = (folder: string, crypto?: NationalCrypto) => () =>
  readSecretKeys(readPrivate(join(folder, SECRET_KEYS_FILE)), crypto);

/** Reads the keys, and follows their files: a key changes without a restart. @throws when one cannot be read at first */
export function openSeals({ own, departments, unsealed, crypto }: SealFlags, logger: Logger): SealOptions {
  const report = (problem: string): void => {
    logger.error({ problem }, "A seal key's new file is not used: the last good keys stay.");
  };
  const followed = [...departments].map(
    ([name, file]) => [name, followKeys(() => readOpenKeys(readFileSync(file, "utf8"), crypto), report)] as const,
  );
  return {
    own: own === undefined ? () => [] : followKeys(ownKeys(own, crypto), report),
    departments: new Map(followed),
    unsealed,
  };
}
