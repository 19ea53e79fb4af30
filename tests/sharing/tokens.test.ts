import { generateKeyPairSync, randomUUID, type KeyObject } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { SignJWT, UnsecuredJWT } from "jose";
import { pino } from "pino";
import { Client } from "pg";
import { embeddedSeals } from "../../deploy/embedded/embedded-seals.ts";
import { openSigningKey, type SigningKey } from "../../gateway/authenticate/signing-key.ts";
import { createGateway, type Gateway } from "../../gateway/create-gateway.ts";
import { classified } from "../../gateway/decide/fixtures/govern.ts";
import type { SubgraphRequest } from "../../gateway/execute/fetch/post.ts";
import { attachOwn } from "../../gateway/envelope/attach-envelope.ts";
import { federate } from "../../gateway/execute/fixtures/federate.ts";
import type { Governance } from "../../gateway/decide/create-governance.ts";
import type { Route } from "../../gateway/front/http.ts";
import { requestInProcess } from "../../gateway/front/in-process.ts";
import { openGovernance } from "../../gateway/grant/open-governance.ts";
import { grantsFromDatabase } from "../../gateway/grant/store/grants-from-database.ts";
import { openTokenDesk } from "../../gateway/token/open-token-desk.ts";
import { readAppKeys, thumbprintOf } from "../../schema/app-keys.ts";
import { signJwt } from "../../schema/jwt/sign-jwt.ts";
import { migrateDatabase } from "../../subgraphs/kit/postgres/migrate-database.ts";
import { serveSubgraph, type RunningSubgraph } from "../../subgraphs/kit/serve-subgraph.ts";
import { loadSubgraph } from "../../subgraphs/kit/subgraph.ts";
import { servedUrls, testDatabase } from "../test-database.ts";
import { openOffice, type Office } from "./office.ts";
import { SLOW_REGISTER } from "./replica.ts";
import { matters } from "./steps.ts";

/*
 * 20.1: an app proves who it is by a key that the register of parties has, an officer by the city's OpenID provider, and the token that they get
 * for it is the hub's own. Two gateways over one database.
 */

const HUB = "https://hub.luohe.example";
const PROVIDER = "https://id.luohe.example";
const APP = "human-resources-app";
const [FIRST, SECOND] = ["founder.data-administration", "security-administrator.data-administration"];
const CLIENT_CREDENTIALS = "client_credentials";
const EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
const JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
const ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";
const ID_TOKEN = "urn:ietf:params:oauth:token-type:id_token";

interface Key {
  readonly privateKey: KeyObject;
  readonly jwk: object;
  readonly thumbprint: string;
  readonly alg: string;
}

const keyOf = ({ privateKey, publicKey }: { privateKey: KeyObject; publicKey: KeyObject }, alg: string): Key => {
  const jwk = publicKey.export({ format: "jwk" });
  const [read] = readAppKeys({ keys: [jwk] });
  if (read === undefined) throw new Error("no key");
  return { privateKey, jwk, thumbprint: thumbprintOf(read), alg };
};
const newKey = (): Key => keyOf(generateKeyPairSync("ed25519"), "EdDSA");

const [first, second, stranger] = [
  newKey(),
  keyOf(generateKeyPairSync("ec", { namedCurve: "P-256" }), "ES256"),
  newKey(),
];
const provider = newKey();
const folder = mkdtempSync(join(tmpdir(), "hub-tokens-"));

/** The graph of two departments that keep logins; they are asked for these alone, at the doors of their own services. */
const GRAPH = federate({
  ...SLOW_REGISTER,
  enterprise: { typeDefs: classified("type Query { firms: [String!] @open }") },
});
const LOGIN_DEPARTMENTS = ["public-security", "enterprise"] as const;
const seals = embeddedSeals(LOGIN_DEPARTMENTS);
const departments: RunningSubgraph[] = [];
const owners = new Map<string, Client>();
let envelopeKey: SigningKey;

let office: Office;
/** Lines of the token desks' logs. */
const told: string[] = [];
const gateways: Gateway[] = [];
const governances: Governance[] = [];
const endings: (() => Promise<void>)[] = [];
/** The workflow's clock is the test's: what it gives begins then. */
let now = Date.parse("2026-11-03T00:00:00Z");
const seconds = (): number => Math.floor(now / 1_000);

const openGatewayOf = async (): Promise<void> => {
  const logger = pino({ level: "silent" });
  const grants = grantsFromDatabase(office.gatewayUrl, logger);
  const tokens = { issuer: HUB, key: await openSigningKey(join(folder, "tokens")) };
  const clock = (): number => now;
  const governed = await openGovernance({ grants: grants.open, tokens, logger, clock });
  // The departments' clock is the machine's.
  const governance = { ...governed, attachOwn: attachOwn({ signer: envelopeKey }) };
  const desk = await openTokenDesk({
    tokens,
    governance,
    database: office.gatewayUrl,
    provider: join(folder, "provider.yaml"),
    logger: pino({ level: "trace" }, { write: (line: string) => void told.push(line) }),
    clock,
  });
  const gateway = await createGateway({
    supergraph: { sdl: GRAPH.supergraphSdl },
    upstream: Object.fromEntries(departments.map(({ name, url }) => [name, url])),
    seals: seals.hubSide,
    governance,
    ledger: { append: () => Promise.resolve({ index: 0, id: "0" }) },
    tokenDesk: desk.serve,
    post: (fetch) => GRAPH.post(fetch as SubgraphRequest),
    logger,
  });
  await grants.loaded;
  gateways.push(gateway);
  governances.push(governance);
  endings.push(gateway.close, desk.close, governance.close, grants.usage.close);
};

