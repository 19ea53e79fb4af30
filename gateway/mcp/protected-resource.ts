import { jsonAnswer, type HttpAnswer, type HttpRequest } from "../front/http.ts";

/** How language models reach the hub. */
export interface McpOptions {
  /** The address under which agents reach the hub: scheme, host and port, no path. */
  readonly url: string;
  /** Issuers of the tokens that the hub accepts, for agents that look for one. */
  readonly issuers: readonly string[];
}

/** The path of the Model Context Protocol. */
export const MCP_PATH = "/mcp";

const WELL_KNOWN = "/.well-known/oauth-protected-resource";
const LOOPBACK = ["127.0.0.1", "localhost", "[::1]"];

/** The metadata of a protected resource (RFC 9728), at its own path and at the host's, where some clients look; undefined for other requests. */
export function protectedResource({ url, issuers }: McpOptions): (request: HttpRequest) => HttpAnswer | undefined {
  const metadata = jsonAnswer(200, {
    resource: `${url}${MCP_PATH}`,
    authorization_servers: issuers,
    bearer_methods_supported: ["header"],
    resource_name: "沙澧数据共享枢纽",
  });
  return ({ method, path }) => {
    if (path !== WELL_KNOWN && path !== `${WELL_KNOWN}${MCP_PATH}`) return undefined;
    return method === "GET" || method === "HEAD" ? metadata : undefined;
  };
}

/** The value of `www-authenticate` for a request whose token is missing or not accepted (RFC 6750, 3; RFC 9728, 5.1). */
export function challenge({ url }: McpOptions, authorization: string | null): string {
  const told = authorization === null ? "" : `error="invalid_token", `;
  return `Bearer ${told}resource_metadata="${url}${WELL_KNOWN}${MCP_PATH}"`;
}

/** A host as it is compared: the names of this very machine are one. */
const hostOf = (address: string): string | undefined => {
  if (!URL.canParse(address)) return undefined;
  const { protocol, hostname, port } = new URL(address);
  const name = LOOPBACK.includes(hostname) ? "loopback" : hostname;
  return `${name}:${port === "" ? (protocol === "https:" ? "443" : "80") : port}`;
};

/**
 * True for a request under the hub's own address that comes from no page, or from a page of the hub's: no other page reaches an agent's
 * door by a name that it makes point here (DNS rebinding).
 */
export function isAddressed({ url }: McpOptions, { header }: Pick<HttpRequest, "header">): boolean {
  const own = hostOf(url);
  const [host, origin] = [header("host"), header("origin")];
  const scheme = url.slice(0, url.indexOf(":"));
  if (host === null || hostOf(`${scheme}://${host}`) !== own) return false;
  return origin === null || (origin.startsWith(`${scheme}://`) && hostOf(origin) === own);
}
