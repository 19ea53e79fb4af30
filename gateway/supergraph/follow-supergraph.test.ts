import { mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { pino } from "pino";
import { ask } from "../../tests/fixtures/federation/ask.ts";
import { type Federation, startFederation } from "../../tests/fixtures/federation/start-federation.ts";
import { createGateway, type Gateway } from "../create-gateway.ts";

let federation: Federation;
let folder: string;
let path: string;
let gateway: Gateway;
const logged: string[] = [];

beforeAll(async () => {
  federation = await startFederation();
  folder = await mkdtemp(join(tmpdir(), "hub-supergraph-"));
  path = join(folder, "supergraph.graphql");
  await writeFile(path, federation.sdl);
  gateway = await createGateway({
    supergraph: path,
    logger: pino({ level: "error" }, { write: (line: string) => void logged.push(line) }),
  });
});
afterAll(async () => {
  await gateway.close();
  await federation.stop();
  await rm(folder, { recursive: true });
});

/** At once: a file written in place may be seen half-written, which is one more complaint. */
const replaceFile = async (text: string): Promise<void> => {
  await writeFile(`${path}.new`, text);
  await rename(`${path}.new`, path);
};

const until = async (condition: () => boolean | Promise<boolean>): Promise<void> => {
  for (let round = 0; round < 200; round += 1) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error("It did not happen within 5 s.");
};
const hasDescription = async (text: string): Promise<boolean> => {
  const { body } = await ask(gateway, '{ __type(name: "Review") { description } }');
  return JSON.stringify(body).includes(text);
};
const described = (text: string) => federation.sdl.replace(/^type Review/m, `"""${text}"""\ntype Review`);

test("reloads under load lose no request", async () => {
  let running = true;
  const failed: unknown[] = [];
  let answered = 0;
  const { url } = await gateway.listen({ port: 0 });
  const overHttp = {
    fetch: async (request: Request) =>
      fetch(url, { method: "POST", headers: request.headers, body: await request.text() }),
  };
  const client = async (_: unknown, index: number): Promise<void> => {
    const way = index % 2 === 0 ? gateway : overHttp;
    while (running) {
      const { status, body } = await ask(way, "{ me { name reviews { body product { name } } } }");
      answered += 1;
      if (status !== 200 || "errors" in (body as object)) failed.push(body);
    }
  };
  const clients = Array.from({ length: 8 }, client);
  for (const text of ["first", "second", "third"]) {
    await replaceFile(described(text));
    await until(() => hasDescription(text));
  }
  running = false;
  await Promise.all(clients);
  expect(failed).toEqual([]);
  expect(answered).toBeGreaterThanOrEqual(8);
});

test("an invalid file leaves the last good one in force, and says so", async () => {
  await replaceFile(described("good"));
  await until(() => hasDescription("good"));
  for (const text of ["type Query { broken", "type Query { ok: Boolean }", ""]) {
    const before = logged.length;
    await replaceFile(text);
    await until(() => logged.length > before);
    expect(await hasDescription("good")).toBe(true);
    expect((await ask(gateway, "{ me { name } }")).body).toEqual({ data: { me: { name: "Ada" } } });
  }
  expect(logged.map((line) => (JSON.parse(line) as { reason: string }).reason)).toMatchInlineSnapshot(`
   [
     "The supergraph is not valid GraphQL: Syntax Error: Expected ":", found <EOF>.",
     "Not a federation supergraph: it names no subgraphs (enum join__Graph).",
     "The supergraph is not valid GraphQL: Syntax Error: Unexpected <EOF>.",
   ]
  `);
  await replaceFile(described("better"));
  await until(() => hasDescription("better"));
});
