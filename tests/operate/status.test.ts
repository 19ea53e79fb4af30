import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { buildSchema } from "graphql";
import { pino } from "pino";
import { carryOut } from "../../deploy/operate/command.ts";
import { samplesIn } from "../../deploy/operate/status/ask-process.ts";
import { judge, type Part } from "../../deploy/operate/status/judge.ts";
import { statusCommand } from "../../deploy/operate/status/status.ts";
import { createGateway } from "../../gateway/create-gateway.ts";
import { federate } from "../../gateway/execute/fixtures/federate.ts";
import { followCertificates, type FollowedCertificates } from "../../host/certificates.ts";
import { serveSubgraph } from "../../subgraphs/kit/serve-subgraph.ts";
import { certificateAuthority, type Authority, type Issued } from "../fixtures/tls/certificate-authority.ts";
import { startFaulty } from "../fixtures/http/start-faulty.ts";
import { testDatabase } from "../test-database.ts";

/** An operator's one look at a deployment. */

const NOTES = "type Query { note(id: Int!): String }";
const { supergraphSdl } = federate({ notes: { typeDefs: NOTES } });

let folder: string;
let city: Authority;
let hub: Issued;
let soon: Issued;
const opened: { close?: () => unknown; stop?: () => unknown }[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "status-"));
  city = await certificateAuthority(folder, "city");
  [hub, soon] = await Promise.all([city.issue("hub", 90), city.issue("soon", 5)]);
});
afterAll(async () => {
  for (const one of opened.reverse()) await (one.close ?? one.stop)?.();
  await rm(folder, { recursive: true });
});

const follow = (files: object): FollowedCertificates => {
  const followed = followCertificates(files, () => undefined);
  opened.push(followed);
  return followed;
};

const department = async (identity: Issued): Promise<string> => {
  const served = { name: "notes", schema: buildSchema(NOTES), open: () => ({ $disconnect: () => Promise.resolve() }) };
  const databaseUrl = await testDatabase("operate_status");
  const certificates = follow({ ...identity, ca: city.cert });
  const running = await serveSubgraph(served, { databaseUrl, port: 0, certificates });
  opened.push(running);
  return running.url;
};

const gatewayOver = async (notes: string): Promise<string> => {
  const gateway = await createGateway({
    supergraph: { sdl: supergraphSdl },
    upstream: { notes },
    tls: { server: follow(hub), client: follow({ ...hub, ca: city.cert }) },
    logger: pino({ level: "silent" }),
  });
  opened.push(gateway);
  return new URL((await gateway.listen({ port: 0 })).url).origin;
};

const status = (...args: string[]) =>
  carryOut(statusCommand, [...args, "--tls-ca", city.cert, "--tls-cert", hub.cert, "--tls-key", hub.key]);

test("a deployment that is well is one screen and 0, for programs too", async () => {
  const notes = await department(hub);
  const gateway = await gatewayOver(notes);
  const { code, text, isAnswer } = await status("--gateway", gateway, "--department", `notes=${notes}`);
  expect([code, isAnswer]).toEqual([0, true]);
  expect(text.replaceAll(/:\d{4,5}/g, ":PORT").replace(/\d{4}-\S+Z/, "NOW")).toBe(
    [
      "Shali Hub, NOW",
      "",
      "gateway    https://127.0.0.1:PORT  ready  version 0.1.0  clock even  certificate 89 d",
      "           departments  notes up",
      "department notes  ready  version 0.1.0  clock even  certificate 89 d",
      "",
      "All is well.",
      "",
    ].join("\n"),
  );
  const told = JSON.parse((await status("--gateway", gateway, "--json")).text) as object;
  expect(told).toMatchObject({
    code: 0,
    findings: [],
    processes: [
      {
        kind: "gateway",
        name: gateway,
        readyStatus: 200,
        version: "0.1.0",
        certificateDays: 89,
        ready: { ready: true },
      },
    ],
  });
});

