import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { extname, join, relative, sep } from "node:path";
import type { HubPlugin } from "../step.ts";

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
  readonly encodings: readonly (readonly [string, string])[];
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
    const encodings = [["br", `${path}.br`] as const, ["gzip", `${path}.gz`] as const].filter(([, file]) =>
      files.has(file),
    );
    assets.set(relative(folder, path).split(sep).join("/"), { path, type, encodings });
  }
  return assets;
};

const accepts = (header: string, encoding: string): boolean =>
  header.split(",").some((part) => {
    const [name, ...parameters] = part.split(";").map((text) => text.trim().toLowerCase());
    return name === encoding && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
  });

const respond = async (request: Request, asset: Asset, cache: string): Promise<Response> => {
  const accepted = request.headers.get("accept-encoding") ?? "";
  const encoded = asset.encodings.find(([encoding]) => accepts(accepted, encoding));
  const body = await readFile(encoded?.[1] ?? asset.path);
  const etag = `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`;
  const headers = {
    "content-type": asset.type,
    "cache-control": cache,
    "content-security-policy": policy,
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    vary: "accept, accept-encoding",
    etag,
    ...(encoded ? { "content-encoding": encoded[0] } : {}),
  };
  if (request.headers.get("if-none-match") === etag) return new Response(null, { status: 304, headers });
  return new Response(body, { headers });
};

/**
 * Serves a folder of built files: `index.html` to browsers at GET /graphql, the rest below /graphql/. Files under `assets/`
 * carry a hash in their names and never change; the page itself is asked for again each time.
 * The folder is listed once: files added later are not served.
 */
export const servePlayground = (folder: string): HubPlugin => {
  const assets = listAssets(folder);
  const index = assets.get("index.html");
  const find = (request: Request, pathname: string): Asset | undefined => {
    if (pathname !== "/graphql" && pathname !== "/graphql/") return assets.get(pathname.slice("/graphql/".length));
    return request.headers.get("accept")?.includes("text/html") === true ? index : undefined;
  };
  return {
    onRequest: async (event) => {
      const { request, url } = event;
      if (request.method !== "GET" || !url.pathname.startsWith("/graphql")) return;
      const asset = find(request, url.pathname);
      if (!asset) return;
      const isFixed = url.pathname.startsWith("/graphql/assets/");
      event.endResponse(await respond(request, asset, isFixed ? "public, max-age=31536000, immutable" : "no-cache"));
    },
  };
};
