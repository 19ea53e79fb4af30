import { createPrivateKey, randomUUID, sign } from "node:crypto";
import { readFileSync } from "node:fs";

const base64url = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");

/** Asks a hub for tokens by the app's key (`npm run keys -- app FOLDER`), each good for ten minutes. Servers only: the key stays here. */
export function tokensOf(hub: string, app: string, folder: string): () => Promise<string> {
  const jwk = JSON.parse(readFileSync(`${folder}/private-key.json`, "utf8")) as { readonly kid: string };
  const key = createPrivateKey({ key: jwk, format: "jwk" });
  const assertion = (issuer: string): string => {
    const now = Math.floor(Date.now() / 1_000);
    const claims = { iss: app, sub: app, aud: issuer, jti: randomUUID(), iat: now, exp: now + 60 };
    const text = `${base64url({ alg: "EdDSA", typ: "JWT", kid: jwk.kid })}.${base64url(claims)}`;
    return `${text}.${sign(null, Buffer.from(text), key).toString("base64url")}`;
  };
  let held = { token: "", until: 0 };
  return async () => {
    if (Date.now() < held.until) return held.token;
    const metadata = await fetch(`${hub}/.well-known/oauth-authorization-server`);
    const { issuer, token_endpoint: endpoint } = (await metadata.json()) as Readonly<Record<string, string>>;
    const body = new URLSearchParams({
      grant_type: "client_credentials",
      client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
      client_assertion: assertion(issuer ?? ""),
    });
    const response = await fetch(endpoint ?? "", { method: "POST", body });
    const answer = (await response.json()) as Readonly<Record<string, unknown>>;
    if (!response.ok) throw new Error(`${String(answer["error"])}: ${String(answer["error_description"])}`);
    held = {
      token: String(answer["access_token"]),
      until: Date.now() + (Number(answer["expires_in"]) - 60) * 1_000,
    };
    return held.token;
  };
}
