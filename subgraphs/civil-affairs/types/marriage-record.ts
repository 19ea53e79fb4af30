import { builder } from "../builder.ts";
import { MarriageKind } from "../enums.ts";
import { Person } from "../entities/person.ts";
import { dataset } from "../../kit/dataset.ts";
import { conditional, open } from "../../kit/item.ts";

export const MarriageRecord = builder.prismaObject("MarriageRecord", {
  ...dataset("婚姻登记", "REAL_TIME"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    kind: t.expose("kind", { type: MarriageKind, nullable: true, ...conditional("L3") }),
    registeredOn: t.expose("registeredOn", { type: "Date", nullable: true, ...conditional("L3", "DATE_YEAR") }),
    office: t.exposeString("office", { nullable: true, ...conditional("L2") }),
    husband: t.field({
      type: Person,
      nullable: true,
      description: "男方",
      ...conditional("L3"),
      resolve: ({ partyAId }) => ({ id: partyAId }),
    }),
    wife: t.field({
      type: Person,
      nullable: true,
      description: "女方",
      ...conditional("L3"),
      resolve: ({ partyBId }) => ({ id: partyBId }),
    }),
    divisionCode: t.exposeString("divisionCode", { nullable: true, ...open() }),
  }),
});
