import {
  inBusiness,
  lastYear,
  noTaxArrears,
  notAbnormal,
  notDishonest,
  notPaidYet,
  now,
  type Policy,
} from "./policy.ts";

const YUAN = 100;
const MILLION = 1_000_000 * YUAN;

/** 满负荷生产: Henan 豫工信联运行〔2025〕9号. */
export const fullLoad: Policy = {
  code: "MFHSC",
  title: "工业企业满负荷生产财政奖励",
  documentNumber: "示例（参照豫工信联运行〔2025〕9号）",
  department: "工业和信息化局",
  summary:
    "规模以上工业企业一季度用电量同比增长，且月均用电量达到上年最高月的80%，奖励10万元；一季度营业收入同比增长10%以上的奖励20万元。",
  mode: "AUTOMATIC",
  stacking: "HIGHEST",
  conditions: {
    allOf: [
      inBusiness,
      now("enterprise", "aboveScale", "==", true, "规模以上工业企业"),
      now("electricity", "firstQuarterGrowth", ">", 0, "一季度用电量同比增长"),
      now("electricity", "monthlyMeanToPeakRatio", ">=", 0.8, "一季度月均用电量不低于上年最高月的80%"),
      notPaidYet,
    ],
  },
  tiers: [
    {
      when: now("industry", "firstQuarterRevenueGrowth", ">=", 0.1, "一季度营业收入同比增长10%以上"),
      amount: 200_000 * YUAN,
    },
    { when: null, amount: 100_000 * YUAN },
  ],
  funding: "省级50%，市县50%",
  validFrom: "2025-01-01",
  validTo: "2026-12-31",
  fairCompetitionReview: "示例：已审查，未发现排除、限制竞争内容",
};

/** 制造业设备投入: Henan 豫财企〔2025〕1号. */
export const equipment: Policy = {
  code: "SBTR",
  title: "先进制造业设备投入补助",
  documentNumber: "示例（参照豫财企〔2025〕1号）",
  department: "财政局、工业和信息化局",
  summary: "获得国家级称号的制造业企业，设备和软件投入500万元以上的，按20%给予补助，最高500万元。",
  mode: "CONFIRM",
  stacking: "HIGHEST",
  conditions: {
    allOf: [
      inBusiness,
      now("enterprise", "industryCode", "startsWith", "C", "制造业企业"),
      {
        anyOf: [
          now("qualification", "kinds", "contains", "LITTLE_GIANT", "国家级专精特新“小巨人”企业"),
          now("qualification", "kinds", "contains", "CHAMPION", "国家级制造业单项冠军"),
        ],
      },
      lastYear("annualReport", "equipmentInvestment", ">=", 5 * MILLION, "设备和软件投入不低于500万元"),
      noTaxArrears,
      notPaidYet,
    ],
  },
  tiers: [{ when: null, base: "annualReport.equipmentInvestment", rate: 0.2, cap: 5 * MILLION }],
  funding: "省级100%",
  validFrom: "2025-01-01",
  validTo: "2027-12-31",
  fairCompetitionReview: "示例：已审查，未发现排除、限制竞争内容",
};

/** 专精特新认定奖励: 2 million yuan for a national little giant, 0.5 million for a provincial title. */
export const specialised: Policy = {
  code: "ZJTX",
  title: "专精特新企业认定奖励",
  documentNumber: "示例（市级政策，文号从略）",
  department: "工业和信息化局",
  summary:
    "国家级专精特新“小巨人”企业奖励200万元，省级专精特新中小企业奖励50万元，级差补足；企业须未被列入经营异常名录或者严重失信主体名单。",
  mode: "AUTOMATIC",
  stacking: "STEP",
  conditions: {
    allOf: [
      inBusiness,
      {
        anyOf: [
          now("qualification", "kinds", "contains", "LITTLE_GIANT", "国家级专精特新“小巨人”企业"),
          now("qualification", "kinds", "contains", "SPECIALISED", "省级专精特新中小企业"),
        ],
      },
      notAbnormal,
      notDishonest,
      notPaidYet,
    ],
  },
  tiers: [
    {
      when: now("qualification", "kinds", "contains", "LITTLE_GIANT", "国家级专精特新“小巨人”企业"),
      amount: 2 * MILLION,
    },
    { when: null, amount: 500_000 * YUAN },
  ],
  funding: "市级100%",
  validFrom: "2024-01-01",
  validTo: "2027-12-31",
  fairCompetitionReview: "示例：已审查，未发现排除、限制竞争内容",
};

