import { connectionNames, pageOf, type Page } from "../../kit/rows/connection.ts";
import { harmless } from "../../kit/item.ts";
import { OPEN_REGISTER, builder, internal } from "../builder.ts";
import { viewCatalogue } from "../catalogue/catalogue-view.ts";
import { checkSupergraph, type Objection } from "../catalogue/check-supergraph.ts";
import { compareCatalogues, type CatalogueDifference, type ItemClass } from "../catalogue/compare-catalogues.ts";
import { ChangeState, DescriptionState, Importance, MaskKind, SensitivityLevel, ShareKind } from "../enums.ts";
import { notFound } from "../errors.ts";
import type { Catalogue } from "../../../schema/catalog/catalog-item.ts";
import { approvedChanges } from "../catalogue/check-supergraph.ts";
import { servicesOf } from "../services.ts";
import { CatalogueUpdate } from "../types/catalogue-update.ts";
import { CatalogueChange, CatalogueDescription, CatalogueVersion } from "../types/records.ts";
import { asking, maySurvey, visibleChanges, visibleDescriptions, visibleUpdates } from "./visible.ts";

const DifferenceKind = builder.enumType("CatalogueDifferenceKind", {
  description: "两个目录版本之间的变化",
  values: {
    ADDED: { description: "新增" },
    REMOVED: { description: "移除" },
    LOOSENED: { description: "放宽：须先经批准" },
    TIGHTENED: { description: "收紧" },
    CHANGED: { description: "归属、格式、依据、主题或更新频率变化" },
  },
});

const ItemClassification = builder.objectRef<ItemClass>("ItemClassification").implement({
  description: "分类",
  fields: (t) => ({
    level: t.expose("level", { type: SensitivityLevel, description: "数据级别", ...internal }),
    importance: t.expose("importance", { type: Importance, description: "数据重要性", ...internal }),
    share: t.expose("share", { type: ShareKind, description: "共享属性", ...internal }),
    mask: t.expose("mask", { type: MaskKind, description: "脱敏方式", ...internal }),
  }),
});

const Difference = builder.objectRef<CatalogueDifference>("CatalogueDifference").implement({
  description: "一个数据项在两个目录版本之间的变化",
  fields: (t) => ({
    coordinate: t.exposeID("coordinate", { description: "字段坐标", ...internal }),
    owner: t.exposeString("owner", { description: "提供部门标识", ...internal }),
    kind: t.expose("kind", { type: DifferenceKind, description: "变化", ...internal }),
    before: t.expose("before", { type: ItemClassification, description: "此前分类", ...internal }),
    after: t.expose("after", { type: ItemClassification, description: "此后分类", ...internal }),
  }),
});

const CatalogueObjection = builder.objectRef<Objection>("CatalogueObjection").implement({
  description: "目录不得公布的原因",
  fields: (t) => ({
    coordinate: t.exposeID("coordinate", { description: "字段坐标", ...internal }),
    kind: t.exposeString("kind", { description: "原因类别", ...internal }),
    message: t.exposeString("message", { description: "说明", ...internal }),
  }),
});

interface Comparison {
  readonly differences: readonly CatalogueDifference[];
  readonly objections: readonly Objection[];
}

const CatalogueComparison = builder.objectRef<Comparison>("CatalogueComparison").implement({
  description: "两个目录版本的比较",
  fields: (t) => ({
    differences: t.field({
      type: [Difference],
      description: "变化",
      ...internal,
      resolve: ({ differences }) => [...differences],
    }),
    objections: t.field({
      type: [CatalogueObjection],
      description: "不得公布的原因；为空即可公布",
      ...internal,
      resolve: ({ objections }) => [...objections],
    }),
  }),
});

builder.queryFields((t) => ({
  catalogueVersions: t.field({
    type: [CatalogueVersion],
    description: "已公布的目录版本，自新至旧",
    ...internal,
    resolve: (_, _args, context) => context.database.catalogueVersion.findMany({ orderBy: { id: "desc" }, take: 100 }),
  }),
  catalogueChanges: t.connection(
    {
      type: CatalogueChange,
      description: "目录变更，自新至旧：本部门的，以及已公布的；主管部门与审计员可见全部",
      ...internal,
      args: { state: t.arg({ type: ChangeState, description: "状态", ...harmless(OPEN_REGISTER) }) },
      resolve: async (_, args, context) => {
        const asked = [await visibleChanges(context), args.state ? { state: args.state } : {}];
        const fetch = ({ where, orderBy, take }: Page) =>
          context.database.catalogueChange.findMany({ where: { AND: [...asked, where] }, orderBy, take });
        return pageOf("catalogueChanges", "id", args, fetch, "Int", "desc");
      },
    },
    ...connectionNames("CatalogueChange"),
  ),
  catalogueDescriptions: t.connection(
    {
      type: CatalogueDescription,
      description: "目录条目的共享方式与使用条件，自新至旧：本部门的，以及已公布的；主管部门与审计员可见全部",
      ...internal,
      args: { state: t.arg({ type: DescriptionState, description: "状态", ...harmless(OPEN_REGISTER) }) },
      resolve: async (_, args, context) => {
        const asked = [await visibleDescriptions(context), args.state ? { state: args.state } : {}];
        const fetch = ({ where, orderBy, take }: Page) =>
          context.database.catalogueDescription.findMany({ where: { AND: [...asked, where] }, orderBy, take });
        return pageOf("catalogueDescriptions", "id", args, fetch, "Int", "desc");
      },
    },
    ...connectionNames("CatalogueDescription"),
  ),
  catalogueUpdates: t.connection(
    {
      type: CatalogueUpdate,
      description: "本部门的目录更新（第十七条），自新至旧；主管部门与审计员可见全部",
      ...internal,
      resolve: async (_, args, context) => {
        const visible = await visibleUpdates(context);
        const fetch = ({ where, orderBy, take }: Page) =>
          context.database.catalogueUpdate.findMany({ where: { AND: [visible, where] }, orderBy, take });
        return pageOf("catalogueUpdates", "id", args, fetch, "Int", "desc");
      },
    },
    ...connectionNames("CatalogueUpdate"),
  ),
  compareCatalogue: t.field({
    type: CatalogueComparison,
    description: "将一个已公布的目录版本与现行目录比较；不得公布的原因只见本部门的，主管部门与审计员可见全部",
    ...internal,
    args: { version: t.arg.id({ required: true, description: "已公布的版本", ...harmless(OPEN_REGISTER) }) },
    resolve: async (_, { version }, context) => {
      const { department } = await asking(context);
      const surveys = await maySurvey(context);
      const found = await context.database.catalogueVersion.findUnique({ where: { version: version } });
      if (!found) throw notFound("version");
      const before: Catalogue = viewCatalogue(found.supergraph).catalogue;
      const after = servicesOf(context.database).catalogue().catalogue;
      return {
        differences: compareCatalogues(before.items, after.items),
        objections: checkSupergraph(before, after, await approvedChanges(context.database)).filter(
          ({ coordinate }) => surveys || after.items.get(coordinate)?.owner === department,
        ),
      };
    },
  }),
}));
