/** A line of business (GB/T 4754-2017) with the words that its firms use. */
export interface Industry {
  readonly code: string;
  readonly name: string;
  /** Middle of a firm's name: 漯河…食品（示例）有限公司. */
  readonly trade: string;
  readonly scope: string;
  readonly occupations: readonly string[];
  /** Its frequency among the city's firms, relative to the other industries. */
  readonly weight: number;
  /** Yearly turnover for each insured employee, in yuan. */
  readonly turnover: number;
}

const line = (
  code: string,
  name: string,
  trade: string,
  scope: string,
  occupations: string,
  weight: number,
  turnover: number,
): Industry => ({ code, name, trade, scope, occupations: occupations.split("、"), weight, turnover });

/** Building: general contractors. */
export const BUILDING = line(
  "E4710",
  "住宅房屋建筑",
  "建筑工程",
  "房屋建筑工程施工总承包；市政公用工程施工",
  "施工员、资料员、安全员、造价员",
  4,
  650_000,
);
/** Building: labour subcontractors. */
export const LABOUR = line("E5090", "其他未列明建筑业", "建筑劳务", "建筑劳务分包", "劳务管理员、资料员", 3, 260_000);
/** Supervision of building work. */
export const SUPERVISION = line(
  "M7482",
  "工程监理服务",
  "工程监理",
  "工程监理；工程管理服务",
  "监理工程师、监理员",
  1,
  300_000,
);
/** Housing developers. */
export const DEVELOPMENT = line(
  "K7010",
  "房地产开发经营",
  "置业",
  "房地产开发经营",
  "置业顾问、会计、工程师",
  2,
  900_000,
);
/** Property managers. */
export const PROPERTY = line("K7020", "物业管理", "物业服务", "物业管理", "保安员、保洁员、客服", 4, 120_000);
/** Luohe's main industry: meat. */
export const MEAT = line(
  "C1353",
  "肉制品及副产品加工",
  "食品",
  "肉制品加工；食品生产、销售",
  "操作工、质检员、维修工、销售员",
  8,
  900_000,
);
/** General machinery, for the stories of manufacturers. */
export const MACHINERY = line(
  "C3490",
  "其他通用设备制造业",
  "机械制造",
  "通用设备制造；机械零部件加工",
  "车工、焊工、装配工、技术员",
  6,
  700_000,
);

/** All lines of business of the city. */
export const INDUSTRIES: readonly Industry[] = [
  BUILDING,
  LABOUR,
  SUPERVISION,
  DEVELOPMENT,
  PROPERTY,
  MEAT,
  MACHINERY,
  line("C1411", "糕点、面包制造", "糕点", "糕点、面包制造与销售", "操作工、质检员、包装工", 5, 500_000),
  line("C1439", "方便食品制造", "方便食品", "方便食品、休闲食品制造", "操作工、质检员、包装工", 5, 600_000),
  line("C1529", "饮料制造", "饮品", "饮料生产、销售", "操作工、化验员、叉车司机", 3, 800_000),
  line("C2239", "纸制品制造", "包装", "纸制品、包装材料制造", "操作工、印刷工、机长", 4, 550_000),
  line("C2929", "塑料零件制造", "塑业", "塑料制品制造", "注塑工、质检员、维修工", 3, 520_000),
  line("C3360", "金属表面处理", "金属制品", "金属制品加工、表面处理", "电镀工、质检员", 2, 480_000),
  line("C2770", "卫生材料及医药用品制造", "医疗器械", "医疗器械、卫生材料制造", "操作工、质检员、注册专员", 3, 620_000),
  line("F5121", "米、面制品及食用油批发", "粮油", "粮油、食品批发", "销售员、仓管员、司机", 7, 1_400_000),
  line("F5212", "超级市场零售", "商贸", "日用百货、食品零售", "收银员、理货员、店长", 12, 420_000),
  line("G5430", "道路货物运输", "物流", "道路货物运输；仓储服务", "驾驶员、调度员、装卸工", 8, 450_000),
  line("H6110", "旅游饭店", "酒店管理", "住宿、餐饮服务", "服务员、厨师、前台", 4, 160_000),
  line("I6510", "软件开发", "信息技术", "软件开发；信息系统集成", "程序员、实施工程师、测试员", 4, 380_000),
  line("L7263", "劳务派遣服务", "人力资源", "劳务派遣；人力资源服务", "客户专员、招聘专员", 3, 220_000),
  line("M7590", "其他科技推广服务业", "科技", "技术服务、技术推广", "技术员、销售员", 6, 350_000),
  line("P8391", "职业技能培训", "教育咨询", "职业技能培训；教育咨询", "教师、教务", 3, 150_000),
  line("Q8425", "门诊部（所）", "健康管理", "健康咨询；门诊服务", "医师、护士、药师", 3, 260_000),
];
