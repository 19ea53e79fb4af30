import { isTypeDefinitionNode, parse, print, type DefinitionNode, type DocumentNode } from "graphql";
import type { Asker } from "./asker.ts";
import { toldData } from "./told-data.ts";
import { readArguments, schemaOfArguments, type Tool, type ToolArgument } from "./tool.ts";

const QUESTION = {
  query: { type: "string", description: "A GraphQL query; no mutation. GraphQL 查询文本（不得为变更操作）。" },
  variables: { type: "object", description: "The query's variables. 查询的变量。", optional: true },
} as const satisfies Readonly<Record<string, ToolArgument>>;

/** Asks any question of the app's own; what its grants do not reach is null with a reason. */
export function query(asker: Asker): Tool | undefined {
  if (asker.grant === undefined || asker.grant.active.length === 0) return undefined;
  return {
    name: "query",
    title: "查询",
    description:
      "Asks the departments by a GraphQL query, under this app's grants for this connection's purpose. What they do not reach is null and stands in " +
      "`denials`. Every call is recorded; `receipt` proves it. See describe_schema for what can be asked. " +
      "在本应用授权范围内查询各部门数据；未授权的字段为空并列明原因；每次查询均留痕并有回执。",
    inputSchema: schemaOfArguments(QUESTION),
    call: (given) => {
      const { query: text, variables } = readArguments(QUESTION, given) as {
        readonly query: string;
        readonly variables?: Readonly<Record<string, unknown>>;
      };
      return asker.ask({ query: text, variables });
    },
  };
}

const DESCRIBED = {
  types: {
    type: "strings",
    description:
      "Names of types to describe; the roots and the names of all others unless given. 类型名称；缺省为入口与全部类型名。",
    optional: true,
  },
} as const satisfies Readonly<Record<string, ToolArgument>>;

const ROOT = "Query";
const parsed = new Map<string, DocumentNode>();

/** The definitions of an app's own schema, which few apps share: a few are kept. */
const definitionsOf = (sdl: string): readonly DefinitionNode[] => {
  const known = parsed.get(sdl) ?? parse(sdl, { noLocation: true });
  if (parsed.size > 20) parsed.clear();
  parsed.set(sdl, known);
  return known.definitions;
};

const nameOf = (definition: DefinitionNode): string | undefined =>
  isTypeDefinitionNode(definition) ? definition.name.value : undefined;

/** Describes the app's own schema, type by type: what its grants reach, and nothing else. */
export function describeSchema(asker: Asker): Tool | undefined {
  const { grant, hub } = asker;
  if (grant === undefined || grant.active.length === 0) return undefined;
  return {
    name: "describe_schema",
    title: "查看可用的数据结构",
    description:
      "The part of the GraphQL schema that this app's grants reach, as SDL, type by type. Masked fields say so. " +
      "本应用授权所及的数据结构（SDL），按类型列出；脱敏字段有说明。",
    inputSchema: schemaOfArguments(DESCRIBED),
    call: async (given) => {
      await asker.charge();
      const { types = [ROOT] } = readArguments(DESCRIBED, given) as { readonly types?: readonly string[] };
      const definitions = definitionsOf(hub.governance.policy.schemaFor(grant));
      const wanted = definitions.filter((definition) => types.includes(nameOf(definition) ?? ""));
      const names = definitions.flatMap((definition) => nameOf(definition) ?? []);
      return toldData(
        { sdl: wanted.map(print).join("\n\n"), ...(given["types"] === undefined && { types: names }) },
        hub.limits.toolCharacters,
      );
    },
  };
}
