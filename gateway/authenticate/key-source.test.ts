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

test("a key file is looked at again after 200 ms, and only a change of it is a new version", async () => {
  const path = join(folder, "looked-at.json");
  const problems: string[] = [];
  let now = NOW;
  writeFileSync(path, JSON.stringify({ keys: [eddsa.jwk] }));
  const keys = openKeyFile(
    path,
    (problem) => problems.push(problem),
    () => now,
  );
  const finds = async ({ alg, jwk }: Pair): Promise<boolean> => {
    const token = { payload: "", signature: "" };
    return Promise.resolve(keys.find({ alg, ...(jwk.kid === undefined ? {} : { kid: jwk.kid }) }, token)).then(
      () => true,
      () => false,
    );
  };
  writeFileSync(path, JSON.stringify({ keys: [es256.jwk] }));
  now += 199;
  expect([await finds(eddsa), await finds(es256), keys.version()]).toEqual([true, false, 0]);
  now += 1;
  expect([await finds(eddsa), await finds(es256), keys.version()]).toEqual([false, true, 1]);
  now += 200;
  expect(keys.version()).toBe(1);
  rmSync(path);
  for (const later of [200, 200]) {
    now += later;
    expect([await finds(es256), keys.version()]).toEqual([true, 1]);
  }
  expect(problems).toEqual([expect.stringContaining(path)]);
});

test.each([
  ["nowhere", "not a URL", /expected a URL/],
  ["another protocol on loopback", "ftp://127.0.0.1/keys", /expected https/],
  ["plain HTTP to a name that only begins like loopback", "http://localhost.example/keys", /expected https/],
])("keys from %s are refused", (_, url, message) => {
  expect(() => openKeyUrl(url)).toThrow(message);
});

test("keys come over TLS from anywhere, and without it from this machine under each of its names", () => {
  for (const url of ["https://keys.example/a", "http://localhost/a", "http://127.0.0.1/a", "http://[::1]/a"])
    expect(openKeyUrl(url).version()).toBe(0);
});

test.each([
  ["text", '"keys"'],
  ["nothing", "null"],
  ["a list of secrets and oddities", '{"keys":[null,7,{"kty":"oct","k":"k"}]}'],
  ["broken", "{"],
])("a key file of %s is refused with its name", (_, text) => {
  const path = join(folder, "odd.json");
  writeFileSync(path, text);
  expect(() => openKeyFile(path)).toThrow(path);
});

test("a discovery document that is missing, is no document or names no keys is refused", async () => {
  const documents: Record<string, string> = {
    "/none": "null",
    "/keyless": "keyless",
    "/text": "not JSON",
  };
  const server = createServer((request, response) => {
    const name = request.url?.replace("/.well-known/openid-configuration", "") ?? "";
    const { port } = server.address() as AddressInfo;
    const issuer = `http://127.0.0.1:${port}${name}`;
    response.end(documents[name] === "keyless" ? JSON.stringify({ issuer, jwks_uri: 7 }) : documents[name]);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await expect(discoverKeys(`${origin}/none`)).rejects.toThrow("got undefined");
  await expect(discoverKeys(`${origin}/keyless`)).rejects.toThrow("expected jwks_uri");
  await expect(discoverKeys(`${origin}/text`)).rejects.toThrow("no discovery document");
  server.close();
  server.closeAllConnections();
});
