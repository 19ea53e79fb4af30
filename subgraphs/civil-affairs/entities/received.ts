import { builder } from "../builder.ts";
import { conditional, open } from "../../kit/item.ts";

// What other departments register and the economic check (低保核对) receives, with their owners' words and classes.

export const HouseholdType = builder.enumType("HouseholdType", {
  description: "户口性质",
  values: {
    URBAN: { description: "城镇居民户口" },
    RURAL: { description: "农村居民户口" },
    COLLECTIVE: { description: "集体户口" },
  },
});

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

const DwellingUsage = builder.enumType("DwellingUsage", {
  description: "房屋用途",
  values: {
    RESIDENTIAL: { description: "住宅" },
    COMMERCIAL: { description: "商业" },
    OFFICE: { description: "办公" },
    WAREHOUSE: { description: "仓储" },
  },
});

const RegistrationStatus = builder.enumType("RegistrationStatus", {
  description: "登记状态",
  values: {
    ACTIVE: { description: "存续" },
    CANCELLED: { description: "注销" },
    REVOKED: { description: "吊销" },
  },
});

export const Vehicle = builder.externalRef("Vehicle").implement({
  description: "机动车登记",
  externalFields: (t) => ({
    vehicleType: t.field({ type: VehicleType, nullable: true, description: "车辆类型", ...conditional("L2") }),
  }),
});

export const RealEstateRight = builder.externalRef("RealEstateRight").implement({
  description: "不动产权利",
  externalFields: (t) => ({
    unitNumber: t.string({ nullable: true, description: "不动产单元号", ...conditional("L2") }),
    usage: t.field({ type: DwellingUsage, nullable: true, description: "用途", ...conditional("L2") }),
  }),
});

export const SoleTrader = builder.externalRef("SoleTrader").implement({
  description: "个体工商户",
  externalFields: (t) => ({
    status: t.field({ type: RegistrationStatus, nullable: true, description: "登记状态", ...open() }),
  }),
});

export const Shareholder = builder.externalRef("Shareholder").implement({
  description: "股东及出资",
  externalFields: (t) => ({ id: t.id({ nullable: false, description: "记录号", ...open() }) }),
});
