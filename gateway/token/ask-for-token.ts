import { randomUUID } from "node:crypto";
import { signJwt } from "../../schema/jwt/sign-jwt.ts";
import type { SigningKey } from "../authenticate/signing-key.ts";
import { CLIENT_CREDENTIALS, ID_TOKEN, JWT_BEARER, TOKEN_EXCHANGE } from "./read-token-request.ts";

/** An app that asks a hub for a token. */
export interface Asking {
  /** Address of the hub, without a path. */
  readonly hub: string;
  readonly app: string;
  /** The app's own key, whose public half the register of parties has. */
  readonly key: SigningKey;
  /** What the city's OpenID provider gave the app for a person; undefined for the app alone. */
  readonly subjectToken?: string | undefined;
}

const PATIENCE = 10_000;

const textsIn = async (url: string, init: RequestInit = {}): Promise<Readonly<Record<string, unknown>>> => {
  const response = await fetch(url, { ...init, redirect: "error", signal: AbortSignal.timeout(PATIENCE) }).catch(() => {
    throw new Error(`No hub answers at ${new URL(url).origin}`);
  });
  const read: unknown = await response.json();
  return typeof read === "object" && read !== null ? { ...read } : {};
};

/** Asks a hub for a token, as every app does: by an assertion of its own (RFC 7523). Rejects with the hub's words when there is none. */
export async function askForToken({ hub, app, key, subjectToken }: Asking): Promise<string> {
  const { issuer, token_endpoint: endpoint } = await textsIn(`${hub}/.well-known/oauth-authorization-server`);
  if (typeof issuer !== "string" || typeof endpoint !== "string") throw new Error(`${hub} gives no tokens`);
  const now = Math.floor(Date.now() / 1_000);
  const assertion = await signJwt({ jti: randomUUID(), iss: app, sub: app, aud: issuer, iat: now, exp: now + 60 }, key);
  const body = new URLSearchParams({
    grant_type: subjectToken === undefined ? CLIENT_CREDENTIALS : TOKEN_EXCHANGE,
    client_assertion_type: JWT_BEARER,
    client_assertion: assertion,
    ...(subjectToken !== undefined && {
      subject_token: subjectToken,
      subject_token_type: ID_TOKEN,
    }),
  });
  const { access_token: token, error, error_description: told } = await textsIn(endpoint, { method: "POST", body });
  if (typeof token !== "string") throw new Error(`The hub gives no token (${String(error)}): ${String(told)}`);
  return token;
}
