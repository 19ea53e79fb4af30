import type { Logger } from "pino";
import { acceptedAlgorithms, type NationalCrypto } from "../../schema/jwt/national-crypto.ts";
import { Malformed } from "../../schema/parse.ts";
import type { Caller } from "../authenticate/caller.ts";
import { callerFromClaims } from "../authenticate/claims.ts";
import { jsonAnswer, type HttpAnswer, type HttpRequest, type Route } from "../front/http.ts";
import { registered, type Register } from "../grant/register.ts";
import { AUDIENCE, LIFE, signToken, type OwnTokens } from "./own-tokens.ts";
import { APP_ALGORITHMS, SKEW, appNamedIn, proveApp, type ProvenApp } from "./prove-app.ts";
import type { Person, Provider } from "./provider.ts";
import {
  ACCESS_TOKEN,
  CLIENT_CREDENTIALS,
  readTokenRequest,
  TOKEN_EXCHANGE,
  type TokenRequest,
} from "./read-token-request.ts";
import type { SpentAssertions } from "./spent-assertions.ts";
import type { TokenRate } from "./token-rate.ts";
import { refusalAnswer, tokenAnswer, TokenRefused } from "./token-refused.ts";
import type { WhoIs } from "./who-is.ts";

const ENDPOINT = "/oauth/token";
const KEYS = "/oauth/jwks.json";
const METADATA = "/.well-known/oauth-authorization-server";

/** The parts of the token desk. */
export interface TokenDesk {
  readonly tokens: OwnTokens;
  /** The register of parties in force. @throws when none is known */
  readonly register: () => Register;
  readonly spent: SpentAssertions;
  /** The city's OpenID provider; without one apps are given tokens for themselves alone. */
  readonly provider: Provider | undefined;
  readonly whoIs: WhoIs;
  readonly rate: TokenRate;
  readonly logger: Logger;
  readonly crypto?: NationalCrypto | undefined;
  readonly clock?: () => number;
}

const metadataOf = ({ tokens: { issuer }, provider, crypto }: TokenDesk): object => ({
  issuer,
  token_endpoint: `${issuer}${ENDPOINT}`,
  jwks_uri: `${issuer}${KEYS}`,
  response_types_supported: [],
  grant_types_supported: [CLIENT_CREDENTIALS, ...(provider ? [TOKEN_EXCHANGE] : [])],
  token_endpoint_auth_methods_supported: ["private_key_jwt"],
  token_endpoint_auth_signing_alg_values_supported: acceptedAlgorithms(APP_ALGORITHMS, crypto),
});

const unavailable = (): TokenRefused =>
  new TokenRefused("temporarily_unavailable", "the register of parties is not known at present");

const registerOf = ({ register }: TokenDesk): Register => {
  try {
    return register();
  } catch {
    throw unavailable();
  }
};

const spend = async ({ spent }: TokenDesk, { id, jti, expiresAt }: ProvenApp): Promise<void> => {
  const isFirst = await spent.spend(id, jti, expiresAt + 2 * SKEW).catch(() => {
    throw unavailable();
  });
  if (!isFirst) throw new TokenRefused("invalid_client", "the assertion was used before");
};

interface Given {
  readonly person: Person | undefined;
  /** Seconds since 1970. */
  readonly until: number;
}

/** The person as the gateway will read them from the token, whom the register has in office at the app's department. */
const assertFits = (register: Register, { id, app, key }: ProvenApp, { person, until }: Given): void => {
  const claims = { app: id, department: app.department, app_key: key, exp: until, ...person };
  let caller: Caller;
  try {
    caller = callerFromClaims(claims, "");
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    throw new TokenRefused("invalid_grant", `the subject_token names nobody whom the hub can know: ${error.where}`);
  }
  if (person && [caller.officer, caller.subject, caller.enterprise].every((one) => one === null))
    throw new TokenRefused("invalid_grant", "the subject_token names nobody");
  if (registered(register, caller) === undefined)
    throw new TokenRefused("invalid_grant", "the officer is not in office at the department of the app");
};