const PERSON = "goUr2s0M4NCpy63eMM-Y5A";
const FIRM = "91110000802100433B";
const REGISTERED = {
  "public-security": `insert into person (id, citizen_number, name, sex, nation, birth_date, household_id, relation_to_head, household_type,
      education, native_place, address, grid_code, deceased, division_code)
    values ('${PERSON}', '000000198001010019', '示例', 'FEMALE', '汉族', '1980-01-01', 'h', 'HEAD', 'URBAN', 'SENIOR', '漯河', '示例路', 'g', false,
      '411102001001')`,
  enterprise: `insert into enterprise (credit_code, name, type, capital, established_on, status, authority, legal_representative_name, address,
      scope, industry_code, industry_name, scale, employees, above_scale, grid_code, division_code)
    values ('${FIRM}', '示例公司', 'LIMITED', 1, '2020-01-01', 'ACTIVE', '示例局', '示例', '示例路', '示例', '01', '示例', 'SMALL', 1, false, 'g',
      '411102001001')`,
};

/** Serves the department as it is served, over a register of one. */
const serveDepartment = async (name: (typeof LOGIN_DEPARTMENTS)[number]): Promise<RunningSubgraph> => {
  const url = await testDatabase(`tokens_${name.replace("-", "_")}`);
  const owner = new Client({ connectionString: url });
  await owner.connect();
  owners.set(name, owner);
  await owner.query("drop schema public cascade; create schema public");
  await migrateDatabase(name, url);
  await owner.query(REGISTERED[name]);
  const [databaseUrl] = await servedUrls(name, url);
  const seal = seals.departmentSide(name);
  return serveSubgraph(await loadSubgraph(name), { databaseUrl, port: 0, envelopeKeys: envelopeKey.jwks, seal });
};

beforeAll(async () => {
  envelopeKey = await openSigningKey(join(folder, "envelope"));
  departments.push(...(await Promise.all(LOGIN_DEPARTMENTS.map(serveDepartment))));
  office = await openOffice("tokens");
  await matters(office).active();
  const national = await openSigningKey(join(folder, "national"), "SM2");
  const providers = [{ ...provider.jwk, kid: "p1" }, ...national.jwks.keys];
  writeFileSync(join(folder, "provider.jwks.json"), JSON.stringify({ keys: providers }));
  writeFileSync(
    join(folder, "provider.yaml"),
    `issuer: ${PROVIDER}\njwks: ${join(folder, "provider.jwks.json")}\naudience: [${HUB}]\nclaims: { officer: account, division: area }\nlogins: { subject: { claim: citizen, department: public-security }, enterprise: { claim: firm, department: enterprise } }\n`,
  );
  await openGatewayOf();
  await openGatewayOf();
});
afterAll(async () => {
  for (const end of endings) await end();
  await office.close();
  for (const { stop } of departments) await stop();
  for (const owner of owners.values()) await owner.end();
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  now += 1_000;
});

const REGISTER = `mutation ($keys: String) { registerApp(id: "${APP}", department: "human-resources", name: "业务系统", keys: $keys) {
  keys proposedKeys } }`;
const CONFIRM = `mutation ($keys: [String!]!) { confirmKeys(app: "${APP}", keys: $keys) { keys proposedKeys } }`;
const jwksOf = (...keys: readonly Key[]): string => JSON.stringify({ keys: keys.map(({ jwk }) => jwk) });
const propose = (...keys: readonly Key[]) => office.done(FIRST, REGISTER, { keys: jwksOf(...keys) });
const confirm = (...keys: readonly Key[]) =>
  office.done(SECOND, CONFIRM, { keys: keys.map(({ thumbprint }) => thumbprint) });

interface Assertion {
  readonly key?: Key;
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly header?: object;
}

const assertion = ({ key = first, claims = {}, header = {} }: Assertion = {}): Promise<string> =>
  new SignJWT({
    iss: APP,
    sub: APP,
    aud: HUB,
    jti: randomUUID(),
    iat: seconds(),
    exp: seconds() + 60,
    ...claims,
  })
    .setProtectedHeader({ alg: key.alg, kid: key.thumbprint, ...header })
    .sign(key.privateKey);

interface TokenAnswer {
  readonly status: number;
  readonly body: {
    readonly error?: string;
    readonly error_description?: string;
    readonly access_token?: string;
    readonly [name: string]: unknown;
  };
}

const post = async (
  body: string,
  { at = 0, headers = {}, query = "" } = {},
): Promise<TokenAnswer & { readonly headers: Headers }> => {
  const response = await gateways[at]?.fetch(
    new Request(`${HUB}/oauth/token${query}`, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
      body,
    }),
  );
  if (response === undefined) throw new Error("no gateway");
  return { status: response.status, body: (await response.json()) as TokenAnswer["body"], headers: response.headers };
};

const formOf = async (more: Record<string, string> = {}, made?: string): Promise<string> =>
  new URLSearchParams({
    grant_type: CLIENT_CREDENTIALS,
    client_assertion_type: JWT_BEARER,
    client_assertion: made ?? (await assertion()),
    ...more,
  }).toString();

const refused = ({ status, body: { error, error_description: told, access_token: token } }: TokenAnswer): string =>
  token === undefined ? `${status} ${error ?? ""}: ${told ?? ""}` : "a token";

const tokenFor = async (made: Assertion = {}): Promise<string> =>
  refused(await post(await formOf({}, await assertion(made))));

/** Waits until the gateways have read what was registered. */
const until = async (made: Assertion, expected: string): Promise<void> => {
  const started = performance.now();
  for (;;) {
    const answer = await tokenFor(made);
    if (answer.includes(expected)) return;
    if (performance.now() - started > 5_000) expect(answer).toContain(expected);
  }
};

