import { expect, test } from "@jest/globals";
import { LedgerCorrupt } from "../errors.ts";
import { HASH_BYTES, hasherFor } from "../tree/hasher.ts";
import { loadNodes, type Queryable } from "./tile-store.ts";

const holding = (hashes: number | undefined): Queryable =>
  ({
    query: () =>
      Promise.resolve({
        rows: hashes === undefined ? [] : [{ level: 0, index: "0", hashes: Buffer.alloc(hashes * HASH_BYTES) }],
      }),
  }) as unknown as Queryable;

test.each([undefined, 0, 3])(
  "O9: a tile that was taken away or cut short (%s) is a corrupt log, which its signer stops at",
  async (hashes) => {
    const nodes = [{ level: 2, index: 0 }] as const;
    const read = await loadNodes(holding(hashes), hasherFor("sha256"), nodes);
    expect(() => read(nodes[0])).toThrow(LedgerCorrupt);
    expect((await loadNodes(holding(4), hasherFor("sha256"), nodes))(nodes[0])).toHaveLength(HASH_BYTES);
  },
);
