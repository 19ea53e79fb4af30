import type { DepartmentName } from "../../../subgraphs/kit/departments.ts";
import { CIVIL_AFFAIRS_TABLES } from "./civil-affairs.ts";
import { ENTERPRISE_TABLES } from "./enterprise.ts";
import { HOUSING_TABLES } from "./housing.ts";
import { HUMAN_RESOURCES_TABLES } from "./human-resources.ts";
import { PUBLIC_SECURITY_TABLES } from "./public-security.ts";
import type { Row } from "./table.ts";

/** Every table of the city, by department. Table names are unique across departments. */
export const TABLES = {
  "human-resources": HUMAN_RESOURCES_TABLES,
  housing: HOUSING_TABLES,
  "public-security": PUBLIC_SECURITY_TABLES,
  "civil-affairs": CIVIL_AFFAIRS_TABLES,
  enterprise: ENTERPRISE_TABLES,
} as const satisfies Record<DepartmentName, object>;

type AllTables = typeof HUMAN_RESOURCES_TABLES &
  typeof HOUSING_TABLES &
  typeof PUBLIC_SECURITY_TABLES &
  typeof CIVIL_AFFAIRS_TABLES &
  typeof ENTERPRISE_TABLES;

/** One function per table of the whole city: takes a row, gives the number it was stored under (0 for keyed tables). */
export type Writer = { readonly [Name in keyof AllTables]: (row: Row<AllTables[Name]>) => number };
