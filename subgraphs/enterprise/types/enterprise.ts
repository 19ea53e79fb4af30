import { builder, type Context } from "../builder.ts";
import { EnterpriseScale, EnterpriseType, RegistrationStatus } from "../enums.ts";
import { Person } from "../entities/person.ts";
import { dataset } from "../../kit/dataset.ts";
import { conditional, open } from "../../kit/item.ts";
import { oneLoader } from "../../kit/loaders.ts";
import { suppliedFields } from "../policies/firm-facts.ts";

export const Enterprise = builder.prismaObject("Enterprise", {
  ...dataset("市场主体", "ON_CHANGE"),
  fields: (t) => ({
    creditCode: t.exposeID("creditCode", { nullable: false, ...open() }),
    name: t.exposeString("name", { nullable: true, ...open() }),
    type: t.expose("type", { type: EnterpriseType, nullable: true, ...open() }),
    capital: t.expose("capital", { type: "Fen", nullable: true, ...open() }),
    establishedOn: t.expose("establishedOn", { type: "Date", nullable: true, ...open() }),
    status: t.expose("status", { type: RegistrationStatus, nullable: true, ...open() }),
    authority: t.exposeString("authority", { nullable: true, ...open() }),
    termTo: t.expose("termTo", { type: "Date", nullable: true, ...open() }),
    legalRepresentativeName: t.exposeString("legalRepresentativeName", { nullable: true, ...open() }),
    legalRepresentative: t.field({
      type: Person,
      nullable: true,
      description: "法定代表人",
      ...conditional("L3"),
      resolve: ({ legalRepresentativeId }) => (legalRepresentativeId === null ? null : { id: legalRepresentativeId }),
    }),
    address: t.exposeString("address", { nullable: true, ...open() }),
    scope: t.exposeString("scope", { nullable: true, ...open() }),
    industryCode: t.exposeString("industryCode", { nullable: true, ...open() }),
    industryName: t.exposeString("industryName", { nullable: true, ...open() }),
    scale: t.expose("scale", { type: EnterpriseScale, nullable: true, ...open() }),
    employees: t.exposeInt("employees", { nullable: true, ...open() }),
    aboveScale: t.exposeBoolean("aboveScale", { nullable: true, ...open() }),
    gridCode: t.exposeString("gridCode", { nullable: true, ...open() }),
    divisionCode: t.exposeString("divisionCode", { nullable: true, ...open() }),
  }),
});

/** One enterprise by creditCode; the guard decides what of it may leave. */
export const enterpriseByCreditCode = oneLoader(
  (keys: string[], context: Context) => context.database.enterprise.findMany({ where: { creditCode: { in: keys } } }),
  (row) => row.creditCode,
);

builder.asEntity(Enterprise, {
  key: builder.selection<{ creditCode: string }>("creditCode"),
  // What `@requires` brings along stays on the row, for the fields that are worked out from it.
  resolveReference: async (reference, context) => {
    const row = await enterpriseByCreditCode(context).load(reference.creditCode);
    return row && { ...row, ...suppliedFields(reference) };
  },
});
