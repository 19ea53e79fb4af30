import { databaseVariableOf } from "../kit/departments.ts";
import type { ServedSubgraph } from "../kit/subgraph.ts";
import type { PrismaClient } from "./generated/prisma/client.ts";
import { openAlone } from "./open-alone.ts";
import { schema } from "./schema.ts";

/** The sharing workflow in a process of its own, with the ledger that the environment names behind it. */
export const subgraph: ServedSubgraph<PrismaClient> = Object.freeze({
  name: "sharing",
  schema,
  open: (databaseUrl: string) => openAlone(databaseUrl, process.env[databaseVariableOf("ledger")], console.error),
});
