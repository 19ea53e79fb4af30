import { subgraphSchema } from "../kit/subgraph-schema.ts";
import { builder } from "./builder.ts";
import "./relations.ts";
import "./relations/rental-eligibility.ts";
import "./lists.ts";

/** The department's federation schema; each file above adds its types and fields to the builder. */
export const schema = subgraphSchema(builder);