const ask = async (token: string, query = "{ person { name } }"): Promise<{ status: number; text: string }> => {
  const response = await gateways[1]?.fetch(
    new Request(`${HUB}/graphql`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "x-purpose": "PENSION_CHECK",
        "x-case": "C-1",
        authorization: `Bearer ${token}`,
      },
      body: JSON.stringify({ query }),
    }),
  );
  return { status: response?.status ?? 0, text: (await response?.text()) ?? "" };
};

describe("20.1: keys come with a second hand, go at once, and change without a pause", () => {
  test("another administrator confirms exactly the keys that are proposed, and none that they do not name", async () => {
    const [one, other] = [first.thumbprint, second.thumbprint];
    const unknown = Array.from(one).toReversed().join("");
    expect(await propose(first, second)).toEqual({ keys: [], proposedKeys: [one, other] });
    for (const keys of [[one], [other], [one, one], [one, unknown], [unknown, other], [one, other, unknown]])
      expect([keys, await office.refused(SECOND, CONFIRM, { keys })]).toEqual([keys, "HUB_APPLICATION_INVALID"]);
    expect(await tokenFor()).toBe("401 invalid_client: the app has no such key in force");
  });

  test("a key gives nothing until another administrator has confirmed it", async () => {
    expect(await propose(first)).toEqual({ keys: [], proposedKeys: [first.thumbprint] });
    const again = { keys: [first.thumbprint] };
    expect(await office.refused(FIRST, CONFIRM, again)).toBe("HUB_STEP_REFUSED OWN_MATTER");
    expect(await office.refused(SECOND, CONFIRM, { keys: [second.thumbprint] })).toBe("HUB_APPLICATION_INVALID");
    expect(await office.refused("owner.housing", CONFIRM, again)).toBe("HUB_STEP_REFUSED WRONG_ROLE");
    expect(await tokenFor()).toBe("401 invalid_client: the app has no such key in force");
    expect(await confirm(first)).toEqual({ keys: [first.thumbprint], proposedKeys: [] });
    expect(office.events.at(-1)).toMatchObject({
      action: "CONFIRM_KEYS",
      change: { what: "party", id: APP },
      detail: { confirmed: [first.thumbprint] },
    });
    expect(await office.refused(SECOND, CONFIRM, again)).toBe("HUB_NOT_FOUND");
    await until({}, "a token");
  });

  test("what is left out of the registration stays, and a private key is refused without a word of it", async () => {
    expect(await office.done(FIRST, REGISTER)).toEqual({ keys: [first.thumbprint], proposedKeys: [] });
    const secret = first.privateKey.export({ format: "jwk" });
    const { errors } = await office.as(FIRST, REGISTER, { keys: JSON.stringify({ keys: [secret] }) });
    expect(errors).toMatchObject([{ extensions: { code: "HUB_APPLICATION_INVALID", field: "keys.keys[0]" } }]);
    expect(JSON.stringify(errors)).not.toContain(secret.d);
    expect(await office.refused(FIRST, REGISTER, { keys: "none" })).toBe("HUB_APPLICATION_INVALID");
  });

  test("the second key is used beside the first, and the first goes at once, with the tokens that it gave", async () => {
    await propose(first, second);
    await confirm(second);
    await until({ key: second }, "a token");
    const [old, renewed] = await Promise.all([
      post(await formOf()),
      post(await formOf({}, await assertion({ key: second }))),
    ]);
    const [oldToken = "", newToken = ""] = [old.body.access_token, renewed.body.access_token];
    const open = "{ person { divisionCode } }";
    expect((await ask(oldToken, open)).text).toContain('"divisionCode":"411102001001"');
    expect(await propose(second)).toEqual({ keys: [second.thumbprint], proposedKeys: [] });
    await until({}, "401 invalid_client: the app has no such key in force");
    const deadline = performance.now() + 5_000;
    while ((await ask(oldToken, open)).status !== 401 && performance.now() < deadline);
    expect(await ask(oldToken, open)).toMatchObject({
      status: 401,
      text: expect.stringContaining("the token was revoked"),
    });
    expect((await ask(newToken, open)).status).toBe(200);
    await propose(first, second);
    await confirm(first);
    await until({}, "a token");
  });

  test("a row that somebody else writes is no app's key", async () => {
    await office.database.app.update({ where: { id: "housing-app" }, data: { keys: [{ kty: "oct", k: "c2VjcmV0" }] } });
    await until({ claims: { iss: "housing-app", sub: "housing-app" } }, "the register of parties has no such app");
  });
});

