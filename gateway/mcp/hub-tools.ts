import { appliedFor, type Denial } from "../../schema/denial.ts";
import { isObject, type JsonObject } from "../execute/json.ts";
import type { Asker } from "./asker.ts";
import { isGiven } from "./given.ts";
import { toldData } from "./told-data.ts";
import { readArguments, schemaOfArguments, type Tool, type ToolArgument } from "./tool.ts";

const OPERATION: ToolArgument = { type: "string", description: "A GraphQL query. 要询问的 GraphQL 查询文本。" };
const PURPOSE: ToolArgument = {
  type: "string",
  description: "A purpose's code; this connection's unless given. 用途代码；缺省为本连接的用途。",
  optional: true,
};
const VARIABLES: ToolArgument = { type: "object", description: "The query's variables. 查询的变量。", optional: true };

const WHY = `query WhyDenied($operation: String!, $purpose: String!, $variables: HubVariables) {
  whyDenied(operation: $operation, purpose: $purpose, variables: $variables) {
    purpose { code name basis }
    grants
    coordinates { coordinate outcome owner level shareType mask denials { reason message messageZh missing term reveals apply } }
  }
}`;

const ASKED_WHY = { operation: OPERATION, variables: VARIABLES, purpose: PURPOSE };

const questionOf = ({ purpose }: Asker, given: Readonly<Record<string, unknown>>) => {
  const read = readArguments(ASKED_WHY, given);
  return { query: WHY, variables: { ...read, purpose: read["purpose"] ?? purpose ?? "" } };
};

/** Explains, without any data, what each coordinate of a question would come to, and why. */
export function whyDenied(asker: Asker): Tool {
  return {
    name: "why_denied",
    title: "为什么不给",
    description:
      "Explains how a GraphQL query would be answered for this caller: clear, masked or denied, field by field, with reasons and where to apply. " +
      "Reads no data. 逐字段说明某个查询会得到明文、脱敏还是拒绝，以及原因与申请途径；不查询数据。",
    inputSchema: schemaOfArguments(ASKED_WHY),
    call: (given) => asker.ask(questionOf(asker, given)),
  };
}

/** The question of `search_catalogue`, which the sharing workflow answers. */
export const CATALOGUE_SEARCH = `query SearchCatalogue($search: String, $department: String, $theme: String, $first: Int, $after: String) {
  catalogue(search: $search, department: $department, theme: $theme, first: $first, after: $after) {
    pageInfo { hasNextPage endCursor }
    edges { node { coordinate name dataset owner ownerName share level mask format theme updateCycle conditions } }
  }
}`;

const SEARCHED = {
  search: { type: "string", description: "Words, all of which must occur. 检索词，以空格分隔。", optional: true },
  department: { type: "string", description: "The providing department's id. 提供部门标识。", optional: true },
  theme: { type: "string", description: "A theme of the catalogue. 主题。", optional: true },
  first: { type: "integer", description: "1 to 200 items; 20 unless given. 条数。", optional: true },
  after: { type: "string", description: "`endCursor` of the page before. 上一页的游标。", optional: true },
} as const satisfies Readonly<Record<string, ToolArgument>>;

/** Searches the catalogue of what departments share; absent where the caller may not read it, or no workflow keeps one. */
export function searchCatalogue(asker: Asker): Tool | undefined {
  if (!isGiven(asker, CATALOGUE_SEARCH)) return undefined;
  return {
    name: "search_catalogue",
    title: "检索政务数据目录",
    description:
      "Searches the catalogue of government data: which department shares what, at which level, on which conditions. It tells what data there is, " +
      "not the data. 检索政务数据目录：哪个部门提供哪些数据项、级别与共享条件。",
    inputSchema: schemaOfArguments(SEARCHED),
    call: (given) => asker.ask({ query: CATALOGUE_SEARCH, variables: readArguments(SEARCHED, given) }),
  };
}

const objectsIn = (value: unknown): readonly JsonObject[] => (Array.isArray(value) ? value.filter(isObject) : []);

const FOR_THE_OFFICER = "（由经办人填写）";

/** What is applied for where a coordinate is denied: itself, or the one that its reason names. Masked where it can be. */
const itemFor = ({ coordinate, mask, owner }: JsonObject, denial: JsonObject): readonly object[] => {
  const lacking = appliedFor(String(coordinate), denial as unknown as Denial);
  if (lacking === null) return [];
  const outcome = lacking === coordinate && typeof mask === "string" ? "MASKED" : "CLEAR";
  const { reason, apply } = denial;
  return [
    {
      coordinate: lacking,
      outcome,
      reason,
      ...(lacking === coordinate && { owner }),
      ...(apply !== null && { apply }),
    },
  ];
};

/** The items of an application for what a question is denied, each coordinate once. */
const itemsIn = (answer: JsonObject): readonly object[] => {
  const explanation = isObject(answer["data"]) ? answer["data"]["whyDenied"] : undefined;
  const coordinates = objectsIn(isObject(explanation) ? explanation["coordinates"] : undefined);
  const items = coordinates.flatMap((denied) =>
    objectsIn(denied["denials"]).flatMap((denial) => itemFor(denied, denial)),
  );
  return [...new Map(items.map((item) => [(item as { readonly coordinate: string }).coordinate, item])).values()];
};

/**
 * Drafts an application for what a question lacks. The draft goes to the model and no further: an officer opens the link, reads it, states the
 * law, and submits it under their own name. The tool has no way of submitting, since what it asks is a GET request.
 */
export function draftApplication(asker: Asker): Tool {
  return {
    name: "draft_application",
    title: "起草共享申请",
    description:
      "Drafts an application for the fields that a GraphQL query lacks. It submits nothing: an officer opens the links, fills in the legal basis and " +
      "submits. 就某个查询尚缺的数据项起草共享申请；只起草，不提交，依据与范围由经办人填写并提交。",
    inputSchema: schemaOfArguments(ASKED_WHY),
    call: async (given) => {
      const question = questionOf(asker, given);
      const answer = await asker.answerTo(question);
      const sharing = isObject(answer["extensions"]) ? answer["extensions"]["sharing"] : undefined;
      const { operation, purpose } = question.variables as { readonly operation?: unknown; readonly purpose: unknown };
      const draft = {
        app: asker.app,
        purposeCode: purpose,
        purposeName: FOR_THE_OFFICER,
        legalBasis: FOR_THE_OFFICER,
        scenario: FOR_THE_OFFICER,
        usageScope: FOR_THE_OFFICER,
        operation,
        items: itemsIn(answer),
      };
      const { receipt } = isObject(sharing) ? sharing : {};
      const errors = answer["errors"];
      const found = {
        submitted: false,
        ...(receipt !== undefined && { receipt }),
        ...(errors === undefined ? { draft } : { errors }),
      };
      const told = toldData(found, asker.hub.limits.toolCharacters);
      return errors === undefined ? told : { ...told, isError: true };
    },
  };
}
