import { copyFile, mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { request as askPlain } from "node:http";
import { request as askTls, type RequestOptions } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { connect, TLSSocket } from "node:tls";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { buildSchema } from "graphql";
import { pino } from "pino";
import { createGateway, type Gateway } from "../../gateway/create-gateway.ts";
import { federate } from "../../gateway/execute/fixtures/federate.ts";
import { followCertificates, type FollowedCertificates, type TlsFiles } from "../../host/certificates.ts";
import { serveSubgraph, type RunningSubgraph } from "../../subgraphs/kit/serve-subgraph.ts";
import { certificateAuthority, type Authority, type Issued } from "../fixtures/tls/certificate-authority.ts";

/** Hub and department show each other certificates of the city's own authority, apps see the gateway's, and all of them change under load. */

const NOTES = "type Query { note(id: Int!): String }";
const { supergraphSdl } = federate({ notes: { typeDefs: NOTES } });
const schema = buildSchema(NOTES);
const note = schema.getQueryType()?.getFields()["note"];
if (note)
  note.resolve = async (_: unknown, { id }: { id: number }) => {
    await setTimeout(5);
    return `note ${id}`;
  };

let folder: string;
let city: Authority;
let stranger: Authority;
let hub: Issued;
let department: Issued;
const opened: { close?: () => unknown; stop?: () => unknown }[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tls-"));
  [city, stranger] = await Promise.all([
    certificateAuthority(join(folder, "city"), "city"),
    certificateAuthority(join(folder, "stranger"), "stranger"),
  ]);
  [hub, department] = await Promise.all([city.issue("hub"), city.issue("housing", 90, "serverAuth")]);
});
afterAll(async () => {
  for (const one of opened.reverse()) await (one.close ?? one.stop)?.();
  await rm(folder, { recursive: true });
});

const problems: string[] = [];
const refusedClients: string[] = [];
const follow = (files: TlsFiles): FollowedCertificates => {
  const followed = followCertificates(files, (problem) => problems.push(problem));
  opened.push(followed);
  return followed;
};

const serve = async (files: TlsFiles | undefined): Promise<RunningSubgraph> => {
  const served = { name: "notes", schema, open: () => ({ $disconnect: () => Promise.resolve() }) };
  const certificates = files && follow(files);
  const running = await serveSubgraph(served, {
    databaseUrl: "",
    port: 0,
    certificates,
    onRefusedClient: (code) => refusedClients.push(code),
  });
  opened.push(running);
  return running;
};

interface Line {
  readonly subgraph?: string;
  readonly code?: string;
  readonly state?: string;
}

const open = async (notes: string, tls: { server?: TlsFiles; client?: TlsFiles }) => {
  const log: Line[] = [];
  const logger = pino({}, { write: (line: string) => log.push(JSON.parse(line) as Line) });
  const followed = {
    server: tls.server && follow(tls.server),
    client: tls.client && follow(tls.client),
  };
  const gateway = await createGateway({
    supergraph: { sdl: supergraphSdl },
    upstream: { notes },
    tls: followed,
    logger,
  });
  opened.push(gateway);
  return { gateway, log, ...followed };
};

/** One POST: status and body; or the code with which the connection failed, and the name of the server's certificate. */
const post = async (url: string, query: string, options: RequestOptions = {}) => {
  const ask = url.startsWith("https:") ? askTls : askPlain;
  return new Promise<{ status?: number; body?: string; code?: string; shown?: string }>((resolve) => {
    const request = ask(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      agent: false,
      ...options,
    });
    request.once("error", (error: NodeJS.ErrnoException) => {
      resolve({ code: error.code ?? error.message });
    });
    request.once("response", (response) => {
      const { subject } = response.socket instanceof TLSSocket ? response.socket.getPeerCertificate() : {};
      text(response).then(
        (body) => {
          resolve({ status: response.statusCode ?? 0, body, shown: String(subject?.CN) });
        },
        (error: unknown) => {
          resolve({ code: (error as NodeJS.ErrnoException).code ?? "" });
        },
      );
    });
    request.end(JSON.stringify({ query }));
  });
};

const pem = (path: string) => readFile(path, "utf8");
const identity = async ({ cert, key }: Issued) => ({ cert: await pem(cert), key: await pem(key) });

