import { subgraphSchema } from "../kit/builder/federation.ts";
import { defineSubgraph } from "../kit/subgraph.ts";
import { builder } from "./builder.ts";
import { PrismaClient } from "./generated/prisma/client.ts";
import { MONITOR } from "./wages/monitor/monitor.ts";
import { watchWages } from "./wages/monitor/watch-wages.ts";
import { VERIFICATION } from "./verification.ts";
import "./entries.ts";
import "./monthly-income.ts";
import "./pension-suspicion.ts";
import "./wage-inquiry.ts";
import "./wage-warning.ts";

/** The department's subgraph; each file imported by its name alone adds its types and fields to the builder. */
export const subgraph = defineSubgraph({
  name: "human-resources",
  schema: subgraphSchema(builder),
  rules: VERIFICATION,
  connect: (adapter) => new PrismaClient({ adapter }),
  outbox: true,
  watch: { ...MONITOR, begin: watchWages },
});