describe("20.1: the token endpoint", () => {
  test("gives ten minutes to an app that has proved itself, in the words of RFC 6749", async () => {
    const { status, body, headers } = await post(await formOf({ client_id: APP }));
    expect({ status, body }).toEqual({
      status: 200,
      body: { access_token: expect.any(String), token_type: "Bearer", expires_in: 600 },
    });
    expect([headers.get("cache-control"), headers.get("pragma")]).toEqual(["no-store", "no-cache"]);
    const token = body.access_token ?? "";
    const [header, claims] = token
      .split(".")
      .slice(0, 2)
      .map((part) => JSON.parse(Buffer.from(part, "base64url").toString()) as object);
    expect(header).toEqual({ alg: "EdDSA", typ: "at+jwt", kid: expect.any(String) });
    expect(claims).toEqual({
      iss: HUB,
      sub: APP,
      aud: "shali-hub",
      client_id: APP,
      app: APP,
      department: "human-resources",
      app_key: first.thumbprint,
      jti: expect.any(String),
      iat: seconds(),
      exp: seconds() + 600,
    });
    const { text } = await ask(token, "{ person { name divisionCode } }");
    expect(text).toContain('"data":{"person":{"name":null,"divisionCode":"411102001001"}}');
    expect(text).toContain('"reason":"OFFICER_REQUIRED"');
    now += 600_000;
    expect(await ask(token)).toMatchObject({ status: 401, text: expect.stringContaining("the token has expired") });
  });

  test("says of itself what RFC 8414 wants to know", async () => {
    const read = async (path: string): Promise<unknown> =>
      (await gateways[0]?.fetch(new Request(`${HUB}${path}`)))?.json();
    expect(await read("/.well-known/oauth-authorization-server")).toEqual({
      issuer: HUB,
      token_endpoint: `${HUB}/oauth/token`,
      jwks_uri: `${HUB}/oauth/jwks.json`,
      response_types_supported: [],
      grant_types_supported: [CLIENT_CREDENTIALS, EXCHANGE],
      token_endpoint_auth_methods_supported: ["private_key_jwt"],
      token_endpoint_auth_signing_alg_values_supported: ["EdDSA", "Ed25519", "ES256", "RS256", "PS256", "SM2"],
    });
    expect(await read("/oauth/jwks.json")).toEqual({
      keys: [{ kty: "OKP", crv: "Ed25519", x: expect.any(String), kid: expect.any(String), alg: "EdDSA", use: "sig" }],
    });
    const got = await gateways[0]?.fetch(new Request(`${HUB}/oauth/token`));
    expect([got?.status, got?.headers.get("allow")]).toEqual([405, "POST"]);
  });

  test("takes an assertion once, whichever gateway it comes to, and of many at the same time one", async () => {
    const form = await formOf();
    expect(refused(await post(form, { at: 0 }))).toBe("a token");
    const again = "401 invalid_client: the assertion was used before";
    expect(refused(await post(form, { at: 0 }))).toBe(again);
    expect(refused(await post(form, { at: 1 }))).toBe(again);
    const at = await formOf();
    const answers = await Promise.all(
      Array.from({ length: 10 }, async (_, n) => refused(await post(at, { at: n % 2 }))),
    );
    expect(answers.toSorted()).toEqual([...Array.from({ length: 9 }, () => again), "a token"]);
    // Another app may use the same id, and the app another one.
    expect(await tokenFor()).toBe("a token");
  });

  test.each<readonly [string, () => Assertion, string]>([
    ["another hub", () => ({ claims: { aud: "https://other.example" } }), "aud is not this hub alone"],
    ["this hub and another", () => ({ claims: { aud: [HUB, "https://other.example"] } }), "aud is not this hub alone"],
    ["nobody", () => ({ claims: { aud: undefined } }), "the claim aud is missing"],
    ["long ago", () => ({ claims: { exp: seconds() - 31 } }), "the assertion has expired"],
    ["for ever", () => ({ claims: { exp: undefined } }), "the claim exp is missing"],
    ["an hour", () => ({ claims: { exp: seconds() + 3_600 } }), "the assertion lives longer than 300 seconds"],
    ["later", () => ({ claims: { nbf: seconds() + 60 } }), "the assertion is not valid yet"],
    ["tomorrow", () => ({ claims: { iat: seconds() + 86_400 } }), "the assertion was issued in the future"],
    ["any time", () => ({ claims: { jti: undefined } }), "the claim jti is missing"],
    ["any time, by an id of one character", () => ({ claims: { jti: "1" } }), "jti is not 8 to 128"],
    ["another app", () => ({ claims: { sub: "housing-app" } }), "iss and sub are not the same app"],
    ["an app that nobody registered", () => ({ claims: { iss: "no-app", sub: "no-app" } }), "has no such app"],
    [
      "an app whose keys are others",
      () => ({ claims: { iss: "enterprise-app", sub: "enterprise-app" } }),
      "no such key in force",
    ],
    ["the app, by a stranger's key", () => ({ key: stranger }), "the app has no such key in force"],
    [
      "the app, by a stranger's key of its key's name",
      () => ({ key: stranger, header: { kid: first.thumbprint } }),
      "does not verify",
    ],
    [
      "the app, by one key in the name of another",
      () => ({ key: first, header: { kid: second.thumbprint } }),
      "alg is not the one",
    ],
    ["the app, by no key in particular", () => ({ header: { kid: undefined } }), "kid names the one that signed"],
    ["the app, as a token of the hub", () => ({ header: { typ: "at+jwt" } }), "typ is neither JWT nor"],
  ])("refuses an assertion for %s", async (_, made, expected) => {
    const answer = await tokenFor(made());
    expect(answer).toMatch(/^401 invalid_client: /);
    expect(answer).toContain(expected);
  });

  test("clocks may differ by 30 seconds", async () => {
    expect(await tokenFor({ claims: { exp: seconds() - 29 } })).toBe("a token");
    expect(await tokenFor({ claims: { nbf: seconds() + 29, iat: seconds() + 29, exp: seconds() + 329 } })).toBe(
      "a token",
    );
  });

  test("believes no signature that a public key makes, nor none at all", async () => {
    const claims = { iss: APP, sub: APP, aud: HUB, jti: randomUUID(), exp: seconds() + 60 };
    const shared = await new SignJWT(claims)
      .setProtectedHeader({ alg: "HS256", kid: first.thumbprint })
      .sign(Buffer.from(JSON.stringify(first.jwk)));
    expect(refused(await post(await formOf({}, shared)))).toBe(
      "401 invalid_client: alg is not the one of the app's key",
    );
    const none = new UnsecuredJWT(claims).encode();
    expect(refused(await post(await formOf({}, none)))).toMatch(/^401 invalid_client: /);
    const bare = `${Buffer.from(JSON.stringify({ alg: "none", kid: first.thumbprint })).toString("base64url")}.${none.split(".")[1] ?? ""}.`;
    expect(refused(await post(await formOf({}, bare)))).toMatch(/^401 invalid_client: /);
    expect(refused(await post(await formOf({}, "a.b.c")))).toBe(
      "401 invalid_client: the assertion is not a signed JWT",
    );
  });

  test.each<readonly [string, () => Promise<TokenAnswer>, string]>([
    ["no grant type", async () => post(await formOf({ grant_type: "" })), "400 invalid_request: grant_type is missing"],
    ["a password", async () => post(await formOf({ grant_type: "password" })), "400 unsupported_grant_type"],
    ["a scope", async () => post(await formOf({ scope: "all" })), "400 invalid_scope"],
    [
      "another audience",
      async () => post(await formOf({ audience: "other" })),
      "400 invalid_target: audience is not this hub",
    ],
    [
      "another's name",
      async () => post(await formOf({ client_id: "housing-app" })),
      "401 invalid_client: client_id is not",
    ],
    [
      "a secret",
      async () => post(await formOf({ client_secret: "s" })),
      "401 invalid_client: apps prove who they are by",
    ],
    ["Basic", async () => post(await formOf(), { headers: { authorization: "Basic eDp5" } }), "401 invalid_client"],
    [
      "no assertion",
      async () => post(await formOf({ client_assertion: "" })),
      "400 invalid_request: client_assertion is missing",
    ],
    [
      "SAML",
      async () => post(await formOf({ client_assertion_type: "saml" })),
      "400 invalid_request: client_assertion_type is not",
    ],
    [
      "a parameter twice",
      async () => post(`${await formOf()}&grant_type=client_credentials`),
      "400 invalid_request: a parameter is given more than once",
    ],
    [
      "an assertion twice",
      async () => post(`${await formOf()}&client_assertion=x`),
      "400 invalid_request: a parameter is given more than once",
    ],
    [
      "parameters in the address",
      async () => post(await formOf(), { query: "?client_id=x" }),
      "400 invalid_request: parameters belong",
    ],
    [
      "JSON",
      async () => post("{}", { headers: { "content-type": "application/json" } }),
      "400 invalid_request: the content-type",
    ],
    [
      "a body of 30 KB",
      async () => post(await formOf({ more: "x".repeat(30_000) })),
      "413 invalid_request: the body is larger",
    ],
    [
      "an assertion of 9 KB",
      async () => post(await formOf({ client_assertion: `a.${"b".repeat(9_000)}.c` })),
      "401 invalid_client: the assertion is too long",
    ],
    [
      "a form of 30 parameters",
      async () => post(await formOf(Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`p${n}`, "1"])))),
      "400 invalid_request: there are too many",
    ],
  ])("refuses %s", async (_, made, expected) => {
    expect(refused(await made())).toContain(expected);
  });
});

