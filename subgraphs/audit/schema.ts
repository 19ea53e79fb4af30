import { subgraphSchema } from "../kit/builder/federation.ts";
import "./queries/checkpoint.ts";
import "./queries/disclosure-totals.ts";
import "./queries/disclosures.ts";
import "./types/finding.ts";
import "./types/my-disclosure.ts";
import "./settle-finding.ts";
import { builder } from "./builder.ts";

/** The audit's federation schema; each file above adds its types and fields to the builder. */
export const schema = subgraphSchema(builder);
