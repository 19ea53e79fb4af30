import { affectedOperations, classChanges, type AffectedOperation } from "../catalogue/affected-operations.ts";
import {
  approvals,
  catalogueRefused,
  checkSupergraph,
  readSupergraph,
  readVersion,
} from "../catalogue/check-supergraph.ts";
import type { CatalogueView } from "../catalogue/catalogue-view.ts";
import { describedBy, proposedEntries, providerOf, publishEntries } from "../catalogue/import-sheet.ts";
import { approvedOf, carries } from "../catalogue/source-items.ts";
import { readSpreadsheet } from "../catalogue/spreadsheet.ts";
import { descriptionMatter, loadDescription } from "../matters/catalogue-description.ts";
import { CatalogueDescription, CatalogueVersion } from "../types/records.ts";
import { document, flag, id, text } from "../workflow/arguments.ts";
import { act, beginningsOf, movesOf } from "../workflow/declare.ts";
import { named, type StepContext } from "../workflow/step.ts";
import { authority, owner, providerHead } from "../workflow/transition.ts";
import { STEPS_OF_HUB } from "./hub.ts";

const MOST_OF_SUPERGRAPH = 20_000_000;
const MOST_OF_SPREADSHEET = 3_000_000;

/**
 * The report of what a successor breaks, once nothing speaks against it.
 * @throws HUB_CATALOGUE_REFUSED for what is looser than before, or new, without an approval, or published already
 */
const assertPublishable = async ({ tx }: StepContext, view: CatalogueView): Promise<readonly AffectedOperation[]> => {
  const last = await tx.catalogueVersion.findFirst({ orderBy: { id: "desc" } });
  const before = last ? readVersion(last) : null;
  const objections = checkSupergraph(before, view, await approvals(tx));
  if (objections.length > 0) {
    const message = objections.map((objection) => objection.message).join("\n");
    const coordinates = objections.map(({ coordinate }) => coordinate);
    throw catalogueRefused(message, message, { coordinates });
  }
  if ((await tx.catalogueVersion.count({ where: { version: view.catalogue.version } })) > 0) {
    throw catalogueRefused("This version is published already", "该版本已经公布");
  }
  if (before === null) return [];
  return affectedOperations(tx, classChanges(before.catalogue.items.values(), view.catalogue.items));
};

/** Marks the approved changes, and the approved sources, that what is published now carries out. */
const carryOut = async ({ tx, actor, now, advance }: StepContext, view: CatalogueView): Promise<void> => {
  const { catalogue } = view;
  for (const change of await tx.catalogueChange.findMany({ where: { state: "APPROVED" } })) {
    const { coordinate } = change;
    const item = catalogue.items.get(coordinate);
    if (item?.level !== change.level || item.share !== change.share || item.mask !== change.mask) continue;
    if (item.importance !== change.importance) continue;
    const published = { publishedVersion: catalogue.version, publishedAt: now };
    await advance(STEPS_OF_HUB.PUBLISH_CHANGE, change, published, { coordinate });
  }
  const by = { stateBy: actor.officer, stateAt: now };
  for (const source of await tx.joinedSource.findMany({ where: { state: "AUDITED" } })) {
    if (!carries(view, (await approvedOf(tx, source.name)) ?? [])) continue;
    await advance(STEPS_OF_HUB.PUBLISH_SOURCE, source, by, { version: catalogue.version });
  }
};

/** Steps of the catalogue (政务数据目录) as a whole. */
export const CATALOGUE_STEPS = named({
  PUBLISH_CATALOGUE: act("catalogue", CatalogueVersion, {
    mutation: "publishCatalogue",
    description: "主管部门公布目录（第十六条）：未经批准放宽分类、新增字段或含敏感主键的，拒绝公布",
    article: 16,
    to: "PUBLISHED",
    by: [authority],
    args: { supergraph: document("超图（SDL）", MOST_OF_SUPERGRAPH) },
    load: () => null,
    view: () => ({ id: null, state: null, consumer: null, provider: null }),
    effect: async (context, { supergraph }) => {
      const { tx, actor, now } = context;
      const view = readSupergraph(supergraph);
      const { version } = view.catalogue;
      const affected = (await assertPublishable(context, view)).map((operation) => ({ ...operation }));
      const data = { version, supergraph, affected, publishedBy: actor.officer, publishedAt: now };
      const result = await tx.catalogueVersion.create({ data });
      await carryOut(context, view);
      return result;
    },
    id: ({ version }) => version,
    tells: ({ affected }) => ({ affected: (affected as unknown as readonly unknown[]).length }),
  }),
});

