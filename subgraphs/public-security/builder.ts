import { createDepartment } from "../kit/builder/create-department.ts";
import { getDatamodel } from "./generated/pothos.ts";
import type PrismaTypes from "./generated/pothos.ts";
import type { PrismaClient } from "./generated/prisma/client.ts";

/** 公安's declarations, over this department's own tables. */
export const { builder, entity, hasMany, hasOne, list, one } = createDepartment<PrismaClient, PrismaTypes>(
  getDatamodel(),
);
