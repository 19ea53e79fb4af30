import { approvedChanges } from "../catalogue/approved-changes.ts";
import { checkSupergraph } from "../catalogue/check-supergraph.ts";
import { viewCatalogue, type CatalogueView } from "../catalogue/catalogue-view.ts";
import { builder, internal, type Context } from "../builder.ts";
import { BasisKind, MaskKind, SensitivityLevel, ShareKind } from "../enums.ts";
import { demandDocument, DocumentInput, type DocumentReference } from "../documents.ts";
import { demand, notFound, sharingError } from "../errors.ts";
import type { CatalogueChange as Row, Prisma } from "../generated/prisma/client.ts";
import { numberOf } from "../identifiers.ts";
import { servicesOf } from "../services.ts";
import type { MaskName, Sensitivity, ShareType } from "../../../schema/catalog/vocabulary.ts";
import { CatalogueChange, CatalogueVersion } from "../types/records.ts";
import { held, perform, type Taking } from "../workflow/perform.ts";
import type { Action } from "../workflow/state-machine.ts";

interface Proposal {
  readonly coordinate: string;
  readonly level: Sensitivity;
  readonly share: ShareType;
  readonly mask?: MaskName | null | undefined;
  readonly reason: string;
  readonly basis?: string | null | undefined;
  readonly basisKind?: "LAW" | "ADMINISTRATIVE_REGULATION" | "STATE_COUNCIL_DECISION" | null | undefined;
  readonly secrecyAssessment: DocumentReference;
  readonly impactAssessment: DocumentReference;
  readonly update?: string | number | null | undefined;
}

/** The two assessments that come before cataloguing (art. 13). @throws HUB_APPLICATION_INVALID */
const assessed = ({ secrecyAssessment, impactAssessment }: Proposal) => {
  const secrecy = demandDocument("secrecyAssessment", secrecyAssessment);
  const impact = demandDocument("impactAssessment", impactAssessment);
  return {
    secrecyReference: secrecy.reference,
    secrecySha256: secrecy.sha256,
    impactReference: impact.reference,
    impactSha256: impact.sha256,
  };
};

/** Number of the update that a change belongs to; it has to be open, and the owner's. @throws HUB_NOT_FOUND */
const openUpdate = async ({ tx }: Taking, id: Proposal["update"], provider: string): Promise<number | null> => {
  if (id === null || id === undefined) return null;
  const where = { id: numberOf(id, "update"), provider, state: { not: "DONE" } } as const;
  if ((await tx.catalogueUpdate.count({ where })) === 0) throw notFound("update");
  return where.id;
};

const propose = (context: Context, input: Proposal): Promise<Row> =>
  perform(context, {
    action: "PROPOSE_CHANGE",
    load: () => {
      const item = servicesCatalogue(context).catalogue.items.get(input.coordinate);
      if (!item) throw sharingError("HUB_UNKNOWN_COORDINATE", `Not in the catalogue: ${input.coordinate}`);
      return Promise.resolve(item);
    },
    view: ({ owner }) => ({ id: null, state: null, consumer: null, provider: owner, hands: {} }),
    change: async ({ owner }, taking) => {
      const { tx, actor, now } = taking;
      const { coordinate, level, share } = input;
      if (share === "NOT_SHARED" && (!input.basisKind || (input.basis ?? "").trim() === "")) {
        throw sharingError(
          "HUB_APPLICATION_INVALID",
          "basis: 不予共享须以法律、行政法规或者国务院决定为依据（第十五条）",
        );
      }
      const result = await tx.catalogueChange.create({
        data: {
          state: "PROPOSED",
          coordinate,
          owner,
          level,
          share,
          mask: input.mask ?? null,
          reason: demand("reason", input.reason),
          basis: input.basis ?? null,
          basisKind: input.basisKind ?? null,
          ...assessed(input),
          updateId: await openUpdate(taking, input.update, owner),
          proposedBy: actor.officer,
          proposedAt: now,
        },
      });
      return { result, id: result.id, detail: { coordinate, level, share, mask: result.mask, ...assessed(input) } };
    },
  });

const loadChange = async (tx: Prisma.TransactionClient, id: string | number): Promise<Row> => {
  const found = await tx.catalogueChange.findUnique({ where: { id: numberOf(id, "change") } });
  if (!found) throw notFound("change");
  return found;
};

const advance = (
  context: Context,
  action: Action,
  id: string | number,
  data: (taking: Taking) => Prisma.CatalogueChangeUpdateManyMutationInput,
): Promise<Row> =>
  perform(context, {
    action,
    load: (tx) => loadChange(tx, id),
    view: (row) => ({
      id: row.id,
      state: row.state,
      consumer: null,
      provider: row.owner,
      hands: { proposer: row.proposedBy, approver: row.approvedBy },
    }),
    change: async (row, taking) => {
      const { tx } = taking;
      const where = { id: row.id, version: row.version };
      held(await tx.catalogueChange.updateMany({ where, data: { ...data(taking), version: { increment: 1 } } }));
      return { result: await loadChange(tx, row.id), detail: { coordinate: row.coordinate } };
    },
  });

