import { createBuilder } from "../kit/create-builder.ts";
import type { SubgraphContext } from "../kit/context.ts";
import { getDatamodel } from "./generated/pothos.ts";
import type PrismaTypes from "./generated/pothos.ts";
import type { PrismaClient } from "./generated/prisma/client.ts";

/** 涉企's resolvers see this department's own database and nothing else. */
export type Context = SubgraphContext<PrismaClient>;

export const builder = createBuilder<PrismaClient, PrismaTypes>(getDatamodel());

builder.mutationType({ description: "变更入口" });
