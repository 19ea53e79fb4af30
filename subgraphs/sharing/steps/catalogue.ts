import type { GraphQLError } from "graphql";
import { builder, internal } from "../builder.ts";
import { approvedChanges, checkSupergraph } from "../catalogue/check-supergraph.ts";
import { viewCatalogue, type CatalogueView } from "../catalogue/catalogue-view.ts";
import { describeDatasets, providerOf, type Import } from "../catalogue/import-sheet.ts";
import { readSpreadsheet } from "../catalogue/spreadsheet.ts";
import { sharingError } from "../errors.ts";
import { CatalogueVersion } from "../types/records.ts";
import { document } from "../workflow/arguments.ts";
import { act } from "../workflow/declare.ts";
import { named, type StepContext } from "../workflow/step.ts";
import { authority, owner } from "../workflow/transition.ts";
import { STEPS_OF_HUB } from "./hub.ts";

const MOST_OF_SUPERGRAPH = 20_000_000;
const MOST_OF_SPREADSHEET = 3_000_000;

const CatalogueImport = builder.objectRef<Import>("CatalogueImport").implement({
  description: "目录导入的结果",
  fields: (t) => ({
    described: t.stringList({
      description: "已更新的数据集",
      ...internal,
      resolve: ({ described }) => [...described],
    }),
    differing: t.stringList({
      description: "与现行目录不同的数据项：分类、主题、更新频率以提供部门的模式为准，导入不予改变",
      ...internal,
      resolve: ({ differing }) => [...differing],
    }),
  }),
});

const refused = (en: string, zh: string, details: object = {}): GraphQLError =>
  sharingError("HUB_CATALOGUE_REFUSED", { reason: { en, zh } }, { ...details });

const parsed = (supergraph: string): CatalogueView => {
  try {
    return viewCatalogue(supergraph);
  } catch {
    throw refused("supergraph: expected a federation 2 supergraph", "应为 federation 2 超图");
  }
};

/** @throws HUB_CATALOGUE_REFUSED for what is looser than before without an approved change, or published already */
const assertPublishable = async ({ tx }: StepContext, view: CatalogueView): Promise<void> => {
  const last = await tx.catalogueVersion.findFirst({ orderBy: { id: "desc" } });
  const before = last ? parsed(last.supergraph).catalogue : null;
  const objections = checkSupergraph(before, view.catalogue, await approvedChanges(tx));
  if (objections.length > 0) {
    const message = objections.map((objection) => objection.message).join("\n");
    const coordinates = objections.map(({ coordinate }) => coordinate);
    throw refused(message, message, { coordinates });
  }
  if ((await tx.catalogueVersion.count({ where: { version: view.catalogue.version } })) > 0) {
    throw refused("This version is published already", "该版本已经公布");
  }
};

/** Marks the approved changes that what is published now carries out. */
const carryOut = async ({ tx, now, advance }: StepContext, { catalogue }: CatalogueView): Promise<void> => {
  for (const change of await tx.catalogueChange.findMany({ where: { state: "APPROVED" } })) {
    const { coordinate } = change;
    const item = catalogue.items.get(coordinate);
    if (item?.level !== change.level || item.share !== change.share || item.mask !== change.mask) continue;
    const published = { publishedVersion: catalogue.version, publishedAt: now };
    await advance(STEPS_OF_HUB.PUBLISH_CHANGE, change, published, { coordinate });
  }
};

/** Steps of the catalogue (政务数据目录) as a whole. */
export const CATALOGUE_STEPS = named({
  PUBLISH_CATALOGUE: act("catalogue", CatalogueVersion, {
    mutation: "publishCatalogue",
    description: "主管部门公布目录（第十六条）：未经批准放宽分类或含敏感主键的，拒绝公布",
    article: 16,
    to: "PUBLISHED",
    by: [authority],
    args: { supergraph: document("超图（SDL）", MOST_OF_SUPERGRAPH) },
    load: () => null,
    view: () => ({ id: null, state: null, consumer: null, provider: null }),
    effect: async (context, { supergraph }) => {
      const { tx, actor, now } = context;
      const view = parsed(supergraph);
      const { version } = view.catalogue;
      await assertPublishable(context, view);
      const data = { version, supergraph, publishedBy: actor.officer, publishedAt: now };
      const result = await tx.catalogueVersion.create({ data });
      await carryOut(context, view);
      return result;
    },
    id: ({ version }) => version,
  }),
  DESCRIBE_CATALOGUE: act("catalogue", CatalogueImport, {
    mutation: "importCatalogue",
    description: "导入目录的电子表格：更新共享方式、使用条件；分类、主题、更新频率随模式，不随导入改变",
    article: 13,
    to: "PUBLISHED",
    by: [owner, authority],
    args: { spreadsheet: document("电子表格（xlsx，Base64）", MOST_OF_SPREADSHEET) },
    ahead: ({ spreadsheet }) => readSpreadsheet(Buffer.from(spreadsheet, "base64")),
    load: (_, _args, { catalogue }, rows = []) => ({ rows, provider: providerOf(catalogue(), rows) }),
    view: ({ provider }) => ({ id: null, state: null, consumer: null, provider }),
    effect: (context, _, { rows }) => describeDatasets(context, rows),
    id: () => "entries",
    tells: ({ described }) => ({ described }),
  }),
});
