import { generateKeyPairSync, type JsonWebKey } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import { readAppKeys, thumbprintOf } from "./app-keys.ts";

const publicOf = (pair: { readonly publicKey: { export: (options: { format: "jwk" }) => JsonWebKey } }): JsonWebKey =>
  pair.publicKey.export({ format: "jwk" });

const ed25519 = publicOf(generateKeyPairSync("ed25519"));
const p256 = publicOf(generateKeyPairSync("ec", { namedCurve: "P-256" }));
const rsa = publicOf(generateKeyPairSync("rsa", { modulusLength: 2048 }));

const refusal = (...keys: readonly object[]): string => {
  try {
    readAppKeys({ keys });
    return "read";
  } catch (error) {
    return (error as Error).message;
  }
};

describe("20.1: the keys of an app", () => {
  test("are Ed25519, P-256 and RSA, each with an id and one algorithm afterwards", () => {
    const read = readAppKeys({
      keys: [
        { ...ed25519, use: "sig" },
        { ...p256, kid: "second" },
        { ...rsa, alg: "PS256" },
      ],
    });
    expect(read.map(({ kty, alg }) => [kty, alg])).toEqual([
      ["OKP", "EdDSA"],
      ["EC", "ES256"],
      ["RSA", "PS256"],
    ]);
    const [first, second, third] = read;
    expect([first?.kid, second?.kid, third?.kid]).toEqual([
      first && thumbprintOf(first),
      "second",
      third && thumbprintOf(third),
    ]);
    expect(readAppKeys({ keys: [] })).toEqual([]);
  });

  test("are told by the thumbprint of RFC 7638, its section 3.1", () => {
    const n =
      "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw";
    const [key] = readAppKeys({ keys: [{ kty: "RSA", n, e: "AQAB", alg: "RS256", kid: "2011-04-29" }] });
    expect(key && thumbprintOf(key)).toBe("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
  });

  test.each<readonly [string, readonly object[], string]>([
    ["a private half", [{ ...ed25519, d: ed25519.x }], "keys.keys[0]: expected one of "],
    ["a symmetric key", [{ kty: "oct", k: "c2VjcmV0" }], "keys.keys[0].kty: expected one of OKP, EC, RSA"],
    ["a place elsewhere", [{ ...ed25519, jku: "https://evil.example" }], "keys.keys[0]: expected one of "],
    ["a curve that is not known", [{ ...p256, crv: "P-384" }], "keys.keys[0].crv: expected one of P-256, SM2"],
    ["a key for encryption", [{ ...rsa, use: "enc" }], 'keys.keys[0].use: expected "sig"'],
    ["a key that signs", [{ ...rsa, key_ops: ["sign"] }], "keys.keys[0].key_ops[0]: expected verification alone"],
    ["a shared secret's algorithm", [{ ...rsa, alg: "HS256" }], "keys.keys[0].alg: expected one of RS256, PS256"],
    ["no algorithm's", [{ ...ed25519, alg: "none" }], "keys.keys[0].alg: expected one of EdDSA, Ed25519"],
    ["a short modulus", [{ ...rsa, n: "AQAB" }], "keys.keys[0].n: expected a modulus of 2048"],
    ["another exponent", [{ ...rsa, e: "Aw" }], 'keys.keys[0].e: expected "AQAB"'],
    ["a point beside the curve", [{ ...p256, y: p256.x }], "keys.keys[0]: expected a key, got numbers that are none"],
    ["an id of blanks", [{ ...ed25519, kid: " " }], "keys.keys[0].kid: expected a key id"],
    [
      "two keys of one id",
      [
        { ...ed25519, kid: "a" },
        { ...p256, kid: "a" },
      ],
      "keys.keys: expected keys that differ",
    ],
    [
      "one key twice",
      [
        { ...ed25519, kid: "a" },
        { ...ed25519, kid: "b" },
      ],
      "keys.keys: expected keys that differ",
    ],
    ["six keys", Array.from({ length: 6 }, () => ed25519), "keys.keys: expected at most 5 keys, got a list of 6"],
  ])("hold not %s", (_, keys, expected) => {
    expect(refusal(...keys)).toContain(expected);
  });

  test.each([null, [], { keys: {} }, { keys: [null] }, { keys: [], more: 1 }, "{}"])("are not %j", (value) => {
    expect(() => readAppKeys(value)).toThrow(/^keys/);
  });
});
