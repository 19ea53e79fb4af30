import { subgraphSchema } from "../kit/subgraph-schema.ts";
import { builder } from "./builder.ts";
import "./types/attendance.ts";
import "./types/construction-permit.ts";
import "./types/construction-project.ts";
import "./types/heating-area.ts";
import "./types/house-contract.ts";
import "./types/housing-fund.ts";
import "./types/project-participant.ts";
import "./types/project-worker.ts";
import "./types/property-management.ts";
import "./types/public-rental-household.ts";
import "./types/real-estate-right.ts";
import "./relations/construction-project.ts";
import "./relations/enterprise.ts";
import "./relations/household.ts";
import "./relations/rental-eligibility.ts";
import "./relations/person.ts";
import "./queries/construction-project.ts";
import "./queries/construction-projects.ts";
import "./queries/heating-areas.ts";
import "./queries/property-managements.ts";
import "./queries/public-rental-households.ts";

/** The department's federation schema; each file above adds its types and fields to the builder. */
export const schema = subgraphSchema(builder);
