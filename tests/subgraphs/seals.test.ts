import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { buildSchema } from "graphql";
import { pino } from "pino";
import { embeddedSeals } from "../../deploy/embedded/embedded-seals.ts";
import { createGateway, type Gateway } from "../../gateway/create-gateway.ts";
import { federate } from "../../gateway/execute/fixtures/federate.ts";
import { serveSubgraph, type RunningSubgraph } from "../../subgraphs/kit/serve-subgraph.ts";

const NOTES = "type Query { note(id: Int!): String }";
const { supergraphSdl } = federate({ notes: { typeDefs: NOTES } });
const seals = embeddedSeals(["notes", "others"]);
const logger = pino({ level: "silent" });

const schema = buildSchema(NOTES);
const note = schema.getQueryType()?.getFields()["note"];
if (note) note.resolve = (_: unknown, { id }: { id: number }) => `note ${id}`;

interface Passed {
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** What stands between the gateway and the department, and does as it likes. */
const between = {
  asked: [] as Passed[],
  answered: [] as Passed[],
  ask: (passed: Passed): Passed | Promise<Passed> => passed,
  answer: (passed: Passed): Passed | Promise<Passed> => passed,
};

let skew = 0;
let department: RunningSubgraph;
let middle: Server;
let gateway: Gateway;

const without = (headers: IncomingHttpHeaders, ...names: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (names.includes(name) ? [] : [[name, String(value)]])),
  );

const pass = async (url: string, { headers, body }: Passed) => {
  const kept = without(headers, "host", "content-length", "connection");
  const response = await fetch(url, {
    method: "POST",
    headers: kept,
    body: new Uint8Array(body),
  });
  const answer = { headers: Object.fromEntries(response.headers), body: Buffer.from(await response.arrayBuffer()) };
  return { status: response.status, ...answer };
};

const open = (more: object = {}): Promise<Gateway> =>
  createGateway({
    supergraph: { sdl: supergraphSdl },
    upstream: { notes: `http://127.0.0.1:${(middle.address() as AddressInfo).port}/` },
    seals: seals.hubSide,
    logger,
    ...more,
  });

beforeAll(async () => {
  const served = { name: "notes", schema, open: () => ({ $disconnect: () => Promise.resolve() }) };
  department = await serveSubgraph(served, {
    databaseUrl: "",
    port: 0,
    seal: { ...seals.departmentSide("notes"), clock: () => Date.now() + skew },
  });
  middle = createServer((request, response) => {
    void (async () => {
      const asked = { headers: request.headers, body: await buffer(request) };
      between.asked.push(asked);
      const { status, ...answered } = await pass(department.url, await between.ask(asked));
      between.answered.push(answered);
      const { headers, body } = await between.answer(answered);
      const kept = without(headers, "content-length", "connection", "keep-alive");
      response.writeHead(status, kept).end(body);
    })();
  });
  await new Promise<void>((listening) => middle.listen(0, "127.0.0.1", listening));
  gateway = await open();
});
afterAll(async () => {
  await gateway.close();
  await department.stop();
  middle.closeAllConnections();
  middle.close();
});
beforeEach(() => {
  Object.assign(between, {
    asked: [],
    answered: [],
    ask: (passed: Passed) => passed,
    answer: (passed: Passed) => passed,
  });
});

const askOf = async (through: Gateway, id: number): Promise<string> => {
  const response = await through.fetch(
    new Request("http://gateway.test/graphql", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query: "query ($id: Int!) { note(id: $id) }", variables: { id } }),
    }),
  );
  const { data, errors } = (await response.json()) as {
    readonly data: { readonly note: string | null };
    readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
  };
  return errors?.map(({ extensions }) => extensions.code).join() ?? String(data.note);
};
const ask = (id: number): Promise<string> => askOf(gateway, id);

const altered = ({ headers, body }: Passed, from: string, to: string): Passed => ({
  headers,
  body: Buffer.from(body.toString().replace(from, to)),
});

test("S9: a sealed fetch is answered, and repeated it is not, by whoever repeats it", async () => {
  expect(await ask(1)).toBe("note 1");
  const [captured] = between.asked as [Passed];
  const again = await pass(department.url, captured);
  expect([again.status, again.headers["x-hub-seal-refused"]]).toEqual([401, "HUB_SEAL_REPLAYED"]);
  expect(JSON.parse(again.body.toString())).toMatchObject({ errors: [{ extensions: { code: "HUB_SEAL_REPLAYED" } }] });
  between.ask = () => captured;
  expect(await ask(2)).toBe("HUB_SEAL_REPLAYED");
});

