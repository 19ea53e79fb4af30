import { connectionNames, pageOf, type Page } from "../../kit/rows/connection.ts";
import { harmless } from "../../kit/item.ts";
import { OPEN_REGISTER, builder, internal } from "../builder.ts";
import { affectedOperations, classChanges, type AffectedOperation } from "../catalogue/affected-operations.ts";
import {
  approvals,
  checkSupergraph,
  readSupergraph,
  readVersion,
  type Objection,
} from "../catalogue/check-supergraph.ts";
import { compareCatalogues, type CatalogueDifference, type ItemClass } from "../catalogue/compare-catalogues.ts";
import { ChangeState, DescriptionState, Importance, MaskKind, SensitivityLevel, ShareKind } from "../enums.ts";
import { notFound } from "../errors.ts";
import { servicesOf } from "../services.ts";
import { CatalogueUpdate } from "../types/catalogue-update.ts";
import { AffectedOperationRef, CatalogueChange, CatalogueDescription, CatalogueVersion } from "../types/records.ts";
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
  readonly affectedOperations: readonly AffectedOperation[];
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
    affectedOperations: t.field({
      type: [AffectedOperationRef],
      description: "受影响的登记操作，按有效授权算出",
      ...internal,
      resolve: (comparison) => [...comparison.affectedOperations],
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
    description:
      "将一个已公布的目录版本与现行目录或者拟公布的超图比较；不得公布的原因、受影响的登记操作只见本部门字段的，主管部门与审计员可见全部",
    ...internal,
    args: {
      version: t.arg.id({ required: true, description: "已公布的版本", ...harmless(OPEN_REGISTER) }),
      supergraph: t.arg.string({ description: "拟公布的超图（SDL）；空为现行目录", ...harmless(OPEN_REGISTER) }),
    },
    resolve: async (_, { version, supergraph }, context) => {
      const { department } = await asking(context);
      const surveys = await maySurvey(context);
      const { database } = context;
      const found = await database.catalogueVersion.findUnique({ where: { version: version } });
      if (!found) throw notFound("version");
      const before = readVersion(found);
      const after = supergraph == null ? servicesOf(database).catalogue() : readSupergraph(supergraph);
      const [old, now] = [before.catalogue.items, after.catalogue.items];
      const isSeen = ({ coordinate }: { readonly coordinate: string }): boolean =>
        surveys || (now.get(coordinate) ?? old.get(coordinate))?.owner === department;
      const affected = await affectedOperations(database, classChanges(old.values(), now));
      return {
        differences: compareCatalogues(old, now),
        objections: checkSupergraph(before, after, await approvals(database)).filter(isSeen),
        affectedOperations: affected.filter(isSeen),
      };
    },
  }),
}));
