import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { sites } from "./sites.js";
import { tokensOf } from "./token.js";

/*
 * The app's server: asks once itself and prints the answer, then serves a page that asks the hub from the browser. The page gets the app's
 * token from here and never the key. Whoever may open the page may ask as the app: your own login stands before it.
 */

const { HUB = "http://127.0.0.1:4000", KEY = ".hub/site-overview", DIVISION = "411102", PORT = "5173" } = process.env;
const token = tokensOf(HUB, "site-overview", KEY);

console.log((await sites({ url: HUB, purpose: "SITE_OVERVIEW", token }, { division: DIVISION })).join("\n"));

const here = new URL(".", import.meta.url);
const PAGE = `<!doctype html><meta charset="utf-8"><title>工地一览</title><pre></pre><script type="module" src="/page.js"></script>`;

const answered = async (path: string): Promise<readonly [type: string, body: string | Buffer]> => {
  if (path === "/") return ["text/html; charset=utf-8", PAGE];
  if (path === "/token")
    return ["application/json", JSON.stringify({ hub: HUB, division: DIVISION, token: await token() })];
  if (/^\/(?:page|sites|client\/[a-z-]+)\.js$/.test(path))
    return ["text/javascript; charset=utf-8", await readFile(new URL(`.${path}`, here))];
  throw new Error(`Nothing at ${path}`);
};

const server = createServer((request, response) => {
  answered(request.url ?? "/").then(
    ([type, body]) => response.writeHead(200, { "content-type": type, "cache-control": "no-store" }).end(body),
    (error: unknown) => response.writeHead(404).end(String(error)),
  );
});
server.listen(Number(PORT), "127.0.0.1", () => {
  const address = server.address();
  console.log(`http://127.0.0.1:${typeof address === "object" ? address?.port : PORT}/`);
});
