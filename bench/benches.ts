import type { Bench } from "./bench.ts";
import { federation } from "./federation.ts";
import { fiveDepartments } from "./five-departments.ts";
import { governance } from "./governance.ts";
import { growth } from "./growth.ts";
import { ledger } from "./ledger.ts";
import { planCache } from "./plan-cache.ts";
import { policy } from "./policy.ts";
import { search } from "./search.ts";

/** Every bench, in the order of `npm run bench`. A new one is a file and a line here. */
export const benches: readonly Bench[] = [
  federation,
  governance,
  policy,
  growth,
  planCache,
  fiveDepartments,
  ledger,
  search,
];