const codesOf = async (gateway: Gateway): Promise<unknown> => {
  const url = `http://hub.test/graphql?query=${encodeURIComponent("{ note(id: 1) }")}`;
  const { data, errors } = (await (await gateway.fetch(new Request(url))).json()) as {
    readonly data: unknown;
    readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
  };
  return errors?.map(({ extensions }) => extensions.code) ?? data;
};

const readiness = async (gateway: Gateway): Promise<readonly [number, unknown]> => {
  const response = await gateway.fetch(new Request("http://hub.test/readyz"));
  return [response.status, await response.json()];
};

test("a department asks for the hub's certificate: none, another authority's, one that is for servers only, and plain HTTP get no answer", async () => {
  const { url } = await serve({ ...department, ca: city.cert });
  const ca = await pem(city.cert);
  const [own, foreign, serving] = await Promise.all([
    identity(hub),
    stranger.issue("hub").then(identity),
    identity(department),
  ]);
  const asked = await Promise.all([
    post(url, "{ note(id: 1) }", { ca, ...own }),
    post(url, "{ note(id: 1) }", { ca }),
    post(url, "{ note(id: 1) }", { ca, ...foreign }),
    post(url, "{ note(id: 1) }", { ca, ...serving }),
    post(url.replace("https", "http"), "{ note(id: 1) }"),
  ]);
  expect(url).toMatch(/^https:/);
  expect(asked[0]).toEqual({ status: 200, body: '{"data":{"note":"note 1"}}\n', shown: "housing" });
  expect(asked.slice(1, 4)).toEqual(Array(3).fill({ status: 403, body: "", shown: "housing" }));
  expect(refusedClients).toEqual(["UNABLE_TO_GET_ISSUER_CERT", "UNABLE_TO_VERIFY_LEAF_SIGNATURE", "INVALID_PURPOSE"]);
  expect(asked[4].code).toMatch(/ECONNRESET|HPE_/);
});

test("a session that began without a certificate is not taken up again as one with a certificate", async () => {
  const { url } = await serve({ ...department, ca: city.cert });
  const ca = await pem(city.cert);
  const sessions: Buffer[] = [];
  const once = (session?: Buffer) =>
    new Promise<string>((resolve) => {
      const socket = connect({ host: "127.0.0.1", port: Number(new URL(url).port), ca, ...(session && { session }) });
      socket.on("session", (offered) => sessions.push(offered)).write("GET /healthz HTTP/1.1\r\nhost: housing\r\n\r\n");
      text(socket).then((answer) => {
        resolve(answer.split("\r\n")[0] ?? "");
      }, resolve);
    });
  expect(await once()).toBe("HTTP/1.1 403 Forbidden");
  for (const session of [...sessions]) expect(await once(session)).toBe("HTTP/1.1 403 Forbidden");
});

test("apps reach the gateway over TLS, which asks departments under its own certificate; readiness and metrics tell when it ends", async () => {
  const { url } = await serve({ ...department, ca: city.cert });
  const { gateway } = await open(url, { server: hub, client: { ...hub, ca: city.cert } });
  const listening = await gateway.listen({ port: 0 });
  const ca = await pem(city.cert);
  expect(listening.url).toMatch(/^https:\/\/127\.0\.0\.1:/);
  expect(await post(listening.url, "{ note(id: 2) }", { ca })).toEqual({
    status: 200,
    body: '{"data":{"note":"note 2"}}',
    shown: "hub",
  });
  expect((await post(listening.url, "{ note(id: 2) }")).code).toBe("UNABLE_TO_VERIFY_LEAF_SIGNATURE");
  expect(await readiness(gateway)).toEqual([200, { ready: true, subgraphs: { notes: "up" }, certificate: "up" }]);
  const metrics = await (await gateway.fetch(new Request("http://hub.test/metrics"))).text();
  const ends = [...metrics.matchAll(/^hub_certificate_expires_timestamp_seconds\{use="(\w+)"\} (\d+)$/gm)];
  expect(
    ends.map(([, use, seconds]) => [use, Math.round((Number(seconds) * 1_000 - Date.now()) / 86_400_000)]),
  ).toEqual([
    ["server", 90],
    ["client", 90],
  ]);
});

