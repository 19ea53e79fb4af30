import type { SubgraphContext } from "../kit/context.ts";
import { createDepartment } from "../kit/builder/create-department.ts";
import { getDatamodel } from "./generated/pothos.ts";
import type PrismaTypes from "./generated/pothos.ts";
import type { PrismaClient } from "./generated/prisma/client.ts";

/** The request as 民政's resolvers see it: this department's own database and nothing else. */
export type Context = SubgraphContext<PrismaClient>;

/** 民政's declarations, over this department's own tables. */
export const { builder, entity, everyRow, foreign, hasMany, hasOne, list, received, rowBy, rowOf, rowsOf } =
  createDepartment<PrismaClient, PrismaTypes>(getDatamodel());

builder.mutationType({ description: "修改入口" });
