import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { buildSchema, Kind } from "graphql";
import { generateClient, type DocumentMode } from "./generate-client.ts";
import { readDocuments } from "./read-documents.ts";
import { refuseDocuments, type AskingHub } from "./refuse-documents.ts";

/** A client that is to be written. */
export interface ClientWanted {
  /** The app's own schema. */
  readonly sdl: string;
  /** The hub that gave it. */
  readonly hub: AskingHub | undefined;
  readonly documents: readonly string[];
  readonly out: string;
  readonly mode: DocumentMode;
}

/** What writes clients, for whoever loads it late. */
export type WriteClient = typeof writeClient;

/** Writes a typed client into a folder, or nothing. @returns what was written, in a line. Rejects with a line for each mistake. */
export async function writeClient({ sdl, hub, documents, out, mode }: ClientWanted): Promise<string> {
  const files = readDocuments(documents);
  await refuseDocuments(buildSchema(sdl), files, hub);
  const written = await generateClient(sdl, files, mode);
  await mkdir(out, { recursive: true });
  await Promise.all([...written].map(([name, text]) => writeFile(join(out, name), text)));
  const operations = files
    .flatMap(({ document }) => document.definitions)
    .filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  return `${operations.length} operations of ${files.length} files are typed in ${out}`;
}
