import { isNotBefore, rulesOf, type VerificationRule } from "../kit/quality/verification-rule.ts";
import type {
  AttendanceMonth,
  Employment,
  LabourContract,
  MedicalInsurance,
  Payroll,
  PensionPayment,
  SocialInsurance,
} from "./generated/prisma/client.ts";

const MONTH = /^\d{4}-(?:0[1-9]|1[0-2])$/;

/** Verification rules (校核规则) of the items that 人社's system carries: of 人社 itself and of 医保. */
export const VERIFICATION: readonly VerificationRule[] = [
  rulesOf<SocialInsurance>("SocialInsurance").rule(
    "lastPaidMonth",
    "最近缴费月份不早于首次缴费月份",
    ["lastPaidMonth", "firstPaidMonth"],
    ({ lastPaidMonth, firstPaidMonth }) => lastPaidMonth >= firstPaidMonth,
  ),
  rulesOf<MedicalInsurance>("MedicalInsurance").rule(
    "paidMonths",
    "累计缴费月数不为负数",
    ["paidMonths"],
    ({ paidMonths }) => paidMonths >= 0,
  ),
  rulesOf<PensionPayment>("PensionPayment").rule("payMonth", "发放月份为“年-月”", ["payMonth"], ({ payMonth }) =>
    MONTH.test(payMonth),
  ),
  rulesOf<Employment>("Employment").rule("endedOn", "结束日期不早于开始日期", ["endedOn", "startedOn"], (row) =>
    isNotBefore(row.endedOn, row.startedOn),
  ),
  rulesOf<LabourContract>("LabourContract").rule(
    "validTo",
    "合同期限至不早于签订日期",
    ["validTo", "signedOn"],
    (row) => isNotBefore(row.validTo, row.signedOn),
  ),
  rulesOf<AttendanceMonth>("AttendanceMonth").rule(
    "days",
    "当月出勤与请假合计不超过31天",
    ["days", "leaveDays"],
    ({ days, leaveDays }) => days >= 0 && leaveDays >= 0 && days + leaveDays <= 31,
  ),
  rulesOf<Payroll>("Payroll").rule("paidTotal", "实发合计不为负数", ["paidTotal"], ({ paidTotal }) => paidTotal >= 0n),
];
