import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Logger } from "pino";
import { pair, type Pair, token, told } from "../authenticate/fixtures/tokens.ts";
import { consumerSchemaOf } from "../supergraph/consumer-schema.ts";
import type { Supergraph } from "../supergraph/read-supergraph.ts";
import { openGovernance } from "./open-governance.ts";

const SDL = `
  schema @link(url: "https://specs.apollo.dev/join/v0.3", for: EXECUTION) { query: Query }
  enum join__Graph { A @join__graph(name: "police", url: "http://a") }
  type Query @join__type(graph: A) { name: String }`;

const folder = mkdtempSync(join(tmpdir(), "hub-governance-"));
const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
const grants = (coordinate: string): string =>
  JSON.stringify({
    grants: [
      {
        id: "g1",
        consumer: { app: "rental-check" },
        purpose: { code: "P", name: "核查", basis: "依据" },
        validTo: "2999-01-01T00:00:00Z",
        rowScope: ["*"],
        items: { [coordinate]: "CLEAR" },
      },
    ],
  });

const logged: string[] = [];
const log =
  (level: string) =>
  (_: unknown, text: string): unknown =>
    logged.push(`${level} ${text}`);
const logger = { info: log("info"), warn: log("warn"), error: log("error") } as unknown as Logger;

let issuer: Pair;
let jwks = "";
beforeAll(async () => {
  issuer = await pair("ES256", "k1");
  jwks = file("keys.json", JSON.stringify({ keys: [issuer.jwk] }));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

test("grants of a file are told at the start and after each change that is in force; a bad one is logged as an error", async () => {
  const path = file("grants.yaml", grants("Query.name"));
  const overlay = file("overlay.yaml", "items: { 'Query.name': { share: CONDITIONAL, level: L2 } }");
  const books: number[] = [];
  const governance = await openGovernance({
    ...{ overlay, grants: path, jwks, logger },
    onFileGrants: ({ records }) => books.push(records.length),
  });
  const load = () =>
    governance.load({
      supergraph: { sdl: SDL, own: new Set() } as unknown as Supergraph,
      schema: consumerSchemaOf(SDL),
      applyAt: undefined,
      logger,
    });
  load();
  expect(governance.catalogue().items.get("Query.name")).toMatchObject({ level: "L2", share: "CONDITIONAL" });
  file("grants.yaml", grants("Query.gone"));
  load();
  file("grants.yaml", '{ "grants": [] }');
  load();
  expect(books).toEqual([1, 0]);
  expect(logged).toEqual([
    "info Grants are in force.",
    "error The grants file's new version is NOT in force.",
    "info Grants are in force.",
  ]);
  await governance.close();
});

test("an issuer that is named is the one whose tokens are taken, and a list of revocations is asked", async () => {
  const openGrants = () => {
    throw new Error("nothing is loaded here");
  };
  const revocations = file("revoked", "officer:zj-wang");
  const open = (more: object) => openGovernance({ grants: openGrants, jwks, logger, ...more });
  const ofAnyone = await open({});
  const ofIssuer = await open({ issuer: "https://issuer" });
  const ofAnother = await open({ issuer: "https://another" });
  const withoutRevoked = await open({ revocations });
  const bearer = `Bearer ${await token(issuer, undefined, { exp: Math.round(Date.now() / 1_000) + 60 })}`;
  const answers = [ofAnyone, ofIssuer, ofAnother, withoutRevoked].map(async (governance) =>
    told(await governance.authenticator(bearer)),
  );
  expect(await Promise.all(answers)).toEqual([
    "caller",
    "caller",
    "the token's claim iss is not accepted",
    "the token was revoked",
  ]);
});

test("governance without a token issuer's keys, or with a key file that is none, does not open", async () => {
  const grantsOf = { grants: file("none.yaml", "grants: []"), logger };
  await expect(openGovernance(grantsOf)).rejects.toMatchObject({ code: "HUB_GOVERNANCE_INVALID" });
  await expect(openGovernance({ ...grantsOf, jwks: file("bad.json", "{}") })).rejects.toMatchObject({
    code: "HUB_KEYS_INVALID",
  });
});
