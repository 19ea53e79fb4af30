import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createAuthenticator } from "./authenticator.ts";
import { NOW, pair, told, token, type Pair } from "./fixtures/tokens.ts";
import { discoverKeys, openKeyFile, openKeyUrl } from "./key-source.ts";

const folder = mkdtempSync(join(tmpdir(), "hub-keys-"));
let eddsa: Pair, es256: Pair;

beforeAll(async () => {
  [eddsa, es256] = await Promise.all([pair("EdDSA", "k1"), pair("ES256", "k2")]);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

test("keys rotate without a restart, and a removed key is out of force for remembered tokens too", async () => {
  const path = join(folder, "rotating.json");
  const problems: string[] = [];
  let now = NOW;
  writeFileSync(path, JSON.stringify({ keys: [eddsa.jwk] }));
  const authenticator = createAuthenticator({
    keys: openKeyFile(
      path,
      (problem) => problems.push(problem),
      () => now,
    ),
    clock: () => now,
  });
  const [old, next] = [`Bearer ${await token(eddsa)}`, `Bearer ${await token(es256)}`];
  expect([told(await authenticator(old)), told(await authenticator(next))]).toEqual([
    "caller",
    "the token's key is not known",
  ]);
  writeFileSync(path, "{ broken");
  now += 1_000;
  expect(told(await authenticator(old))).toBe("caller");
  expect(problems).toHaveLength(1);
  writeFileSync(path, JSON.stringify({ keys: [es256.jwk] }));
  now += 1_000;
  expect([told(await authenticator(old)), told(await authenticator(next))]).toEqual([
    "the token's key is not known",
    "caller",
  ]);
});

test.each([
  ["private keys", { keys: [{ kty: "OKP", crv: "Ed25519", x: "x", d: "d" }] }, /public keys only/],
  ["symmetric keys", { keys: [{ kty: "oct", k: "k" }] }, /public keys only/],
  ["no list", { key: [] }, /a JWKS with a list/],
])("a key file with %s is refused", (_name, content, message) => {
  const path = join(folder, "bad.json");
  writeFileSync(path, JSON.stringify(content));
  expect(() => openKeyFile(path)).toThrow(message);
});

describe("keys over HTTP", () => {
  let server: Server;
  let origin = "";
  let issuerShown = "";
  beforeAll(async () => {
    server = createServer((request, response) => {
      response.setHeader("content-type", "application/json");
      if (request.url === "/keys") response.end(JSON.stringify({ keys: [eddsa.jwk] }));
      else if (request.url === "/.well-known/openid-configuration") {
        response.end(JSON.stringify({ issuer: issuerShown, jwks_uri: `${origin}/keys` }));
      } else response.writeHead(404).end("{}");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });

  test("from a URL, and by OpenID Connect discovery", async () => {
    const header = `Bearer ${await token(eddsa)}`;
    issuerShown = origin;
    for (const keys of [openKeyUrl(`${origin}/keys`), await discoverKeys(origin)]) {
      expect(told(await createAuthenticator({ keys, clock: () => NOW })(header))).toBe("caller");
    }
  });

  test("an issuer that calls itself otherwise is refused (OpenID Connect Discovery 1.0, 4.3)", async () => {
    issuerShown = "https://evil";
    await expect(discoverKeys(origin)).rejects.toThrow(/expected issuer http:\/\/127.0.0.1:\d+, got https:\/\/evil/);
  });

  test("an outage refuses, and a URL without TLS beyond loopback is not even tried", async () => {
    const keys = openKeyUrl(`${origin}/gone`);
    expect(told(await createAuthenticator({ keys, clock: () => NOW })(`Bearer ${await token(eddsa)}`))).toMatch(
      /^the token/,
    );
    expect(() => openKeyUrl("http://keys.example/jwks")).toThrow(/expected https/);
  });
});
