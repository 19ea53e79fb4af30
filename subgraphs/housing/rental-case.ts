import type { AuthorizedItem as Item } from "../kit/authorization/authorization.ts";
import { createGate, presentedCase } from "../kit/authorization/gate.ts";
import { withdraw } from "../kit/authorization/withdraw.ts";
import { inScope } from "../kit/context.ts";
import { casesOf, dataset, inDataset } from "../kit/dataset.ts";
import { conditional, divisionField, harmless, open, subject } from "../kit/item.ts";
import { builder, entity, hasMany, hasOne, rowBy, rowOf, rowsOf } from "./builder.ts";
import { AuthorizedItem, SignedBy } from "./enums.ts";
import { Person } from "./foreign.ts";

export const RentalCase = builder.prismaObject("RentalCase", {
  ...casesOf("住房保障", "ON_CHANGE"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    acceptedOn: t.expose("acceptedOn", { type: "Date", ...conditional("L2") }),
    migrant: t.exposeBoolean("migrant", conditional("L2")),
    worksHereSince: t.expose("worksHereSince", { type: "Date", ...conditional("L2") }),
    declaredAssets: t.expose("declaredAssets", { type: "Fen", ...conditional("L4", "AMOUNT_BAND") }),
    divisionCode: t.exposeString("divisionCode", divisionField()),
  }),
});

hasOne(RentalCase, {
  applicant: [Person, "applicantId", "申请人", subject(conditional("L3"))],
});

const RentalMember = builder.prismaObject("RentalMember", {
  ...dataset("住房保障", "ON_CHANGE"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    relation: t.exposeString("relation", conditional("L3")),
    bornOn: t.expose("bornOn", { type: "Date", ...conditional("L3", "DATE_YEAR") }),
    incapacitated: t.exposeBoolean("incapacitated", conditional("L4")),
    declaredIncome: t.expose("declaredIncome", { type: "Fen", ...conditional("L4", "AMOUNT_BAND") }),
    divisionCode: t.exposeString("divisionCode", divisionField()),
  }),
});

hasOne(RentalMember, {
  person: [Person, "personId", "家庭成员", subject(conditional("L3"))],
});

/** The number stays out of the graph: whoever holds it opens the gate. */
const RentalAuthorization = builder.prismaObject("RentalAuthorization", {
  ...dataset("住房保障", "ON_CHANGE"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    scope: t.expose("scope", { type: [AuthorizedItem], ...conditional("L2") }),
    signedOn: t.expose("signedOn", { type: "Date", ...conditional("L2") }),
    validTo: t.expose("validTo", { type: "Date", ...conditional("L2") }),
    withdrawnOn: t.expose("withdrawnOn", { type: "Date", ...conditional("L2") }),
    divisionCode: t.exposeString("divisionCode", divisionField()),
  }),
});

const RentalSignature = builder.prismaObject("RentalSignature", {
  ...dataset("住房保障", "ON_CHANGE"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    signedBy: t.expose("signedBy", { type: SignedBy, ...conditional("L2") }),
    signedOn: t.expose("signedOn", { type: "Date", ...conditional("L2") }),
    divisionCode: t.exposeString("divisionCode", divisionField()),
  }),
});

hasOne(RentalSignature, {
  person: [Person, "personId", "被授权核查的家庭成员", subject(conditional("L3"))],
  guardian: [Person, "guardianId", "代为签署的监护人", conditional("L3")],
});

const authorizationBy = rowBy(RentalAuthorization, "number");

hasMany(RentalAuthorization, "id", {
  signatures: [RentalSignature, "authorizationId", "签署", conditional("L2")],
});

hasMany(RentalCase, "id", {
  members: [RentalMember, "caseId", "申报的家庭成员", subject(conditional("L2"))],
  authorizations: [RentalAuthorization, "caseId", "同意核实申报信息的书面授权", conditional("L2")],
});

// The gateway brings the members' records in other departments along; the check reads them on the row.
entity(RentalCase, (reference) => ({ supplied: reference }));

/** The matters that the check looks up; real estate is this department's own register. */
const CHECKED: readonly Item[] = ["IDENTITY", "INCOME", "VEHICLE", "REAL_ESTATE"];

const caseById = rowOf(RentalCase);

/** The declared family of a case, whatever household public security has them in. */
export const membersOf = rowsOf(RentalMember, "caseId");

const { demandAuthorized, demandStillAuthorized } = createGate({
  members: membersOf,
  authorizations: rowsOf(RentalAuthorization, "caseId"),
  signatures: rowsOf(RentalSignature, "authorizationId"),
  needed: CHECKED,
});

export { demandStillAuthorized };

/** The number that a case is opened by, and a consent withdrawn. */
const AUTHORIZATION_NUMBER = {
  required: true,
  description: "书面授权编号",
  ...harmless("授权凭证：不符即拒绝，错误次数受限"),
} as const;

/**
 * The one field that leads to a case: without a written consent in force there is nothing to ask other departments about.
 * @law 公共租赁住房管理办法第八条 [S] 申请人书面同意核实申报信息，方可核查；没有的，任何其他部门都不被查询
 */
builder.queryField("rentalCase", (t) =>
  t.field({
    type: RentalCase,
    nullable: true,
    description: "公租房办件：凭本办件在有效期内、签署齐全且未撤回的书面授权；授权不足时不向其他部门查询",
    ...conditional("L2"),
    args: { authorizationNumber: t.arg.string(AUTHORIZATION_NUMBER) },
    resolve: async (_, { authorizationNumber }, context) => {
      const found = await presentedCase(authorizationNumber, context, (number) =>
        authorizationBy(context).load(number),
      );
      await demandAuthorized(found, context);
      return caseById(context).load(found.caseId);
    },
  }),
);

builder.mutationField("withdrawRentalAuthorization", (t) =>
  t.field({
    type: "Date",
    description:
      "撤回书面授权（个人信息保护法第十五条）：签署人本人或者其监护人，或者由经办人登记书面撤回；返回撤回日期，不需要理由",
    ...inDataset(conditional("L2"), "住房保障", "ON_CHANGE"),
    args: { authorizationNumber: t.arg.string(AUTHORIZATION_NUMBER) },
    resolve: async (_, { authorizationNumber }, context) => {
      const { rentalAuthorization, rentalSignature, rentalWithdrawal } = context.database;
      return withdraw(context, "housing", authorizationNumber, {
        find: async (number) =>
          rentalAuthorization.findFirst({
            where: { number, ...inScope(context, "Mutation.withdrawRentalAuthorization") },
          }),
        signaturesOf: async (authorizationId) => rentalSignature.findMany({ where: { authorizationId } }),
        add: async (withdrawal) => {
          await rentalWithdrawal.createMany({ data: [withdrawal], skipDuplicates: true });
          const { withdrawnOn } = await rentalAuthorization.findUniqueOrThrow({
            where: { id: withdrawal.authorizationId },
          });
          return withdrawnOn;
        },
      });
    },
  }),
);
