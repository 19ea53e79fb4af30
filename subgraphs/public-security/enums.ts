import { builder } from "./builder.ts";
import type * as stored from "./generated/prisma/enums.ts";

export const Sex = builder.enumType("Sex", {
  description: "性别",
  values: {
    MALE: { description: "男" },
    FEMALE: { description: "女" },
  } satisfies Record<stored.Sex, { description: string }>,
});

export const RelationToHead = builder.enumType("RelationToHead", {
  description: "与户主关系",
  values: {
    HEAD: { description: "户主" },
    SPOUSE: { description: "配偶" },
    CHILD: { description: "子女" },
    PARENT: { description: "父母" },
    GRANDCHILD: { description: "孙子女" },
    OTHER: { description: "其他亲属" },
  } satisfies Record<stored.RelationToHead, { description: string }>,
});

export const HouseholdType = builder.enumType("HouseholdType", {
  description: "户口性质",
  values: {
    URBAN: { description: "城镇居民户口" },
    RURAL: { description: "农村居民户口" },
    COLLECTIVE: { description: "集体户口" },
  } satisfies Record<stored.HouseholdType, { description: string }>,
});

export const Education = builder.enumType("Education", {
  description: "文化程度",
  values: {
    PRIMARY: { description: "小学及以下" },
    JUNIOR: { description: "初中" },
    SENIOR: { description: "高中（含中专）" },
    COLLEGE: { description: "大专" },
    BACHELOR: { description: "本科" },
    MASTER: { description: "研究生" },
  } satisfies Record<stored.Education, { description: string }>,
});

export const CancellationReason = builder.enumType("CancellationReason", {
  description: "户口注销原因",
  values: {
    DEATH: { description: "死亡" },
    ARMY: { description: "参军" },
    ABROAD: { description: "出国定居" },
    DUPLICATE: { description: "重复登记" },
  } satisfies Record<stored.CancellationReason, { description: string }>,
});

export const VehicleType = builder.enumType("VehicleType", {
  description: "机动车类型",
  values: {
    CAR: { description: "小型汽车" },
    TRUCK: { description: "货车" },
    MOTORCYCLE: { description: "摩托车" },
    DISABILITY_SCOOTER: { description: "残疾人代步车" },
    TRACTOR: { description: "拖拉机" },
  } satisfies Record<stored.VehicleType, { description: string }>,
});

export const VehicleUsage = builder.enumType("VehicleUsage", {
  description: "机动车使用性质",
  values: {
    PRIVATE: { description: "非营运" },
    COMMERCIAL: { description: "营运" },
  } satisfies Record<stored.VehicleUsage, { description: string }>,
});
