import { Pool } from "undici";
import type { Started } from "./contenders.ts";

/** Sends operations to one gateway over kept-alive connections. */
export interface Client extends AsyncDisposable {
  /** Answers received so far, whole. */
  readonly answered: () => number;
  /** One answer's text. Rejects unless it is HTTP 200. */
  readonly ask: (query: string) => Promise<string>;
  /** Keeps `connections` requests under way for as long as `more` says so; `queryOf` gives the text of the nth request. */
  readonly load: (more: () => boolean, queryOf: (nth: number) => string) => Promise<void>;
}

/** Kept-alive connections of one client, unless it is told otherwise. */
const CONNECTIONS = 8;

/** Opens a client for a GraphQL endpoint; where there is an id it is sent in place of every text. */
export function createClient(
  url: string,
  { headers = {}, documentId }: Omit<Started, "url"> = {},
  connections = CONNECTIONS,
): Client {
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, { connections, pipelining: 1 });
  const send = async (query: string) => {
    const { statusCode, body } = await pool.request({
      method: "POST",
      path: pathname,
      headers: { "content-type": "application/json", accept: "application/json", ...headers },
      body: JSON.stringify(documentId === undefined ? { query } : { documentId }),
    });
    if (statusCode !== 200) throw new Error(`HTTP ${statusCode}: ${await body.text()}`);
    return body;
  };
  let answered = 0;
  return {
    answered: () => answered,
    ask: async (query) => (await send(query)).text(),
    load: async (more, queryOf) => {
      let requests = 0;
      const worker = async (): Promise<void> => {
        while (more()) {
          const body = await send(queryOf(requests++));
          await body.dump({ limit: Number.MAX_SAFE_INTEGER });
          answered++;
        }
      };
      await Promise.all(Array.from({ length: connections }, worker));
    },
    [Symbol.asyncDispose]: () => pool.close(),
  };
}
