import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { setTimeout } from "node:timers/promises";
import { afterAll, expect, test } from "@jest/globals";
import { buildSchema } from "graphql";
import { pino } from "pino";
import { Agent, request } from "undici";
import { createGateway } from "../../gateway/create-gateway.ts";
import { federate } from "../../gateway/execute/fixtures/federate.ts";
import { serveSubgraph } from "../../subgraphs/kit/serve-subgraph.ts";

/** Processes are restarted one after the other, behind balancers, while questions come: nobody notices. */

const NOTES = "type Query { note(id: Int!): String }";
const { supergraphSdl } = federate({ notes: { typeDefs: NOTES } });
const schema = buildSchema(NOTES);
const note = schema.getQueryType()?.getFields()["note"];
if (note)
  note.resolve = async (_: unknown, { id }: { id: number }) => {
    await setTimeout(10);
    return `note ${id}`;
  };
const logger = pino({ level: "silent" });

/** One process: begun on a port of its own, ended as SIGTERM ends it. */
interface Process {
  readonly url: string;
  readonly stop: () => Promise<void>;
}
const agent = new Agent();
const servers: Server[] = [];
const left: Process[] = [];
afterAll(async () => {
  for (const one of left) await one.stop();
  for (const server of servers) server.close().closeAllConnections();
  await agent.close();
});

/**
 * A balancer as those of deploy/files/proxy: keeps connections open, and gives a question to another process where none could be opened to
 * the first. One that was sent is never sent again.
 */
const balance = async (processes: readonly { current: Process }[]): Promise<string> => {
  let turn = 0;
  const server = createServer((asked, response) => {
    void (async () => {
      const body = await buffer(asked);
      const headers = { "content-type": "application/json" };
      const first = turn++;
      for (let attempt = 0; attempt < processes.length; attempt++) {
        const url = processes[(first + attempt) % processes.length]?.current.url ?? "";
        try {
          const answer = await request(url, { method: "POST", headers, body, dispatcher: agent });
          response.writeHead(answer.statusCode, { "content-type": String(answer.headers["content-type"]) });
          response.end(Buffer.from(await answer.body.arrayBuffer()));
          return;
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== "ECONNREFUSED") break;
        }
      }
      response.writeHead(503, { "content-type": "text/plain" }).end("no process");
    })();
  }).listen(0, "127.0.0.1");
  await new Promise((listening) => server.once("listening", listening));
  servers.push(server);
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
};

const department = async (): Promise<Process> => {
  const served = { name: "notes", schema, open: () => ({ $disconnect: () => Promise.resolve() }) };
  return serveSubgraph(served, { databaseUrl: "", port: 0 });
};

const gatewayOver = async (notes: string): Promise<Process> => {
  const gateway = await createGateway({ supergraph: { sdl: supergraphSdl }, upstream: { notes }, logger });
  const { url } = await gateway.listen({ port: 0 });
  return { url, stop: gateway.close };
};

test("rolling restarts of gateways and departments behind balancers: no request fails", async () => {
  const departments = [{ current: await department() }, { current: await department() }];
  const notes = await balance(departments);
  const gateways = [{ current: await gatewayOver(notes) }, { current: await gatewayOver(notes) }];
  const hub = await balance(gateways);
  const failed: unknown[] = [];
  let answers = 0;
  let isAsking = true;
  const asking = Array.from({ length: 6 }, async () => {
    while (isAsking) {
      const { statusCode, body } = await request(hub, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ query: "{ note(id: 7) }" }),
        dispatcher: agent,
      });
      const text = await body.text();
      if (statusCode !== 200 || text !== '{"data":{"note":"note 7"}}') failed.push([statusCode, text]);
      answers += 1;
    }
  });
  const answered = async (more: number): Promise<void> => {
    const until = answers + more;
    while (answers < until) await setTimeout(2);
  };
  for (const [places, begin] of [
    [departments, department],
    [gateways, () => gatewayOver(notes)],
  ] as const)
    for (const place of places) {
      await answered(30);
      const old = place.current;
      await old.stop();
      await answered(30);
      place.current = await begin();
      await answered(30);
    }
  isAsking = false;
  await Promise.all(asking);
  left.push(...[...gateways, ...departments].map(({ current }) => current));
  expect([failed.slice(0, 3), failed.length]).toEqual([[], 0]);
  expect(answers).toBeGreaterThan(360);
});
