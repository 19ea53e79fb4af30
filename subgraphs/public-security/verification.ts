import { isCitizenNumber } from "../kit/builder/citizen-number.ts";
import { isNotBefore, rulesOf, type VerificationRule } from "../kit/quality/verification-rule.ts";
import type { Person, RegistrationCancellation, ResidencePermit, Vehicle } from "./generated/prisma/client.ts";

const person = rulesOf<Person>("Person");

/** 公安's verification rules (校核规则): what it says of the values of its items. */
export const VERIFICATION: readonly VerificationRule[] = [
  person.rule("citizenNumber", "公民身份号码为18位且校验码正确（GB 11643）", ["citizenNumber"], ({ citizenNumber }) =>
    isCitizenNumber(citizenNumber),
  ),
  person.rule(
    "birthDate",
    "出生日期与公民身份号码第7至14位一致",
    ["birthDate", "citizenNumber"],
    ({ birthDate, citizenNumber }) =>
      birthDate.toISOString().slice(0, 10).replaceAll("-", "") === citizenNumber.slice(6, 14),
  ),
  person.rule(
    "sex",
    "性别与公民身份号码第17位一致：单数为男，双数为女",
    ["sex", "citizenNumber"],
    ({ sex, citizenNumber }) => (sex === "MALE") === (Number(citizenNumber[16]) % 2 === 1),
  ),
  rulesOf<RegistrationCancellation>("RegistrationCancellation").rule(
    "cancelledOn",
    "注销日期不早于死亡日期",
    ["cancelledOn", "diedOn"],
    ({ cancelledOn, diedOn }) => isNotBefore(cancelledOn, diedOn),
  ),
  rulesOf<ResidencePermit>("ResidencePermit").rule(
    "validTo",
    "有效期至不早于签发日期",
    ["validTo", "issuedOn"],
    ({ validTo, issuedOn }) => isNotBefore(validTo, issuedOn),
  ),
  rulesOf<Vehicle>("Vehicle").rule("value", "车辆价值不为负数", ["value"], ({ value }) => value >= 0n),
];
