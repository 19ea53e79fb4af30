import { builder } from "../builder.ts";
import { conditional, open } from "../../kit/item.ts";
import { HouseholdType, RealEstateRight, Shareholder, SoleTrader, Vehicle } from "./received.ts";

/** 人, known here by its key alone; its owner is another department. */
export const Person = builder.externalRef("Person", builder.selection<{ id: string }>("id"));

Person.implement({
  description: "人：信息由公安登记，这里只有本部门的记录",
  externalFields: (t) => ({
    id: t.id({ nullable: false, description: "人员标识（假名）", ...open() }),
    birthDate: t.field({
      type: "Date",
      nullable: true,
      description: "出生日期",
      ...conditional("L3", "DATE_YEAR"),
    }),
    deceased: t.boolean({ nullable: true, description: "是否已登记死亡", ...conditional("L3") }),
    householdType: t.field({ type: HouseholdType, nullable: true, description: "户口性质", ...conditional("L2") }),
    monthlyIncome: t.field({
      type: "Fen",
      nullable: true,
      description: "人社掌握的月收入（分）：在岗月工资与在发养老待遇之和，无记录为 0",
      ...conditional("L4", "AMOUNT_BAND"),
    }),
    vehicles: t.field({ type: [Vehicle], nullable: true, description: "机动车登记", ...conditional("L2") }),
    realEstateRights: t.field({
      type: [RealEstateRight],
      nullable: true,
      description: "不动产权利",
      ...conditional("L2"),
    }),
    soleTraders: t.field({ type: [SoleTrader], nullable: true, description: "经营的个体工商户", ...conditional("L2") }),
    shareholdings: t.field({
      type: [Shareholder],
      nullable: true,
      description: "持有的企业股权",
      ...conditional("L2"),
    }),
  }),
});
