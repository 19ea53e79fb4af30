import { createDepartment } from "../kit/builder/create-department.ts";
import type { SubgraphContext } from "../kit/context.ts";
import { getDatamodel } from "./generated/pothos.ts";
import type PrismaTypes from "./generated/pothos.ts";
import type { PrismaClient } from "./generated/prisma/client.ts";

/** 住建's resolvers see this department's own database and nothing else. */
export type Context = SubgraphContext<PrismaClient>;

export const { builder, entity, foreign, hasMany, hasOne, list, one, received, rowBy, rowOf, rowsOf } =
  createDepartment<PrismaClient, PrismaTypes>(getDatamodel());

builder.mutationType({ description: "修改入口" });
