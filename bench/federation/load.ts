import { Pool } from "undici";

/** What a stretch of load came to. */
interface Load {
  readonly requests: number;
  readonly milliseconds: number;
}

/** Sends operations to one gateway over kept-alive connections. */
export interface Client extends AsyncDisposable {
  /** Answers received so far, whole. */
  readonly answered: () => number;
  /** One answer's text. Rejects unless it is HTTP 200. */
  readonly ask: (query: string) => Promise<string>;
  /** Keeps `connections` requests under way for so long; `queryOf` gives the text of the nth request. */
  readonly load: (milliseconds: number, queryOf: (nth: number) => string) => Promise<Load>;
  /** The same for a number of requests. */
  readonly loadCount: (requests: number, queryOf: (nth: number) => string) => Promise<Load>;
}

const connections = 8;

/** Opens a client for a GraphQL endpoint. */
export const createClient = (url: string, headers: Readonly<Record<string, string>> = {}): Client => {
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, { connections, pipelining: 1 });
  const send = async (query: string) => {
    const { statusCode, body } = await pool.request({
      method: "POST",
      path: pathname,
      headers: { "content-type": "application/json", accept: "application/json", ...headers },
      body: JSON.stringify({ query }),
    });
    if (statusCode !== 200) throw new Error(`HTTP ${statusCode}: ${await body.text()}`);
    return body;
  };
  let answered = 0;
  const drive = async (more: () => boolean, queryOf: (nth: number) => string): Promise<Load> => {
    const start = performance.now();
    let requests = 0;
    const worker = async (): Promise<void> => {
      while (more()) {
        const body = await send(queryOf(requests++));
        await body.dump({ limit: Number.MAX_SAFE_INTEGER });
        answered++;
      }
    };
    await Promise.all(Array.from({ length: connections }, worker));
    return { requests, milliseconds: performance.now() - start };
  };
  return {
    answered: () => answered,
    ask: async (query) => (await send(query)).text(),
    load: (milliseconds, queryOf) => {
      const end = performance.now() + milliseconds;
      return drive(() => performance.now() < end, queryOf);
    },
    loadCount: (count, queryOf) => {
      let left = count;
      return drive(() => left-- > 0, queryOf);
    },
    [Symbol.asyncDispose]: () => pool.close(),
  };
};