const givenTo = async (
  { provider, whoIs }: TokenDesk,
  { id }: ProvenApp,
  subjectToken: string | undefined,
  now: number,
): Promise<Given> => {
  const until = Math.floor(now / 1_000) + LIFE;
  if (subjectToken === undefined) return { person: undefined, until };
  if (provider === undefined)
    throw new TokenRefused("unauthorized_client", "this hub knows no provider of officers: apps ask for themselves");
  const { person, expiresAt } = await provider.personIn(subjectToken, id, { now, whoIs });
  return { person, until: Math.min(until, Math.floor(expiresAt)) };
};

/** The app that asks, by an assertion that nobody has used; whatever is no proof counts against the address that it came from. */
const provenApp = async (
  desk: TokenDesk,
  { assertion, clientId }: TokenRequest,
  asked: { readonly address: string; readonly register: Register; readonly now: number },
): Promise<ProvenApp> => {
  const { tokens, crypto, rate } = desk;
  const { address, register, now } = asked;
  try {
    rate.admit(address, appNamedIn(assertion));
    const proven = await proveApp(assertion, register, { audiences: namesOf(tokens), crypto, now });
    if (clientId !== undefined && clientId !== proven.id)
      throw new TokenRefused("invalid_client", "client_id is not the app of the assertion");
    await spend(desk, proven);
    return proven;
  } catch (error) {
    if (error instanceof TokenRefused && error.error === "invalid_client") rate.failed(address);
    throw error;
  }
};

const namesOf = ({ issuer }: OwnTokens): readonly string[] => [issuer, `${issuer}${ENDPOINT}`];

/** What an app may be given; a refusal costs the app more than a token. */
const exchanged = async (
  desk: TokenDesk,
  proven: ProvenApp,
  subjectToken: string | undefined,
  { register, now }: { readonly register: Register; readonly now: number },
): Promise<Given> => {
  try {
    const given = await givenTo(desk, proven, subjectToken, now);
    if (given.until <= Math.floor(now / 1_000))
      throw new TokenRefused("invalid_grant", "the subject_token has expired");
    assertFits(register, proven, given);
    return given;
  } catch (error) {
    if (error instanceof TokenRefused && error.error === "invalid_grant") await desk.rate.exchangeRefused(proven.id);
    throw error;
  }
};

const giveToken = async (desk: TokenDesk, request: HttpRequest): Promise<HttpAnswer> => {
  const { tokens, clock = Date.now } = desk;
  const { address = "" } = request;
  const asked = await readTokenRequest(request, [AUDIENCE, ...namesOf(tokens)]);
  const { subjectToken } = asked;
  const register = registerOf(desk);
  const now = clock();
  const proven = await provenApp(desk, asked, { address, register, now });
  await desk.rate.proven(address, proven.id);
  const given = await exchanged(desk, proven, subjectToken, { register, now });
  return tokenAnswer(200, {
    access_token: await signToken(tokens, proven, given.person, { now, until: given.until }),
    token_type: "Bearer",
    expires_in: given.until - Math.floor(now / 1_000),
    ...(subjectToken !== undefined && { issued_token_type: ACCESS_TOKEN }),
  });
};

const answer = async (desk: TokenDesk, request: HttpRequest): Promise<HttpAnswer> => {
  try {
    return await giveToken(desk, request);
  } catch (error) {
    if (!(error instanceof TokenRefused)) {
      desk.logger.error({ reason: error instanceof Error ? error.name : "unknown" }, "A token could not be given.");
      return tokenAnswer(500, { error: "server_error", error_description: "the hub has made a mistake" });
    }
    desk.logger.info({ error: error.error, reason: error.message }, "A token was refused.");
    return refusalAnswer(error);
  }
};

/**
 * The hub's token endpoint: `POST /oauth/token` (RFC 6749 client credentials and RFC 8693 token exchange, each with an assertion of RFC 7523),
 * the metadata of RFC 8414 and the public keys of the tokens.
 */
export function serveTokens(desk: TokenDesk): Route {
  const metadata = metadataOf(desk);
  return (request) => {
    const { method, path } = request;
    if (path === ENDPOINT) {
      if (method === "POST") return answer(desk, request);
      return tokenAnswer(
        405,
        { error: "invalid_request", error_description: "tokens are asked for by POST" },
        { allow: "POST" },
      );
    }
    if (method !== "GET" && method !== "HEAD") return undefined;
    if (path === METADATA) return jsonAnswer(200, metadata);
    return path === KEYS ? jsonAnswer(200, desk.tokens.key.jwks) : undefined;
  };
}
