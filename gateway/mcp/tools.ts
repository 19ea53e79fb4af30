import { GraphQLError } from "graphql";
import { Malformed } from "../../schema/parse.ts";
import { hubError, placeOf } from "../errors.ts";
import type { Asker } from "./asker.ts";
import { describeSchema, query } from "./data-tools.ts";
import { draftApplication, searchCatalogue, whyDenied } from "./hub-tools.ts";
import { registeredTools } from "./registered-tools.ts";
import { toldMistake } from "./told-data.ts";
import type { Tool, ToolResult } from "./tool.ts";

/** Every tool there is, each of which says for itself whether a caller has it. */
const TOOLS: readonly ((asker: Asker) => Tool | undefined)[] = [
  searchCatalogue,
  whyDenied,
  draftApplication,
  describeSchema,
  query,
];

/** The tools that a caller has for a purpose, by name. What would be denied whole is not among them. */
export function toolsFor(asker: Asker): ReadonlyMap<string, Tool> {
  const own = TOOLS.flatMap((make) => make(asker) ?? []);
  // The hub's own tools last: no operation takes the name of one.
  return new Map([...registeredTools(asker), ...own].map((tool) => [tool.name, tool]));
}

/** Calls a tool. What is wrong with a call is told to its caller; undefined: there is no such tool for them. */
export async function callTool(
  asker: Asker,
  name: string,
  given: Readonly<Record<string, unknown>>,
): Promise<ToolResult | undefined> {
  const tool = toolsFor(asker).get(name);
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
