import { SHARED_ENUMS, type EnumWords } from "../kit/references.ts";
import { builder } from "./builder.ts";
import type * as stored from "./generated/prisma/enums.ts";

export const ProjectCategory = builder.enumType("ProjectCategory", {
  description: "工程类别",
  values: {
    BUILDING: { description: "房屋建筑工程" },
    MUNICIPAL: { description: "市政工程" },
    DECORATION: { description: "装饰装修工程" },
    GARDEN: { description: "园林绿化工程" },
  } satisfies Record<stored.ProjectCategory, { description: string }>,
});

export const ProjectStatus = builder.enumType(
  "ProjectStatus",
  SHARED_ENUMS.ProjectStatus satisfies EnumWords<stored.ProjectStatus>,
);

export const ParticipantRole = builder.enumType("ParticipantRole", {
  description: "参建角色",
  values: {
    GENERAL_CONTRACTOR: { description: "施工总承包" },
    SPECIAL_SUBCONTRACTOR: { description: "专业分包" },
    LABOUR_SUBCONTRACTOR: { description: "劳务分包" },
    SUPERVISOR: { description: "监理" },
    DESIGNER: { description: "设计" },
  } satisfies Record<stored.ParticipantRole, { description: string }>,
});

export const AttendanceChannel = builder.enumType("AttendanceChannel", {
  description: "考勤方式",
  values: {
    FACE: { description: "人脸识别（只记考勤方式，人脸信息不离开采集单位）" },
    CARD: { description: "刷卡" },
    MANUAL: { description: "人工补录" },
  } satisfies Record<stored.AttendanceChannel, { description: string }>,
});

export const RentalMode = builder.enumType("RentalMode", {
  description: "公租房保障方式",
  values: {
    DWELLING: { description: "实物配租" },
    SUBSIDY: { description: "租赁补贴" },
  } satisfies Record<stored.RentalMode, { description: string }>,
});

export const RentalStatus = builder.enumType("RentalStatus", {
  description: "公租房保障状态",
  values: {
    QUEUED: { description: "轮候中" },
    HOUSED: { description: "已配租" },
    SUBSIDISED: { description: "补贴发放中" },
    EXITED: { description: "已退出" },
  } satisfies Record<stored.RentalStatus, { description: string }>,
});

export const DwellingUsage = builder.enumType(
  "DwellingUsage",
  SHARED_ENUMS.DwellingUsage satisfies EnumWords<stored.DwellingUsage>,
);

export const SharedForm = builder.enumType("SharedForm", {
  description: "共有方式",
  values: {
    SOLE: { description: "单独所有" },
    JOINT: { description: "共同共有" },
    BY_SHARE: { description: "按份共有" },
  } satisfies Record<stored.SharedForm, { description: string }>,
});

export const FundStatus = builder.enumType("FundStatus", {
  description: "公积金账户状态",
  values: {
    ACTIVE: { description: "正常缴存" },
    SEALED: { description: "封存" },
    CLOSED: { description: "销户" },
  } satisfies Record<stored.FundStatus, { description: string }>,
});

export const AuthorizedItem = builder.enumType(
  "AuthorizedItem",
  SHARED_ENUMS.AuthorizedItem satisfies EnumWords<stored.AuthorizedItem>,
);

export const SignedBy = builder.enumType("SignedBy", SHARED_ENUMS.SignedBy satisfies EnumWords<stored.SignedBy>);
