import { randomUUID } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { Pool } from "undici";
import { openSigningKey, type SigningKey } from "../gateway/authenticate/signing-key.ts";
import { CLIENT_CREDENTIALS, ID_TOKEN, JWT_BEARER, TOKEN_EXCHANGE } from "../gateway/token/read-token-request.ts";
import { startEmbeddedPostgres } from "../deploy/postgres/embedded-postgres.ts";
import { signJwt } from "../schema/jwt/sign-jwt.ts";
import { migrateDatabase } from "../subgraphs/kit/postgres/migrate-database.ts";
import { type Bench, median, quantile } from "./bench.ts";
import { messageFrom, startChild, usageOf, type Child } from "./child.ts";
import type { TokenGateway } from "./tokens/gateway.ts";

const HUB = "https://hub.bench.example";
const PROVIDER = "https://id.bench.example";
/** No app reaches its own bound: 50 tokens a second. */
const APPS = 60;
const OFFICERS = 100;
const CONNECTIONS = 32;
const ASKED = 500;

interface Askers {
  readonly keys: readonly (readonly [string, SigningKey])[];
  readonly provider: SigningKey;
}

/** The forms of so many requests, made before anything is measured: what an app signs is its own work. */
const formsOf = ({ keys, provider }: Askers, count: number, exchanges: boolean): Promise<readonly string[]> => {
  const now = Math.floor(Date.now() / 1_000);
  const form = async (nth: number): Promise<string> => {
    const [app, key] = keys[nth % keys.length] as readonly [string, SigningKey];
    const frame = { iat: now, exp: now + 290 };
    const claims = { jti: randomUUID(), iss: app, sub: app, aud: HUB, ...frame };
    const officer = { iss: PROVIDER, aud: app, account: `officer-${nth % OFFICERS}`, sub: "u", ...frame };
    return new URLSearchParams({
      client_assertion_type: JWT_BEARER,
      client_assertion: await signJwt(claims, key),
      grant_type: exchanges ? TOKEN_EXCHANGE : CLIENT_CREDENTIALS,
      ...(exchanges && { subject_token: await signJwt(officer, provider, "JWT"), subject_token_type: ID_TOKEN }),
    }).toString();
  };
  return Promise.all(Array.from({ length: count }, (_, nth) => form(nth)));
};

interface Round {
  readonly perSecond: number;
  /** Milliseconds of the gateway's CPU for each token. */
  readonly cpu: number;
  readonly p50: number;
  readonly p99: number;
}

/** Sends all forms over kept connections. Rejects unless each is given a token. */
const load = async (child: Child, url: string, forms: readonly string[]): Promise<Round> => {
  const pool = new Pool(url, { connections: CONNECTIONS, pipelining: 1 });
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const took: number[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let body = forms[next++]; body !== undefined; body = forms[next++]) {
      const sent = performance.now();
      const { statusCode, body: answer } = await pool.request({ method: "POST", path: "/oauth/token", headers, body });
      const text = await answer.text();
      if (statusCode !== 200) throw new Error(`HTTP ${statusCode}: ${text}`);
      took.push(performance.now() - sent);
    }
  };
  const before = await usageOf(child);
  const begun = performance.now();
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  const seconds = (performance.now() - begun) / 1_000;
  const after = await usageOf(child);
  await pool.close();
  const sorted = took.toSorted((one, other) => one - other);
  return {
    perSecond: forms.length / seconds,
    cpu: (after.cpu - before.cpu) / 1_000 / forms.length,
    p50: quantile(sorted, 0.5),
    p99: quantile(sorted, 0.99),
  };
};

const rowOf = (what: string, rounds: readonly Round[]): readonly string[] => {
  const of = (name: keyof Round): number => median(rounds.map((round) => round[name]));
  return [
    what,
    of("perSecond").toFixed(0),
    of("cpu").toFixed(2),
    `${of("p50").toFixed(0)} ms`,
    `${of("p99").toFixed(0)} ms`,
  ];
};

