import { builder } from "../builder.ts";
import { conditional } from "../../kit/item.ts";

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
export const Vehicle = builder.externalRef("Vehicle").implement({
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
