import { isCreditCode } from "../kit/builder/credit-code.ts";
import { isNotBefore, rulesOf, type VerificationRule } from "../kit/quality/verification-rule.ts";
import type {
  AbnormalListing,
  AnnualReport,
  Enterprise,
  Licence,
  Shareholder,
  SoleTrader,
} from "./generated/prisma/client.ts";

const CREDIT_CODE = "统一社会信用代码为18位，主体标识码与校验码正确（GB 32100）";

/** 市场监管's verification rules (校核规则): what it says of the values of its items. */
export const VERIFICATION: readonly VerificationRule[] = [
  rulesOf<Enterprise>("Enterprise").rule("creditCode", CREDIT_CODE, ["creditCode"], (row) =>
    isCreditCode(row.creditCode),
  ),
  rulesOf<Enterprise>("Enterprise").rule(
    "termTo",
    "经营期限至不早于成立日期",
    ["termTo", "establishedOn"],
    ({ termTo, establishedOn }) => isNotBefore(termTo, establishedOn),
  ),
  rulesOf<SoleTrader>("SoleTrader").rule("creditCode", CREDIT_CODE, ["creditCode"], (row) =>
    isCreditCode(row.creditCode),
  ),
  rulesOf<Shareholder>("Shareholder").rule(
    "ratio",
    "持股比例大于0、不超过1",
    ["ratio"],
    ({ ratio }) => ratio > 0 && ratio <= 1,
  ),
  rulesOf<Licence>("Licence").rule("validTo", "有效期至不早于发证日期", ["validTo", "issuedOn"], (row) =>
    isNotBefore(row.validTo, row.issuedOn),
  ),
  rulesOf<AbnormalListing>("AbnormalListing").rule(
    "removedOn",
    "移出日期不早于列入日期",
    ["removedOn", "listedOn"],
    ({ removedOn, listedOn }) => isNotBefore(removedOn, listedOn),
  ),
  rulesOf<AnnualReport>("AnnualReport").rule(
    "averageInsured",
    "年报参保人数不为负数",
    ["averageInsured"],
    ({ averageInsured }) => averageInsured >= 0,
  ),
];
