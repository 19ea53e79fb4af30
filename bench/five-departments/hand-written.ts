import { serveByHand } from "../city/by-hand/answer.ts";
import { fiveDepartments } from "../city/by-hand/five-departments.ts";
import type { DepartmentDatabases } from "../../subgraphs/kit/postgres/department-databases.ts";

process.on("disconnect", () => process.exit(0));
serveByHand(JSON.parse(process.argv[2] ?? "{}") as DepartmentDatabases, { "": fiveDepartments });
