import { subgraphSchema } from "../kit/builder/federation.ts";
import { defineSubgraph } from "../kit/subgraph.ts";
import { builder } from "./builder.ts";
import { PrismaClient } from "./generated/prisma/client.ts";
import { VERIFICATION } from "./verification.ts";
import "./people.ts";
import "./undisclosed.ts";
import "./verify-person.ts";

/** The department's subgraph; each file imported by its name alone adds its types and fields to the builder. */
export const subgraph = defineSubgraph({
  name: "public-security",
  schema: subgraphSchema(builder),
  rules: VERIFICATION,
  connect: (adapter) => new PrismaClient({ adapter }),
  logins: { table: "person", id: "id", number: "citizen_number", acts: "not deceased" },
});
