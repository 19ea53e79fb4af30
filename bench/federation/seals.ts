import { createHash, createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import type { SealEnds } from "../../schema/envelope/seal.ts";
import type { SealKey } from "../../schema/envelope/seal-keys.ts";
import type { SealOptions } from "../../gateway/upstream/seals.ts";

/** Head of an X25519 private key in PKCS #8 (RFC 8410). */
const PKCS8 = Buffer.from("302e020100300506032b656e04220420", "hex");

/** A private key that every process of a comparison can compute: it protects nothing. */
const keyOf = (name: string): KeyObject => {
  const seed = createHash("sha256").update(`bench ${name}`).digest();
  return createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: "der", type: "pkcs8" });
};

const idOf = (name: string): string => createHash("sha256").update(name).digest("base64url").slice(0, 16);

const HUB = "the hub";

const secret = (name: string) => {
  const keys: readonly SealKey[] = [{ id: idOf(name), curve: "X25519", key: keyOf(name) }];
  return () => keys;
};

const open = (name: string) => {
  const keys: readonly SealKey[] = [{ id: idOf(name), curve: "X25519", key: createPublicKey(keyOf(name)) }];
  return () => keys;
};

/** The gateway's side of the comparison's seals. */
export function benchSeals(subgraphs: readonly string[]): SealOptions {
  const departments = new Map(subgraphs.map((name) => [name, open(name)]));
  return { own: secret(HUB), departments, unsealed: new Set() };
}

/** One subgraph's side. */
export function benchSealEnds(department: string): SealEnds {
  return { department, own: secret(department), theirs: open(HUB) };
}
