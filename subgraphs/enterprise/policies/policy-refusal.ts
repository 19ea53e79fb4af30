import type { GraphQLError } from "graphql";
import { enterpriseErrors } from "../../../schema/errors.ts";
import type { Words } from "../../../schema/words.ts";
import { raising } from "../../kit/errors.ts";

const REASONS = {
  NO_SUCH_POLICY: { en: "There is no policy of this code", zh: "没有此代码的政策" },
  NO_SUCH_FIRM: {
    en: "There is no enterprise of this credit code within reach",
    zh: "可及范围内没有此信用代码的企业",
  },
  NOT_MATCHED: { en: "The enterprise does not meet the policy's conditions", zh: "该企业不符合政策条件" },
  SETTLED: { en: "The policy has been paid to this enterprise already", zh: "该政策已向此企业兑付" },
  APPLY_INSTEAD: {
    en: "This policy is not confirmed but applied for (申报)",
    zh: "该政策须申报，不以确认意愿的方式办理",
  },
} as const satisfies Record<string, Words>;

const enterpriseError = raising(enterpriseErrors);

/** The caller's mistake: why a firm's intent cannot be taken down. `failed` names the conditions that speak against the firm. */
export function policyRefusal(reason: keyof typeof REASONS, failed: readonly string[] = []): GraphQLError {
  const { en, zh } = REASONS[reason];
  const told = failed.join("；");
  const words: Words = told === "" ? { en, zh } : { en: `${en}: ${told}`, zh: `${zh}：${told}` };
  return enterpriseError("HUB_POLICY_INTENT_REFUSED", { reason: words }, { reason });
}
