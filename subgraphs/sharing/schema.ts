import { subgraphSchema } from "../kit/subgraph-schema.ts";
import { builder } from "./builder.ts";
import "./types/application.ts";
import "./types/catalog-item.ts";
import "./types/correction.ts";
import "./types/grant.ts";
import "./types/parties.ts";
import "./types/records.ts";
import "./types/review.ts";
import "./types/term.ts";
import "./mutations/application-steps.ts";
import "./mutations/catalogue-steps.ts";
import "./mutations/correction-steps.ts";
import "./mutations/extension-steps.ts";
import "./mutations/file-demand.ts";
import "./mutations/grant-steps.ts";
import "./mutations/party-steps.ts";
import "./mutations/renew-grant.ts";
import "./mutations/review-steps.ts";
import "./mutations/stop-steps.ts";
import "./mutations/submit-application.ts";

/** The sharing workflow's federation schema; each file above adds its types and fields to the builder. */
export const schema = subgraphSchema(builder);
