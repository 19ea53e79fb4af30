import type { AuthorizedItem as Item } from "../kit/authorization/authorization.ts";
import { createGate, presentedCase } from "../kit/authorization/gate.ts";
import { withdraw } from "../kit/authorization/withdraw.ts";
import { inScope } from "../kit/context.ts";
import { casesOf, dataset, inDataset } from "../kit/dataset.ts";
import { conditional, divisionField, harmless, open, subject } from "../kit/item.ts";
import { builder, entity, hasMany, hasOne, rowBy, rowOf, rowsOf } from "./builder.ts";
import { AuthorizedItem, Residence, SignedBy } from "./enums.ts";
import { Person } from "./foreign.ts";

export const SubsistenceCase = builder.prismaObject("SubsistenceCase", {
  ...casesOf("社会救助", "ON_CHANGE"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    residence: t.expose("residence", { type: Residence, ...conditional("L2") }),
    acceptedOn: t.expose("acceptedOn", { type: "Date", ...conditional("L2") }),
    divisionCode: t.exposeString("divisionCode", divisionField()),
  }),
});

hasOne(SubsistenceCase, {
  applicant: [Person, "applicantId", "申请人", subject(conditional("L3"))],
});

const income = { type: "Fen", ...conditional("L4", "AMOUNT_BAND") } as const;

const SubsistenceMember = builder.prismaObject("SubsistenceMember", {
  ...dataset("社会救助", "ON_CHANGE"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    relation: t.exposeString("relation", conditional("L3")),
    bornOn: t.expose("bornOn", { type: "Date", ...conditional("L3", "DATE_YEAR") }),
    incapacitated: t.exposeBoolean("incapacitated", conditional("L4")),
    declaredWage: t.expose("declaredWage", income),
    declaredBusiness: t.expose("declaredBusiness", income),
    declaredProperty: t.expose("declaredProperty", income),
    declaredTransfer: t.expose("declaredTransfer", income),
    divisionCode: t.exposeString("divisionCode", divisionField()),
  }),
});

hasOne(SubsistenceMember, {
  person: [Person, "personId", "家庭成员", subject(conditional("L3"))],
});

/** The number stays out of the graph: whoever holds it opens the gate. */
const SubsistenceAuthorization = builder.prismaObject("SubsistenceAuthorization", {
  ...dataset("社会救助", "ON_CHANGE"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    scope: t.expose("scope", { type: [AuthorizedItem], ...conditional("L2") }),
    signedOn: t.expose("signedOn", { type: "Date", ...conditional("L2") }),
    validTo: t.expose("validTo", { type: "Date", ...conditional("L2") }),
    withdrawnOn: t.expose("withdrawnOn", { type: "Date", ...conditional("L2") }),
    divisionCode: t.exposeString("divisionCode", divisionField()),
  }),
});

const SubsistenceSignature = builder.prismaObject("SubsistenceSignature", {
  ...dataset("社会救助", "ON_CHANGE"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    signedBy: t.expose("signedBy", { type: SignedBy, ...conditional("L2") }),
    signedOn: t.expose("signedOn", { type: "Date", ...conditional("L2") }),
    divisionCode: t.exposeString("divisionCode", divisionField()),
  }),
});

hasOne(SubsistenceSignature, {
  person: [Person, "personId", "被授权核查的家庭成员", subject(conditional("L3"))],
  guardian: [Person, "guardianId", "代为签署的监护人", conditional("L3")],
});

const authorizationBy = rowBy(SubsistenceAuthorization, "number");

hasMany(SubsistenceAuthorization, "id", {
  signatures: [SubsistenceSignature, "authorizationId", "签署", conditional("L2")],
});

hasMany(SubsistenceCase, "id", {
  members: [SubsistenceMember, "caseId", "申报的共同生活的家庭成员", subject(conditional("L2"))],
  authorizations: [SubsistenceAuthorization, "caseId", "家庭经济状况核对授权书", conditional("L2")],
});

// The gateway brings the members' records in other departments along; the check reads them on the row.
entity(SubsistenceCase, (reference) => ({ supplied: reference }));

/** The matters that the check reads in other departments' records; deposits are this department's own inquiry at the banks. */
const CHECKED: readonly Item[] = ["IDENTITY", "INCOME", "VEHICLE", "REAL_ESTATE", "BUSINESS", "DEPOSIT"];

const caseById = rowOf(SubsistenceCase);

/**
 * The declared family of a case, whatever household public security has them in.
 * @law 社会救助暂行办法第九条 [T] 以申报的共同生活的家庭成员为准，不以户口簿所载的户为准
 */
export const membersOf = rowsOf(SubsistenceMember, "caseId");

const { demandAuthorized, demandStillAuthorized } = createGate({
  members: membersOf,
  authorizations: rowsOf(SubsistenceAuthorization, "caseId"),
  signatures: rowsOf(SubsistenceSignature, "authorizationId"),
  needed: CHECKED,
});

export { demandStillAuthorized };

/** The number that a case is opened by, and an authorization withdrawn. */
const AUTHORIZATION_NUMBER = {
  required: true,
  description: "家庭经济状况核对授权书编号",
  ...harmless("授权凭证：不符即拒绝，错误次数受限"),
} as const;

/**
 * The one field that leads to a case: without an authorization in force there is nothing to ask other departments about.
 * @law 社会救助暂行办法第五十八条 [T] 根据家庭的请求、委托方可代为查询、核对其经济状况；请求、委托以签署的核对授权书为凭，授权不足的，任何其他部门都不被查询
 */
builder.queryField("subsistenceCase", (t) =>
  t.field({
    type: SubsistenceCase,
    nullable: true,
    description:
      "低保办件：凭本办件在有效期内、签署齐全且未撤回的、家庭请求、委托核对的授权书；授权不足时不向其他部门查询",
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

builder.mutationField("withdrawSubsistenceAuthorization", (t) =>
  t.field({
    type: "Date",
    description:
      "撤回家庭经济状况核对授权书（个人信息保护法第十五条）：签署人本人或者其监护人，或者由经办人登记书面撤回；返回撤回日期，不需要理由",
    ...inDataset(conditional("L2"), "社会救助", "ON_CHANGE"),
    args: { authorizationNumber: t.arg.string(AUTHORIZATION_NUMBER) },
    resolve: async (_, { authorizationNumber }, context) => {
      const { subsistenceAuthorization, subsistenceSignature, subsistenceWithdrawal } = context.database;
      return withdraw(context, "civil-affairs", authorizationNumber, {
        find: async (number) =>
          subsistenceAuthorization.findFirst({
            where: { number, ...inScope(context, "Mutation.withdrawSubsistenceAuthorization") },
          }),
        signaturesOf: async (authorizationId) => subsistenceSignature.findMany({ where: { authorizationId } }),
        add: async (withdrawal) => {
          await subsistenceWithdrawal.createMany({ data: [withdrawal], skipDuplicates: true });
          const { withdrawnOn } = await subsistenceAuthorization.findUniqueOrThrow({
            where: { id: withdrawal.authorizationId },
          });
          return withdrawnOn;
        },
      });
    },
  }),
);