describe("20.1: one token for an app and its officer, both proven", () => {
  const idToken = (
    claims: Readonly<Record<string, unknown>> = {},
    key = provider,
    header: object = {},
  ): Promise<string> =>
    new SignJWT({
      iss: PROVIDER,
      sub: "u-17",
      aud: APP,
      account: "owner.human-resources",
      exp: seconds() + 3_600,
      ...claims,
    })
      .setProtectedHeader({ alg: "EdDSA", kid: "p1", ...header })
      .sign(key.privateKey);
  const exchange = async (token: string, more: Record<string, string> = {}): Promise<TokenAnswer> =>
    post(await formOf({ grant_type: EXCHANGE, subject_token: token, subject_token_type: ID_TOKEN, ...more }));

  test("reads what the app alone may not, and says who acts for whom", async () => {
    const { body } = await exchange(await idToken({ area: "411100" }));
    expect(body).toEqual({
      access_token: expect.any(String),
      token_type: "Bearer",
      expires_in: 600,
      issued_token_type: ACCESS_TOKEN,
    });
    const token = body.access_token ?? "";
    expect(JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString())).toMatchObject({
      sub: "owner.human-resources",
      act: { sub: APP },
      app: APP,
      officer: "owner.human-resources",
      division: "411100",
    });
    expect((await ask(token)).text).toMatch(/^{"data":{"person":{"name":"李示例"}}/);
  });

  test("lives no longer than the officer's own, and is renewed by the same one", async () => {
    const token = await idToken({ exp: seconds() + 90 });
    expect((await exchange(token)).body["expires_in"]).toBe(90);
    expect(refused(await exchange(token))).toBe("a token");
    now += 100_000;
    expect(refused(await exchange(token))).toBe("400 invalid_grant: the subject_token has expired");
  });

  test("the provider's clock may differ by 30 seconds too, and what has ended by the hub's own clock has ended", async () => {
    expect(refused(await exchange(await idToken({ nbf: seconds() + 29, iat: seconds() + 29 })))).toBe("a token");
    const refusedClaim = "400 invalid_grant: the subject_token's claim nbf is not accepted";
    expect(refused(await exchange(await idToken({ nbf: seconds() + 60 })))).toBe(refusedClaim);
    for (const ago of [0, 29, 31])
      expect(refused(await exchange(await idToken({ exp: seconds() - ago })))).toBe(
        "400 invalid_grant: the subject_token has expired",
      );
  });

  test("a key of the provider's is out of force once it is gone from its keys, and a new one is in force", async () => {
    const path = join(folder, "provider.jwks.json");
    const before = readFileSync(path, "utf8");
    const { keys } = JSON.parse(before) as { readonly keys: readonly object[] };
    const next = newKey();
    const renewed = (): Promise<string> => idToken({}, next, { kid: "p2" });
    const none = "400 invalid_grant: the subject_token is not one of the city's provider";
    const untilIs = async (made: () => Promise<string>, expected: string): Promise<void> => {
      const started = performance.now();
      let answer = refused(await exchange(await made()));
      while (answer !== expected && performance.now() - started < 5_000) {
        await setTimeout(20);
        answer = refused(await exchange(await made()));
      }
      expect(answer).toBe(expected);
    };
    expect(refused(await exchange(await renewed()))).toBe(none);
    writeFileSync(path, JSON.stringify({ keys: [...keys, { ...next.jwk, kid: "p2" }] }));
    await untilIs(renewed, "a token");
    expect(refused(await exchange(await idToken()))).toBe("a token");
    writeFileSync(path, JSON.stringify({ keys: [{ ...next.jwk, kid: "p2" }] }));
    await untilIs(idToken, none);
    expect(refused(await exchange(await renewed()))).toBe("a token");
    writeFileSync(path, before);
    await untilIs(idToken, "a token");
  });

  test("is given where the provider knows the hub as a resource, and the app as who asked", async () => {
    expect(
      refused(await exchange(await idToken({ aud: HUB, client_id: APP }), { subject_token_type: ACCESS_TOKEN })),
    ).toBe("a token");
    const other = "400 invalid_grant: the subject_token was not given to this app";
    expect(refused(await exchange(await idToken({ aud: HUB, client_id: "housing-app" })))).toBe(other);
    expect(refused(await exchange(await idToken({ aud: HUB })))).toBe(other);
  });

  test.each<readonly [string, () => Promise<string>, string]>([
    [
      "that another app was given",
      () => idToken({ aud: "housing-app" }),
      "the subject_token was not given to this app",
    ],
    [
      "that is shared with another app",
      () => idToken({ aud: [APP, "housing-app"], azp: "housing-app" }),
      "was not given to this app",
    ],
    ["of another provider", () => idToken({ iss: "https://evil.example" }), "claim iss is not accepted"],
    ["that the app signed itself", () => idToken({}, first), "is not one of the city's provider"],
    [
      "of an officer of another department",
      () => idToken({ account: "owner.housing" }),
      "the officer is not in office",
    ],
    [
      "of somebody whom the register does not know",
      () => idToken({ account: "stranger" }),
      "the officer is not in office",
    ],
    ["for a city elsewhere", () => idToken({ area: "110100" }), "the officer is not in office"],
    ["that names nobody", () => idToken({ account: undefined }), "the subject_token names nobody"],
    [
      "whose account is a list",
      () => idToken({ account: ["owner.human-resources"] }),
      "a claim of the subject_token is not text",
    ],
    ["that ends a session", () => idToken({}, provider, { typ: "logout+jwt" }), "the subject_token is of another type"],
    ["that has no end", () => idToken({ exp: undefined }), "claim exp is not accepted"],
  ])("refuses a token %s", async (_, made, expected) => {
    const answer = refused(await exchange(await made()));
    expect(answer).toMatch(/^400 invalid_grant: /);
    expect(answer).toContain(expected);
  });

  test("takes no claim about a person from the app, and no token of the provider as one of its own", async () => {
    const { body } = await post(await formOf({}, await assertion({ claims: { officer: "owner.human-resources" } })));
    expect((await ask(body.access_token ?? "")).text).toContain("OFFICER_REQUIRED");
    const theirs = await idToken({
      aud: "shali-hub",
      app: APP,
      department: "human-resources",
      officer: "owner.human-resources",
    });
    expect((await ask(theirs)).status).toBe(401);
    const forged = await idToken({
      iss: HUB,
      aud: "shali-hub",
      app: APP,
      department: "human-resources",
      app_key: first.thumbprint,
    });
    expect((await ask(forged)).status).toBe(401);
  });

  describe("20.1: a citizen's and a firm's login is whose their department says", () => {
    const enter = (department: string, login: string, holder: string, to = "null"): Promise<unknown> =>
      (owners.get(department) as Client).query(
        `insert into login_identity (issuer, login, holder, valid_from, valid_to, entered_by) values ($1, $2, $3, '2000-01-01', ${to}, 'officer')`,
        [PROVIDER, login, holder],
      );
    const end = (login: string): Promise<unknown> =>
      (owners.get("public-security") as Client).query(
        "update login_identity set valid_to = now(), ended_by = 'officer' where login = $1",
        [login],
      );
    const loggedIn = async (claims: Readonly<Record<string, unknown>>) =>
      exchange(await idToken({ account: undefined, ...claims }));
    const NOBODY = "400 invalid_grant: the subject_token names nobody whom the hub can know";

    test("a token for a citizen has their Person.id, and nothing by which the provider knows them", async () => {
      await enter("public-security", "u-citizen", PERSON);
      const { body } = await loggedIn({ citizen: "u-citizen" });
      const [, claims = ""] = (body.access_token ?? "").split(".");
      expect(JSON.parse(Buffer.from(claims, "base64url").toString())).toEqual({
        iss: HUB,
        sub: PERSON,
        subject: PERSON,
        act: { sub: APP },
        aud: "shali-hub",
        client_id: APP,
        app: APP,
        department: "human-resources",
        app_key: first.thumbprint,
        jti: expect.any(String),
        iat: seconds(),
        exp: seconds() + 600,
      });
      expect((await ask(body.access_token ?? "", "{ person { divisionCode } }")).status).toBe(200);
    });

    test("a token for a firm has its credit code", async () => {
      await enter("enterprise", "u-firm", FIRM);
      const { body } = await loggedIn({ firm: "u-firm" });
      expect(JSON.parse(Buffer.from(body.access_token?.split(".")[1] ?? "", "base64url").toString())).toMatchObject({
        enterprise: FIRM,
        sub: FIRM,
        act: { sub: APP },
      });
    });

    test("it ends when the login does, if that is known, and none is given once it is ended", async () => {
      // The department's clock is the machine's, which may be before the test's or after it.
      now = Math.max(now, Date.now());
      await enter("public-security", "u-leaving", PERSON, `to_timestamp(${seconds() + 90})`);
      const { body } = await loggedIn({ citizen: "u-leaving" });
      expect(body["expires_in"]).toBe(90);
      await enter("public-security", "u-gone", PERSON);
      expect(refused(await loggedIn({ citizen: "u-gone" }))).toBe("a token");
      await end("u-gone");
      expect(refused(await loggedIn({ citizen: "u-gone" }))).toBe(NOBODY);
    });

    test.each<[string, Readonly<Record<string, unknown>>]>([
      ["whom nobody entered", { citizen: "u-stranger" }],
      ["of a firm as a citizen's", { citizen: "u-firm" }],
      ["of a citizen as a firm's", { firm: "u-citizen" }],
      ["beside an officer's", { citizen: "u-citizen", account: "owner.human-resources" }],
      ["beside a firm's", { citizen: "u-citizen", firm: "u-firm" }],
      ["with an officer's area", { citizen: "u-citizen", area: "411100" }],
      ["that is a citizen number", { citizen: "000000198001010019" }],
      ["with a space before it", { citizen: " u-citizen" }],
      ["with a sign that nobody sees", { citizen: "u-citizen\u200b" }],
      ["of 300 characters", { citizen: "u".repeat(300) }],
    ])("a login %s is nobody's, in the same words", async (_, claims) => {
      expect(refused(await loggedIn(claims))).toBe(NOBODY);
    });

    test("a login that is no text is refused, and what the provider says of itself is no Person.id", async () => {
      for (const citizen of [["u-citizen"], {}, 7, "", null])
        expect(refused(await loggedIn({ citizen }))).toBe(
          "400 invalid_grant: a claim of the subject_token is not text",
        );
      for (const claims of [{ subject: PERSON }, { enterprise: FIRM }, { sub: PERSON }])
        expect(refused(await loggedIn(claims))).toBe("400 invalid_grant: the subject_token names nobody");
    });

    test("the log tells why there was no token, and of no login, number or holder", async () => {
      told.length = 0;
      for (const claims of [{ citizen: "u-citizen" }, { citizen: "u-stranger" }, { citizen: "000000198001010019" }])
        await loggedIn(claims);
      expect(told.map((line) => (JSON.parse(line) as { readonly reason: string }).reason)).toEqual(
        Array.from({ length: 2 }, () => "the subject_token names nobody whom the hub can know"),
      );
      expect(told.join("")).not.toMatch(new RegExp(`u-citizen|u-stranger|00000019800101|${PERSON}`));
    });

    test("while the department does not answer there is no token, and what its table says is asked each time", async () => {
      await owners.get("enterprise")?.query("alter table login_identity rename to hidden");
      const down = "503 temporarily_unavailable: the department that knows this login does not answer";
      expect(refused(await loggedIn({ firm: "u-firm" }))).toBe(down);
      await owners.get("enterprise")?.query("alter table hidden rename to login_identity");
      expect(refused(await loggedIn({ firm: "u-firm" }))).toBe("a token");
    });
  });

  test.each([
    ["no token", { subject_token: "" }, "400 invalid_request: subject_token is missing"],
    [
      "a token of SAML",
      { subject_token_type: "urn:ietf:params:oauth:token-type:saml2" },
      "400 invalid_request: subject_token_type",
    ],
    [
      "a refresh token for it",
      { requested_token_type: "urn:ietf:params:oauth:token-type:refresh_token" },
      "400 invalid_request: requested",
    ],
    ["another actor", { actor_token: "x" }, "400 invalid_request: the app acts"],
  ])("refuses %s", async (_, more, expected) => {
    expect(refused(await exchange(await idToken(), more))).toContain(expected);
  });
});

