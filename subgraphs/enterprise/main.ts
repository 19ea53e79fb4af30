import { subgraphSchema } from "../kit/builder/federation.ts";
import { defineSubgraph } from "../kit/subgraph.ts";
import { builder } from "./builder.ts";
import { PrismaClient } from "./generated/prisma/client.ts";
import { VERIFICATION } from "./verification.ts";
import { MONITOR } from "./offers/monitor.ts";
import { watchOffers } from "./offers/watch-offers.ts";
import "./confirm-policy-intent.ts";
import "./entries.ts";
import "./policy-match.ts";

/** The department's subgraph; each file imported by its name alone adds its types and fields to the builder. */
export const subgraph = defineSubgraph({
  name: "enterprise",
  schema: subgraphSchema(builder),
  rules: VERIFICATION,
  connect: (adapter) => new PrismaClient({ adapter }),
  logins: { table: "enterprise", id: "credit_code", number: "credit_code", acts: "status = 'ACTIVE'" },
  outbox: true,
  watch: { ...MONITOR, begin: watchOffers },
});
