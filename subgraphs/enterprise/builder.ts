import type { SubgraphContext } from "../kit/context.ts";
import { createDepartment } from "../kit/builder/create-department.ts";
import { getDatamodel } from "./generated/pothos.ts";
import type PrismaTypes from "./generated/pothos.ts";
import type { PrismaClient } from "./generated/prisma/client.ts";

/** The request as 涉企's resolvers see it: this department's own database and nothing else. */
export type Context = SubgraphContext<PrismaClient>;

/** 涉企's declarations, over this department's own tables. */
export const { all, builder, entity, everyRow, foreign, hasMany, hasOne, list, one, received, rowOf, rowsOf } =
  createDepartment<PrismaClient, PrismaTypes>(getDatamodel(), ["Policy"]);

builder.mutationType({ description: "变更入口" });