const describeStep = movesOf(descriptionMatter, {
  type: CatalogueDescription,
  target: { description: id("目录条目补充项编号") },
  load: (tx, { description }) => loadDescription(tx, description),
  result: (tx, row) => loadDescription(tx, row.id),
  tells: ({ entries }) => ({ described: proposedEntries(entries).map(({ typeName }) => typeName) }),
});

const audit = {
  mutation: "auditCatalogueDescription",
  description: "主管部门审核目录条目的共享方式与使用条件（第十六条）：不得以使用条件阻碍共享（第十五条）",
  article: 16,
  from: ["HEAD_APPROVED"],
  by: [authority],
  apart: ["proposer", "approver"],
  args: { approve: flag("是否通过"), opinion: text("审核意见：使用条件是否阻碍、影响共享") },
  effect: ({ actor, now }: StepContext, { opinion }: { readonly opinion: string }) => ({
    auditedBy: actor.officer,
    auditedAt: now,
    opinion,
  }),
} as const;

/**
 * Steps of what stands beside the schema in the catalogue (目录条目补充项): sharing method and conditions of use.
 * @law 政务数据共享条例第十二条、第十三条、第十六条 [T] 共享方式、使用条件由数据责任人提出，经本部门负责人同意，主管部门审核后方才公布；主管部门也不得径行改动
 * @law 政务数据共享条例第十五条 [T] 使用条件是否阻碍共享，由主管部门逐件审核并写明意见
 */
export const DESCRIPTION_STEPS = named({
  DESCRIBE_CATALOGUE: beginningsOf(
    descriptionMatter,
    CatalogueDescription,
  )({
    mutation: "importCatalogue",
    description:
      "数据责任人以电子表格提出本部门目录条目的共享方式、使用条件（第十三条）；分类、主题、更新频率随模式，不随导入改变",
    article: 13,
    to: "PROPOSED",
    by: [owner],
    args: { spreadsheet: document("电子表格（xlsx，Base64）", MOST_OF_SPREADSHEET) },
    ahead: ({ spreadsheet }) => readSpreadsheet(Buffer.from(spreadsheet, "base64")),
    load: (_tx, _args, _actor, { catalogue }, rows = []) => ({ rows, provider: providerOf(catalogue(), rows) }),
    sides: ({ provider }) => ({ consumer: null, provider }),
    effect: ({ actor, now, services }, _, { rows, provider }) => {
      const { entries, differing } = describedBy(services.catalogue(), rows);
      return {
        owner: provider ?? actor.department,
        entries: entries.map((entry) => ({ ...entry })),
        differing: [...differing],
        proposedBy: actor.officer,
        proposedAt: now,
      };
    },
    tells: ({ entries }) => ({ described: proposedEntries(entries).map(({ typeName }) => typeName) }),
  }),
  APPROVE_DESCRIPTION: describeStep({
    mutation: "approveCatalogueDescription",
    description: "本部门共享工作机构负责人同意目录条目的共享方式与使用条件（第十三条）",
    article: 13,
    from: ["PROPOSED"],
    to: "HEAD_APPROVED",
    by: [providerHead],
    apart: ["proposer"],
    effect: ({ actor, now }) => ({ approvedBy: actor.officer, approvedAt: now }),
  }),
  PUBLISH_DESCRIPTION: describeStep({
    ...audit,
    when: { approve: true },
    to: "PUBLISHED",
    then: (context, _, { entries }) => publishEntries(context, proposedEntries(entries)),
  }),
  REFUSE_DESCRIPTION: describeStep({ ...audit, when: { approve: false }, to: "REFUSED" }),
});
