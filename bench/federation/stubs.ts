import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { graphql, type GraphQLSchema } from "graphql";
import { subgraphsOf } from "./graph.ts";

/** A subgraph that computes an answer once and replays it ever after: it costs next to nothing, and so it does not count. */
const replay = (schema: GraphQLSchema) => {
  const recorded = new Map<string, Promise<Buffer>>();
  const record = async (body: string): Promise<Buffer> => {
    const { query, variables } = JSON.parse(body) as { query: string; variables?: Record<string, unknown> };
    return Buffer.from(JSON.stringify(await graphql({ schema, source: query, variableValues: variables })));
  };
  return (request: IncomingMessage, response: ServerResponse): void => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks).toString();
      const answer = recorded.get(body) ?? record(body);
      recorded.set(body, answer);
      void answer.then((text) => {
        response.writeHead(200, { "content-type": "application/json", "content-length": text.length });
        response.end(text);
      });
    });
  };
};

const listen = async (schema: GraphQLSchema): Promise<string> => {
  const server = createServer({ keepAliveTimeout: 120_000 }, replay(schema));
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
};

const factor = Number(process.argv[2] ?? "1");
const urls: Record<string, string> = {};
for (const [name, schema] of subgraphsOf({ factor })) urls[name] = await listen(schema);
process.send?.({ urls });
process.on("disconnect", () => process.exit(0));
