import { subgraphSchema } from "../kit/builder/federation.ts";
import "./mutations/settle-finding.ts";
import "./queries/checkpoint.ts";
import "./queries/disclosure-totals.ts";
import "./queries/disclosures.ts";
import "./queries/findings.ts";
import "./types/my-disclosure.ts";
import { builder } from "./builder.ts";

/** The audit's federation schema; each file above adds its types and fields to the builder. */
export const schema = subgraphSchema(builder);