const servicesCatalogue = (context: Context): CatalogueView => servicesOf(context.database).catalogue();

const parsed = (supergraph: string): CatalogueView => {
  try {
    return viewCatalogue(supergraph);
  } catch {
    throw sharingError("HUB_CATALOGUE_REFUSED", "supergraph: expected a federation 2 supergraph");
  }
};

/** Changes that what is published now carries out. */
const carriedOut = async ({ tx, now, note }: Taking, view: CatalogueView): Promise<void> => {
  for (const change of await tx.catalogueChange.findMany({ where: { state: "APPROVED" } })) {
    const item = view.catalogue.items.get(change.coordinate);
    if (item?.level !== change.level || item.share !== change.share || item.mask !== change.mask) continue;
    await tx.catalogueChange.update({
      where: { id: change.id },
      data: {
        state: "PUBLISHED",
        publishedVersion: view.catalogue.version,
        publishedAt: now,
        version: { increment: 1 },
      },
    });
    note("PUBLISH_CHANGE", change.id, "APPROVED", { coordinate: change.coordinate });
  }
};

const publish = (context: Context, supergraph: string) =>
  perform(context, {
    action: "PUBLISH_CATALOGUE",
    load: (tx) => tx.catalogueVersion.findFirst({ orderBy: { id: "desc" } }),
    view: () => ({ id: null, state: null, consumer: null, provider: null, hands: {} }),
    change: async (last, taking) => {
      const { tx, actor, now } = taking;
      const view = parsed(supergraph);
      const { version } = view.catalogue;
      const objections = checkSupergraph(
        last ? parsed(last.supergraph).catalogue : null,
        view.catalogue,
        await approvedChanges(tx),
      );
      if (objections.length > 0) {
        const message = objections.map((objection) => objection.message).join("\n");
        const coordinates = objections.map(({ coordinate }) => coordinate);
        throw sharingError("HUB_CATALOGUE_REFUSED", message, { coordinates });
      }
      if ((await tx.catalogueVersion.count({ where: { version } })) > 0) {
        throw sharingError("HUB_CATALOGUE_REFUSED", "This version is published already");
      }
      const result = await tx.catalogueVersion.create({
        data: { version, supergraph, publishedBy: actor.officer, publishedAt: now },
      });
      await carriedOut(taking, view);
      return { result, id: version };
    },
  });

builder.mutationFields((t) => {
  const change = t.arg.id({ required: true, description: "变更编号" });
  const field = { type: CatalogueChange, ...internal } as const;
  return {
    proposeCatalogueChange: t.field({
      ...field,
      description: "数据责任人提出分类变更（第十三、十四条）",
      args: {
        coordinate: t.arg.string({ required: true, description: "字段坐标" }),
        level: t.arg({ type: SensitivityLevel, required: true, description: "拟定的敏感级别" }),
        share: t.arg({ type: ShareKind, required: true, description: "拟定的共享属性" }),
        mask: t.arg({ type: MaskKind, description: "拟定的脱敏方式" }),
        reason: t.arg.string({ required: true, description: "理由" }),
        basis: t.arg.string({ description: "依据；不予共享时必填" }),
        basisKind: t.arg({ type: BasisKind, description: "依据类别；不予共享时必填" }),
        secrecyAssessment: t.arg({ type: DocumentInput, required: true, description: "保密审查（第十三条）" }),
        impactAssessment: t.arg({
          type: DocumentInput,
          required: true,
          description: "个人信息保护影响评估（第十三条）",
        }),
        update: t.arg.id({ description: "所属的目录更新（第十七条）" }),
      },
      resolve: (_, args, context) => propose(context, args),
    }),
    approveCatalogueChange: t.field({
      ...field,
      description: "本部门共享工作机构负责人同意变更（第十三条）",
      args: { change },
      resolve: (_, args, context) =>
        advance(context, "APPROVE_CHANGE", args.change, ({ actor, now }) => ({
          state: "HEAD_APPROVED",
          approvedBy: actor.officer,
          approvedAt: now,
        })),
    }),
    auditCatalogueChange: t.field({
      ...field,
      description: "主管部门审核变更（第十六条）",
      args: { change, approve: t.arg.boolean({ required: true, description: "是否通过" }) },
      resolve: (_, args, context) =>
        advance(context, args.approve ? "AUDIT_CHANGE" : "REFUSE_CHANGE", args.change, ({ actor, now }) => ({
          state: args.approve ? "APPROVED" : "REFUSED",
          auditedBy: actor.officer,
          auditedAt: now,
        })),
    }),
    publishCatalogue: t.field({
      type: CatalogueVersion,
      description: "主管部门公布目录（第十六条）：未经批准放宽分类或含敏感主键的，拒绝公布",
      ...internal,
      args: { supergraph: t.arg.string({ required: true, description: "超图（SDL）" }) },
      resolve: (_, args, context) => publish(context, args.supergraph),
    }),
  };
});
