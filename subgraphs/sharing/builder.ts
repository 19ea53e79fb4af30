import { createBuilder } from "../kit/builder/create-builder.ts";
import type { SubgraphContext } from "../kit/context.ts";
import { open } from "../kit/item.ts";
import { getDatamodel } from "./generated/pothos.ts";
import type PrismaTypes from "./generated/pothos.ts";
import type { PrismaClient } from "./generated/prisma/client.ts";

/** The resolvers of the sharing workflow see the hub database and nothing else. */
export type Context = SubgraphContext<PrismaClient>;

export const builder = createBuilder<PrismaClient, PrismaTypes>(getDatamodel());
builder.mutationType({ description: "修改入口：共享工作的每一步骤" });

/**
 * Classification of the workflow's fields: internal to the administration, and shown by the rules of the workflow
 * (who takes part sees it) rather than by grants, because without them nobody could apply for a grant.
 */
export const internal = { nullable: true, ...open("L2") } as const;

/** Reason for which an argument of a query gives nothing away: every item of the registers that it searches is open. */
export const OPEN_REGISTER = "办理登记所列各项无条件共享，筛选不增加所知";
