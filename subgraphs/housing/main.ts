import { subgraphSchema } from "../kit/builder/federation.ts";
import { defineSubgraph } from "../kit/subgraph.ts";
import { builder } from "./builder.ts";
import { PrismaClient } from "./generated/prisma/client.ts";
import { VERIFICATION } from "./verification.ts";
import "./entries.ts";
import "./rental-case.ts";
import "./rental-eligibility.ts";

/** The department's subgraph; each file imported by its name alone adds its types and fields to the builder. */
export const subgraph = defineSubgraph({
  name: "housing",
  schema: subgraphSchema(builder),
  rules: VERIFICATION,
  connect: (adapter) => new PrismaClient({ adapter }),
});
