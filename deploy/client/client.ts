import { readFile } from "node:fs/promises";
import { CommandMistake, readFlags } from "../../host/command-line.ts";
import { required, type OperatorCommand } from "../operate/command.ts";
import { askAbout, askForSchema } from "./app-schema.ts";
import { APP_FLAGS, appFlagsUsage, askingOf } from "./asking-app.ts";
import type { ClientWanted, WriteClient } from "./write-client.ts";

const PACKAGES = [
  "@graphql-codegen/core",
  "@graphql-codegen/client-preset",
  "@graphql-codegen/typescript",
  "tinyglobby",
];

const usage = `Usage: shali-hub client --app ID (--token FILE | --key FOLDER) --documents GLOB --out FOLDER

Writes typed documents (TypeScript) for an app's operations, by the schema that the hub gives this app: what its grants reach, a masked
field with the type of its mask. A document that asks for more is refused by file and line, with where to apply.
${appFlagsUsage}
  --schema FILE      instead of a hub: a schema that it gave before, such as FOLDER/schema.graphql
  --documents GLOB   .graphql files, or a folder of them; may be repeated
  --out FOLDER       where to write: index.ts, graphql.ts (documents and their types), schema-types.ts (all types with their descriptions),
                     scalars.ts, schema.graphql, persisted-documents.json (the operations by their ids, to be registered)
  --mode MODE        text (default: no library is needed) or nodes (parsed, as Apollo Client wants them)

It needs ${PACKAGES.slice(0, 2).join(", ")},
${PACKAGES.slice(2).join(" and ")}, which a checkout has.`;

const fromHub = async (flags: Parameters<typeof askingOf>[0]): Promise<Pick<ClientWanted, "sdl" | "hub">> => {
  const asking = await askingOf(flags);
  const { sdl, applyAt } = await askForSchema(asking);
  return { sdl, hub: { asking, applyAt, knows: askAbout(asking) } };
};

/** What writes a client needs packages that a hub in production does not. */
const load = async (): Promise<WriteClient> => {
  try {
    return (await import("./write-client.ts")).writeClient;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_MODULE_NOT_FOUND") throw error;
    throw new Error(`Install what writes clients first: npm install ${PACKAGES.join(" ")}`, { cause: error });
  }
};

const modeOf = (mode: string): ClientWanted["mode"] => {
  if (mode === "text" || mode === "nodes") return mode;
  throw new CommandMistake(`--mode must be text or nodes, got ${mode}.`);
};

const text = { type: "string" } as const;
const OPTIONS = {
  ...APP_FLAGS,
  schema: text,
  documents: { type: "string", multiple: true },
  out: text,
  mode: { type: "string", default: "text" },
} as const;

/** `shali-hub client`. */
export const clientCommand: OperatorCommand = {
  usage,
  run: async (args) => {
    const { values } = readFlags({ args: [...args], options: OPTIONS });
    const mode = modeOf(values.mode);
    const out = required(values.out, "out");
    const documents = values.documents ?? [];
    if (documents.length === 0) throw new CommandMistake("--documents is missing.");
    const schema =
      values.schema === undefined
        ? await fromHub(values)
        : { sdl: await readFile(values.schema, "utf8"), hub: undefined };
    const writeClient = await load();
    return writeClient({ ...schema, documents, out, mode });
  },
};
