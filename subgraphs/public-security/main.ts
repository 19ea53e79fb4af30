import { defineSubgraph } from "../kit/subgraph.ts";
import { PrismaClient } from "./generated/prisma/client.ts";
import { schema } from "./schema.ts";

export const subgraph = defineSubgraph({
  name: "public-security",
  schema,
  connect: (adapter) => new PrismaClient({ adapter }),
});
