/** A department whose subgraph runs here. */
export interface Department {
  /** Name of the subgraph, of its folder and, with underscores, of its database. */
  readonly name: string;
  readonly title: string;
  /** Tables to which its service adds rows; it reads all tables, and does nothing else to any. None unless given. */
  readonly writes?: readonly string[];
  /** True where triggers of its database write events: its service forgets those that the hub has kept. */
  readonly outbox?: true;
}

/** The five departments of the city, in the order in which they are told of. */
export const DEPARTMENTS = [
  { name: "human-resources", title: "人社", writes: ["wage_assessment"], outbox: true },
  { name: "housing", title: "住建", writes: ["rental_withdrawal"] },
  { name: "public-security", title: "公安" },
  { name: "civil-affairs", title: "民政", writes: ["subsistence_withdrawal"] },
  { name: "enterprise", title: "市场监管", writes: ["policy_intent", "policy_run", "policy_finding"], outbox: true },
] as const satisfies readonly Department[];

/**
 * Departments and bodies whose data the systems of others carry (数源部门): they decide about it, whoever serves it. What is not stated
 * (`dataset`) is the data of the department that carries it; `enterprise` carries for 市场监督管理局, which registers firms. That 医保 and
 * 残联 keep what is theirs here, and that the tax office values vehicles and collects contributions, is known from memory alone.
 * @law 政务数据共享条例第十九条 [T] 每个数据项有一个数源部门：目录、申请、答复、授权、统计与派生计算均以数源部门为准，承载系统的部门无权决定
 * @law 不动产登记暂行条例第六条、第七条 [T] 不动产登记数据的数源部门为不动产登记机构，住建系统只是承载
 * @law 住房公积金管理条例第十条 [T] 公积金数据的数源部门为住房公积金管理中心
 * @law 企业信息公示暂行条例第六条 [T] 企业登记、年报、异常名录的数源部门为市场监督管理部门；专班不是数源部门
 */
export const OWNERS = {
  "natural-resources": "自然资源",
  "provident-fund": "公积金中心",
  "healthcare-security": "医保",
  "disabled-persons-federation": "残联",
  taxation: "税务",
  "industry-information": "工信",
  "power-supply": "供电",
  "development-reform": "发改",
  finance: "财政",
  "science-technology": "科技",
  court: "法院",
  "payroll-bank": "代发银行",
} as const;

/** Department or body whose data another one's system carries. */
export type OwnerName = keyof typeof OWNERS;

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
