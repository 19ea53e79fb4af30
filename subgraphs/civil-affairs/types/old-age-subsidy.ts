import { builder } from "../builder.ts";
import { AgeBand, SubsidyStatus } from "../enums.ts";
import { Person } from "../entities/person.ts";
import { dataset } from "../../kit/dataset.ts";
import { conditional, open } from "../../kit/item.ts";

export const OldAgeSubsidy = builder.prismaObject("OldAgeSubsidy", {
  ...dataset("养老服务", "MONTHLY"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    person: t.field({
      type: Person,
      nullable: true,
      description: "享受人",
      ...conditional("L3"),
      resolve: ({ personId }) => ({ id: personId }),
    }),
    ageBand: t.expose("ageBand", { type: AgeBand, nullable: true, ...conditional("L2") }),
    monthlyAmount: t.expose("monthlyAmount", { type: "Fen", nullable: true, ...conditional("L2") }),
    startedOn: t.expose("startedOn", { type: "Date", nullable: true, ...conditional("L2") }),
    status: t.expose("status", { type: SubsidyStatus, nullable: true, ...conditional("L2") }),
    divisionCode: t.exposeString("divisionCode", { nullable: true, ...open() }),
  }),
});
