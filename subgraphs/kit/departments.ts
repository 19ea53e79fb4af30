/** A department whose subgraph runs here. */
export interface Department {
  /** Name of the subgraph, of its folder and, with underscores, of its database. */
  readonly name: string;
  readonly title: string;
  /** Tables to which its service adds rows; it reads all tables, and does nothing else to any. None unless given. */
  readonly writes?: readonly string[];
}

/** The five departments of the city, in the order in which they are told of. */
export const DEPARTMENTS = [
  { name: "human-resources", title: "人社" },
  { name: "housing", title: "住建" },
  { name: "public-security", title: "公安" },
  { name: "civil-affairs", title: "民政" },
  { name: "enterprise", title: "涉企", writes: ["policy_intent"] },
] as const satisfies readonly Department[];

export type DepartmentName = (typeof DEPARTMENTS)[number]["name"];

/** A subgraph of the hub itself: composed and served like a department's, but no department's data. */
export interface Service extends Department {
  /** Name of the database that it reads. */
  readonly database: string;
}

/** The hub's own subgraphs. The ledger keeps its database itself, audit only reads it; sharing has one of its own. */
export const SERVICES = [
  { name: "audit", title: "审计", database: "ledger" },
  { name: "sharing", title: "共享管理", database: "sharing" },
] as const satisfies readonly Service[];

export type ServiceName = (typeof SERVICES)[number]["name"];

/** Name of a department's own database. */
export function databaseOf(department: string): string {
  return department.replaceAll("-", "_");
}

/** Environment variable with the URL of a department's own database. */
export function databaseVariableOf(department: string): string {
  return `DATABASE_URL_${databaseOf(department).toUpperCase()}`;
}
