import { conditional, open } from "../kit/item.ts";
import { hasMany } from "./builder.ts";
import { Employment, LabourContract, Talent, Vacancy } from "./employment.ts";
import { ConstructionProject, Enterprise, Person } from "./foreign.ts";
import { EmployerYear, SocialInsurance } from "./insurance.ts";
import { ArrearsClue, Payroll, PayrollLine } from "./payrolls.ts";
import { PensionBenefit, PensionPayment } from "./pension-records.ts";
import { AttendanceMonth, RosterEntry, WageAccount, WageDeposit } from "./sites.ts";

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
  pensionBenefits: [PensionBenefit, "personId", "养老待遇", conditional("L2")],
  pensionPayments: [PensionPayment, "personId", "养老待遇发放记录", conditional("L2")],
  employments: [Employment, "personId", "就业登记", conditional("L2")],
  labourContracts: [LabourContract, "personId", "劳动合同备案", conditional("L2")],
  rosterEntries: [RosterEntry, "personId", "实名制花名册", conditional("L2")],
  attendanceMonths: [AttendanceMonth, "personId", "考勤月报", conditional("L2")],
  payrollLines: [PayrollLine, "personId", "工资表明细", conditional("L2")],
  talents: [Talent, "personId", "人才", conditional("L2")],
});
