import { SHARED_ENUMS, type EnumWords } from "../kit/references.ts";
import { builder } from "./builder.ts";
import type * as stored from "./generated/prisma/enums.ts";

export const MarriageKind = builder.enumType("MarriageKind", {
  description: "婚姻登记类别",
  values: {
    MARRIAGE: { description: "结婚登记" },
    DIVORCE: { description: "离婚登记" },
    REISSUE: { description: "补领证件" },
  } satisfies Record<stored.MarriageKind, { description: string }>,
});

export const SubsistenceKind = builder.enumType("SubsistenceKind", {
  description: "救助类别",
  values: {
    URBAN: { description: "城市低保" },
    RURAL: { description: "农村低保" },
    DESTITUTE: { description: "特困人员供养（第三章，不属于最低生活保障）" },
  } satisfies Record<stored.SubsistenceKind, { description: string }>,
});

export const SubsistenceStatus = builder.enumType("SubsistenceStatus", {
  description: "救助状态",
  values: {
    ACTIVE: { description: "保障中" },
    SUSPENDED: { description: "暂停" },
    ENDED: { description: "已退出" },
  } satisfies Record<stored.SubsistenceStatus, { description: string }>,
});

export const AgeBand = builder.enumType("AgeBand", {
  description: "高龄津贴年龄段",
  values: {
    FROM_80: { description: "80至89周岁" },
    FROM_90: { description: "90至99周岁" },
    FROM_100: { description: "100周岁及以上" },
  } satisfies Record<stored.AgeBand, { description: string }>,
});

export const SubsidyStatus = builder.enumType("SubsidyStatus", {
  description: "津贴状态",
  values: {
    PAYING: { description: "发放中" },
    STOPPED: { description: "已停发" },
  } satisfies Record<stored.SubsidyStatus, { description: string }>,
});

export const DisabilityCategory = builder.enumType("DisabilityCategory", {
  description: "残疾类别",
  values: {
    VISUAL: { description: "视力" },
    HEARING: { description: "听力" },
    SPEECH: { description: "言语" },
    PHYSICAL: { description: "肢体" },
    INTELLECTUAL: { description: "智力" },
    MENTAL: { description: "精神" },
  } satisfies Record<stored.DisabilityCategory, { description: string }>,
});

export const OrganisationKind = builder.enumType("OrganisationKind", {
  description: "社会组织类别",
  values: {
    ASSOCIATION: { description: "社会团体" },
    FOUNDATION: { description: "基金会" },
    SERVICE: { description: "社会服务机构（民办非企业单位）" },
  } satisfies Record<stored.OrganisationKind, { description: string }>,
});

export const OrganisationStatus = builder.enumType("OrganisationStatus", {
  description: "社会组织状态",
  values: {
    NORMAL: { description: "正常" },
    CANCELLED: { description: "注销" },
    REVOKED: { description: "撤销" },
  } satisfies Record<stored.OrganisationStatus, { description: string }>,
});

export const Residence = builder.enumType("Residence", {
  description: "常住地：户籍不再分农业与非农业，城乡标准按常住地适用",
  values: {
    URBAN: { description: "城镇" },
    RURAL: { description: "农村" },
    COLLECTIVE: { description: "集体户，须另行认定常住地" },
  } satisfies Record<stored.Residence, { description: string }>,
});

export const AuthorizedItem = builder.enumType(
  "AuthorizedItem",
  SHARED_ENUMS.AuthorizedItem satisfies EnumWords<stored.AuthorizedItem>,
);

export const SignedBy = builder.enumType("SignedBy", SHARED_ENUMS.SignedBy satisfies EnumWords<stored.SignedBy>);