describe("20.1: the token endpoint's own rate", () => {
  type Desk = Awaited<ReturnType<typeof openTokenDesk>>;
  const LIMITS = { seconds: 60, app: 20, refused: 10, failures: 3 };
  const TOO_MANY = "429 temporarily_unavailable: too many requests for tokens";
  const desks: Desk[] = [];
  const routes: Route[] = [];
  beforeAll(async () => {
    const logger = pino({ level: "silent" });
    const tokens = { issuer: HUB, key: await openSigningKey(join(folder, "tokens")) };
    const governance = governances[0] as Governance;
    const settings = { tokens, governance, database: office.gatewayUrl, logger, clock: () => now };
    const provider = join(folder, "provider.yaml");
    for (let at = 0; at < 2; at += 1) desks.push(await openTokenDesk({ ...settings, provider, limits: LIMITS }));
    routes.push(...desks.map(({ serve }) => serve(() => Promise.resolve(null))));
    const other = newKey();
    await office.done(
      FIRST,
      `mutation ($keys: String) { registerApp(id: "rental-app", department: "housing", name: "住建应用", keys: $keys) { id } }`,
      { keys: jwksOf(other) },
    );
    await office.done(SECOND, `mutation ($keys: [String!]!) { confirmKeys(app: "rental-app", keys: $keys) { id } }`, {
      keys: [other.thumbprint],
    });
    neighbour = other;
    const made = { key: other, claims: { iss: "rental-app", sub: "rental-app" } };
    await until(made, "a token");
  });
  afterAll(async () => {
    for (const { close } of desks) await close();
  });
  /** Each test has a minute of its own. */
  beforeEach(() => {
    now += 60_000;
  });
  let neighbour: Key;
  const send = async (
    body: string,
    address: string,
    at = 0,
  ): Promise<TokenAnswer & { readonly again: string | null }> => {
    const request = new Request(`${HUB}/oauth/token`, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body,
    });
    const answer = await routes[at]?.({ ...requestInProcess(request), address });
    if (answer === undefined) throw new Error("no answer");
    const { status, headers } = answer;
    return {
      status,
      body: JSON.parse(String(answer.body)) as TokenAnswer["body"],
      again: headers["retry-after"] ?? null,
    };
  };
  const asApp = async (address: string, at = 0): Promise<string> => refused(await send(await formOf(), address, at));
  const asNeighbour = async (address: string): Promise<string> =>
    refused(
      await send(
        await formOf({}, await assertion({ key: neighbour, claims: { iss: "rental-app", sub: "rental-app" } })),
        address,
      ),
    );
  const wrong = async (address: string): Promise<string> =>
    refused(
      await send(await formOf({}, await assertion({ key: stranger, header: { kid: first.thumbprint } })), address),
    );

  test("an app that floods is refused, whichever gateway it asks and from wherever, and another app is not", async () => {
    const answers = [];
    for (let turn = 0; turn < 30; turn += 1) answers.push(await asApp(`10.0.0.${turn}`, turn % 2));
    expect(answers.filter((one) => one === "a token")).toHaveLength(LIMITS.app);
    expect(answers.slice(-5)).toEqual(Array.from({ length: 5 }, () => TOO_MANY));
    const { again } = await send(await formOf(), "10.0.0.1");
    expect(Number(again)).toBeGreaterThan(0);
    expect(Number(again)).toBeLessThanOrEqual(60);
    expect(await asNeighbour("10.0.0.1")).toBe("a token");
    now += 60_000;
    expect(await asApp("10.0.0.1")).toBe("a token");
  });

  test("an exchange that is refused costs an app ten tokens", async () => {
    const foreign = await new SignJWT({ iss: PROVIDER, aud: "rental-app", account: "x", exp: seconds() + 600 })
      .setProtectedHeader({ alg: "EdDSA", kid: "p1" })
      .sign(provider.privateKey);
    const more = { grant_type: EXCHANGE, subject_token: foreign, subject_token_type: ID_TOKEN };
    for (let turn = 0; turn < 2; turn += 1)
      expect(refused(await send(await formOf(more), "10.0.1.1"))).toContain("was not given to this app");
    expect(await asApp("10.0.1.1")).toBe(TOO_MANY);
    expect(await asNeighbour("10.0.1.1")).toBe("a token");
  });

  test("whoever fails too often is refused unread; apps that are known there are not, and nothing is spent in their name", async () => {
    const balancer = "10.0.2.1";
    expect(await asNeighbour(balancer)).toBe("a token");
    for (let turn = 0; turn < LIMITS.failures; turn += 1) expect(await wrong(balancer)).toContain("does not verify");
    // In the name of an app that was never proved from there, right or wrong.
    expect(await wrong(balancer)).toBe(TOO_MANY);
    expect(await asApp(balancer)).toBe(TOO_MANY);
    expect(await asNeighbour(balancer)).toBe("a token");
    // Another address, and the same one a minute later.
    expect(await asApp("10.0.2.2")).toBe("a token");
    now += 60_000;
    expect(await asApp(balancer)).toBe("a token");
  });

  test("a replayed assertion is a failure of whoever sends it, and takes nothing from its app", async () => {
    const form = await formOf();
    expect(refused(await send(form, "10.0.3.1"))).toBe("a token");
    for (let turn = 0; turn < LIMITS.failures; turn += 1)
      expect(refused(await send(form, "10.0.3.2"))).toBe("401 invalid_client: the assertion was used before");
    expect(refused(await send(form, "10.0.3.2"))).toBe(TOO_MANY);
    const rest = [];
    for (let turn = 0; turn < LIMITS.app - 1; turn += 1) rest.push(await asApp("10.0.3.1"));
    expect(rest.filter((one) => one !== "a token")).toEqual([]);
  });

  test("an IPv6 host cannot change its address within its network", async () => {
    for (let turn = 0; turn < LIMITS.failures; turn += 1) await wrong(`2001:db8:1:2::${turn + 1}`);
    expect(await asApp("2001:db8:1:2:ffff::9")).toBe(TOO_MANY);
    expect(await asApp("2001:db8:1:3::9")).toBe("a token");
  });
});

