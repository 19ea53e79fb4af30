import { beforeAll, expect, test } from "@jest/globals";
import fc from "fast-check";
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JSONWebKeySet } from "jose";
import { allowanceFor, allowanceSomewhere, scopeOf } from "./allowance.ts";
import { documentHash, type Envelope, ENVELOPE_ISSUER, type EnvelopeOutcome } from "./envelope.ts";
import { fromClaims, toClaims } from "./envelope-claims.ts";
import { createEnvelopeVerifier } from "./envelope-verifier.ts";
import { signEnvelope } from "./sign-envelope.ts";

const NOW = Date.parse("2026-06-01T12:00:00Z");
const QUERY = "{people{name income}}";
let signer: { readonly key: CryptoKey; readonly keyId: string };
let keys: JSONWebKeySet;

beforeAll(async () => {
  const { publicKey, privateKey } = await generateKeyPair("EdDSA", { extractable: true });
  signer = { key: privateKey, keyId: "k" };
  keys = { keys: [{ ...(await exportJWK(publicKey)), kid: "k", alg: "EdDSA" }] };
});

const envelope = (overrides: Partial<Envelope> = {}): Envelope => ({
  app: "rental-check",
  department: "housing",
  officer: "zj-wang",
  roles: [],
  subject: null,
  enterprise: null,
  purpose: "PUBLIC_RENTAL",
  grant: "abc",
  policy: "def",
  lines: [
    {
      consumer: { kind: "caller" },
      grants: ["g1"],
      scope: ["4111"],
      coordinates: new Map<string, EnvelopeOutcome>([
        ["Person.name", "CLEAR"],
        ["Person.income", "MASKED"],
      ]),
    },
    {
      consumer: { kind: "department", department: "civil-affairs" },
      grants: ["g2"],
      scope: ["411102"],
      coordinates: new Map<string, EnvelopeOutcome>([["Person.income", "CLEAR"]]),
    },
  ],
  keys: new Set(["Person.id"]),
  document: documentHash(QUERY),
  ...overrides,
});

test("a subgraph reads what the gateway signed", async () => {
  const token = await signEnvelope(envelope(), "public-security", signer, NOW);
  const verifier = createEnvelopeVerifier(keys, "public-security", () => NOW);
  const result = await verifier.verify(token, QUERY);
  expect(result).toEqual({
    kind: "valid",
    envelope: { ...envelope(), audience: "public-security", issuedAt: NOW / 1000, expiresAt: NOW / 1000 + 60 },
  });
});

test("a stolen envelope serves no other subgraph, no other operation, and nobody after its minute", async () => {
  const token = await signEnvelope(envelope(), "public-security", signer, NOW);
  let now = NOW;
  const verifier = createEnvelopeVerifier(keys, "public-security", () => now);
  expect(await createEnvelopeVerifier(keys, "housing", () => NOW).verify(token, QUERY)).toEqual({
    kind: "refused",
    reason: "WRONG_AUDIENCE",
  });
  expect(await verifier.verify(token, "{people{number}}")).toEqual({ kind: "refused", reason: "WRONG_DOCUMENT" });
  now = NOW + 59_999;
  expect(await verifier.verify(token, QUERY)).toMatchObject({ kind: "valid" });
  now = NOW + 60_000;
  expect(await verifier.verify(token, QUERY)).toEqual({ kind: "refused", reason: "EXPIRED" });
  now = NOW + 60_001;
  expect(await createEnvelopeVerifier(keys, "public-security", () => now).verify(token, QUERY)).toEqual({
    kind: "refused",
    reason: "EXPIRED",
  });
});

test("it lives no longer than what it rests on", async () => {
  const token = await signEnvelope(envelope(), "public-security", signer, NOW, NOW + 10_000);
  const { verify } = createEnvelopeVerifier(keys, "public-security", () => NOW);
  expect(await verify(token, QUERY)).toMatchObject({ envelope: { expiresAt: NOW / 1000 + 10 } });
});

