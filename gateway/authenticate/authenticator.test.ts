import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { base64url, SignJWT } from "jose";
import { createAuthenticator } from "./authenticator.ts";
import { claims, NOW, pair, told, token, type Pair } from "./fixtures/tokens.ts";
import { openKeyFile } from "./key-source.ts";

const folder = mkdtempSync(join(tmpdir(), "hub-auth-"));
const jwksPath = join(folder, "jwks.json");

let eddsa: Pair, es256: Pair, rs256: Pair, other: Pair;

const IDENTIFIER = "text of 1 to 256 characters without control characters or spaces around it";
const writeKeys = (...pairs: readonly Pair[]): void => {
  writeFileSync(jwksPath, JSON.stringify({ keys: pairs.map(({ jwk }) => jwk) }));
};
beforeAll(async () => {
  [eddsa, es256, rs256, other] = await Promise.all([
    pair("EdDSA", "k1"),
    pair("ES256", "k2"),
    pair("RS256", "k3"),
    pair("EdDSA", "k1"),
  ]);
  writeKeys(eddsa, es256, rs256);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe("a token", () => {
  const authenticate = async (header: string | null): Promise<string> =>
    told(
      await createAuthenticator({ keys: openKeyFile(jwksPath), clock: () => NOW, issuer: "https://issuer" })(header),
    );

  test("of each accepted algorithm becomes a frozen caller", async () => {
    const authenticator = createAuthenticator({ keys: openKeyFile(jwksPath), clock: () => NOW });
    for (const keys of [eddsa, es256, rs256]) {
      const found = await authenticator(`Bearer ${await token(keys)}`);
      expect(found).toMatchObject({
        kind: "caller",
        caller: {
          app: "rental-check",
          department: "housing",
          officer: "zj-wang",
          division: "411100",
          roles: ["app"],
          subject: null,
          enterprise: null,
        },
      });
      expect(Object.isFrozen(found.kind === "caller" && found.caller)).toBe(true);
    }
  });

  test.each<readonly [string, () => string | null | Promise<string>, string]>([
    ["none at all", () => null, "anonymous"],
    ["no bearer token", () => "Basic abc", "expected a bearer token"],
    ["garbage", () => "Bearer a.b.c", "the token is not valid"],
    ["too long", () => `Bearer ${"a".repeat(9_000)}`, "the token is too long"],
    ["expired", () => token(eddsa, claims, { exp: NOW / 1000 - 1 }), "the token has expired"],
    ["expiring this very moment", () => token(eddsa, claims, { exp: NOW / 1000 }), "the token has expired"],
    ["without expiry", () => token(eddsa, claims, { exp: null }), "the token's claim exp is not accepted"],
    ["not valid yet", () => token(eddsa, claims, { nbf: NOW / 1000 + 60 }), "the token is not valid yet"],
    ["for somebody else", () => token(eddsa, claims, { aud: "else" }), "the token's claim aud is not accepted"],
    [
      "of another issuer",
      () =>
        token(eddsa, { ...claims }).then(() =>
          new SignJWT(claims)
            .setProtectedHeader({ alg: "EdDSA", kid: "k1" })
            .setIssuer("https://evil")
            .setAudience("shali-hub")
            .setExpirationTime(NOW / 1000 + 60)
            .sign(eddsa.privateKey),
        ),
      "the token's claim iss is not accepted",
    ],
    ["signed by another key of the same id", () => token(other), "the token is not valid"],
    [
      "without an app",
      () => token(eddsa, { department: "housing" }),
      `the token is malformed: claims.app: expected ${IDENTIFIER}, got nothing`,
    ],
    [
      "with an app that is no text",
      () => token(eddsa, { ...claims, app: ["rental-check"] }),
      `the token is malformed: claims.app: expected ${IDENTIFIER}, got a list of 1`,
    ],
  ])("%s is told as such", async (_name, make, expected) => {
    const made = await make();
    expect(await authenticate(made === null || made.includes(" ") ? made : `Bearer ${made}`)).toBe(expected);
  });

  const DIVISION = "a division code of 2, 4, 6, 9, 12 or 15 digits";
  test.each<readonly [string, unknown, string, string]>([
    ["division", 411100, DIVISION, "a number"],
    ["division", ["411100"], DIVISION, "a list of 1"],
    ["division", { code: "411100" }, DIVISION, "a mapping"],
    ["division", null, DIVISION, "null"],
    ["division", "", DIVISION, "empty text"],
    ["division", "*", DIVISION, "text of 1 characters"],
    ["division", " 411100", DIVISION, "text of 7 characters"],
    ["division", "41110", DIVISION, "text of 5 characters"],
    ["division", "411100000", "", ""],
    ["division", "411102003001007", "", ""],
    ["officer", ["zj-wang"], IDENTIFIER, "a list of 1"],
    ["officer", "", IDENTIFIER, "empty text"],
    ["officer", "zj-wang ", IDENTIFIER, "text of 8 characters"],
    ["officer", "x".repeat(257), IDENTIFIER, "text of 257 characters"],
    ["subject", 7, IDENTIFIER, "a number"],
    ["roles", "app", "a list of roles", "text of 3 characters"],
    ["jti", { id: "t1" }, IDENTIFIER, "a mapping"],
  ])(
    "S4: a claim %s that is %j refuses the token, and is never taken for an absent one",
    async (claim, value, expected, got) => {
      const reason = await authenticate(`Bearer ${await token(eddsa, { ...claims, [claim]: value })}`);
      expect(reason).toBe(
        expected === "" ? "caller" : `the token is malformed: claims.${claim}: expected ${expected}, got ${got}`,
      );
    },
  );

  test.each([
    ["a firm", { officer: undefined, enterprise: "91110000802100433B" }, "caller"],
    ["a credit code of 17 characters", { officer: undefined, enterprise: "91110000802100433" }, "claims.enterprise: "],
    [
      "a credit code with letters that none has",
      { officer: undefined, enterprise: "9111000080210043IO" },
      "claims.enterprise: ",
    ],
    ["a number", { officer: undefined, enterprise: 9111 }, "claims.enterprise: "],
    [
      "a firm and its officer",
      { officer: "zhang", enterprise: "91110000802100433B" },
      "claims: expected an officer, a citizen or a firm",
    ],
    [
      "a firm and a citizen",
      { officer: undefined, subject: "p", enterprise: "91110000802100433B" },
      "claims: expected an officer",
    ],
    ["a citizen and an officer", { officer: "zhang", subject: "p" }, "claims: expected an officer"],
  ])("S26: a token is for one of an officer, a citizen and a firm: %s", async (_, more, expected) => {
    expect(await authenticate(`Bearer ${await token(eddsa, { ...claims, subject: undefined, ...more })}`)).toContain(
      expected,
    );
  });

  test("S4: one role that is no text refuses the token", async () => {
    const reason = await authenticate(`Bearer ${await token(eddsa, { ...claims, roles: ["app", 7] })}`);
    expect(reason).toBe(`the token is malformed: claims.roles[1]: expected ${IDENTIFIER}, got a number`);
  });

  test.each([
    ["envelope+jwt", "the token's type is not accepted"],
    ["logout+jwt", "the token's type is not accepted"],
    ["", "the token's type is not accepted"],
    ["JWT", "caller"],
    ["at+jwt", "caller"],
    ["application/at+JWT", "caller"],
  ])("S20: a token of type %j: %s", async (typ, expected) => {
    const signed = await new SignJWT(claims)
      .setProtectedHeader({ alg: "EdDSA", kid: "k1", typ })
      .setIssuer("https://issuer")
      .setAudience("shali-hub")
      .setExpirationTime(NOW / 1000 + 60)
      .sign(eddsa.privateKey);
    expect(await authenticate(`Bearer ${signed}`)).toBe(expected);
  });

  test.each([
    [NOW / 1000 + 31 * 86_400, "caller"],
    [NOW / 1000 + 31 * 86_400 + 1, "the token lives longer than 31 days"],
    [Number.MAX_SAFE_INTEGER, "the token lives longer than 31 days"],
    [1e300, "the token is malformed: claims.exp: expected seconds since 1970, got a number"],
    [NOW / 1000 + 0.5, "the token is malformed: claims.exp: expected seconds since 1970, got a number"],
  ])("S20: a token that expires at %d: %s", async (exp, expected) => {
    expect(await authenticate(`Bearer ${await token(eddsa, claims, { exp })}`)).toBe(expected);
  });

  test("cannot choose its algorithm: none, or HMAC with the public key (RFC 8725, 2.1)", async () => {
    const encode = (part: unknown): string => base64url.encode(JSON.stringify(part));
    const body = encode({ ...claims, aud: "shali-hub", exp: NOW / 1000 + 60 });
    expect(await authenticate(`Bearer ${encode({ alg: "none" })}.${body}.x`)).toBe(
      "the token's algorithm is not accepted",
    );
    const hmac = await new SignJWT(claims)
      .setProtectedHeader({ alg: "HS256", kid: "k1" })
      .setAudience("shali-hub")
      .setExpirationTime(NOW / 1000 + 60)
      .sign(new TextEncoder().encode(JSON.stringify(eddsa.jwk)));
    expect(await authenticate(`Bearer ${hmac}`)).toBe("the token's algorithm is not accepted");
  });
});

test("a remembered token is refused the moment it expires", async () => {
  let now = NOW;
  const authenticator = createAuthenticator({ keys: openKeyFile(jwksPath), clock: () => now });
  const header = `Bearer ${await token(eddsa, claims, { exp: NOW / 1000 + 10 })}`;
  expect(told(await authenticator(header))).toBe("caller");
  now = NOW + 9_999;
  expect(told(await authenticator(header))).toBe("caller");
  now = NOW + 10_000;
  expect(told(await authenticator(header))).toBe("the token has expired");
});

test("a remembered token is verified again after five minutes, and at once when the keys have changed; not otherwise", async () => {
  let now = NOW;
  let version = 0;
  let found = 0;
  const file = openKeyFile(jwksPath);
  const keys = {
    find: (...asked: Parameters<typeof file.find>) => {
      found += 1;
      return file.find(...asked);
    },
    findSm2: file.findSm2,
    version: () => version,
  };
  const authenticator = createAuthenticator({ keys, clock: () => now });
  const header = `Bearer ${await token(eddsa, claims, { exp: NOW / 1000 + 3_600 })}`;
  const verified = async (): Promise<number> => {
    const before = found;
    expect(told(await authenticator(header))).toBe("caller");
    return found - before;
  };
  expect(await verified()).toBe(1);
  now = NOW + 299_999;
  expect(await verified()).toBe(0);
  now = NOW + 300_000;
  expect([await verified(), await verified()]).toEqual([1, 0]);
  version = 1;
  expect([await verified(), await verified()]).toEqual([1, 0]);
});

test("clocks may differ by five seconds at the beginning of a token's life, and a header by spaces around it", async () => {
  const authenticate = async (header: string): Promise<string> =>
    told(await createAuthenticator({ keys: openKeyFile(jwksPath), clock: () => NOW })(header));
  expect(await authenticate(`  Bearer ${await token(eddsa, claims, { nbf: NOW / 1000 + 5 })} `)).toBe("caller");
  expect(await authenticate(`Bearer ${await token(eddsa, claims, { nbf: NOW / 1000 + 6 })}`)).toBe(
    "the token is not valid yet",
  );
  expect(await authenticate("  ")).toBe("anonymous");
  expect(await authenticate("a".repeat(8_192))).toBe("expected a bearer token");
  expect(await authenticate("a".repeat(8_193))).toBe("the token is too long");
});

test("a token may have no officer, no roles and no type; keys that cannot be asked say nothing about it", async () => {
  const keys = openKeyFile(jwksPath);
  const found = await createAuthenticator({ keys, clock: () => NOW })(
    `Bearer ${await token(eddsa, { app: "a", department: "d", subject: "p" })}`,
  );
  expect(found).toMatchObject({ caller: { officer: null, division: null, roles: [], subject: "p", enterprise: null } });
  const fails = () => Promise.reject(new TypeError("fetch failed"));
  const outage = { find: fails, findSm2: fails, version: () => 0 };
  expect(told(await createAuthenticator({ keys: outage, clock: () => NOW })(`Bearer ${await token(eddsa)}`))).toBe(
    "the token cannot be verified at present",
  );
});