test("S9: other variables, or none of the seal, reach no resolver", async () => {
  between.ask = (passed) => altered(passed, '"id":1', '"id":2');
  expect(await ask(1)).toBe("HUB_SEAL_KEY");
  between.ask = ({ headers, body }) => ({ headers: without(headers, "x-hub-seal"), body });
  expect(await ask(1)).toBe("HUB_SEAL_KEY");
  between.ask = ({ headers, body }) => ({ headers: { ...headers, "x-hub-envelope": "another's" }, body });
  expect(await ask(1)).toBe("HUB_SEAL_KEY");
});

test("S9: an altered answer, one without its seal, and one of another fetch are not used", async () => {
  between.answer = (passed) => altered(passed, "note 1", "note 7");
  expect(await ask(1)).toBe("HUB_ANSWER_UNSEALED");
  between.answer = ({ headers, body }) => ({ headers: without(headers, "x-hub-seal"), body });
  expect(await ask(1)).toBe("HUB_ANSWER_UNSEALED");
  let first: (answer: Passed) => void = () => undefined;
  const other = new Promise<Passed>((resolve) => (first = resolve));
  let second: (answer: Passed) => void = () => undefined;
  const one = new Promise<Passed>((resolve) => (second = resolve));
  between.answer = (passed) => {
    const isFirst = between.answered.length === 5;
    (isFirst ? second : first)(passed);
    return isFirst ? other : one;
  };
  between.answered.length = 4;
  expect(await Promise.all([ask(3), ask(3)])).toEqual(["HUB_ANSWER_UNSEALED", "HUB_ANSWER_UNSEALED"]);
});

test("S9: the key of another department, and a clock that is wrong, are told apart", async () => {
  const { hubSide } = seals;
  const departments = new Map([["notes", hubSide.departments.get("others") ?? (() => [])]]);
  const misled = await open({ seals: { ...hubSide, departments } });
  expect(await askOf(misled, 1)).toBe("HUB_SEAL_KEY");
  await misled.close();
  between.ask = (passed) => {
    skew = 31_000;
    return passed;
  };
  expect(await ask(1)).toBe("HUB_SEAL_CLOCK");
  skew = 0;
});

test("O2: readiness tells a wrong clock from a wrong key; a gateway that every department refuses is not ready", async () => {
  const { hubSide } = seals;
  const departments = new Map([["notes", hubSide.departments.get("others") ?? (() => [])]]);
  const told = async (more: object = {}) => {
    const opened = await open(more);
    const get = async (path: string) => opened.fetch(new Request(`http://gateway.test${path}`));
    const ready = await get("/readyz");
    const metrics = await (await get("/metrics")).text();
    await opened.close();
    return [ready.status, (await ready.json()) as unknown, metrics.match(/^hub_subgraph_[a-z_]+\{.*$/gm)];
  };
  const state = (name: string, value: number) => `hub_subgraph_state{subgraph="notes",state="${name}"} ${value}`;
  // O8: a probe is nobody's fetch, and no error of anybody's.
  expect(await told()).toEqual([200, { ready: true, subgraphs: { notes: "up" } }, [state("up", 1)]]);
  const key = await told({ seals: { ...hubSide, departments } });
  expect(key).toEqual([503, { ready: false, subgraphs: { notes: "key" } }, [state("up", 0), state("key", 1)]]);
  skew = 31_000;
  const clock = await told();
  skew = 0;
  expect(clock).toEqual([503, { ready: false, subgraphs: { notes: "clock" } }, [state("up", 0), state("clock", 1)]]);
});

test("S9: a department with neither a key nor leave to go without keeps the gateway from starting", async () => {
  const none = { ...seals.hubSide, departments: new Map(), unsealed: new Set<string>() };
  await expect(open({ seals: none })).rejects.toThrow(
    "No key of notes: give --department-key NAME=FILE, or --unsealed",
  );
  const unsealed = await open({ seals: { ...none, unsealed: new Set(["notes"]) } });
  expect(await askOf(unsealed, 1)).toBe("HUB_SEAL_KEY");
  await unsealed.close();
});
