import { readFile } from "node:fs/promises";
import { parseDocument } from "yaml";
import { OpenApi } from "../../kinds/rest/openapi.ts";
import { NoSample, type SampledSource, type SampledTable, type StatedForm } from "../sample.ts";
import { withoutRows, withRows } from "./answered-table.ts";
import { tablesOf, type Parameter, type Shape } from "./shape.ts";

/** Paths that are looked at. */
const MOST_PATHS = 200;

const FORMS: Readonly<Record<string, StatedForm>> = {
  integer: "whole",
  number: "decimal",
  boolean: "truth",
  date: "day",
  "date-time": "moment",
};

const wordsOf = (one: string | undefined): string | undefined => one?.split(/[\n。；]/)[0]?.trim();

const DEEPEST = 8;

const shapeAt = (api: OpenApi, schema: unknown, depth = 0): Shape => {
  const { type, format, title, codes, properties, items } = api.described(schema);
  if (depth > DEEPEST) return { kind: "value" };
  if (items !== undefined) return { kind: "list", items: shapeAt(api, items, depth + 1), title: wordsOf(title) };
  if (properties.size > 0) {
    const within = [...properties].map(([name, one]): [string, Shape] => [name, shapeAt(api, one, depth + 1)]);
    return { kind: "object", properties: new Map(within), title: wordsOf(title) };
  }
  return { kind: "value", form: FORMS[format ?? ""] ?? FORMS[type ?? ""], codes, title: wordsOf(title) };
};

const parametersOf = (api: OpenApi, path: string): readonly Parameter[] =>
  [...api.parameters(path)].map(([name, required]): Parameter => {
    const { most, fixed } = api.parameterBounds(path, name);
    return { name, required, most, fixed };
  });

const documentIn = async (path: string): Promise<{ readonly text: string; readonly document: unknown }> => {
  const text = await readFile(path, "utf8");
  const document = parseDocument(text);
  if (document.errors.length > 0) throw new NoSample("The file is neither JSON nor YAML.");
  return { text, document: document.toJS() as unknown };
};

/** Asks a path; whatever the system says against it, its rows stay unseen. */
export type AskRows = (table: SampledTable) => Promise<unknown>;

/**
 * Looks at an OpenAPI document (3.0, 3.1): a table of each path that answers GET with a list of objects.
 * @param ask asks the running system for rows; without it, only its description is seen
 * @throws NoSample
 */
export async function sampleOpenApi(
  path: string,
  ask: AskRows | undefined,
  told: (done: number, of: number) => void,
): Promise<SampledSource> {
  const { text, document } = await documentIn(path);
  const api = new OpenApi(document);
  const paths = api.paths().filter((one) => !one.includes("{"));
  const tables = paths
    .slice(0, MOST_PATHS)
    .flatMap((from) =>
      tablesOf(from, shapeAt(api, api.answer(from)), parametersOf(api, from), wordsOf(api.title(from))),
    );
  if (tables.length === 0) throw new NoSample("No path of the document answers GET with a list of objects in JSON.");
  const seen: SampledTable[] = [];
  for (const table of tables) {
    seen.push(
      ask === undefined
        ? table
        : await ask(table).then(
            (answer) => withRows(table, answer, false),
            (error: unknown) => withoutRows(table, error),
          ),
    );
    told(seen.length, tables.length);
  }
  const name = text.trimStart().startsWith("{") ? "openapi.json" : "openapi.yaml";
  return {
    kind: "rest",
    settings: { openapi: name },
    tables: seen,
    beside: [{ name, content: text }],
    place: null,
  };
}
