import {
  allowInsecureRequests,
  clientCredentialsGrantRequest,
  ClientSecretBasic,
  customFetch,
  processClientCredentialsResponse,
  type AuthorizationServer,
  type CustomFetchOptions,
} from "oauth4webapi";
import type { RestSettings } from "../description/requests-description.ts";
import { AnswerRefused, type HttpSystem } from "./bounded-http.ts";

/** Headers that let a request in. */
export interface Authorization {
  readonly headers: () => Promise<Readonly<Record<string, string>>>;
  /** Called when the system refused them: others are got for the next request. */
  readonly refused: () => void;
}

/** Seconds before its end from which a token is not used any more. */
const EARLY = 20;

/** Seconds for which a token is used that states no end. */
const UNSTATED = 60;

/** Asks as `oauth4webapi` wants it, within the bounds of the system. */
const fetchFrom =
  ({ ask }: HttpSystem, path: string) =>
  async (_: string, { method, headers, body }: CustomFetchOptions<string, URLSearchParams | undefined>) => {
    if (method !== "POST") throw new AnswerRefused("TOKEN");
    const answer = await ask({ path, method, headers, ...(body != null && { body: body.toString() }) });
    return new Response(answer.body, { status: answer.status, headers: { "content-type": answer.type } });
  };

const clientCredentials = (
  system: HttpSystem,
  { token: path, scope }: { readonly token: string; readonly scope?: string },
  secret: (name: string) => string,
): Authorization => {
  // The place of the system is whoever gives tokens; its name is compared with nothing.
  const server: AuthorizationServer = { issuer: "https://system", token_endpoint: `http://system${path}` };
  const client = { client_id: secret("client") };
  const fetched = async () => {
    const answer = await clientCredentialsGrantRequest(
      server,
      client,
      ClientSecretBasic(secret("secret")),
      new URLSearchParams(scope === undefined ? {} : { scope }),
      { [customFetch]: fetchFrom(system, path), [allowInsecureRequests]: true },
    );
    const { access_token: token, expires_in: seconds } = await processClientCredentialsResponse(server, client, answer);
    const lives = seconds === undefined ? UNSTATED : seconds - EARLY;
    return { token, until: performance.now() + lives * 1_000 };
  };
  let current: ReturnType<typeof fetched> | undefined;
  const got = async (): ReturnType<typeof fetched> => {
    current ??= fetched();
    const asked = current;
    try {
      return await asked;
    } catch (error) {
      if (current === asked) current = undefined;
      // What the library says of a refusal repeats parts of it.
      throw error instanceof AnswerRefused ? error : new AnswerRefused("TOKEN");
    }
  };
  return {
    headers: async () => {
      const held = await got();
      if (performance.now() >= held.until) current = undefined;
      const { token } = current === undefined ? await got() : held;
      return { authorization: `Bearer ${token}` };
    },
    refused: () => {
      current = undefined;
    },
  };
};

/**
 * How requests are let in, as the source's file states it.
 * @param secret value of a secret by its name in the file
 */
export function authorizationOf(
  system: HttpSystem,
  { authorization }: Pick<RestSettings, "authorization">,
  secret: (name: string) => string,
): Authorization {
  if (authorization?.clientCredentials !== undefined)
    return clientCredentials(system, authorization.clientCredentials, secret);
  const { header } = authorization ?? {};
  const headers = header === undefined ? {} : { [header.name]: secret("key") };
  return { headers: () => Promise.resolve(headers), refused: () => undefined };
}
