import { subgraphSchema } from "../kit/subgraph-schema.ts";
import { builder } from "./builder.ts";
import "./types/allowance-payment.ts";
import "./types/care-home.ts";
import "./types/cremation.ts";
import "./types/disability.ts";
import "./types/economic-check.ts";
import "./types/marriage-record.ts";
import "./types/old-age-subsidy.ts";
import "./types/social-organisation.ts";
import "./types/subsistence-family.ts";
import "./types/subsistence-standard.ts";
import "./relations/household.ts";
import "./relations/person.ts";
import "./relations/subsistence-check.ts";
import "./relations/subsistence-family.ts";
import "./queries/care-homes.ts";
import "./queries/cremations.ts";
import "./queries/old-age-subsidies.ts";
import "./queries/social-organisations.ts";
import "./queries/subsistence-families.ts";
import "./queries/subsistence-standards.ts";

/** The department's federation schema; each file above adds its types and fields to the builder. */
export const schema = subgraphSchema(builder);