test("18.5: an app whose key is of SM2, and an officer whom the provider's token of SM2 names, are given a token", async () => {
  const [own, provided] = await Promise.all([
    openSigningKey(join(folder, "app"), "SM2"),
    openSigningKey(join(folder, "national"), "SM2"),
  ]);
  const [read] = readAppKeys(own.jwks);
  if (read === undefined) throw new Error("no key");
  await office.done(FIRST, REGISTER, { keys: JSON.stringify(own.jwks) });
  await office.done(SECOND, CONFIRM, { keys: [thumbprintOf(read)] });
  const assertionOf = (signer = own) => {
    const claims = { iss: APP, sub: APP, aud: HUB, jti: randomUUID(), iat: seconds(), exp: seconds() + 60 };
    return signJwt(claims, { ...signer, keyId: own.keyId });
  };
  const subject = await signJwt(
    { iss: PROVIDER, aud: APP, account: "owner.human-resources", iat: seconds(), exp: seconds() + 600 },
    provided,
    "JWT",
  );
  const asked = async (made: string) =>
    post(await formOf({ grant_type: EXCHANGE, subject_token: subject, subject_token_type: ID_TOKEN }, made));
  const started = performance.now();
  let answer = await asked(await assertionOf());
  // Neither SM2 nor a refusal lets anything else have its turn.
  while (answer.status !== 200 && performance.now() - started < 5_000) {
    await setTimeout(10);
    answer = await asked(await assertionOf());
  }
  expect(answer).toMatchObject({ status: 200, body: { token_type: "Bearer" } });
  expect((await ask(answer.body.access_token ?? "")).status).toBe(200);
  const stranger = await openSigningKey(join(folder, "stranger"), "SM2");
  expect(refused(await asked(await assertionOf(stranger)))).toBe(
    "401 invalid_client: the app's key does not verify the assertion",
  );
});