/** 高新技术企业认定奖励: first or third recognition, with enough research for the firm's turnover. */
export const highTech: Policy = {
  code: "GXQY",
  title: "高新技术企业认定奖励",
  documentNumber: "示例（市级政策，文号从略）",
  department: "科学技术局",
  summary:
    "首次或第三次认定的高新技术企业奖励10万元；研发费用占营业收入比重：5000万元以下5%，2亿元以下4%，2亿元以上3%。",
  mode: "AUTOMATIC",
  stacking: "HIGHEST",
  conditions: {
    allOf: [
      inBusiness,
      now("qualification", "kinds", "contains", "HIGH_TECH", "有效期内的高新技术企业"),
      now("qualification", "recognition", "in", [1, 3], "首次或第三次认定"),
      {
        anyOf: [
          {
            allOf: [
              lastYear("annualReport", "revenue", "<=", 50 * MILLION, "营业收入5000万元以下"),
              lastYear("annualReport", "rdRatio", ">=", 0.05, "研发费用占比不低于5%"),
            ],
          },
          {
            allOf: [
              lastYear("annualReport", "revenue", ">", 50 * MILLION, "营业收入5000万元以上"),
              lastYear("annualReport", "revenue", "<=", 200 * MILLION, "营业收入2亿元以下"),
              lastYear("annualReport", "rdRatio", ">=", 0.04, "研发费用占比不低于4%"),
            ],
          },
          {
            allOf: [
              lastYear("annualReport", "revenue", ">", 200 * MILLION, "营业收入2亿元以上"),
              lastYear("annualReport", "rdRatio", ">=", 0.03, "研发费用占比不低于3%"),
            ],
          },
        ],
      },
      notPaidYet,
    ],
  },
  tiers: [{ when: null, amount: 100_000 * YUAN }],
  funding: "市级50%，县区50%",
  validFrom: "2024-01-01",
  validTo: "2027-12-31",
  fairCompetitionReview: "示例：已审查，未发现排除、限制竞争内容",
};

const firstAbove = (billion: number) => ({
  allOf: [
    lastYear("annualReport", "revenue", ">=", billion * 1000 * MILLION, `上年营业收入不低于${billion * 10}亿元`),
    {
      ...lastYear("annualReport", "revenue", "<", billion * 1000 * MILLION, `再上年营业收入低于${billion * 10}亿元`),
      window: "previousYear" as const,
    },
  ],
});

/** 营收首破: turnover passes 3, 5 or 10 billion yuan for the first time. */
export const turnover: Policy = {
  code: "YSSP",
  title: "工业企业营业收入首次突破奖励",
  documentNumber: "示例（市级政策，文号从略）",
  department: "工业和信息化局",
  summary: "营业收入首次突破30亿元、50亿元、100亿元的工业企业，分别奖励300万元、500万元、1000万元。",
  mode: "AUTOMATIC",
  stacking: "STEP",
  conditions: {
    allOf: [
      inBusiness,
      now("enterprise", "aboveScale", "==", true, "规模以上工业企业"),
      { anyOf: [firstAbove(3), firstAbove(5), firstAbove(10)] },
      notPaidYet,
    ],
  },
  tiers: [
    { when: firstAbove(10), amount: 10 * MILLION },
    { when: firstAbove(5), amount: 5 * MILLION },
    { when: firstAbove(3), amount: 3 * MILLION },
  ],
  funding: "市级100%",
  validFrom: "2024-01-01",
  validTo: "2027-12-31",
  fairCompetitionReview: "示例：已审查，未发现排除、限制竞争内容",
};
