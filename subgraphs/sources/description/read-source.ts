import { readdirSync, readFileSync } from "node:fs";
import { buildSchema, type GraphQLSchema } from "graphql";
import { isNode, LineCounter, parseDocument, type Document } from "yaml";
import { installed } from "../../../host/installed.ts";
import { Malformed, parse, type Problem } from "../../../schema/parse.ts";
import { SOURCE, type SourceDescription } from "./source-description.ts";

/** A source's description is configuration, so messages may quote it. */
const BOUNDARY = { code: "HUB_SOURCE_INVALID", quotes: true };

/** Parts that name environment variables: what stands there by mistake may be the secret itself, and is not repeated. */
const SECRET: readonly (string | number)[] = ["place", "secrets"];

/** Line of the innermost part of the document that is there on the way to the refused place. */
const lineOf = (document: Document, lines: LineCounter, path: readonly (string | number)[]): number => {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
};

/** Keys that lead to a place, as messages tell them: `types.Plan.fields[2]`. */
const whereOf = (path: readonly (string | number)[]): string =>
  path
    .map((key) => (typeof key === "number" ? `[${key}]` : `.${key}`))
    .join("")
    .replace(/^\./, "");

/**
 * Reads the text of a source.yaml.
 * @param file its name in messages
 * @throws Malformed `HUB_SOURCE_INVALID` at `file:line place`: what was expected and what stands there
 */
export function parseSource(text: string, file: string): SourceDescription {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [broken] = [...document.errors, ...document.warnings];
  if (broken) {
    const { line } = lines.linePos(broken.pos[0]);
    throw new Malformed(BOUNDARY.code, `${file}:${line}`, "YAML", broken.code.toLowerCase().replaceAll("_", " "));
  }
  try {
    return parse(SOURCE, document.toJS(), "", BOUNDARY);
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    const line = lineOf(document, lines, error.path);
    const got = SECRET.includes(error.path[0] ?? "") ? "something else" : error.got;
    throw new Malformed(BOUNDARY.code, `${file}:${line} ${error.where}`, error.expected, got, error.path);
  }
}

const FOLDER = "subgraphs/sources";

const pathOf = (name: string): string => `${FOLDER}/${name}/source.yaml`;

/** Names of every source that has a source.yaml, drafts of which nothing is classified yet among them, in alphabetical order. */
export function describedSources(): readonly string[] {
  return readdirSync(installed(FOLDER), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .filter((name) => readdirSync(installed(`${FOLDER}/${name}`)).includes("source.yaml"))
    .sort();
}

/** The description of one source. @throws Malformed, also when the file states another name than its folder */
export function readSource(name: string): SourceDescription {
  const description = parseSource(readFileSync(installed(pathOf(name)), "utf8"), pathOf(name));
  if (description.source === name) return description;
  throw new Malformed(BOUNDARY.code, pathOf(name), `source: ${name}, the name of its folder`, description.source);
}

/** A file that classifies something: told by its text, since every process asks for these names as it starts. */
const CLASSIFIES = /^[^#\n]*\bshare:/m;

/** Names of the sources that this hub has: those of which something is classified, in alphabetical order. */
export function sourceNames(): readonly string[] {
  return describedSources().filter((name) => CLASSIFIES.test(readFileSync(installed(pathOf(name)), "utf8")));
}

/** What a source's OpenAPI document says, as it was read; undefined where the source names none. @throws Malformed for one that is neither JSON nor YAML */
export function readOpenApi({ source, rest }: SourceDescription): unknown {
  if (rest?.openapi === undefined) return undefined;
  const path = `${FOLDER}/${source}/${rest.openapi}`;
  const document = parseDocument(readFileSync(installed(path), "utf8"));
  const [broken] = document.errors;
  if (broken === undefined) return document.toJS();
  throw new Malformed(BOUNDARY.code, path, "JSON or YAML", broken.code.toLowerCase().replaceAll("_", " "));
}

/** Path of the WSDL that a SOAP source has beside its file. */
export function wsdlPathOf({ source, soap }: SourceDescription): string {
  return installed(`${FOLDER}/${source}/${soap?.wsdl ?? ""}`);
}

/** The schema of a GraphQL source's endpoint, as the file beside its own has it. @throws Malformed for one that is none */
export function readEndpointSchema({ source, graphql }: SourceDescription): GraphQLSchema {
  const path = `${FOLDER}/${source}/${graphql?.schema ?? ""}`;
  const text = readFileSync(installed(path), "utf8");
  try {
    return buildSchema(text);
  } catch {
    throw new Malformed(BOUNDARY.code, path, "a schema of GraphQL", "something else");
  }
}

/** Problems of a source that was read, each with file and line: what was expected there and what stands there. */
export function toldProblems(name: string, problems: readonly Problem[]): readonly string[] {
  if (problems.length === 0) return [];
  const lines = new LineCounter();
  const document = parseDocument(readFileSync(installed(pathOf(name)), "utf8"), { lineCounter: lines });
  return problems.map(({ at, expected, got }) => {
    const found = got === undefined ? "nothing" : JSON.stringify(got);
    return `${pathOf(name)}:${lineOf(document, lines, at)} ${whereOf(at)}: expected ${expected}, got ${found}`;
  });
}
