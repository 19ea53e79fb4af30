import { subgraphSchema } from "../kit/builder/federation.ts";
import { defineSubgraph } from "../kit/subgraph.ts";
import { builder } from "./builder.ts";
import { PrismaClient } from "./generated/prisma/client.ts";
import { VERIFICATION } from "./verification.ts";
import "./entries.ts";
import "./subsistence-case.ts";
import "./subsistence-check.ts";

/** The department's subgraph; each file imported by its name alone adds its types and fields to the builder. */
export const subgraph = defineSubgraph({
  name: "civil-affairs",
  schema: subgraphSchema(builder),
  rules: VERIFICATION,
  connect: (adapter) => new PrismaClient({ adapter }),
});
