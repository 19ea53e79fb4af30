import { builder, type Context } from "../builder.ts";
import { Household } from "../entities/household.ts";
import { requires } from "../../kit/federated.ts";
import { conditional } from "../../kit/item.ts";
import { civilAffairsError } from "../errors.ts";
import { cityToday } from "../subsistence/days.ts";
import { decideSubsistence } from "../subsistence/decide-subsistence.ts";
import { familyMeans, type OwnRecords } from "../subsistence/family-means.ts";
import { standardFor, SUBSISTENCE_RULES } from "../subsistence/subsistence-rules.ts";
import { suppliedFamily } from "../subsistence/supplied-family.ts";
import { SubsistenceCheck, type Check } from "../types/subsistence-check.ts";
import { allSubsistenceStandards } from "../types/subsistence-standard.ts";
import { economicChecks } from "./household.ts";
import { cremations, disabilities } from "./person.ts";

const ownRecords = async (people: readonly string[], context: Context): Promise<OwnRecords> => {
  const [dead, disabled] = await Promise.all([
    Promise.all(people.map((id) => cremations(context).load(id))),
    Promise.all(people.map((id) => disabilities(context).load(id))),
  ]);
  return {
    cremated: new Set(dead.flat().map(({ personId }) => personId)),
    seriouslyDisabled: new Set(
      disabled
        .flat()
        .filter(({ grade }) => grade <= SUBSISTENCE_RULES.seriousGrade)
        .map(({ personId }) => personId),
    ),
  };
};

const checkOf = async (household: object, asOf: Date, context: Context): Promise<Check | null> => {
  const family = suppliedFamily(household);
  if (family === null) return null;
  const [own, standards] = await Promise.all([
    ownRecords(
      family.members.map(({ id }) => id),
      context,
    ),
    allSubsistenceStandards(context),
  ]);
  const means = familyMeans(family.members, own, SUBSISTENCE_RULES, asOf);
  if (means === null) return null;
  const kind = means.rural ? "RURAL" : "URBAN";
  const standard = standardFor(standards, kind, family.divisionCode, asOf);
  return {
    ...decideSubsistence(means, { amount: Number(standard.monthlyAmount), source: standard.source }, SUBSISTENCE_RULES),
    means,
    kind,
    standard: standard.monthlyAmount,
    standardSource: standard.source,
    rulesSource: SUBSISTENCE_RULES.source,
  };
};

builder.objectField(Household, "subsistenceCheck", (t) =>
  t.field({
    type: SubsistenceCheck,
    nullable: true,
    description: "低保核对：收入、机动车、不动产与分类施保；须凭申请人书面授权，成员信息未取得时为空",
    ...conditional("L2"),
    ...requires(
      "divisionCode members { id birthDate deceased householdType monthlyIncome vehicles { vehicleType } " +
        "realEstateRights { unitNumber usage } soleTraders { status } shareholdings { id } }",
    ),
    args: {
      authorizationNumber: t.arg.string({
        required: true,
        description: "申请人书面授权书编号，须与本户已登记的经济状况核对授权一致",
      }),
      asOf: t.arg({ type: "Date", description: "核对日期，默认今日" }),
    },
    resolve: async (household, { authorizationNumber, asOf }, context) => {
      const checks = await economicChecks(context).load(household.id);
      // 社会救助暂行办法 art. 58: only on the applicant's written authorization. Its number stays out of the message.
      if (!checks.some((check) => check.authorizationNumber === authorizationNumber)) {
        throw civilAffairsError("HUB_AUTHORIZATION_REQUIRED", {});
      }
      return checkOf(household, asOf ?? cityToday(new Date()), context);
    },
  }),
);
