import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { json } from "node:stream/consumers";
import { setTimeout } from "node:timers/promises";
import { Client } from "pg";
import { openLocalIssuer } from "../../demo/identities/local-issuer.ts";
import { viewCatalogue } from "../../subgraphs/sharing/catalogue/catalogue-view.ts";
import { openOffice, type Office } from "./office.ts";
import { PUBLIC_SECURITY } from "./replica.ts";
import { matters } from "./steps.ts";

let folder: string;
let office: Office;
let department: Server;
const running: ChildProcess[] = [];

/** 公安 behind a port of its own. */
const serveDepartment = (): Promise<Server> =>
  new Promise((resolve) => {
    const answer = async (body: unknown): Promise<string> =>
      JSON.stringify(await PUBLIC_SECURITY.post({ subgraph: "public-security", body: JSON.stringify(body) } as never));
    const server = createServer((request, response) => {
      void json(request)
        .then(answer)
        .then((text) => response.setHeader("content-type", "application/json").end(text));
    }).listen(0, "127.0.0.1", () => {
      resolve(server);
    });
  });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "shared-quota-"));
  await writeFile(join(folder, "supergraph.graphql"), PUBLIC_SECURITY.supergraphSdl);
  const view = viewCatalogue(PUBLIC_SECURITY.supergraphSdl);
  [office, department] = await Promise.all([openOffice("shared_quota", { catalogue: () => view }), serveDepartment()]);
});
afterAll(async () => {
  for (const child of running) child.kill("SIGKILL");
  await office.close();
  await new Promise((closed) => department.close(closed));
  await rm(folder, { recursive: true });
});

/** It listens before it knows the grants; a load balancer sends it nothing until then. */
const untilReady = async (url: string): Promise<void> => {
  while ((await fetch(new URL("/readyz", url))).status !== 200) await setTimeout(20);
};

/** A gateway as a person starts it: a process of its own that is told the hub's database, and nothing of counters. */
const gateway = async (jwks: string): Promise<string> => {
  const { port } = department.address() as AddressInfo;
  const child = spawn(
    process.execPath,
    [
      ...["--import", "./tests/fixtures/strip-types.js", "gateway/main.ts"],
      ...["--supergraph", join(folder, "supergraph.graphql"), "--port", "0"],
      ...["--upstream", `public-security=http://127.0.0.1:${port}/`, "--jwks", jwks, "--no-ledger"],
      ...["--unsealed", "public-security"],
    ],
    {
      stdio: ["ignore", "pipe", "inherit"],
      env: { ...process.env, NODE_OPTIONS: "", HUB_GRANTS_DATABASE: office.gatewayUrl, HUB_COUNTERS_URL: undefined },
    },
  );
  running.push(child);
  for await (const line of createInterface({ input: child.stdout })) {
    const { msg, url } = JSON.parse(line) as { readonly msg: string; readonly url?: string };
    if (msg === "The gateway is ready." && url !== undefined) {
      child.stdout.resume();
      await untilReady(url);
      return url;
    }
  }
  throw new Error("The gateway ended before it was ready.");
};

const reasonsOf = async (url: string, token: string): Promise<readonly string[]> => {
  const response = await fetch(url, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      authorization: `Bearer ${token}`,
      "x-purpose": "PENSION_CHECK",
      "x-case": "C-1",
    },
    body: JSON.stringify({ query: "{ person { name } }" }),
  });
  const { data, errors = [] } = (await response.json()) as {
    readonly data?: { readonly person: { readonly name: string } | null };
    readonly errors?: readonly { readonly extensions: { readonly code: string; readonly reason?: string } }[];
  };
  const retry = response.headers.get("retry-after") === null ? [] : ["Retry-After"];
  return [
    String(data?.person?.name ?? null),
    ...errors.map(({ extensions }) => extensions.reason ?? extensions.code),
    ...retry,
  ];
};

test("two gateways on one hub database share a quota, and one that comes later knows what is spent", async () => {
  await matters(office).active();
  const life = { validFrom: new Date("2020-01-01"), validTo: new Date("2100-01-01") };
  await office.database.grant.updateMany({ where: { state: "ACTIVE" }, data: { requestsPerDay: 3, ...life } });
  const issuer = await openLocalIssuer(folder);
  const token = await issuer.issue({
    app: "human-resources-app",
    department: "human-resources",
    officer: "owner.human-resources",
  });
  const [one, two] = await Promise.all([gateway(issuer.jwksPath), gateway(issuer.jwksPath)]);
  const got = [];
  for (const url of [one, two, one, two, one]) got.push(await reasonsOf(url, token));
  const given = ["李示例"];
  const spent = ["null", "QUOTA", "Retry-After"];
  expect(got).toEqual([given, given, given, spent, spent]);
  expect(await reasonsOf(await gateway(issuer.jwksPath), token)).toEqual(spent);
  const client = new Client({ connectionString: office.databaseUrl });
  await client.connect();
  const { rows } = await client.query("select points from hub_caller_counter where key like 'requests:%'");
  await client.end();
  expect(rows).toEqual([{ points: 3 }]);
});
