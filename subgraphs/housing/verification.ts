import { isCreditCode } from "../kit/builder/credit-code.ts";
import { isNotBefore, rulesOf, type VerificationRule } from "../kit/quality/verification-rule.ts";
import type { ConstructionProject, HousingFund, ProjectWorker, RealEstateRight } from "./generated/prisma/client.ts";

const project = rulesOf<ConstructionProject>("ConstructionProject");

/** Verification rules (校核规则) of the items that 住建's system carries: of 住建 itself, of 自然资源 and of 公积金中心. */
export const VERIFICATION: readonly VerificationRule[] = [
  project.rule(
    "generalContractor",
    "总承包单位为有效的统一社会信用代码（GB 32100）",
    ["generalContractorCode"],
    ({ generalContractorCode }) => isCreditCode(generalContractorCode),
  ),
  project.rule("completedOn", "竣工日期不早于开工日期", ["completedOn", "startedOn"], ({ completedOn, startedOn }) =>
    isNotBefore(completedOn, startedOn),
  ),
  rulesOf<ProjectWorker>("ProjectWorker").rule(
    "leftOn",
    "退场日期不早于进场日期",
    ["leftOn", "enteredOn"],
    ({ leftOn, enteredOn }) => isNotBefore(leftOn, enteredOn),
  ),
  rulesOf<RealEstateRight>("RealEstateRight").rule("area", "建筑面积大于0", ["area"], ({ area }) => area > 0),
  rulesOf<HousingFund>("HousingFund").rule("balance", "账户余额不为负数", ["balance"], ({ balance }) => balance >= 0n),
];
