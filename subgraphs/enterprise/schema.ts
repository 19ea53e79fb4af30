import { subgraphSchema } from "../kit/subgraph-schema.ts";
import { builder } from "./builder.ts";
import "./types/abnormal-listing.ts";
import "./types/annual-report.ts";
import "./types/electricity-use.ts";
import "./types/enterprise.ts";
import "./types/licence.ts";
import "./types/payout.ts";
import "./types/penalty.ts";
import "./types/policy-intent.ts";
import "./types/policy-match.ts";
import "./types/policy.ts";
import "./types/qualification.ts";
import "./types/shareholder.ts";
import "./types/sole-trader.ts";
import "./types/tax-credit.ts";
import "./relations/enterprise.ts";
import "./relations/person.ts";
import "./relations/policy.ts";
import "./queries/enterprise.ts";
import "./queries/enterprises.ts";
import "./queries/payouts.ts";
import "./queries/policies.ts";
import "./queries/policy-matches.ts";
import "./queries/policy.ts";
import "./queries/sole-traders.ts";

/** The department's federation schema; each file above adds its types and fields to the builder. */
export const schema = subgraphSchema(builder);
