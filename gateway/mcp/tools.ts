import { GraphQLError } from "graphql";
import { Malformed } from "../../schema/parse.ts";
import { hubError, placeOf } from "../errors.ts";
import type { Asker } from "./asker.ts";
import { describeSchema, query } from "./data-tools.ts";
import { draftApplication, searchCatalogue, whyDenied } from "./hub-tools.ts";
import { registeredTool, registeredTools } from "./registered-tools.ts";
import { toldMistake } from "./told-data.ts";
import type { Tool, ToolResult } from "./tool.ts";

/** The hub's own tools by name, each of which says for itself whether a caller has it. */
const TOOLS: Readonly<Record<string, (asker: Asker) => Tool | undefined>> = {
  search_catalogue: searchCatalogue,
  why_denied: whyDenied,
  draft_application: draftApplication,
  describe_schema: describeSchema,
  query,
};

/** Those of them that a caller has; a text is read for nobody who may ask by registered operations alone. */
const ownTools = ({ onlyRegistered }: Asker): typeof TOOLS =>
  onlyRegistered ? { describe_schema: describeSchema } : TOOLS;

/** The tools that a caller has for a purpose. What would be denied whole is not among them, and no operation takes the name of the hub's own. */
export function toolsFor(asker: Asker): readonly Tool[] {
  const own = Object.values(ownTools(asker)).flatMap((make) => make(asker) ?? []);
  return [...registeredTools(asker).filter(({ name }) => !Object.hasOwn(TOOLS, name)), ...own];
}

/** The one tool of a name that a caller has; the others are not made. */
const toolNamed = (asker: Asker, name: string): Tool | undefined =>
  Object.hasOwn(TOOLS, name) ? ownTools(asker)[name]?.(asker) : registeredTool(asker, name);

/** Calls a tool. What is wrong with a call is told to its caller; undefined: there is no such tool for them. */
export async function callTool(
  asker: Asker,
  name: string,
  given: Readonly<Record<string, unknown>>,
): Promise<ToolResult | undefined> {
  const tool = toolNamed(asker, name);
  try {
    if (tool !== undefined) return await tool.call(given);
    await asker.charge();
    return undefined;
  } catch (error) {
    if (error instanceof Malformed) return toldMistake(`${error.where}: ${error.problem}`, { code: error.code });
    if (!(error instanceof GraphQLError))
      asker.hub.logger.error({ ...placeOf(error), tool: name }, "A tool's call failed.");
    const known = error instanceof GraphQLError ? error : hubError("HUB_INTERNAL", {});
    return toldMistake(known.message, { code: known.extensions["code"], zh: known.extensions["zh"] });
  }
}
