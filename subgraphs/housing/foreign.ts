import { conditional, open } from "../kit/item.ts";
import { builder, foreign } from "./builder.ts";

const VehicleType = builder.enumType("VehicleType", {
  description: "机动车类型",
  values: {
    CAR: { description: "小型汽车" },
    TRUCK: { description: "货车" },
    MOTORCYCLE: { description: "摩托车" },
    DISABILITY_SCOOTER: { description: "残疾人代步车" },
    TRACTOR: { description: "拖拉机" },
  },
});

/** 机动车登记, received from public-security; only what eligibility asks for. */
const Vehicle = builder.externalRef("Vehicle").implement({
  description: "机动车登记",
  externalFields: (t) => ({
    vehicleType: t.field({ type: VehicleType, nullable: true, description: "车辆类型", ...conditional("L2") }),
    value: t.field({
      type: "Fen",
      nullable: true,
      description: "评估价值（分）",
      ...conditional("L3", "AMOUNT_BAND"),
    }),
  }),
});

/** 企业, known here by its key alone; its owner is another department. */
export const Enterprise = foreign("Enterprise", "creditCode");

Enterprise.implement({
  description: "企业：由市场监管登记，这里只有本部门的记录",
  externalFields: (t) => ({ creditCode: t.id({ nullable: false, description: "统一社会信用代码", ...open() }) }),
});

/** 人, known here by its key alone; its owner is another department. */
export const Person = foreign("Person", "id");

Person.implement({
  description: "人：信息由公安登记，这里只有本部门的记录",
  externalFields: (t) => ({
    id: t.id({ nullable: false, description: "人员标识（假名）", ...open() }),
    deceased: t.boolean({ nullable: true, description: "是否已登记死亡", ...conditional("L3") }),
    vehicles: t.field({ type: [Vehicle], nullable: true, description: "机动车登记", ...conditional("L2") }),
    monthlyIncome: t.field({
      type: "Fen",
      nullable: true,
      description: "人社掌握的月收入（分）：在岗月工资与在发养老待遇之和，无记录为 0",
      ...conditional("L4", "AMOUNT_BAND"),
    }),
  }),
});

/** 户, known here by its key alone; its owner is another department. */
export const Household = foreign("Household", "id");

Household.implement({
  description: "户：由公安登记，这里只有本部门的记录",
  externalFields: (t) => ({
    id: t.id({ nullable: false, description: "户标识（假名）", ...open() }),
    members: t.field({ type: [Person], nullable: true, description: "户内成员", ...conditional("L2") }),
  }),
});