test("certificates that hub and department do not accept are told by the answer, the readiness and the log, and no data passes", async () => {
  const closed = await serve({ ...department, ca: city.cert });
  const foreign = await serve(await stranger.issue("housing"));
  const plain = await serve(undefined);
  const wrong = await Promise.all([
    open(closed.url, { client: { ca: city.cert } }),
    open(closed.url, { client: { ...(await stranger.issue("another-hub")), ca: city.cert } }),
    open(foreign.url, { client: { ...hub, ca: city.cert } }),
    open(closed.url, {}),
    open(plain.url.replace("http", "https"), { client: { ...hub, ca: city.cert } }),
  ]);
  for (const { gateway } of wrong) expect(await codesOf(gateway)).toEqual(["HUB_SUBGRAPH_UNTRUSTED"]);
  for (const { gateway } of wrong)
    expect(await readiness(gateway)).toEqual([503, { ready: false, subgraphs: { notes: "certificate" } }]);
  expect(wrong.map(({ log }) => log.find(({ code }) => code !== undefined)?.code)).toEqual([
    "REFUSED_BY_DEPARTMENT",
    "REFUSED_BY_DEPARTMENT",
    "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    "SELF_SIGNED_CERT_IN_CHAIN",
    expect.stringMatching(/^ERR_SSL_/),
  ]);
  for (const { log } of wrong)
    expect(log.map(({ subgraph, state }) => ({ subgraph, state }))).toContainEqual({
      subgraph: "notes",
      state: "certificate",
    });
});

test("with an authority of the departments' no fetch leaves the machine in the clear", async () => {
  const gateway = open("http://housing.example:4001/", { client: { ca: city.cert } });
  await expect(gateway).rejects.toThrow(
    "With --tls-ca departments are reached by https:// only, or on loopback: notes.",
  );
});

test("all certificates change while requests are under way: none is lost, and new connections see the new ones", async () => {
  const files = async (name: string, first: Issued) => {
    const place = { cert: join(folder, name, "current.pem"), key: join(folder, name, "current.key") };
    const put = async ({ cert, key }: Issued) => {
      await mkdir(join(folder, name), { recursive: true });
      await Promise.all([copyFile(cert, place.cert), copyFile(key, place.key)]);
    };
    await put(first);
    return { place, put };
  };
  const [atHub, atDepartment, nextHub, nextDepartment] = await Promise.all([
    files("at-hub", hub),
    files("at-department", department),
    city.issue("next-hub"),
    city.issue("next-housing"),
  ]);
  const { url } = await serve({ ...atDepartment.place, ca: city.cert });
  const departmentSide = opened.at(-2) as FollowedCertificates;
  const { gateway, server, client } = await open(url, {
    server: atHub.place,
    client: { ...atHub.place, ca: city.cert },
  });
  const listening = await gateway.listen({ port: 0 });
  const ca = await pem(city.cert);
  const seen = new Set<string>();
  const failed: unknown[] = [];
  let isAsking = true;
  let answers = 0;
  const asking = Array.from({ length: 4 }, async () => {
    while (isAsking) {
      const { status, body = "", shown = "" } = await post(listening.url, "{ note(id: 3) }", { ca });
      if (status === 200 && body === '{"data":{"note":"note 3"}}') seen.add(shown);
      else failed.push({ status, body });
      answers += 1;
    }
  });
  const soon = async (what: () => boolean): Promise<void> => {
    while (!what() && failed.length === 0) await setTimeout(5);
  };
  await soon(() => answers >= 8);
  await atDepartment.put(nextDepartment);
  departmentSide.readAgain();
  await atHub.put(nextHub);
  server?.readAgain();
  client?.readAgain();
  const then = answers;
  await soon(() => seen.has("next-hub") && answers >= then + 20);
  isAsking = false;
  await Promise.all(asking);
  expect([failed, [...seen], problems]).toEqual([[], ["hub", "next-hub"], []]);
  const own = await identity(nextHub);
  expect(await post(url, "{ note(id: 4) }", { ca, ...own })).toMatchObject({ status: 200, shown: "next-housing" });
});
