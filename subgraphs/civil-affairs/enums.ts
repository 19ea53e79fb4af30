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
  description: "最低生活保障类别",
  values: {
    URBAN: { description: "城市低保" },
    RURAL: { description: "农村低保" },
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

export const DestituteGround = builder.enumType("DestituteGround", {
  description: "特困人员的认定情形（社会救助暂行办法第十四条）",
  values: {
    ELDERLY: { description: "老年人" },
    DISABLED: { description: "残疾人" },
    MINOR: { description: "未满16周岁的未成年人" },
  } satisfies Record<stored.DestituteGround, { description: string }>,
});

export const SelfCare = builder.enumType("SelfCare", {
  description: "生活自理能力",
  values: {
    FULL: { description: "具备生活自理能力" },
    PARTIAL: { description: "部分丧失生活自理能力" },
    NONE: { description: "完全丧失生活自理能力" },
  } satisfies Record<stored.SelfCare, { description: string }>,
});

export const Supporters = builder.enumType("Supporters", {
  description: "法定赡养、抚养、扶养义务人",
  values: {
    NONE: { description: "无法定义务人" },
    UNABLE: { description: "法定义务人无赡养、抚养、扶养能力" },
    ABLE: { description: "法定义务人有能力" },
  } satisfies Record<stored.Supporters, { description: string }>,
});

export const SupportForm = builder.enumType("SupportForm", {
  description: "供养形式：由本人自行选择（社会救助暂行办法第十九条）",
  values: {
    CENTRAL: { description: "在供养服务机构集中供养" },
    DISPERSED: { description: "在家分散供养" },
  } satisfies Record<stored.SupportForm, { description: string }>,
});

export const DestituteStatus = builder.enumType("DestituteStatus", {
  description: "供养状态",
  values: {
    SUPPORTED: { description: "供养中" },
    ENDED: { description: "已终止" },
  } satisfies Record<stored.DestituteStatus, { description: string }>,
});

export const SupportComponent = builder.enumType("SupportComponent", {
  description: "供养标准的组成",
  values: {
    BASIC: { description: "基本生活标准" },
    CARE: { description: "照料护理标准" },
  } satisfies Record<stored.SupportComponent, { description: string }>,
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
