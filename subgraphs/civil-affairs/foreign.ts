import { conditional, open } from "../kit/item.ts";
import { builder, foreign } from "./builder.ts";

// Records that other departments hold and the economic check (低保核对) receives, with their owners' words and classes.

const HouseholdType = builder.enumType("HouseholdType", {
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

const Vehicle = builder.externalRef("Vehicle").implement({
  description: "机动车登记",
  externalFields: (t) => ({
    vehicleType: t.field({ type: VehicleType, nullable: true, description: "车辆类型", ...conditional("L2") }),
  }),
});

const RealEstateRight = builder.externalRef("RealEstateRight").implement({
  description: "不动产权利",
  externalFields: (t) => ({
    unitNumber: t.string({ nullable: true, description: "不动产单元号", ...conditional("L2") }),
    usage: t.field({ type: DwellingUsage, nullable: true, description: "用途", ...conditional("L2") }),
  }),
});

const SoleTrader = builder.externalRef("SoleTrader").implement({
  description: "个体工商户",
  externalFields: (t) => ({
    status: t.field({ type: RegistrationStatus, nullable: true, description: "登记状态", ...open() }),
  }),
});

const Shareholder = builder.externalRef("Shareholder").implement({
  description: "股东及出资",
  externalFields: (t) => ({ id: t.id({ nullable: false, description: "记录号", ...open() }) }),
});

/** 人, known here by its key alone; its owner is another department. */
export const Person = foreign("Person", "id");

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

/** 户, known here by its key alone; its owner is another department. */
export const Household = foreign("Household", "id");

Household.implement({
  description: "户：由公安登记，这里只有本部门的记录",
  externalFields: (t) => ({
    id: t.id({ nullable: false, description: "户标识（假名）", ...open() }),
    divisionCode: t.string({
      nullable: true,
      description: "区划代码（12位，GB/T 2260 与统计用区划代码）",
      ...open(),
    }),
    members: t.field({ type: [Person], nullable: true, description: "户内成员", ...conditional("L2") }),
  }),
});
