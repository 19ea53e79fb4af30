import { subgraphSchema } from "../kit/builder/federation.ts";
import { builder } from "./builder.ts";
import { addMutationFields } from "./workflow/mutation-fields.ts";
import { TAKEN_BY_PERSONS } from "./workflow/state-machine.ts";
import "./types/application.ts";
import "./types/bar.ts";
import "./types/catalog-item.ts";
import "./types/catalogue-update.ts";
import "./types/correction.ts";
import "./types/dispute.ts";
import "./types/grant.ts";
import "./types/parties.ts";
import "./types/records.ts";
import "./types/review.ts";
import "./types/source.ts";
import "./types/term.ts";
import "./queries/application-form.ts";
import "./queries/applications.ts";
import "./queries/catalogue.ts";
import "./queries/data-quality.ts";
import "./queries/catalogue-versions.ts";
import "./queries/oversight.ts";
import "./queries/parties.ts";
import "./queries/registers.ts";
import "./queries/sources.ts";

addMutationFields(TAKEN_BY_PERSONS);

/** The sharing workflow's federation schema; each file above adds its types and fields to the builder. */
export const schema = subgraphSchema(builder);
