import { conditional, open } from "../kit/item.ts";
import { builder, foreign } from "./builder.ts";
import type { EmployerYear as EmployerYearFacts } from "./policies/firm-facts.ts";

/** 人, known here by its key alone; its owner is another department. */
export const Person = foreign("Person", "id");

Person.implement({
  description: "人：信息由公安登记，这里只有本部门的记录",
  externalFields: (t) => ({ id: t.id({ nullable: false, description: "人员标识（假名）", ...open() }) }),
});

const count = { nullable: true, ...conditional("L2") } as const;

/** 单位年度参保与裁员情况, received from human-resources; only the fields that policies ask for. */
export const EmployerYear = builder.externalRef<never, EmployerYearFacts>("EmployerYear").implement({
  description: "单位年度参保与裁员情况",
  externalFields: (t) => ({
    year: t.int({ nullable: true, description: "年度", ...open() }),
    insuredAverage: t.int({ ...count, description: "年均参保人数" }),
    insuredAtYearEnd: t.int({ ...count, description: "年末参保人数" }),
    laidOff: t.int({ ...count, description: "年度裁员人数" }),
    unemploymentPaidMonths: t.int({ ...count, description: "失业保险累计缴费月数" }),
    unemploymentContribution: t.field({
      type: "Fen",
      nullable: true,
      description: "上年度实际缴纳失业保险费（分）",
      ...conditional("L3", "AMOUNT_BAND"),
    }),
    graduateHires: t.int({ ...count, description: "当年招用毕业年度高校毕业生人数（缴费满3个月）" }),
    newHires: t.int({ ...count, description: "当年新招用符合条件人员数" }),
    noWageArrears: t.boolean({ ...count, description: "无拖欠职工工资记录" }),
  }),
});

/** The fields of an employer's years that policies ask for. */
export const EMPLOYER_YEAR_FIELDS =
  "year insuredAverage insuredAtYearEnd laidOff unemploymentPaidMonths unemploymentContribution graduateHires newHires noWageArrears";
