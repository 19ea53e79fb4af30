import { equal } from "../kit/filters.ts";
import { conditional, open } from "../kit/item.ts";
import { all, list } from "./builder.ts";
import { Talent, Vacancy } from "./employment.ts";
import { ClueChannel, ClueStatus, Degree, PayStatus } from "./enums.ts";
import { ArrearsClue, Payroll, WageThreshold } from "./payrolls.ts";
import { PensionBenefit } from "./pension-records.ts";
import { WageAccount } from "./sites.ts";

list("arrearsClues", ArrearsClue, "欠薪线索（按区划与状态）", conditional("L2"), {
  status: equal("status", ClueStatus, "办理状态"),
  channel: equal("channel", ClueChannel, "渠道"),
});
list("payrolls", Payroll, "工资表（按区划与月份）", conditional("L2"), {
  month: equal("month", "YearMonth", "工资月份"),
});
list("pensionBenefits", PensionBenefit, "养老待遇（按区划与发放状态）", conditional("L2"), {
  payStatus: equal("payStatus", PayStatus, "发放状态"),
});
list("talents", Talent, "人才（按区划与学历）", conditional("L2"), {
  degree: equal("degree", Degree, "学历"),
});
list("vacancies", Vacancy, "岗位（按区划与学历要求）", open(), {
  degree: equal("degree", Degree, "学历要求"),
});
list("wageAccounts", WageAccount, "农民工工资专用账户（按区划）", conditional("L2"));
all("wageThresholds", WageThreshold, "欠薪预警阈值", open());
