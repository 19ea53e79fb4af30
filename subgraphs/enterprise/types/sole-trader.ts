import { builder } from "../builder.ts";
import { RegistrationStatus } from "../enums.ts";
import { Person } from "../entities/person.ts";
import { dataset } from "../../kit/dataset.ts";
import { conditional, open } from "../../kit/item.ts";

export const SoleTrader = builder.prismaObject("SoleTrader", {
  ...dataset("市场主体", "ON_CHANGE"),
  fields: (t) => ({
    creditCode: t.exposeID("creditCode", { nullable: false, ...open() }),
    name: t.exposeString("name", { nullable: true, ...open() }),
    operatorName: t.exposeString("operatorName", { nullable: true, ...open() }),
    operator: t.field({
      type: Person,
      nullable: true,
      description: "经营者",
      ...conditional("L3"),
      resolve: ({ operatorId }) => ({ id: operatorId }),
    }),
    establishedOn: t.expose("establishedOn", { type: "Date", nullable: true, ...open() }),
    status: t.expose("status", { type: RegistrationStatus, nullable: true, ...open() }),
    scope: t.exposeString("scope", { nullable: true, ...open() }),
    address: t.exposeString("address", { nullable: true, ...open() }),
    divisionCode: t.exposeString("divisionCode", { nullable: true, ...open() }),
  }),
});