/** One gateway that does nothing but give tokens, over the counters and spent assertions of a PostgreSQL. */
const measured = async (
  folder: string,
  database: string,
  options: Parameters<Bench["run"]>[0],
): Promise<Record<"own" | "exchanged", readonly Round[]>> => {
  const keyIn = (name: string): Promise<SigningKey> => openSigningKey(join(folder, name));
  const ids = Array.from({ length: APPS }, (_, at) => `app-${at}`);
  const keys = await Promise.all(ids.map(async (id) => [id, await keyIn(id)] as const));
  const provider = await keyIn("provider");
  const told: TokenGateway = {
    database,
    folder,
    issuer: HUB,
    apps: Object.fromEntries(keys.map(([id, { jwks }]) => [id, jwks.keys[0] ?? {}])),
    officers: Array.from({ length: OFFICERS }, (_, at) => `officer-${at}`),
    provider: { issuer: PROVIDER, jwks: provider.jwksPath, claims: { officer: "account" } },
  };
  const child = await startChild(new URL("tokens/gateway.ts", import.meta.url), [JSON.stringify(told)]);
  try {
    return await loadedInTurn(child, { keys, provider }, options);
  } finally {
    await child[Symbol.asyncDispose]();
  }
};

/** Rounds of both kinds, one after the other. */
const loadedInTurn = async (
  child: Child,
  askers: Askers,
  { rounds, roundMilliseconds, say }: Parameters<Bench["run"]>[0],
): Promise<Record<"own" | "exchanged", readonly Round[]>> => {
  const { url } = await messageFrom<{ url: string }>(child);
  const count = Math.round((ASKED * roundMilliseconds) / 1_000);
  const found: Record<"own" | "exchanged", Round[]> = { own: [], exchanged: [] };
  for (let round = -1; round < rounds; round += 1) {
    for (const kind of ["own", "exchanged"] as const) {
      const forms = await formsOf(askers, count, kind === "exchanged");
      const result = await load(child, url, forms);
      // The first one warms it up.
      if (round >= 0) found[kind].push(result);
      say(`${kind}: ${result.perSecond.toFixed(0)} tokens/s`);
    }
  }
  return found;
};

/** The token endpoint alone. */
export const tokens: Bench = {
  name: "tokens",
  summary: "tokens that one gateway gives in a second, to apps alone and to apps with their officers",
  run: async (options) => {
    const folder = await mkdtemp(join(tmpdir(), "bench-tokens-"));
    // A PostgreSQL started by root runs as somebody else.
    await chmod(folder, 0o755);
    const postgres = await startEmbeddedPostgres(join(folder, "postgres"));
    try {
      const database = await postgres.urlOf("sharing");
      await migrateDatabase("sharing", database);
      const { own, exchanged } = await measured(folder, database, options);
      const reached = median(own.map(({ perSecond }) => perSecond));
      const [load = 0] = loadavg();
      return {
        introduction:
          `One gateway, ${APPS} apps with keys of Ed25519, ${CONNECTIONS} kept connections; every request has an assertion of its own, made beforehand, which the ` +
          "gateway verifies, spends in PostgreSQL (fsync on) and answers with a token that it signs; an exchange verifies the provider's token too. Client, gateway and " +
          `PostgreSQL share the machine. Medians of ${options.rounds} rounds; CPU is the gateway process's own. Load of the machine (1 min) at the end: ${load.toFixed(1)}.`,
        tables: [
          {
            title: "One gateway",
            table: {
              head: ["token for", "tokens/s", "CPU ms", "p50", "p99"],
              rows: [rowOf("the app alone", own), rowOf("the app and its officer", exchanged)],
            },
          },
        ],
        bars: [
          {
            what: "tokens in a second",
            bar: `≥ ${ASKED}`,
            reached: reached.toFixed(0),
            holds: reached >= ASKED,
          },
        ],
      };
    } finally {
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    }
  },
};
