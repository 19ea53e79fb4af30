import { isInputObjectType, isScalarType, type GraphQLSchema } from "graphql";
import { AnswerRefused } from "../../reading/bounded-http.ts";
import { messageOf } from "../../reading/requested/message-of.ts";
import type { PlannedRequest } from "../../reading/requested/plan-requests.ts";
import { entryOf, itemsOf, nullableOf } from "./endpoint-schema.ts";

/** A document with its variables: every value is a variable, and every word of the text stands in the source's file. */
export interface WrittenDocument {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Columns that are asked for at a line of the text, counted from 1, or inside the object that begins there. */
  readonly columnsAt: ReadonlyMap<number, readonly string[]>;
}

type Told = ReturnType<typeof messageOf>[string];

const isText = (value: Told | undefined): value is string => typeof value === "string";

/** @throws AnswerRefused `ARGUMENT` for a text that is no number, and for several where one is taken */
const numberIn = (value: Told): number => {
  const number = isText(value) && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : NaN;
  if (Number.isFinite(number)) return number;
  throw new AnswerRefused("ARGUMENT");
};

/** A text of a request as the endpoint's type has it. @throws AnswerRefused `ARGUMENT` */
const valueOf = (value: Told, type: unknown): unknown => {
  const [own, items] = [nullableOf(type), itemsOf(type)];
  if (items !== undefined) return (Array.isArray(value) ? value : [value]).map((one) => valueOf(one, items));
  if (isInputObjectType(own)) {
    if (isText(value) || Array.isArray(value)) throw new AnswerRefused("ARGUMENT");
    const fields = own.getFields();
    return Object.fromEntries(
      Object.entries(value).map(([name, one]) => {
        const field = fields[name];
        if (field === undefined) throw new AnswerRefused("ARGUMENT");
        return [name, valueOf(one, field.type)];
      }),
    );
  }
  const scalar = isScalarType(own) ? own.name : undefined;
  if (scalar === "Int" || scalar === "Float") return numberIn(value);
  if (scalar === "Boolean") return value === "true";
  if (!isText(value)) throw new AnswerRefused("ARGUMENT");
  return value;
};

/** Fields inside fields, each with the columns that it leads to. */
interface Selected {
  readonly columns: string[];
  readonly within: Map<string, Selected>;
}

const selected = (): Selected => ({ columns: [], within: new Map() });

const select = (into: Selected, path: string, column?: string): Selected =>
  path.split(".").reduce((at, name) => {
    const next = at.within.get(name) ?? selected();
    at.within.set(name, next);
    if (column !== undefined) next.columns.push(column);
    return next;
  }, into);

/** Each field on a line of its own: an endpoint that does not know one says the line. */
const linesOf = (
  { within }: Selected,
  indent: string,
): readonly (readonly [text: string, columns: readonly string[]])[] =>
  [...within].flatMap(([name, field]) =>
    field.within.size === 0
      ? [[`${indent}${name}`, field.columns] as const]
      : [[`${indent}${name} {`, field.columns] as const, ...linesOf(field, `${indent}  `), [`${indent}}`, []] as const],
  );

/**
 * The question of a request.
 * @throws AnswerRefused `FIELD` for a field of Query that the schema does not have, `ARGUMENT` for arguments that it does not take so
 */
export function writeDocument(schema: GraphQLSchema, request: PlannedRequest): WrittenDocument {
  const { path, query, rows, columns = [], beside = [] } = request;
  const entry = entryOf(schema, path);
  if (entry === undefined) throw new AnswerRefused("FIELD");
  const given = Object.entries(messageOf(query, undefined)).map(([name, value]) => {
    const argument = entry.args.find((one) => one.name === name);
    if (argument === undefined) throw new AnswerRefused("ARGUMENT");
    return { name, type: String(argument.type), value: valueOf(value, argument.type) };
  });
  const answer = selected();
  const row = rows === undefined ? answer : select(answer, rows);
  for (const column of columns) select(row, column, column);
  // Without any column an object has to be asked for something.
  if (row.within.size === 0) select(row, "__typename");
  for (const place of beside) select(answer, place);
  const declared = given.map(({ name, type }) => `$${name}: ${type}`).join(", ");
  const passed = given.map(({ name }) => `${name}: $${name}`).join(", ");
  const lines: readonly (readonly [string, readonly string[]])[] = [
    [declared === "" ? "query Rows {" : `query Rows(${declared}) {`, []],
    [`  ${path}${passed === "" ? "" : `(${passed})`} {`, []],
    ...linesOf(answer, "    "),
    ["  }", []],
    ["}", []],
  ];
  return {
    query: lines.map(([text]) => text).join("\n"),
    variables: Object.fromEntries(given.map(({ name, value }) => [name, value])),
    columnsAt: new Map(lines.map(([, at], index) => [index + 1, at])),
  };
}
