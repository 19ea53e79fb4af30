import * as v from "valibot";
import { mapping, parse } from "../../schema/parse.ts";
import { isObject } from "../execute/json.ts";

/** One argument of a tool: text, a whole number, an object, or a list of texts. */
export interface ToolArgument {
  readonly type: "string" | "integer" | "object" | "strings";
  readonly description: string;
  readonly optional?: true;
  readonly oneOf?: readonly string[];
}

/** The result of a call, as the protocol has it. */
export interface ToolResult {
  readonly content: readonly { readonly type: "text"; readonly text: string }[];
  readonly structuredContent?: Readonly<Record<string, unknown>>;
  readonly isError?: true;
}

/** A tool as it stands in the list. */
export interface Tool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly inputSchema: object;
  /** @throws GraphQLError or Malformed for what is wrong with the arguments */
  readonly call: (given: Readonly<Record<string, unknown>>) => Promise<ToolResult>;
}

const READERS = {
  string: v.string("text"),
  integer: v.pipe(v.number("a whole number"), v.integer("a whole number")),
  object: v.custom<Readonly<Record<string, unknown>>>(isObject, "an object"),
  strings: v.array(v.string("text"), "a list of texts"),
} as const;

const jsonType = ({ type, oneOf }: ToolArgument): object => {
  if (type === "strings") return { type: "array", items: { type: "string" } };
  return oneOf === undefined ? { type } : { type, enum: oneOf };
};

/** The JSON schema of a tool's arguments. */
export function schemaOfArguments(named: Readonly<Record<string, ToolArgument>>): object {
  const entries = Object.entries(named);
  return {
    type: "object",
    properties: Object.fromEntries(
      entries.map(([name, argument]) => [name, { ...jsonType(argument), description: argument.description }]),
    ),
    required: entries.flatMap(([name, { optional }]) => (optional === true ? [] : [name])),
    additionalProperties: false,
  };
}

const readerOf = ({ type, oneOf, optional }: ToolArgument): v.GenericSchema => {
  const reader = oneOf === undefined ? READERS[type] : v.picklist(oneOf, `one of ${oneOf.join(", ")}`);
  return optional === true ? v.optional(reader) : reader;
};

/** A model's arguments as the tool's declaration has them. @throws Malformed; what they say is not repeated */
export function readArguments(
  named: Readonly<Record<string, ToolArgument>>,
  given: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const entries = Object.fromEntries(Object.entries(named).map(([name, argument]) => [name, readerOf(argument)]));
  return parse(mapping(entries), given, "arguments", { code: "HUB_INVALID_VARIABLE", quotes: false });
}