test("a certificate that ends soon is a warning and 1; a department that is gone or shows nobody's certificate, and a process that does not answer, are critical and 2", async () => {
  const late = await department(soon);
  const { code, text } = await status("--department", `notes=${late}`);
  expect([code, text.split("\n").at(-2)]).toEqual([1, "WARNING  department notes: its certificate ends in 4 d"]);
  const stranger = await certificateAuthority(join(folder, "stranger"), "stranger");
  const foreign = await department(await stranger.issue("notes"));
  const seen = await status("--gateway", await gatewayOver(foreign), "--department", `notes=${foreign}`);
  expect(seen.code).toBe(2);
  expect(
    seen.text
      .replaceAll(/https:\S+:\d+/g, "URL")
      .split("\n")
      .slice(-4),
  ).toEqual([
    "CRITICAL gateway URL: not ready: /readyz answers 503",
    "CRITICAL gateway URL: notes is certificate to it",
    "CRITICAL department notes: does not answer (UNABLE_TO_VERIFY_LEAF_SIGNATURE)",
    "",
  ]);
});

test("a clock that differs is told by the process that has it", async () => {
  const skewed = await startFaulty(({ url }, response) => {
    response.setHeader("date", new Date(Date.now() + 300_000).toUTCString());
    response.end(url === "/readyz" ? '{"ready":true,"subgraphs":{}}' : "");
  });
  const { code, text } = await status("--gateway", skewed.url);
  await skewed.stop();
  expect(code).toBe(2);
  expect(text).toMatch(/CRITICAL gateway \S+: its clock differs by (?:299|300|301)(?:\.\d)? s/);
});

test("a mistake in the command line ends with 2 as well", async () => {
  const wrong = (...args: string[]) => carryOut(statusCommand, args);
  expect(
    await Promise.all([wrong(), wrong("--gateway", "gw"), wrong("--department", "housing"), wrong("--gatway", "x")]),
  ).toEqual([
    { code: 2, text: "Name a process: --gateway URL or --department NAME=URL. See --help.\n" },
    { code: 2, text: "--gateway must be an http(s) URL, got gw. See --help.\n" },
    { code: 2, text: "--department must be NAME=URL, got housing. See --help.\n" },
    { code: 2, text: "Unknown option '--gatway'. Did you mean --gateway? See --help.\n" },
  ]);
});

test("what is told of a hub's parts is judged, the gravest first", () => {
  const samples = (text: string): Part["asked"] => ({
    url: "",
    readyStatus: 200,
    ready: { ready: true, subgraphs: { housing: "down", enterprise: "clock" }, ledger: "up" },
    samples: samplesIn(text),
  });
  const parts: readonly Part[] = [
    {
      kind: "gateway",
      name: "one",
      asked: samples('hub_build_info{version="1.2.0",node="20"} 1\nhub_ledger_unsigned_seconds 90\n'),
    },
    {
      kind: "gateway",
      name: "two",
      asked: {
        ...samples('hub_build_info{version="1.1.0",node="20"} 1\nhub_log_lines_lost{worker="1"} 3\n'),
        readyStatus: 503,
        ready: { ready: false, grants: "down", ledger: "down", ledgerTrouble: "WITNESS_REFUSED" },
        clock: -7.5,
      },
    },
  ];
  expect(
    judge(parts, { size: 4, lines: [], flaws: ["nobody cosigned"] }, 0).map(({ level, text }) => `${level} ${text}`),
  ).toEqual([
    "critical gateway one: enterprise is clock to it",
    "critical gateway two: not ready: ledger down, ledgerTrouble WITNESS_REFUSED, grants down",
    "warning gateway one: housing is down to it",
    "warning gateway one: records have waited 90 s for a signed checkpoint",
    "warning gateway two: its clock differs by -7.5 s",
    "warning gateway two: 3 lines of its log are lost",
    "warning log: nobody cosigned",
    "warning several versions run: 1.1.0, 1.2.0",
  ]);
});
