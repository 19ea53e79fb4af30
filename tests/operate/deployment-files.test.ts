import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { parse, parseAllDocuments } from "yaml";
import { flagsOfCommands } from "../../deploy/documents/commands.ts";
import { databaseVariableOf, DEPARTMENTS, SERVICES } from "../../subgraphs/kit/departments.ts";

/** The files with which a city deploys the hub say what the hub understands; deploy/files/lint.sh asks the tools that read them. */

const FILES = "deploy/files";
const read = (path: string): string => readFileSync(path, "utf8");
const subgraphs = [...DEPARTMENTS, ...SERVICES].map(({ name }) => name);

/** A command line of the hub, and the variables that it is started with. */
interface Started {
  readonly where: string;
  readonly args: readonly string[];
  readonly variables: readonly string[];
}

interface ComposeService {
  readonly image: string;
  readonly command: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly read_only?: boolean;
  readonly ports?: readonly string[];
}

const compose = parse(read(join(FILES, "container/compose.yaml")), { merge: true }) as {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly volumes: object;
};

interface Container {
  readonly args?: readonly string[];
  readonly env?: readonly { readonly name: string }[];
  readonly ports?: readonly { readonly containerPort: number }[];
  readonly securityContext: { readonly readOnlyRootFilesystem: boolean; readonly allowPrivilegeEscalation: boolean };
}

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly ports?: readonly { readonly port: number }[];
    readonly template: {
      readonly spec: {
        readonly containers: readonly Container[];
        readonly initContainers: readonly Container[];
        readonly securityContext: { readonly runAsNonRoot: boolean };
      };
    };
  };
}

const manifests = (file: string): readonly Manifest[] => {
  const documents = parseAllDocuments(read(join(FILES, "kubernetes", file)));
  return documents.map((document) => {
    expect(document.errors).toEqual([]);
    return document.toJS() as Manifest;
  });
};

const kustomization = parse(read(join(FILES, "kubernetes/kustomization.yaml"))) as {
  readonly resources: readonly string[];
};
const kubernetes = kustomization.resources.flatMap(manifests);
const deployments = kubernetes.filter(({ kind }) => kind === "Deployment");

const units = readdirSync(join(FILES, "systemd")).map((name) => {
  const text = read(join(FILES, "systemd", name)).replaceAll(/\\\n\s*/g, "");
  const [, line = ""] = /^ExecStart=\S+\/shali-hub (.*)$/m.exec(text) ?? [];
  return { name, text, args: line.split(" ") };
});

const started: readonly Started[] = [
  ...Object.entries(compose.services).map(([name, { command, environment = {} }]) => ({
    where: `compose ${name}`,
    args: command,
    variables: Object.keys(environment),
  })),
  ...deployments.map(({ metadata, spec }) => ({
    where: `kubernetes ${metadata.name}`,
    args: spec.template.spec.containers[0]?.args ?? [],
    variables: (spec.template.spec.containers[0]?.env ?? []).map(({ name }) => name),
  })),
  ...units.map(({ name, args }) => ({ where: `systemd ${name}`, args, variables: [] })),
];

const valuesOf = (args: readonly string[], flag: string): readonly string[] =>
  args.flatMap((arg, at) => (arg === flag ? [args[at + 1] ?? ""] : []));

describe.each(started)("$where", ({ args, variables }) => {
  const [command = ""] = args;

  test("is a command of the hub's, with flags that it has", () => {
    const known = flagsOfCommands().get(command) ?? new Set();
    expect(["gateway", "subgraph", "witness"]).toContain(command);
    expect(args.filter((arg) => arg.startsWith("--") && !known.has(arg))).toEqual([]);
  });

  test("is told of every subgraph, by a key and a place, and shows and asks for certificates", () => {
    if (command === "witness") return;
    for (const flag of ["--tls-cert", "--tls-key", "--tls-ca"]) expect(valuesOf(args, flag)).toHaveLength(1);
    if (command !== "gateway") {
      if (args[1] !== "%i") expect(subgraphs).toContain(args[1]);
      return;
    }
    for (const flag of ["--department-key", "--upstream"])
      expect(
        valuesOf(args, flag)
          .map((pair) => pair.split("=")[0])
          .sort(),
      ).toEqual([...subgraphs].sort());
    for (const flag of ["--token-key", "--token-issuer"]) expect(valuesOf(args, flag)).toHaveLength(1);
    for (const url of valuesOf(args, "--upstream")) expect(url).toMatch(/=https:\/\/[^/]+:4001\/$/);
  });

  test("has the variables of its databases, and no URL on its command line", () => {
    expect(args.join(" ")).not.toMatch(/postgres/);
    if (variables.length === 0) return;
    if (command === "gateway") expect(variables).toEqual(["HUB_GRANTS_DATABASE", "DATABASE_URL_LEDGER"]);
    const service = SERVICES.find(({ name }) => name === args[1]);
    if (command === "subgraph") expect(variables).toContain(databaseVariableOf(service?.database ?? args[1] ?? ""));
  });
});