test("no envelope, a torn one, one of a stranger, of a caller's token or with a broader promise is none", async () => {
  const { verify } = createEnvelopeVerifier(keys, "public-security", () => NOW);
  const stranger = await generateKeyPair("EdDSA");
  const sign = (change: (jwt: SignJWT) => SignJWT, typ = "envelope+jwt") =>
    change(
      new SignJWT({ ...toClaims(envelope()) })
        .setProtectedHeader({ alg: "EdDSA", kid: "k", typ })
        .setIssuer(ENVELOPE_ISSUER)
        .setIssuedAt(NOW / 1000)
        .setAudience("public-security")
        .setExpirationTime(NOW / 1000 + 60),
    ).sign(signer.key);
  expect(await verify(await sign((jwt) => jwt), QUERY)).toMatchObject({ kind: "valid" });
  const reason = async (token: string | null | undefined) => {
    const result = await verify(token, QUERY);
    return result.kind === "refused" ? result.reason : result.kind;
  };
  expect(await reason(null)).toBe("MISSING");
  expect(await reason(undefined)).toBe("MISSING");
  expect(await reason("a.b.c")).toBe("INVALID");
  expect(
    await reason(await signEnvelope(envelope(), "public-security", { key: stranger.privateKey, keyId: "k" }, NOW)),
  ).toBe("INVALID");
  expect(await reason(await sign((jwt) => jwt, "JWT"))).toBe("INVALID");
  expect(await reason(await sign((jwt) => jwt.setAudience(["public-security", "housing"])))).toBe("INVALID");
  expect(await reason(await sign((jwt) => jwt.setExpirationTime(NOW / 1000 + 3_600)))).toBe("INVALID");
  expect(await reason(await sign((jwt) => jwt.setIssuer("urn:else")))).toBe("INVALID");
  expect(await reason(`${(await sign((jwt) => jwt)).slice(0, -4)}AAAA`)).toBe("INVALID");
});

test("what is allowed follows the row: masked for the caller, clear where a department derives from it", () => {
  const found = envelope();
  expect(allowanceFor(found, "Person.income", "411102001000")).toBe("CLEAR");
  expect(allowanceFor(found, "Person.income", "411103001000")).toBe("MASKED");
  expect(allowanceFor(found, "Person.income", "410100")).toBeUndefined();
  expect(allowanceFor(found, "Person.income", null)).toBeUndefined();
  expect(allowanceFor(found, "Person.number", "411102")).toBeUndefined();
  expect(allowanceFor(found, "Person.id", null)).toBe("CLEAR");
  expect(allowanceFor(found, "Person.__proto__", "411102")).toBeUndefined();
  expect(allowanceSomewhere(found, "Person.income")).toBe("CLEAR");
  expect(allowanceSomewhere(found, "Person.cases")).toBeUndefined();
  expect(scopeOf(found, "Person.income")).toEqual(["4111"]);
  expect(scopeOf(found, "Person.cases")).toEqual([]);
  expect(scopeOf(found, "Person.id")).toEqual([""]);
});

const FIELDS = "fields by type, as lists c (clear) and m (masked)";

test("claims carry an envelope whole, whatever names it holds", () => {
  const name = fc.oneof(fc.stringMatching(/^[A-Za-z_]\w{0,8}$/), fc.constantFrom("__proto__", "constructor", "c", "m"));
  const line = fc.record({
    consumer: fc.oneof(
      fc.constant({ kind: "caller" } as const),
      name.map((department) => ({ kind: "department", department }) as const),
    ),
    grants: fc.array(fc.string()),
    scope: fc.array(fc.stringMatching(/^[0-9]{0,12}$/)),
    coordinates: fc
      .array(fc.tuple(name, name, fc.constantFrom<EnvelopeOutcome>("CLEAR", "MASKED")))
      .map(
        (entries) => new Map(entries.map(([typeName, field, outcome]) => [`${typeName}.${field}`, outcome] as const)),
      ),
  });
  fc.assert(
    fc.property(fc.array(line), fc.option(fc.string()), (lines, officer) => {
      const whole = envelope({ lines, officer });
      const read = fromClaims(JSON.parse(JSON.stringify(toClaims(whole))) as Record<string, unknown>);
      expect(read.officer).toBe(officer);
      expect(read.lines.map(({ coordinates }) => new Map([...coordinates].sort()))).toEqual(
        lines.map(({ coordinates }) => new Map([...coordinates].sort())),
      );
      expect(read.lines.map(({ consumer, grants, scope }) => ({ consumer, grants, scope }))).toEqual(
        lines.map(({ consumer, grants, scope }) => ({ consumer, grants, scope })),
      );
    }),
  );
});

test.each([
  ["lin", { lin: {} }, "lin: expected a list of lines, got a mapping"],
  ["app", { app: 7 }, "app: expected text, got a number"],
  ["doc", { doc: undefined }, "doc: expected text, got nothing"],
  ["off", { off: null }, "off: expected text, got null"],
  ["key", { key: "Person.id" }, "key: expected a list of texts, got text of 9 characters"],
  [
    "sco",
    { lin: [{ gra: [], sco: "4111", fld: {} }] },
    "lin[0].sco: expected a list of texts, got text of 4 characters",
  ],
  [
    "fld",
    { lin: [{ gra: [], sco: [], fld: { Person: { c: "name" } } }] },
    `lin[0].fld: expected ${FIELDS}, got a mapping`,
  ],
  ["fld", { lin: [{ gra: [], sco: [], fld: [] }] }, `lin[0].fld: expected ${FIELDS}, got a list of 0`],
])("a malformed claim %s is refused, not guessed, and its value stays out of the message", (_, change, message) => {
  expect(() => fromClaims({ ...toClaims(envelope()), ...change })).toThrow(`envelope.${message}`);
});
