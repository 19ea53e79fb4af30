import type pg from "pg";

import { GrantStatements } from "../../../ledger/grants/statements.ts";
import { keyLine } from "../../../ledger/key-file.ts";
import { ed25519Verifier } from "../../../ledger/tree/key.ts";
import type { StatedGrants } from "./hub-grant-store.ts";

/**
 * The ledger's word on grants, in memory and read on when grants change.
 * @param keys verifier keys of the sharing service, lines or files
 * @throws SyntaxError when one is none
 */
export async function statedGrants(database: pg.Pool, keys: readonly string[]): Promise<StatedGrants> {
  const verifiers = await Promise.all(keys.map(async (key) => ed25519Verifier(await keyLine(key))));
  const statements = new GrantStatements(verifiers);
  return {
    read: () => statements.read(database),
    holds: (grant, hash) => statements.holds(grant, hash),
  };
}
