import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { addCheckpoint, type Witness } from "./add-checkpoint.ts";

const MAX_BODY = 65_536;

/**
 * The witness's HTTP interface: `POST /add-checkpoint` as C2SP tlog-witness, and `GET /checkpoint?origin=…`, the last cosigned checkpoint,
 * for auditors to take away. Not listening yet.
 */
export function serveWitness(witness: Witness): Server {
  return createServer((request, response) => {
    handle(witness, request, response).catch(() => {
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
}

async function handle(witness: Witness, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "/", "http://witness");
  if (request.method === "POST" && url.pathname === "/add-checkpoint") {
    const body = await readBody(request);
    if (body === null) {
      response.writeHead(413).end();
      return;
    }
    const answer = await addCheckpoint(witness, body);
    response.writeHead(answer.status, { "content-type": answer.contentType }).end(answer.body);
    return;
  }
  if (request.method === "GET" && url.pathname === "/checkpoint") {
    const origin = url.searchParams.get("origin") ?? [...witness.logs.keys()][0] ?? "";
    const last = await witness.store.read(origin);
    if (last === null) response.writeHead(404).end();
    else response.writeHead(200, { "content-type": "text/plain; charset=utf-8" }).end(last.note);
    return;
  }
  response.writeHead(404).end();
}

async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAX_BODY) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
