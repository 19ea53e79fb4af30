import { SHARED_ENUMS, type EnumWords } from "../kit/references.ts";
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

export const HouseholdType = builder.enumType(
  "HouseholdType",
  SHARED_ENUMS.HouseholdType satisfies EnumWords<stored.HouseholdType>,
);

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

export const CancellationReason = builder.enumType(
  "CancellationReason",
  SHARED_ENUMS.CancellationReason satisfies EnumWords<stored.CancellationReason>,
);

export const VehicleType = builder.enumType(
  "VehicleType",
  SHARED_ENUMS.VehicleType satisfies EnumWords<stored.VehicleType>,
);

export const VehicleUsage = builder.enumType("VehicleUsage", {
  description: "机动车使用性质",
  values: {
    PRIVATE: { description: "非营运" },
    COMMERCIAL: { description: "营运" },
  } satisfies Record<stored.VehicleUsage, { description: string }>,
});
