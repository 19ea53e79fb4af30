import {
  allowInsecureRequests,
  authorizationCodeGrantRequest,
  calculatePKCECodeChallenge,
  discoveryRequest,
  generateRandomCodeVerifier,
  generateRandomState,
  None,
  processAuthorizationCodeResponse,
  processDiscoveryResponse,
  validateAuthResponse,
} from "oauth4webapi";
import { LOGGED_IN, PROVIDER_ISSUER } from "./settings.ts";

/** Redirects of one login at most. */
const MOST_REDIRECTS = 10;

const PATIENCE = 10_000;

/** A browser of one login: it keeps cookies, and stops where the app would be reached. */
const openBrowser = () => {
  const cookies = new Map<string, string>();
  return async (url: URL, form?: URLSearchParams): Promise<Response> => {
    const response = await fetch(url, {
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE),
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; ") },
      ...(form !== undefined && { method: "POST", body: form }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (value === "") cookies.delete(name);
      else cookies.set(name, value);
    }
    return response;
  };
};

/** Goes where the provider leads, saying on its page who logs in. @returns the address with which the app is called back */
const loggedIn = async (first: URL, login: string): Promise<URL> => {
  const browse = openBrowser();
  let at = first;
  for (let turn = 0; turn < MOST_REDIRECTS; turn += 1) {
    const isPage = at.pathname.startsWith("/login/");
    const response = await browse(at, isPage ? new URLSearchParams({ login }) : undefined);
    const location = response.headers.get("location");
    if (location === null) throw new Error(`The provider does not let ${login} log in (HTTP ${response.status}).`);
    at = new URL(location, at);
    if (at.href.startsWith(`${LOGGED_IN}?`)) return at;
  }
  throw new Error("The provider leads nowhere.");
};

/**
 * Logs somebody of the demo in to an app at the demo's provider, as a browser and the app do (authorization code with PKCE).
 * @param provider its address
 * @returns the ID token, which is for that app alone
 */
export async function logIn(provider: string, app: string, login: string): Promise<string> {
  const [address, issuer, client] = [new URL(provider), new URL(PROVIDER_ISSUER), { client_id: app }];
  const loopback = { [allowInsecureRequests]: true, signal: () => AbortSignal.timeout(PATIENCE) };
  const server = await processDiscoveryResponse(issuer, await discoveryRequest(address, loopback));
  const [verifier, state] = [generateRandomCodeVerifier(), generateRandomState()];
  const begin = new URL(server.authorization_endpoint ?? "");
  begin.search = new URLSearchParams({
    client_id: app,
    redirect_uri: LOGGED_IN,
    response_type: "code",
    scope: "openid",
    code_challenge: await calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    state,
  }).toString();
  const called = validateAuthResponse(server, client, await loggedIn(begin, login), state);
  const answer = await authorizationCodeGrantRequest(server, client, None(), called, LOGGED_IN, verifier, loopback);
  const { id_token: token } = await processAuthorizationCodeResponse(server, client, answer);
  if (token === undefined) throw new Error("The provider gave no ID token.");
  return token;
}
