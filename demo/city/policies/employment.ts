import { inBusiness, lastYear, notDishonest, notPaidYet, now, type Policy } from "./policy.ts";

const YUAN = 100;
const NO_CAP = 10_000_000_000 * YUAN;

/** 稳岗返还: Henan 豫人社办〔2025〕35号. */
export const stableEmployment: Policy = {
  code: "WGFH",
  title: "失业保险稳岗返还",
  documentNumber: "示例（参照豫人社办〔2025〕35号）",
  department: "人力资源和社会保障局",
  summary: "上年度足额缴纳失业保险费12个月以上且不裁员或少裁员的企业，按上年度缴费的30%（大型）或60%（中小微）返还。",
  mode: "AUTOMATIC",
  stacking: "HIGHEST",
  conditions: {
    allOf: [
      inBusiness,
      now(
        "enterprise",
        "type",
        "in",
        ["LIMITED", "JOINT_STOCK", "SOLE_PROPRIETORSHIP", "PARTNERSHIP", "STATE_OWNED"],
        "属于企业（社会组织、个体工商户另按登记系统核对）",
      ),
      lastYear("employerYear", "unemploymentPaidMonths", ">=", 12, "失业保险累计缴费满12个月"),
      {
        anyOf: [
          lastYear(
            "employerYear",
            "layOffRate",
            "<=",
            0.055,
            "裁员率（新增领取失业保险金人数/年均参保人数）不高于5.5%",
          ),
          {
            allOf: [
              lastYear("employerYear", "insuredAtYearEnd", "<=", 30, "参保职工30人（含）以下"),
              lastYear("employerYear", "layOffRate", "<=", 0.2, "裁员率不高于20%"),
            ],
          },
        ],
      },
      notPaidYet,
    ],
  },
  tiers: [
    {
      when: now("enterprise", "scale", "==", "LARGE", "大型企业"),
      base: "employerYear.unemploymentContribution",
      rate: 0.3,
      cap: NO_CAP,
    },
    { when: null, base: "employerYear.unemploymentContribution", rate: 0.6, cap: NO_CAP },
  ],
  funding: "失业保险基金100%",
  validFrom: "2025-01-01",
  validTo: "2026-12-31",
  fairCompetitionReview: "示例：已审查，未发现排除、限制竞争内容",
};

/** 一次性扩岗补助: at most 1,500 yuan for each graduate or young unemployed person hired. */
export const expandedEmployment: Policy = {
  code: "KGBZ",
  title: "一次性扩岗补助",
  documentNumber: "示例（参照豫人社办〔2025〕35号）",
  department: "人力资源和社会保障局",
  summary:
    "招用毕业年度及离校两年内未就业高校毕业生、16至24岁登记失业青年，签订合同并缴纳失业、工伤、养老保险满3个月，每人不超过1500元。",
  mode: "AUTOMATIC",
  stacking: "CUMULATIVE",
  conditions: {
    allOf: [
      inBusiness,
      lastYear("employerYear", "graduateHires", ">=", 1, "招用高校毕业生等青年1人以上，每人缴费满3个月，每人只计一次"),
      notPaidYet,
    ],
  },
  tiers: [{ when: null, base: "employerYear.graduateHires", rate: 1500 * YUAN, cap: NO_CAP }],
  funding: "失业保险基金100%",
  validFrom: "2025-01-01",
  validTo: "2026-12-31",
  fairCompetitionReview: "示例：已审查，未发现排除、限制竞争内容",
};

/** 创业担保贷款贴息 (财金〔2023〕75号, from a secondary page): half the interest of a loan up to 4,000,000 yuan, for small firms that hire. */
export const startupLoan: Policy = {
  code: "CYDK",
  title: "小微企业创业担保贷款贴息",
  documentNumber: "示例（参照财金〔2023〕75号）",
  department: "人力资源和社会保障局、财政局",
  summary:
    "小微企业新招用符合条件人员达到职工总数10%（超过100人的5%），无拖欠工资和社会保险费等严重违法违规信用记录；贷款不超过400万元、不超过2年，按贷款利息的50%贴息，金额由申报的贷款确定。",
  mode: "APPLY",
  stacking: "HIGHEST",
  conditions: {
    allOf: [
      inBusiness,
      now("enterprise", "scale", "in", ["SMALL", "MICRO"], "小型或微型企业"),
      {
        anyOf: [
          lastYear("employerYear", "newHireRate", ">=", 0.1, "新招用人员占比不低于10%"),
          {
            allOf: [
              lastYear("employerYear", "insuredAtYearEnd", ">", 100, "职工超过100人"),
              lastYear("employerYear", "newHireRate", ">=", 0.05, "新招用人员占比不低于5%"),
            ],
          },
        ],
      },
      lastYear("employerYear", "noWageArrears", "==", true, "无拖欠职工工资"),
      lastYear("employerYear", "noInsuranceArrears", "==", true, "无拖欠社会保险费"),
      notDishonest,
      notPaidYet,
    ],
  },
  tiers: [{ when: null, amount: null }],
  funding: "中央70%，省市县30%",
  validFrom: "2024-01-01",
  validTo: "2027-12-31",
  fairCompetitionReview: "示例：已审查，未发现排除、限制竞争内容",
};
