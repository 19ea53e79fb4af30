import { expect, test } from "@jest/globals";
import { hashOfOrigin, hasherFor } from "./hasher.ts";

// Vectors of RFC 6962's reference implementation (certificate-transparency, merkle_tree_test).
test("SHA-256: empty tree, empty leaf, leaf and node have their own domains", () => {
  const sha256 = hasherFor("sha256");
  expect(sha256.empty.toString("hex")).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  expect(sha256.leaf(Buffer.alloc(0)).toString("hex")).toBe(
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  );
  expect(sha256.node(sha256.leaf(Buffer.alloc(0)), sha256.leaf(Buffer.of(0))).toString("hex")).toBe(
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
  );
});

test("SM3 (GB/T 32905): the empty tree is the SM3 of nothing", () => {
  expect(hasherFor("sm3").empty.toString("hex")).toBe(
    "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b",
  );
});

test("a leaf longer than the scratch buffer hashes as a short one does", () => {
  const sha256 = hasherFor("sha256");
  const long = Buffer.alloc(100_000, 7);
  const first = sha256.leaf(long);
  sha256.leaf(Buffer.of(1));
  expect(sha256.leaf(long)).toEqual(first);
});

test("an origin says its hash", () => {
  expect(hashOfOrigin("hub.example/ledger")).toBe("sha256");
  expect(hashOfOrigin("hub.example/ledger/sm3")).toBe("sm3");
});
