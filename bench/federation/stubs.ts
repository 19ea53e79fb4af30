import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { graphql, type GraphQLSchema } from "graphql";
import { ENVELOPE_HEADER } from "../../schema/envelope/envelope.ts";
import { createSealOpener, SEAL_HEADER } from "../../schema/envelope/seal.ts";
import { subgraphsOf } from "./graph.ts";
import { benchSealEnds } from "./seals.ts";

/** A subgraph that computes an answer once and replays it ever after: it costs next to nothing, and so it does not count. */
const replay = (name: string, schema: GraphQLSchema) => {
  const openSeal = createSealOpener(benchSealEnds(name));
  const recorded = new Map<string, Promise<Buffer>>();
  const record = async (body: string): Promise<Buffer> => {
    const { query, variables } = JSON.parse(body) as { query: string; variables?: Record<string, unknown> };
    return Buffer.from(JSON.stringify(await graphql({ schema, source: query, variableValues: variables })));
  };
  return (request: IncomingMessage, response: ServerResponse): void => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const bytes = Buffer.concat(chunks);
      const body = bytes.toString();
      const envelope = String(request.headers[ENVELOPE_HEADER] ?? "");
      const header = request.headers[SEAL_HEADER];
      const opened = header === undefined ? undefined : openSeal(header, { envelope, body: bytes });
      const answer = recorded.get(body) ?? record(body);
      recorded.set(body, answer);
      void answer.then((text) => {
        const seal = opened?.kind === "opened" ? { [SEAL_HEADER]: opened.sealAnswer(text) } : {};
        response.writeHead(200, { "content-type": "application/json", "content-length": text.length, ...seal });
        response.end(text);
      });
    });
  };
};

const listen = async (name: string, schema: GraphQLSchema): Promise<string> => {
  const server = createServer({ keepAliveTimeout: 120_000 }, replay(name, schema));
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
};

const factor = Number(process.argv[2] ?? "1");
const urls: Record<string, string> = {};
for (const [name, schema] of subgraphsOf({ factor })) urls[name] = await listen(name, schema);
process.send?.({ urls });
process.on("disconnect", () => process.exit(0));
