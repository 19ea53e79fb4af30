import { expect, test } from "@jest/globals";
import type { ClientBase } from "pg";
import { LedgerCorrupt } from "../../errors.ts";
import { CompactRange } from "../../tree/proof/compact-range.ts";
import { hasherFor } from "../../tree/hasher.ts";
import { ed25519Signer, ed25519Verifier, generateKey } from "../../tree/key.ts";
import { integrate } from "./integrate.ts";
import { TileBuilder } from "./tile-builder.ts";

const ORIGIN = "hub.example/ledger";
const key = generateKey(ORIGIN);
const hasher = hasherFor("sha256");

/** A database whose next rows have these indexes; what is stored is noted. */
function rowsAt(indexes: readonly number[]): { readonly client: ClientBase; readonly stored: string[] } {
  const stored: string[] = [];
  const query = ({ name }: { name: string }) => {
    if (name === "ledger-integrate") {
      return Promise.resolve({ rows: indexes.map((index) => ({ index: String(index), record: "{}" })) });
    }
    stored.push(name);
    return Promise.resolve({ rows: [] });
  };
  return { client: { query } as unknown as ClientBase, stored };
}

test.each([[[1]], [[0, 2]], [[0, 1, 1]]])(
  "T9: rows %j are signed by nobody: an index is missing, or there twice",
  async (indexes) => {
    const { client, stored } = rowsAt(indexes);
    const kept: number[] = [];
    const log = {
      origin: ORIGIN,
      hasher,
      signers: [ed25519Signer(key.secret)],
      verifiers: [ed25519Verifier(key.verifier)],
      memory: {
        last: () => Promise.resolve(null),
        keep: ({ size }: { size: number }) => Promise.resolve(void kept.push(size)),
      },
    };
    const frontier = () => ({ range: new CompactRange(hasher), tiles: new TileBuilder() });
    await expect(integrate(client, log, frontier())).rejects.toBeInstanceOf(LedgerCorrupt);
    expect([stored, kept]).toEqual([[], []]);
    const dense = rowsAt([0, 1, 2]);
    expect(await integrate(dense.client, log, frontier())).toBe(3);
    expect([dense.stored, kept]).toEqual([["ledger-sign"], [3]]);
  },
);
