import { createBuilder } from "../kit/builder/create-builder.ts";
import type { SubgraphContext } from "../kit/context.ts";
import { conditional } from "../kit/item.ts";
import type { AuditDatabase } from "./audit-database.ts";

/** The audit's resolvers see the ledger's database and nothing else. */
export type Context = SubgraphContext<AuditDatabase>;

export const builder = createBuilder<AuditDatabase, object>();
builder.mutationType({ description: "修改入口" });

/** Classification of the data that auditors read: under a grant, and recorded, like all other data. */
export const audited = { nullable: true, ...conditional("L2") } as const;

/** Audit data that names accounts or pseudonyms of people. */
export const personal = { nullable: true, ...conditional("L3") } as const;
