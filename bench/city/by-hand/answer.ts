import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Pool } from "pg";
import type { DepartmentName } from "../../../subgraphs/kit/departments.ts";

type PoolOf = (name: DepartmentName) => Pool;

/** A question's answer by a handler of its own: the same rows, without grants, masks, envelopes or a record. */
export type ByHand = (pool: PoolOf) => (variables: Readonly<Record<string, unknown>>) => Promise<unknown>;

/** Connections to each database, as the departments together have. */
const CONNECTIONS = 10;

/**
 * Serves questions as a good engineer writes them by hand: `POST /<question>` with `{variables}`. It tells its parent where it is, and ends with it.
 * @param urls databases by department
 */
export function serveByHand(
  urls: Readonly<Record<DepartmentName, string>>,
  questions: Readonly<Record<string, ByHand>>,
): void {
  const pools = new Map<DepartmentName, Pool>();
  const poolOf: PoolOf = (name) => {
    const pool = pools.get(name) ?? new Pool({ connectionString: urls[name], max: CONNECTIONS });
    pools.set(name, pool);
    return pool;
  };
  const answers = new Map(Object.entries(questions).map(([path, question]) => [`/${path}`, question(poolOf)]));
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { variables } = JSON.parse(Buffer.concat(chunks).toString("utf8")) as {
        readonly variables: Readonly<Record<string, unknown>>;
      };
      const answer = answers.get(request.url ?? "") ?? (() => Promise.reject(new Error("No such question")));
      void answer(variables).then(
        (body) => {
          response.setHeader("content-type", "application/json");
          response.end(JSON.stringify(body));
        },
        (error: unknown) => {
          process.stderr.write(`${String(error)}\n`);
          response.writeHead(500).end("{}");
        },
      );
    });
  });
  server.listen(0, "127.0.0.1", () => {
    process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, headers: {} });
  });
}
