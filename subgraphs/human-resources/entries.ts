import { conditional, open } from "../kit/item.ts";
import { equal, numbered } from "../kit/rows/filters.ts";
import { all, hasMany, list, one } from "./builder.ts";
import { Employment, LabourContract, Talent, Vacancy } from "./employment.ts";
import { ClueChannel, ClueStatus, Degree, PayStatus } from "./enums.ts";
import { ConstructionProject, Enterprise, Person } from "./foreign.ts";
import { EmployerYear, MedicalInsurance, SocialInsurance } from "./insurance.ts";
import { ArrearsClue, Payroll, PayrollLine, WageThreshold } from "./payrolls.ts";
import { PensionBenefit, PensionPayment } from "./pension-records.ts";
import { AttendanceMonth, RosterEntry, WageAccount, WageDeposit } from "./sites.ts";

// Entries into this department's records: from other departments' types, and lists by division.

hasMany(ConstructionProject, "code", {
  wageAccounts: [WageAccount, "projectCode", "农民工工资专用账户", conditional("L2")],
  wageDeposits: [WageDeposit, "projectCode", "工资保证金", conditional("L2")],
  rosterEntries: [RosterEntry, "projectCode", "实名制花名册", conditional("L2")],
  attendanceMonths: [AttendanceMonth, "projectCode", "考勤月报", conditional("L2")],
  payrolls: [Payroll, "projectCode", "工资表", conditional("L2")],
  payrollLines: [PayrollLine, "projectCode", "工资表明细", conditional("L2")],
  arrearsClues: [ArrearsClue, "projectCode", "欠薪线索", conditional("L2")],
});

hasMany(Enterprise, "creditCode", {
  socialInsurances: [SocialInsurance, "employerCode", "社会保险参保", conditional("L2")],
  medicalInsurances: [MedicalInsurance, "employerCode", "医疗、生育保险参保", conditional("L2")],
  employments: [Employment, "employerCode", "就业登记", conditional("L2")],
  labourContracts: [LabourContract, "employerCode", "劳动合同备案", conditional("L2")],
  wageAccounts: [WageAccount, "contractorCode", "农民工工资专用账户", conditional("L2")],
  wageDeposits: [WageDeposit, "contractorCode", "工资保证金", conditional("L2")],
  rosterEntries: [RosterEntry, "employerCode", "实名制花名册", conditional("L2")],
  payrolls: [Payroll, "contractorCode", "工资表", conditional("L2")],
  arrearsClues: [ArrearsClue, "employerCode", "欠薪线索", conditional("L2")],
  employerYears: [EmployerYear, "employerCode", "单位年度参保与裁员情况", conditional("L2")],
  vacancies: [Vacancy, "employerCode", "岗位", open()],
});

hasMany(Person, "id", {
  socialInsurances: [SocialInsurance, "personId", "社会保险参保", conditional("L2")],
  medicalInsurances: [MedicalInsurance, "personId", "医疗、生育保险参保", conditional("L2")],
  pensionBenefits: [PensionBenefit, "personId", "养老待遇", conditional("L2")],
  pensionPayments: [PensionPayment, "personId", "养老待遇发放记录", conditional("L2")],
  employments: [Employment, "personId", "就业登记", conditional("L2")],
  labourContracts: [LabourContract, "personId", "劳动合同备案", conditional("L2")],
  rosterEntries: [RosterEntry, "personId", "实名制花名册", conditional("L2")],
  attendanceMonths: [AttendanceMonth, "personId", "考勤月报", conditional("L2")],
  payrollLines: [PayrollLine, "personId", "工资表明细", conditional("L2")],
  talents: [Talent, "personId", "人才", conditional("L2")],
});

list("arrearsClues", ArrearsClue, "欠薪线索（按区划与状态）", conditional("L2"), {
  status: equal("status", ClueStatus, "办理状态"),
  channel: equal("channel", ClueChannel, "渠道"),
});
one("arrearsClue", ArrearsClue, "按记录号查一条欠薪线索", conditional("L2"), { id: numbered("id", "记录号") });
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
