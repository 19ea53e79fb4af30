import { cityToday } from "../kit/rules/age.ts";
import { requires } from "../kit/builder/federation.ts";
import { conditional, harmless, lowered, reads } from "../kit/item.ts";
import { allSubsistenceStandards, EconomicCheck } from "./assistance.ts";
import { builder, rowsOf, type Context } from "./builder.ts";
import { Disability } from "./care.ts";
import type { SubsistenceCase as CaseRow, SubsistenceMember as MemberRow } from "./generated/prisma/client.ts";
import { Cremation } from "./registers.ts";
import { SubsistenceCheck, type Check } from "./subsistence-answer.ts";
import { demandStillAuthorized, membersOf, SubsistenceCase } from "./subsistence-case.ts";
import { decideSubsistence } from "./subsistence/decide-subsistence.ts";
import { familyMeans, type OwnRecords } from "./subsistence/family-means.ts";
import { standardFor, SUBSISTENCE_RULES } from "./subsistence/subsistence-rules.ts";
import { suppliedMembers } from "./subsistence/supplied-family.ts";

const economicChecks = rowsOf(EconomicCheck, "caseId");
const cremations = rowsOf(Cremation, "personId");
const disabilities = rowsOf(Disability, "personId");

const fen = (amount: bigint | null): number | null => (amount === null ? null : Number(amount));

const ownRecords = async (caseId: string, members: readonly MemberRow[], context: Context): Promise<OwnRecords> => {
  const ids = members.map(({ personId }) => personId);
  const [dead, disabled, checks] = await Promise.all([
    Promise.all(ids.map((id) => cremations(context).load(id))),
    Promise.all(ids.map((id) => disabilities(context).load(id))),
    economicChecks(context).load(caseId),
  ]);
  const newest = checks.toSorted((a, b) => b.checkedOn.getTime() - a.checkedOn.getTime())[0];
  return {
    cremated: new Set(dead.flat().map(({ personId }) => personId)),
    disabled: new Map(ids.map((id, position) => [id, disabled[position] ?? []])),
    declared: members.map((member) => ({
      personId: member.personId,
      wage: fen(member.declaredWage),
      business: fen(member.declaredBusiness),
      property: fen(member.declaredProperty),
      transfer: fen(member.declaredTransfer),
    })),
    deposits: newest === undefined ? null : Number(newest.deposits),
  };
};

/** A case as the gateway brings it back: the stored row and the members' records in other departments. */
type SuppliedCase = CaseRow & { readonly supplied?: unknown };

const checkOf = async (row: SuppliedCase, asOf: Date, context: Context): Promise<Check | null> => {
  const [members, standards] = await Promise.all([membersOf(context).load(row.id), allSubsistenceStandards(context)]);
  const people = suppliedMembers(
    members.map(({ personId }) => personId),
    row.supplied,
  );
  const means = familyMeans(people, await ownRecords(row.id, members, context), SUBSISTENCE_RULES, asOf);
  if (means === null) return null;
  const kind = row.residence === "COLLECTIVE" ? null : row.residence;
  const standard = kind && standardFor(standards, kind, row.divisionCode, asOf);
  const figure = standard && { amount: Number(standard.monthlyAmount), source: standard.source };
  return {
    ...decideSubsistence(means, figure, SUBSISTENCE_RULES),
    means,
    kind,
    standard: standard && standard.monthlyAmount,
    standardSource: standard && standard.source,
    rulesSource: SUBSISTENCE_RULES.source,
  };
};

builder.objectField(SubsistenceCase, "check", (t) =>
  t.field({
    type: SubsistenceCheck,
    description: "低保核对：收入、机动车、不动产、金融资产与分类施保；成员信息未取得时不判定",
    ...lowered(reads(conditional("L2"), "Disability.category", "Disability.grade"), {
      APART: [
        "SubsistenceCondition.code",
        "SubsistenceCondition.title",
        "SubsistenceCondition.expected",
        "SubsistenceCheck.kind",
        "SubsistenceCheck.standard",
        "SubsistenceCheck.standardSource",
        "SubsistenceCheck.rulesSource",
      ],
      CONCLUSION: ["SubsistenceCheck.decision", "SubsistenceCondition.met"],
      COUNT: [
        "SubsistenceCheck.people",
        "SubsistenceCheck.peopleInNeed",
        "SubsistenceCheck.supplement",
        "SubsistenceCheck.vehicles",
        "SubsistenceCheck.homes",
        "SubsistenceCheck.nonResidential",
        "SubsistenceCheck.businesses",
      ],
    }),
    ...requires(
      "members { person { registerId birthDate deceased incomeRecorded monthlyIncome vehicles { vehicleType } " +
        "realEstateRights { unitNumber usage } soleTraders { status } shareholdings { id } } }",
    ),
    args: { asOf: t.arg({ type: "Date", description: "核对日期，默认今日", ...harmless("只定计算的日期") }) },
    resolve: async (row, { asOf }, context) => {
      await demandStillAuthorized(row.id, context);
      return checkOf(row, asOf ?? cityToday(new Date()), context);
    },
  }),
);
