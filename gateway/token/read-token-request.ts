import type { HttpRequest } from "../front/http.ts";
import { TokenRefused } from "./token-refused.ts";

/** Bytes of a form: two tokens of 8 KB, and what stands around them. */
const MOST_BYTES = 20_000;
const MOST_PARAMETERS = 20;

export const CLIENT_CREDENTIALS = "client_credentials";
export const TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
export const JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

const TOKEN_TYPE = "urn:ietf:params:oauth:token-type:";
/** The kind of token that the endpoint gives (RFC 8693, 3). */
export const ACCESS_TOKEN = `${TOKEN_TYPE}access_token`;
/** The token of an OpenID provider for whoever has logged in. */
export const ID_TOKEN = `${TOKEN_TYPE}id_token`;
const SUBJECT_TYPES = [ID_TOKEN, `${TOKEN_TYPE}jwt`, ACCESS_TOKEN];

/** A request for a token. */
export interface TokenRequest {
  /** The app's proof of who it is (RFC 7523, 2.2). */
  readonly assertion: string;
  /** The app as the form names it; the assertion has to name the same. */
  readonly clientId: string | undefined;
  /** The token of the city's provider for the person whom the app acts for (RFC 8693); undefined for the app alone. */
  readonly subjectToken: string | undefined;
}

type Form = ReadonlyMap<string, string>;

const refuse = (description: string): never => {
  throw new TokenRefused("invalid_request", description);
};

const bodyOf = async (request: HttpRequest): Promise<string> => {
  try {
    const body = await request.readBody(MOST_BYTES);
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch (error) {
    if (error instanceof TypeError) return refuse("the body is not UTF-8");
    throw new TokenRefused("invalid_request", `the body is larger than ${MOST_BYTES} bytes`, 413);
  }
};

const formOf = async (request: HttpRequest): Promise<Form> => {
  if (!/^application\/x-www-form-urlencoded(?:\s*;|$)/i.test(request.header("content-type") ?? ""))
    refuse("the content-type is not application/x-www-form-urlencoded");
  if (request.query !== "") refuse("parameters belong in the body, not in the address");
  const form = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(await bodyOf(request))) {
    if (form.has(name)) refuse("a parameter is given more than once");
    if (form.size >= MOST_PARAMETERS) refuse("there are too many parameters");
    form.set(name, value);
  }
  return form;
};

/** A parameter without a value is one that was left out (RFC 6749, 3.2). */
const given = (form: Form, name: string): string | undefined => form.get(name) || undefined;

const assertionOf = (form: Form, request: HttpRequest): string => {
  if (request.header("authorization") !== null || given(form, "client_secret") !== undefined)
    throw new TokenRefused("invalid_client", "apps prove who they are by private_key_jwt, and by nothing else");
  if (given(form, "client_assertion_type") !== JWT_BEARER) refuse(`client_assertion_type is not ${JWT_BEARER}`);
  return given(form, "client_assertion") ?? refuse("client_assertion is missing");
};

const subjectTokenOf = (form: Form): string => {
  if (!SUBJECT_TYPES.includes(given(form, "subject_token_type") ?? ""))
    refuse(`subject_token_type is none of ${SUBJECT_TYPES.join(", ")}`);
  if ((given(form, "requested_token_type") ?? ACCESS_TOKEN) !== ACCESS_TOKEN)
    refuse(`requested_token_type is not ${ACCESS_TOKEN}`);
  if (given(form, "actor_token") !== undefined)
    refuse("the app acts, and its assertion says so: there is no actor_token");
  return given(form, "subject_token") ?? refuse("subject_token is missing");
};

/**
 * Reads the form of a token request strictly: each parameter once, none in the address.
 * @param audiences names of the hub, one of which `audience` and `resource` may be
 * @throws TokenRefused
 */
export async function readTokenRequest(request: HttpRequest, audiences: readonly string[]): Promise<TokenRequest> {
  const form = await formOf(request);
  const grantType = given(form, "grant_type") ?? refuse("grant_type is missing");
  if (grantType !== CLIENT_CREDENTIALS && grantType !== TOKEN_EXCHANGE)
    throw new TokenRefused(
      "unsupported_grant_type",
      `grant_type is neither ${CLIENT_CREDENTIALS} nor ${TOKEN_EXCHANGE}`,
    );
  if (given(form, "scope") !== undefined)
    throw new TokenRefused("invalid_scope", "there are no scopes: grants say what an app may have");
  for (const name of ["audience", "resource"])
    if (!audiences.includes(given(form, name) ?? audiences[0] ?? ""))
      throw new TokenRefused("invalid_target", `${name} is not this hub`);
  const assertion = assertionOf(form, request);
  const subjectToken = grantType === TOKEN_EXCHANGE ? subjectTokenOf(form) : undefined;
  return { assertion, clientId: given(form, "client_id"), subjectToken };
}
