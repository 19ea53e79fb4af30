import { readFile } from "node:fs/promises";
import { Client } from "pg";
import { parse as parseYaml } from "yaml";
import {
  brokenOperations,
  type AppOperations,
  type Breakage,
  type GrantDocument,
} from "../../gateway/impact/broken-operations.ts";
import { readGraph } from "../../gateway/impact/read-graph.ts";
import { readFlags } from "../../host/command-line.ts";
import { installed } from "../../host/installed.ts";
import { EMPTY_OVERLAY, parseOverlay } from "../../schema/catalog/overlay.ts";
import { readManifest } from "../../schema/operation-manifest.ts";
import { required, urlIn, type OperatorCommand } from "./command.ts";

const usage = `Usage: shali-hub check-operations --after FILE

Says which registered operations of which apps a supergraph breaks, before it lands: a field that goes or has another type, a level or a share type
above what the app is granted, another mask, a grant that cannot be in force any more, and an operation that gateways will refuse until it
is registered anew. Nothing is changed. Exit code 1 when anything breaks.
  --after FILE        the supergraph that is to land
  --before FILE       the one in force (default: schema/supergraph.graphql, as it comes with the hub)
  --overlay FILE      classification of sources without directives
HUB_GRANTS_DATABASE names the hub's database, whose register has the operations and grants. An app's own developer gives them instead:
  --operations FILE   a manifest of Apollo (version 1), a map of Relay or of \`shali-hub client\`, or a .graphql file; may be repeated
  --app ID --department ID   whose operations these are
  --grants FILE       grants, as \`shali-hub explain\` reads them`;

const OPERATIONS = `select r.app_id as app, a.department_id as department, r.id, r.name, r.document as text, r.coordinates, r.cost, r.plan
  from registered_operation r join app a on a.id = r.app_id
  where r.confirmed_at is not null and r.retired_at is null order by r.app_id, r.name`;
const GRANTS = "select id, document from grant_record order by id";

interface Register {
  readonly apps: readonly AppOperations[];
  readonly grants: readonly GrantDocument[];
}

type Row = AppOperations["operations"][number] & Pick<AppOperations, "app" | "department">;

const ofDatabase = async (connectionString: string): Promise<Register> => {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    const { rows } = await client.query<Row>(OPERATIONS);
    const { rows: grants } = await client.query<GrantDocument>(GRANTS);
    const apps = new Map<string, AppOperations>();
    for (const { app, department, ...operation } of rows) {
      const operations = [...(apps.get(app)?.operations ?? []), operation];
      apps.set(app, { app, department, operations });
    }
    return { apps: [...apps.values()], grants };
  } finally {
    await client.end();
  }
};

const grantsIn = async (path: string): Promise<readonly GrantDocument[]> => {
  const { grants = [] } = parseYaml(await readFile(path, "utf8")) as { readonly grants?: readonly { id: string }[] };
  return grants.map((document) => ({ id: document.id, document }));
};

interface Flags {
  readonly operations?: readonly string[] | undefined;
  readonly app?: string | undefined;
  readonly department?: string | undefined;
  readonly grants?: string | undefined;
}

const registerOf = async (flags: Flags): Promise<Register> => {
  if (flags.operations === undefined) return ofDatabase(urlIn("HUB_GRANTS_DATABASE"));
  const [app, department] = [required(flags.app, "app"), required(flags.department, "department")];
  const files = flags.operations.map(async (path) => readManifest(path, await readFile(path, "utf8")));
  const operations = (await Promise.all(files)).flat();
  return {
    apps: [{ app, department, operations }],
    grants: flags.grants === undefined ? [] : await grantsIn(flags.grants),
  };
};

const lineOf = ({ app, operation, kind, purpose, coordinate, reason }: Breakage): string => {
  const what = operation === null ? "" : ` ${operation.name} (${operation.id})`;
  const where = [coordinate, purpose].flatMap((word) => (word === null ? [] : [word])).join(", ");
  return `${app}${what}: ${kind}${where === "" ? "" : ` ${where}`}: ${reason}`;
};

const text = { type: "string" } as const;
const options = {
  after: text,
  before: { ...text, default: installed("schema/supergraph.graphql") },
  overlay: text,
  operations: { ...text, multiple: true },
  app: text,
  department: text,
  grants: text,
} as const;

/** `shali-hub check-operations`. */
export const checkOperationsCommand: OperatorCommand = {
  usage,
  run: async (args) => {
    const { values } = readFlags({ args: [...args], options });
    const after = required(values.after, "after");
    const { apps, grants } = await registerOf(values);
    const overlay =
      values.overlay === undefined ? EMPTY_OVERLAY : parseOverlay(parseYaml(await readFile(values.overlay, "utf8")));
    const [before, later] = await Promise.all([values.before, after].map((path) => readFile(path, "utf8")));
    const graphs = { before: readGraph(before ?? "", overlay), after: readGraph(later ?? "", overlay) };
    const broken = await brokenOperations(graphs, apps, grants, Date.now());
    const count = apps.reduce((sum, { operations }) => sum + operations.length, 0);
    if (broken.length === 0) return `Nothing breaks: ${count} operations of ${apps.length} apps.`;
    const ids = broken.flatMap(({ app, operation }) => (operation === null ? [] : [`${app} ${operation.id}`]));
    const lines = [...broken.map(lineOf), `${new Set(ids).size} of ${count} operations break.`];
    return { code: 1, text: `${lines.join("\n")}\n`, isAnswer: true };
  },
};