test("every subgraph is started once, by compose and by Kubernetes, beside two gateways", () => {
  const names = (of: readonly string[]) => of.filter((name) => !/^gateway|^witness/.test(name)).sort();
  expect(names(Object.keys(compose.services))).toEqual([...subgraphs].sort());
  expect(names(deployments.map(({ metadata }) => metadata.name))).toEqual([...subgraphs].sort());
  expect(Object.keys(compose.services).filter((name) => name.startsWith("gateway"))).toHaveLength(2);
});

test("the supergraph that gateways serve, and whose catalogue the workflow knows, has those subgraphs and no source of the invented city", () => {
  const served = [
    ...started.flatMap(({ args }) => valuesOf(args, "--supergraph")),
    ...Object.values(compose.services).flatMap(({ environment }) => environment?.["HUB_SUPERGRAPH"] ?? []),
    ...["departments.yaml", "../systemd/shali-hub-subgraph@.service"].flatMap((file) =>
      [...read(join(FILES, "kubernetes", file)).matchAll(/HUB_SUPERGRAPH(?:=|, value: )(\S+)/g)].map(
        ([, path]) => path,
      ),
    ),
    /HUB_SUPERGRAPH="([^"]+)"/.exec(read("docs/operate/README.md"))?.[1],
  ];
  const names = new Set(served.map((path) => path?.split("/dist/").at(-1)?.replace("$HUB/", "")));
  expect([served.length, [...names]]).toEqual([8, ["schema/supergraph.departments.graphql"]]);
  const sdl = read("schema/supergraph.departments.graphql");
  expect([...sdl.matchAll(/@join__graph\(name: "([^"]+)"/g)].map(([, name]) => name).sort()).toEqual(
    [...subgraphs].sort(),
  );
});

test("ports agree: those that are listened on, that services and balancers lead to, and that the image tells", () => {
  const listened = new Map(started.map(({ where, args }) => [where, valuesOf(args, "--port")[0]]));
  for (const [where, port] of listened) {
    const expected = where.includes("gateway") ? "4000" : where.includes("witness") ? "7380" : "4001";
    expect([where, port]).toEqual([where, expected]);
  }
  for (const { metadata, spec } of kubernetes.filter(({ kind }) => kind === "Service"))
    expect([metadata.name, String(spec.ports?.[0]?.port)]).toEqual([
      metadata.name,
      listened.get(`kubernetes ${metadata.name}`),
    ]);
  expect(read(join(FILES, "container/Containerfile"))).toMatch(/^EXPOSE 4000 4001 7380$/m);
  expect(
    [...read(join(FILES, "proxy/nginx.conf")).matchAll(/^\s+server [\d.]+:(\d+)/gm)].map(([, port]) => port),
  ).toEqual(["4000", "4000"]);
  expect(
    [...read(join(FILES, "proxy/haproxy.cfg")).matchAll(/^\s+server \S+ [\d.]+:(\d+)$/gm)].map(([, port]) => port),
  ).toEqual(["4000", "4000"]);
});

test("nothing runs as root or writes to its own files, and everything has time to finish", () => {
  for (const service of Object.values(compose.services))
    expect(service).toMatchObject({ read_only: true, cap_drop: ["ALL"], stop_grace_period: "60s" });
  for (const { spec } of deployments) {
    const pod = spec.template.spec;
    expect(pod.securityContext.runAsNonRoot).toBe(true);
    for (const { securityContext } of [...pod.containers, ...pod.initContainers])
      expect(securityContext).toMatchObject({ readOnlyRootFilesystem: true, allowPrivilegeEscalation: false });
  }
  for (const { text } of units) {
    expect(text).toMatch(/^User=shali-hub$/m);
    expect(text).toMatch(/^ProtectSystem=strict$/m);
    expect(text).toMatch(/^ExecReload=\/bin\/kill -HUP \$MAINPID$/m);
  }
  expect(read(join(FILES, "container/Containerfile"))).toMatch(/^USER 10001:10001$/m);
});

test("every metric that rules and dashboard name is one of the hub's, or of node's", () => {
  const sources = ["gateway", "subgraphs/kit", "host", "ledger"].flatMap((room) =>
    readdirSync(room, { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".ts") && !path.includes("generated"))
      .map((path) => read(join(room, path))),
  );
  const text = sources.join("\n");
  const made = new Set([...text.matchAll(/name: "(hub_\w+)"/g)].map(([, name = ""]) => name));
  for (const [, name = ""] of text.matchAll(/gauge\(\s*"(\w+)"/g)) made.add(`hub_ledger_${name}`);
  const named = ["prometheus-rules.yml", "grafana-dashboard.json"].flatMap((file) => [
    ...read(join("docs/operate", file)).matchAll(/\bhub_\w+/g),
  ]);
  const bare = named.map(([name]) =>
    name.replace(/_(?:bucket|count|sum)$/, (ending) => (made.has(name) ? ending : "")),
  );
  expect(named.length).toBeGreaterThan(20);
  expect([...new Set(bare)].filter((name) => !made.has(name))).toEqual([]);
  const panels = (
    JSON.parse(read("docs/operate/grafana-dashboard.json")) as { readonly panels: readonly { readonly id: number }[] }
  ).panels;
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
});

test("the licence that package.json names is there", () => {
  expect(read("LICENSE")).toMatch(/^\s+Apache License\n\s+Version 2\.0, January 2004/);
  expect((JSON.parse(read("package.json")) as { readonly license: string }).license).toBe("Apache-2.0");
});
