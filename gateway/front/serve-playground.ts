import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { extname, join, relative, sep } from "node:path";
import { PLAYGROUND_FORM } from "../decide/apply-link.ts";
import { acceptedEncoding, type Encoding } from "./accepted-encoding.ts";
import type { HttpAnswer, HttpRequest, Route } from "./http.ts";

const types = new Map([
  [".html", "text/html; charset=utf-8"],
  [".js", "text/javascript; charset=utf-8"],
  [".mjs", "text/javascript; charset=utf-8"],
  [".css", "text/css; charset=utf-8"],
  [".json", "application/json; charset=utf-8"],
  [".graphql", "text/plain; charset=utf-8"],
  [".svg", "image/svg+xml"],
  [".png", "image/png"],
  [".ico", "image/x-icon"],
  [".woff2", "font/woff2"],
  [".ttf", "font/ttf"],
  [".wasm", "application/wasm"],
]);

/** No other host, no inline script. Monaco, the editor, styles inline and runs its workers from blobs. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

interface Asset {
  readonly path: string;
  readonly type: string;
  /** Neighbours that hold the same, compressed at build time: encoding and file, best first. */
  readonly encodings: ReadonlyMap<Encoding, string>;
}

const filesBelow = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

/** Every file that may be served, by its path below the folder: what is not here does not exist. */
const listAssets = (folder: string): ReadonlyMap<string, Asset> => {
  const files = new Set(filesBelow(folder));
  const assets = new Map<string, Asset>();
  for (const path of files) {
    const type = types.get(extname(path));
    if (type === undefined) continue;
    const encodings = (
      [
        ["br", `${path}.br`],
        ["gzip", `${path}.gz`],
      ] as const
    ).filter(([, file]) => files.has(file));
    assets.set(relative(folder, path).split(sep).join("/"), { path, type, encodings: new Map(encodings) });
  }
  return assets;
};

/** An answer with its entity tag; 304 without a body for whoever has the very same already (RFC 9110, section 13.1.2). */
export function revalidated(
  request: Pick<HttpRequest, "header">,
  body: Buffer,
  headers: Readonly<Record<string, string>>,
): HttpAnswer {
  const etag = `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`;
  const tagged = { ...headers, etag };
  return request.header("if-none-match") === etag
    ? { status: 304, headers: tagged, body: "" }
    : { status: 200, headers: tagged, body };
}

const respond = async (request: HttpRequest, asset: Asset, cache: string): Promise<HttpAnswer> => {
  const encoding = acceptedEncoding(request, [...asset.encodings.keys()]);
  const body = await readFile((encoding && asset.encodings.get(encoding)) ?? asset.path);
  return revalidated(request, body, {
    "content-type": asset.type,
    "cache-control": cache,
    "content-security-policy": policy,
    "cross-origin-opener-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    vary: "accept, accept-encoding",
    ...(encoding ? { "content-encoding": encoding } : {}),
  });
};

/**
 * Serves a folder of built files: `index.html` to browsers at GET /graphql, the rest below /graphql/. Files under `assets/`
 * carry a hash in their names and never change; the page itself is asked for again each time. A denied field's link
 * (`/apply?…`) is the same page, the same for everybody: what the link says is read by the page, never by the gateway.
 * The folder is listed once: files added later are not served.
 */
export function servePlayground(folder: string): Route {
  const assets = listAssets(folder);
  const index = assets.get("index.html");
  const find = ({ path, header }: HttpRequest): Asset | undefined => {
    if (path === PLAYGROUND_FORM) return index;
    if (path !== "/graphql" && path !== "/graphql/") return assets.get(path.slice("/graphql/".length));
    return header("accept")?.includes("text/html") === true ? index : undefined;
  };
  return (request) => {
    const { method, path } = request;
    if ((method !== "GET" && method !== "HEAD") || !(path === PLAYGROUND_FORM || path.startsWith("/graphql"))) {
      return undefined;
    }
    const asset = find(request);
    if (!asset) return undefined;
    const isFixed = path.startsWith("/graphql/assets/");
    return respond(request, asset, isFixed ? "public, max-age=31536000, immutable" : "no-cache");
  };
}
