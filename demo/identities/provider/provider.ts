import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { JWK } from "jose";
import Provider, { type Configuration } from "oidc-provider";
import { openSigningKey } from "../../../gateway/authenticate/signing-key.ts";
import { readDemoIdentities, type DemoApp } from "../demo-identities.ts";
import { refuseLocalIssuer } from "../local-issuer.ts";
import { peopleOf, type DemoPerson } from "./people.ts";
import { LOGGED_IN, PROVIDER_ISSUER } from "./settings.ts";

/** Seconds. A login is of a working hour, and what it gives an app for the hub as long. */
const TTL = { AccessToken: 600, AuthorizationCode: 60, Grant: 3_600, IdToken: 3_600, Interaction: 600, Session: 3_600 };

const ALGORITHM = "EdDSA";

const everybody = (apps: readonly DemoApp[]): ReadonlyMap<string, DemoPerson> =>
  new Map(apps.flatMap(peopleOf).map((person) => [person.login, person]));

const configurationOf = async (folder: string, apps: readonly DemoApp[]): Promise<Configuration> => {
  await openSigningKey(folder);
  const key = JSON.parse(readFileSync(join(folder, "private-key.json"), "utf8")) as JWK;
  const people = everybody(apps);
  return {
    jwks: { keys: [{ ...key, alg: ALGORITHM, use: "sig" }] as never },
    // Apps are public clients: a code is worth nothing without its verifier (RFC 7636), and the hub asks for the app's own proof.
    clients: apps.map(({ id }) => ({
      client_id: id,
      application_type: "web",
      redirect_uris: [LOGGED_IN],
      grant_types: ["authorization_code"],
      response_types: ["code"],
      token_endpoint_auth_method: "none",
      id_token_signed_response_alg: ALGORITHM,
    })),
    enabledJWA: { idTokenSigningAlgValues: [ALGORITHM] },
    claims: { openid: ["sub", "account", "area", "citizen", "firm"] },
    // The hub is given the ID token: it says there who has logged in.
    conformIdTokenClaims: false,
    scopes: ["openid"],
    features: { devInteractions: { enabled: false }, userinfo: { enabled: false } },
    cookies: { keys: [randomBytes(32).toString("base64url")] },
    interactions: { url: (_, { uid }) => `/login/${uid}` },
    findAccount: (_, login) => {
      const person = people.get(login);
      return person && { accountId: login, claims: () => ({ sub: login, ...person.claims }) };
    },
    // A city's own apps need nobody's leave to know who has logged in.
    loadExistingGrant: async ({ oidc: { client, session, provider } }) => {
      if (client === undefined || session?.accountId === undefined) return undefined;
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope("openid");
      await grant.save();
      return grant;
    },
    ttl: TTL,
  };
};

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

const pageOf = (
  app: DemoApp,
): string => `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>统一身份认证（示范）</title>
<h1>统一身份认证（示范）</h1><p>登录后使用：${escaped(app.name)}</p><form method="post">
${peopleOf(app)
  .map(({ login, name }) => `<p><button name="login" value="${escaped(login)}">${escaped(name)}</button></p>`)
  .join("\n")}
</form></html>`;

const MOST_BYTES = 2_000;

const loginIn = async (request: IncomingMessage): Promise<string> => {
  let text = "";
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > MOST_BYTES) return "";
  }
  return new URLSearchParams(text).get("login") ?? "";
};

const say = (response: ServerResponse, status: number, text: string): void => {
  response.writeHead(status, {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  });
  response.end(text);
};

/** The page on which one says who one is: in the demo, without a password. Only the people of the app that asks may log in there. */
const logIn = async (provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const { params } = await provider.interactionDetails(request, response);
  const app = readDemoIdentities().find(({ id }) => id === params["client_id"]);
  if (app === undefined) {
    say(response, 400, "No such app");
    return;
  }
  if (request.method !== "POST") {
    say(response, 200, pageOf(app));
    return;
  }
  const login = await loginIn(request);
  if (!peopleOf(app).some((person) => person.login === login)) {
    say(response, 403, "此人不能登录该应用 Nobody of that name may log in to this app");
    return;
  }
  await provider.interactionFinished(request, response, { login: { accountId: login, remember: false } });
};

/**
 * Serves the demo's 统一身份认证 on loopback: an OpenID provider that is certified, with the demo's people. Tells the parent process its
 * address, and ends with it.
 */
const main = async (folder: string): Promise<void> => {
  refuseLocalIssuer(process.env);
  const provider = new Provider(PROVIDER_ISSUER, await configurationOf(folder, readDemoIdentities()));
  const answer = provider.callback();
  const server = createServer((request, response) => {
    if (request.url?.startsWith("/login/") !== true) {
      void answer(request, response);
      return;
    }
    logIn(provider, request, response).catch(() => {
      if (!response.headersSent) say(response, 400, "这次登录已结束 This login is over");
    });
  });
  process.on("disconnect", () => process.exit(0));
  server.listen(0, "127.0.0.1", () => {
    const { port } = server.address() as AddressInfo;
    process.send?.({ url: `http://127.0.0.1:${port}` });
  });
};

await main(process.argv[2] ?? "");
