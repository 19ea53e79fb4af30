import type { SubgraphContext } from "../kit/context.ts";
import { createDepartment } from "../kit/builder/create-department.ts";
import { getDatamodel } from "./generated/pothos.ts";
import type PrismaTypes from "./generated/pothos.ts";
import type { PrismaClient } from "./generated/prisma/client.ts";

/** The request as 人社's resolvers see it: this department's own database and nothing else. */
export type Context = SubgraphContext<PrismaClient>;

/** 人社's declarations, over this department's own tables. */
export const { all, builder, entity, foreign, hasMany, hasOne, list, one, received, rowBy, rowOf, rowsOf } =
  createDepartment<PrismaClient, PrismaTypes>(getDatamodel(), ["WageThreshold"]);
