import { graphql } from "graphql";
import type { Context } from "../../subgraphs/sharing/builder.ts";
import type { PrismaClient } from "../../subgraphs/sharing/generated/prisma/client.ts";
import { schema } from "../../subgraphs/sharing/schema.ts";

/** Takes one step as an officer, in process. @throws with the step's own message when it is refused */
export type Act = <Result>(officer: string, department: string, step: string, variables: object) => Promise<Result>;

/** Takes the demo's steps over the schema of the workflow, as an officer whom the register knows, like all other steps. */
export function actAs(database: PrismaClient): Act {
  return async (officer, department, source, variables) => {
    const envelope = { app: "demo", department, officer } as NonNullable<Context["envelope"]>;
    const contextValue: Context = { database, envelope };
    const { data, errors } = await graphql({ schema, source, contextValue, variableValues: { ...variables } });
    if (errors) throw new Error(errors.map(({ message }) => message).join("\n"));
    return Object.values(data ?? {})[0] as never;
  };
}

/** Steps that are under way at the same time: most of a step is waiting for the database. */
const LANES = 3;

/** Takes every item, a few at a time. */
export async function inLanes<Item>(items: readonly Item[], take: (item: Item) => Promise<unknown>): Promise<void> {
  const left = items.values();
  const lane = async (): Promise<void> => {
    for (const item of left) await take(item);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}
