import type { DepartmentDatabases } from "../../../subgraphs/kit/postgres/department-databases.ts";
import { tellUsage } from "../../usage.ts";
import { serveByHand } from "./answer.ts";
import { fiveDepartments } from "./five-departments.ts";
import { publicRentalCheck } from "./public-rental-check.ts";
import { wageWarning } from "./wage-warning.ts";

/** The yardsticks of the city's bench, in a process of their own. */
tellUsage();
serveByHand(JSON.parse(process.argv[2] ?? "{}") as DepartmentDatabases, {
  "five-departments": fiveDepartments,
  "public-rental-check": publicRentalCheck,
  "wage-warning": wageWarning,
});
