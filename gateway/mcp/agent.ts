import { isObject } from "../execute/json.ts";

/** The key of a request's metadata under which a client names itself (MCP 2026-07-28). */
const CLIENT_INFO = "io.modelcontextprotocol/clientInfo";

/** Six digits may be a part of somebody's number, and what an agent calls itself is its own to say. */
const UNTELLING = /^(?!.*\d{6})[\w.@+-]{1,64}$/;

const word = (value: unknown): string | undefined => {
  if (typeof value !== "string") return undefined;
  const one = value.trim().replaceAll(/\s+/g, "-");
  return UNTELLING.test(one) ? one : undefined;
};

/** The params and their metadata, where a message has them. */
const infoOf = (message: unknown): Readonly<Record<string, unknown>> => {
  const params = isObject(message) ? message["params"] : undefined;
  const meta = isObject(params) ? params["_meta"] : undefined;
  const info = isObject(meta) ? meta[CLIENT_INFO] : undefined;
  return isObject(info) ? info : {};
};

/**
 * What the record says of the program that asks: that it came over MCP, which the hub knows, and the name and version that it gives itself,
 * which prove nothing: `mcp`, `mcp:some-client`, `mcp:some-client/2.1`. A client of 2025 names itself once, at its `initialize`, and is known by
 * its `user-agent` afterwards.
 */
export function agentOf(message: unknown, userAgent: string | null): string {
  const info = infoOf(message);
  const [product = "", productVersion] = (userAgent?.split(" ")[0] ?? "").split("/");
  const [name, version] =
    info["name"] === undefined ? [word(product), word(productVersion)] : [word(info["name"]), word(info["version"])];
  if (name === undefined) return "mcp";
  return version === undefined ? `mcp:${name}` : `mcp:${name}/${version}`;
}
