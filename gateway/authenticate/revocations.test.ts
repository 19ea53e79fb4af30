import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { createAuthenticator } from "./authenticator.ts";
import type { Caller } from "./caller.ts";
import { claims, NOW, pair, told, token, type Pair } from "./fixtures/tokens.ts";
import { openKeyFile } from "./key-source.ts";
import { openRevocations } from "./revocations.ts";

const folder = mkdtempSync(join(tmpdir(), "hub-revocations-"));
const jwksPath = join(folder, "jwks.json");
let eddsa: Pair;

beforeAll(async () => {
  eddsa = await pair("EdDSA", "k1");
  writeFileSync(jwksPath, JSON.stringify({ keys: [eddsa.jwk] }));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

test("a revocation works within a second, by token, app or officer, and a list that disappears stays in force", async () => {
  const path = join(folder, "revoked.txt");
  let now = NOW;
  const authenticator = createAuthenticator({
    keys: openKeyFile(jwksPath),
    clock: () => now,
    isRevoked: openRevocations(
      path,
      () => undefined,
      () => now,
    ),
  });
  const header = `Bearer ${await token(eddsa, { ...claims, jti: "t1" })}`;
  const after = async (text: string | null): Promise<string> => {
    if (text === null) rmSync(path);
    else writeFileSync(path, text);
    now += 500;
    return told(await authenticator(header));
  };
  expect(told(await authenticator(header))).toBe("caller");
  expect(await after("# none\nt2\n")).toBe("caller");
  expect(await after("t1 # stolen\n")).toBe("the token was revoked");
  expect(await after("app:other\n")).toBe("caller");
  expect(await after("app:rental-check\n")).toBe("the token was revoked");
  expect(await after("officer:zj-wang\n")).toBe("the token was revoked");
  expect(await after(null)).toBe("the token was revoked");
});

/** The same signature in another spelling: the last character of base64url has bits that nobody reads. */
const respelled = (made: string): string => {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const last = alphabet.indexOf(made.at(-1) ?? "");
  return made.slice(0, -1) + (alphabet[last ^ 1] ?? "");
};

test("S15: a revocation by hash reaches every spelling of the token, and spaces do not hide an officer or an app", async () => {
  const path = join(folder, "spelled.txt");
  const made = await token(eddsa);
  expect(Buffer.from(respelled(made).split(".")[2] ?? "", "base64url")).toEqual(
    Buffer.from(made.split(".")[2] ?? "", "base64url"),
  );
  const answers = async (list: string): Promise<readonly string[]> => {
    writeFileSync(path, list);
    const authenticator = createAuthenticator({
      keys: openKeyFile(jwksPath),
      clock: () => NOW,
      isRevoked: openRevocations(path),
    });
    return [told(await authenticator(`Bearer ${made}`)), told(await authenticator(`Bearer ${respelled(made)}`))];
  };
  const gone = ["the token was revoked", "the token was revoked"];
  const hash = createHash("sha256").update(made.split(".").slice(0, 2).join(".")).digest("hex");
  expect(await answers("")).toEqual(["caller", "caller"]);
  expect(await answers(`\uFEFF${hash.toUpperCase()}\r\n`)).toEqual(gone);
  expect(await answers("officer: zj-wang")).toEqual(gone);
  expect(await answers("  Officer :zj-wang\t# left in May")).toEqual(gone);
  expect(await answers("app : rental-check")).toEqual(gone);
  expect(await answers("officer:zj-wang#2")).toEqual(["caller", "caller"]);
});

test("the list is looked at again after 200 ms; one that is gone or cannot be read is reported once, and stays in force", () => {
  const path = join(folder, "looked-at.txt");
  const problems: string[] = [];
  let now = NOW;
  writeFileSync(path, "app:one\n");
  const isRevoked = openRevocations(
    path,
    (problem) => problems.push(problem),
    () => now,
  );
  const ask = (app: string, officer: string | null = null): boolean =>
    isRevoked({ app, officer, tokenId: "t1" } as Caller);
  expect([ask("one"), ask("two")]).toEqual([true, false]);
  writeFileSync(path, "app:two\nofficer:null\n");
  now += 199;
  expect([ask("one"), ask("two")]).toEqual([true, false]);
  now += 1;
  expect([ask("one"), ask("two"), ask("three"), ask("three", "null")]).toEqual([false, true, false, true]);
  rmSync(path);
  for (const later of [200, 200]) {
    now += later;
    expect(ask("two")).toBe(true);
  }
  expect(problems).toEqual([`${path} is gone; its last entries stay in force`]);
  mkdirSync(path);
  now += 200;
  expect(ask("two")).toBe(true);
  expect(problems).toHaveLength(2);
});

test("a list that is missing at the start is empty, and what cannot be looked at stops the start", () => {
  expect(openRevocations(join(folder, "never"))({ app: "one", officer: null, tokenId: "" } as Caller)).toBe(false);
  writeFileSync(join(folder, "a-file"), "");
  expect(() => openRevocations(join(folder, "a-file", "list"))).toThrow("ENOTDIR");
});
