import { presentedCase } from "../kit/authorization/gate.ts";
import { requires } from "../kit/builder/federation.ts";
import { casesOf, dataset, partOf } from "../kit/dataset.ts";
import { invalidInput } from "../kit/errors.ts";
import { conditional, divisionField, harmless, open, subject } from "../kit/item.ts";
import { cityToday } from "../kit/rules/age.ts";
import { builder, entity, hasMany, hasOne, rowBy, rowOf, rowsOf } from "./builder.ts";
import { InquiryCapacity } from "./enums.ts";
import { Enterprise, Person } from "./foreign.ts";
import type { WageInquiry as InquiryRow } from "./generated/prisma/client.ts";
import { type Approval, APPROVAL_GAPS, approvalGap } from "./wages/inquiry/approval-gap.ts";
import { type Holding, holdingsOf } from "./wages/inquiry/holdings.ts";

/** The approval's number stays out of the graph: whoever holds it opens the gate. */
const WageInquiry = builder.prismaObject("WageInquiry", {
  ...casesOf("工资支付", "ON_CHANGE"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    approvedOn: t.expose("approvedOn", { type: "Date", ...conditional("L2") }),
    validTo: t.expose("validTo", { type: "Date", ...conditional("L2") }),
    divisionCode: t.exposeString("divisionCode", divisionField()),
  }),
});

hasOne(WageInquiry, {
  debtor: [Enterprise, "debtorCode", "被查处单位", conditional("L2")],
});

const WageInquiryParty = builder.prismaObject("WageInquiryParty", {
  ...dataset("工资支付", "ON_CHANGE"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    capacity: t.expose("capacity", { type: InquiryCapacity, ...conditional("L2") }),
    divisionCode: t.exposeString("divisionCode", divisionField()),
  }),
});

hasOne(WageInquiryParty, {
  person: [Person, "personId", "当事人", subject(conditional("L3"))],
});

hasMany(WageInquiry, "id", {
  parties: [WageInquiryParty, "inquiryId", "批准查询的当事人", subject(conditional("L2"))],
});

// The gateway brings the parties' records in other departments along; the holdings are read off the row.
entity(WageInquiry, (reference) => ({ supplied: reference }));

const inquiryBy = rowBy(WageInquiry, "number");
const inquiryById = rowOf(WageInquiry);
const partiesOf = rowsOf(WageInquiryParty, "inquiryId");

const demandApproved = (approval: Approval): void => {
  const gap = approvalGap(approval, cityToday(new Date()));
  if (gap !== null)
    throw invalidInput("HUB_AUTHORIZATION_INSUFFICIENT", { reason: APPROVAL_GAPS[gap] }, { reason: gap });
};

/** The one field that leads to an inquiry: without an approval in force there is nothing to ask other departments about. */
builder.queryField("wageInquiry", (t) =>
  t.field({
    type: WageInquiry,
    nullable: true,
    description:
      "欠薪案件的财产查询：凭设区的市级以上人社部门负责人批准、在有效期内且未结案的查询审批（条例第四十条）；审批不足时不向其他部门查询",
    ...conditional("L2"),
    args: {
      approvalNumber: t.arg.string({
        required: true,
        description: "查询审批书编号",
        ...harmless("审批凭证：不符即拒绝，错误次数受限"),
      }),
    },
    resolve: async (_, { approvalNumber }, context) => {
      const found = await presentedCase(approvalNumber, context, (number) => inquiryBy(context).load(number));
      demandApproved(found);
      return found;
    },
  }),
);

const counted = { nullable: true, ...conditional("L3") } as const;

const WageInquiryHolding = builder.objectRef<Holding>("WageInquiryHolding").implement({
  ...partOf("工资支付", "REAL_TIME"),
  description: "当事人拥有的房产、车辆；空为有关部门未应答，不当作没有",
  fields: (t) => ({
    person: t.field({
      type: Person,
      description: "当事人",
      ...subject(conditional("L3")),
      resolve: ({ personId }) => ({ id: personId }),
    }),
    vehicles: t.exposeInt("vehicles", { description: "机动车（辆）", ...counted }),
    homes: t.exposeInt("homes", { description: "住宅（套）", ...counted }),
    otherUnits: t.exposeInt("otherUnits", { description: "非住宅不动产（处）", ...counted }),
  }),
});

/** An inquiry as the gateway brings it back. */
type SuppliedInquiry = InquiryRow & { readonly supplied?: unknown };

builder.objectField(WageInquiry, "holdings", (t) =>
  t.field({
    type: [WageInquiryHolding],
    description: "各当事人拥有的房产、车辆情况：只有数目，供依法采取措施前核实",
    ...conditional("L3"),
    ...requires("parties { person { registerId vehicles { vehicleType } realEstateRights { unitNumber usage } } }"),
    resolve: async (row: SuppliedInquiry, _, context) => {
      // Once more where the answer is worked out: the case may have been closed, or the day have ended, in the meantime.
      const inquiry = await inquiryById(context).load(row.id);
      if (inquiry === null) return null;
      demandApproved(inquiry);
      const parties = await partiesOf(context).load(row.id);
      return [
        ...holdingsOf(
          parties.map(({ personId }) => personId),
          row.supplied,
        ),
      ];
    },
  }),
);
