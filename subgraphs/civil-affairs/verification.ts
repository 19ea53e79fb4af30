import { isCreditCode } from "../kit/builder/credit-code.ts";
import { isNotBefore, rulesOf, type VerificationRule } from "../kit/quality/verification-rule.ts";
import type {
  AllowancePayment,
  Cremation,
  Disability,
  SocialOrganisation,
  SubsistenceFamily,
} from "./generated/prisma/client.ts";

/** Verification rules (校核规则) of the items that 民政's system carries: of 民政 itself and of 残联. */
export const VERIFICATION: readonly VerificationRule[] = [
  rulesOf<SubsistenceFamily>("SubsistenceFamily").rule(
    "insuredPeople",
    "保障人数不多于家庭人数",
    ["insuredPeople", "people"],
    ({ insuredPeople, people }) => insuredPeople <= people,
  ),
  rulesOf<AllowancePayment>("AllowancePayment").rule(
    "total",
    "发放合计等于基本金额与增发金额之和",
    ["total", "base", "supplement"],
    ({ total, base, supplement }) => total === base + supplement,
  ),
  rulesOf<Cremation>("Cremation").rule("crematedOn", "火化日期不早于死亡日期", ["crematedOn", "diedOn"], (row) =>
    isNotBefore(row.crematedOn, row.diedOn),
  ),
  rulesOf<Disability>("Disability").rule(
    "grade",
    "残疾等级为一级至四级",
    ["grade"],
    ({ grade }) => grade >= 1 && grade <= 4,
  ),
  rulesOf<SocialOrganisation>("SocialOrganisation").rule(
    "creditCode",
    "统一社会信用代码为18位，主体标识码与校验码正确（GB 32100）",
    ["creditCode"],
    ({ creditCode }) => isCreditCode(creditCode),
  ),
];
