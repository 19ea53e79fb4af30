import { fork, type ChildProcess } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { JSONWebKeySet } from "jose";
import { keysCommand } from "../../deploy/operate/keys.ts";
import { openTestIssuer, type TestIssuer } from "../../gateway/authenticate/fixtures/test-issuer.ts";
import { classified } from "../../gateway/decide/fixtures/govern.ts";
import { federate } from "../../gateway/execute/fixtures/federate.ts";
import { readOpenKeys, readSecretKeys } from "../../schema/envelope/seal-keys.ts";
import type { NationalCrypto } from "../../schema/jwt/national-crypto.ts";
import { createBuilder } from "../../subgraphs/kit/builder/create-builder.ts";
import { subgraphSchema } from "../../subgraphs/kit/builder/federation.ts";
import { conditional } from "../../subgraphs/kit/item.ts";
import { serveSubgraph, type RunningSubgraph } from "../../subgraphs/kit/serve-subgraph.ts";

const GRANTS = `
grants:
  - id: notes
    consumer: { app: reader }
    purpose: { code: READING, name: 阅读, basis: 示例 }
    validFrom: "2026-01-01T00:00:00Z"
    validTo: "2036-01-01T00:00:00Z"
    rowScope: ["*"]
    items: { Query.note: CLEAR }
`;

const noteSchema = () => {
  const builder = createBuilder<unknown, object>();
  builder.queryFields((t) => ({ note: t.string({ ...conditional("L2"), resolve: () => "沙澧" }) }));
  return subgraphSchema(builder);
};

/** What one gateway of a small hub is started with beside its files. */
interface GatewayStart {
  /** Flags that replace or join the usual ones. */
  readonly flags?: Readonly<Record<string, string>>;
  /** A module that is loaded before it. */
  readonly preload?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** A hub as an operator starts it, with one department that has one field: for what is about processes, keys and clocks. */
export interface NotesHub {
  /** A file of its folder. */
  readonly file: (...names: string[]) => string;
  readonly issuer: TestIssuer;
  readonly keys: (command: string, name: string, ...flags: string[]) => Promise<unknown>;
  /** A gateway process, which records nothing unless it is told otherwise. It ends with the hub. */
  readonly start: (more?: GatewayStart) => ChildProcess;
  readonly close: () => Promise<void>;
}

/** The claims of an officer whom the grants know. */
export const READER = { app: "reader", department: "a", officer: "zhang" };

/** Opens the hub's files and its department; gateways are started by the test. @param crypto "gm": all keys are of SM2 */
export async function openNotesHub(name: string, crypto?: NationalCrypto): Promise<NotesHub> {
  const folder = await mkdtemp(join(tmpdir(), `${name}-`));
  const file = (...names: string[]): string => join(folder, ...names);
  const keys: NotesHub["keys"] = async (command, of, ...flags) => keysCommand.run([command, file(of), ...flags]);
  const kind = crypto === undefined ? [] : ["--crypto", crypto];
  const issuer = await openTestIssuer(file("issuer"), crypto === "gm" ? "SM2" : undefined);
  for (const side of ["hub", "notes"]) await keys("add", side, ...kind);
  await keys("envelope", "envelope", ...kind);
  const { supergraphSdl } = federate({
    notes: { typeDefs: classified("type Query { note: String @item(level: L2, share: CONDITIONAL) }") },
  });
  await writeFile(file("supergraph.graphql"), supergraphSdl);
  await writeFile(file("grants.yaml"), GRANTS);
  const textOf = (of: string, which: string): Promise<string> => readFile(file(of, which), "utf8");
  const own = readSecretKeys(await textOf("notes", "seal-keys.json"), crypto);
  const theirs = readOpenKeys(await textOf("hub", "seal-keys.public.json"), crypto);
  const department: RunningSubgraph = await serveSubgraph(
    { name: "notes", schema: noteSchema(), open: () => ({ $disconnect: () => Promise.resolve() }) },
    {
      databaseUrl: "",
      port: 0,
      envelopeKeys: JSON.parse(await textOf("envelope", "jwks.json")) as JSONWebKeySet,
      seal: { own: () => own, theirs: () => theirs },
    },
  );
  const children: ChildProcess[] = [];
  const start: NotesHub["start"] = ({ flags = {}, preload, env = {} } = {}) => {
    const all = {
      "--supergraph": file("supergraph.graphql"),
      "--grants": file("grants.yaml"),
      "--jwks": issuer.jwksPath,
      "--envelope-key": file("envelope"),
      "--seal-key": file("hub"),
      "--department-key": `notes=${file("notes", "seal-keys.public.json")}`,
      "--upstream": `notes=${department.url}`,
      "--counters": "memory",
      "--port": "0",
      ...flags,
    };
    const imports = [...(preload === undefined ? [] : [preload]), "./tests/fixtures/strip-types.js"];
    const records = "--ledger-key" in flags ? [] : ["--no-ledger"];
    const child = fork("gateway/main.ts", [...records, ...Object.entries(all).flat()], {
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      env: { ...process.env, ...env },
      execArgv: imports.flatMap((module) => ["--import", module]),
    });
    children.push(child);
    return child;
  };
  const close = async (): Promise<void> => {
    for (const child of children) child.kill();
    await department.stop();
    await rm(folder, { recursive: true });
  };
  return { file, issuer, keys, start, close };
}

/** Where a gateway process serves, once it does. @throws what it wrote, when it ends instead */
export async function addressOf(child: ChildProcess): Promise<string> {
  let out = "";
  child.stderr?.on("data", (chunk: Buffer) => (out += chunk.toString()));
  for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
    out += chunk.toString();
    const line = /"url":"([^"]+)".*The gateway is ready/.exec(out);
    if (line) return line[1] ?? "";
  }
  throw new Error(out);
}

/** The one question that this hub answers, with a token. */
export async function askForNote(
  url: string,
  token: string,
): Promise<{ readonly status: number; readonly body: unknown }> {
  const headers = { "content-type": "application/json", authorization: `Bearer ${token}`, "x-purpose": "READING" };
  const response = await fetch(url, { method: "POST", headers, body: '{"query":"{ note }"}' });
  return { status: response.status, body: await response.json() };
}
