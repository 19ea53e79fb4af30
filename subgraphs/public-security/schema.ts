import { subgraphSchema } from "../kit/subgraph-schema.ts";
import { builder } from "./builder.ts";
import "./types/biometric.ts";
import "./types/household.ts";
import "./types/person.ts";
import "./types/police-case.ts";
import "./types/registration-cancellation.ts";
import "./types/residence-permit.ts";
import "./types/vehicle.ts";
import "./relations/household.ts";
import "./relations/person.ts";
import "./queries/household.ts";
import "./queries/people.ts";
import "./queries/person.ts";
import "./queries/registration-cancellations.ts";
import "./queries/residence-permits.ts";
import "./queries/verify-person.ts";

/** The department's federation schema; each file above adds its types and fields to the builder. */
export const schema = subgraphSchema(builder);
