import type pg from "pg";

import { Statements } from "../../../ledger/grants/statements.ts";
import { keyLine } from "../../../ledger/key-file.ts";
import { ed25519Verifier } from "../../../ledger/tree/key.ts";
import type { StatedGrants } from "./read-hub.ts";

/**
 * The ledger's word on grants and parties, in memory and read on when grants change.
 * @param keys verifier keys of the sharing service, lines or files
 * @throws SyntaxError when one is none
 */
export async function statedGrants(database: pg.Pool, keys: readonly string[]): Promise<StatedGrants> {
  const verifiers = await Promise.all(keys.map(async (key) => ed25519Verifier(await keyLine(key))));
  const statements = new Statements(verifiers);
  return {
    read: () => statements.read(database),
    holds: (grant, hash) => statements.holds("grant", grant, hash),
    registers: (party, hash) => statements.holds("party", party, hash),
  };
}
