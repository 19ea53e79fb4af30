import type { PublishedClass } from "../../../schema/catalog/published-class.ts";
import { catalogueRefused, readSupergraph } from "../catalogue/check-supergraph.ts";
import {
  approvedOf,
  carries,
  differingFromSdl,
  itemsOfSource,
  publishedItems,
  sha256Of,
} from "../catalogue/source-items.ts";
import type { CatalogueView } from "../catalogue/catalogue-view.ts";
import { invalid } from "../errors.ts";
import type { JoinedSource as Source, SourcePublication as Publication } from "../generated/prisma/client.ts";
import { loadGrant } from "../matters/grant.ts";
import { loadPublication, publicationMatter } from "../matters/publication.ts";
import { loadSource } from "../matters/source.ts";
import { SourcePublication } from "../types/source.ts";
import { DocumentInput, document, flag, id, name, text } from "../workflow/arguments.ts";
import { beginningsOf, movesOf } from "../workflow/declare.ts";
import { named, type StepContext } from "../workflow/step.ts";
import { authority, owner, providerHead } from "../workflow/transition.ts";
import { STEPS_OF_HUB } from "./hub.ts";
import { MOST_OF_FILE } from "./source.ts";

const MOST_OF_SUPERGRAPH = 20_000_000;

/** Whether a proposal waits for another hand; there is one at a time. */
const assertFree = async ({ tx, refusal }: StepContext, source: string): Promise<void> => {
  if ((await tx.sourcePublication.count({ where: { source, state: { in: ["PROPOSED", "HEAD_APPROVED"] } } })) > 0)
    throw refusal("a proposal for this source waits already", "该系统已有待办的公布");
};

/**
 * The classification that a supergraph has of a source, held against the source's own SDL.
 * @throws HUB_CATALOGUE_REFUSED where there is none, the two differ, or an item is another department's
 */
const proposedItems = (view: CatalogueView, sdl: string, { name: source, owner: of }: Source) => {
  const items = itemsOfSource(view, source);
  if (items.length === 0)
    throw catalogueRefused(
      "supergraph: it has nothing of this source that is classified",
      "超图中没有该系统已分类的字段",
    );
  const problems = view.catalogue.problems.filter(({ severity }) => severity === "refuse");
  const told = problems.map(({ message }) => message).join("\n");
  if (problems.length > 0) throw catalogueRefused(told, told, { coordinates: problems.map((one) => one.coordinate) });
  const foreign = items.filter((item) => item.owner !== of).map(({ coordinate }) => coordinate);
  if (foreign.length > 0)
    throw catalogueRefused("some coordinates are another department's", "含有其他部门的字段", { coordinates: foreign });
  const differing = differingIn(items, sdl);
  if (differing.length > 0)
    throw catalogueRefused("the SDL and the supergraph differ", "子图 SDL 与超图不一致", { coordinates: differing });
  return items;
};

const differingIn = (items: readonly PublishedClass[], sdl: string): readonly string[] => {
  try {
    return differingFromSdl(items, sdl);
  } catch {
    throw invalid("sdl", "expected the SDL of a subgraph", "应为子图的 SDL");
  }
};

const PROPOSAL = {
  source: name("接入系统标识"),
  file: document("source.yaml 全文", MOST_OF_FILE),
  sdl: document("子图的 SDL", MOST_OF_SUPERGRAPH),
  supergraph: document("与其他子图组合而成的超图（SDL）", MOST_OF_SUPERGRAPH),
  reason: text("理由"),
  secrecyAssessment: DocumentInput.as("保密审查（第十三条）"),
  impactAssessment: DocumentInput.as("个人信息保护影响评估（第十三条）"),
};

const publicationStep = movesOf(publicationMatter, {
  type: SourcePublication,
  target: { publication: id("接入系统公布的编号") },
  load: (tx, { publication }) => loadPublication(tx, publication),
  result: (tx, row) => loadPublication(tx, row.id),
  tells: ({ source, kind, fileSha256, sdlSha256 }) => ({ source, kind, fileSha256, sdlSha256 }),
});

const LIVING = ["AUDITED", "PUBLISHED", "DEGRADED"] as const;

/**
 * What was granted of a retired source is taken out of its grants, and a grant of which nothing is left ends. Gateways give none of it in any
 * case; by these steps both sides are told.
 * @returns the ids of the grants
 */
const endSharesOf = async ({ tx, now, advance }: StepContext, source: string): Promise<readonly string[]> => {
  const gone = ((await approvedOf(tx, source)) ?? []).map(({ coordinate }) => coordinate);
  const held = { coordinate: { in: gone }, removedAt: null };
  const from = STEPS_OF_HUB.END_WITH_SOURCE.from.filter((state) => state !== null);
  const items = await tx.grantItem.findMany({ where: held, orderBy: { id: "asc" } });
  const ids = [...new Set(items.map(({ grantId }) => grantId))];
  const grants = await tx.grant.findMany({ where: { id: { in: ids }, state: { in: from } }, orderBy: { id: "asc" } });
  for (const { id, state } of grants) {
    await tx.grantItem.updateMany({ where: { grantId: id, ...held }, data: { removedAt: now } });
    const removed = items.filter(({ grantId }) => grantId === id).map(({ coordinate }) => coordinate);
    const detail = { source, removed };
    const left = await tx.grantItem.count({ where: { grantId: id, removedAt: null } });
    const end = { endedAt: now, reason: `接入系统 ${source} 已停止接入` };
    if (left === 0) await advance(STEPS_OF_HUB.END_WITH_SOURCE, await loadGrant(tx, id), end, detail);
    else if (state === "ACTIVE") await advance(STEPS_OF_HUB.NARROW_WITH_SOURCE, await loadGrant(tx, id), {}, detail);
  }
  return grants.map(({ id }) => `G${id}`);
};

/** The source follows its proposal: what was approved is in force from here on. */
const approved = async (context: StepContext, row: Publication): Promise<void> => {
  const { tx, actor, now, services, advance } = context;
  const by = { stateBy: actor.officer, stateAt: now };
  const source = await loadSource(tx, row.source);
  if (row.kind === "RETIREMENT") {
    const grants = await endSharesOf(context, row.source);
    const retired = { drifted: [], driftReason: null, ...by };
    await advance(STEPS_OF_HUB.RETIRE_SOURCE, source, retired, { publication: row.id, grants });
    return;
  }
  const pinned = { fileSha256: row.fileSha256, unclassified: null, ...by };
  if (source.state === "DEGRADED") {
    await advance(STEPS_OF_HUB.AMEND_SOURCE, source, { ...pinned, drifted: [], driftReason: null });
    return;
  }
  if (source.state !== "CLASSIFIED") return;
  await advance(STEPS_OF_HUB.AUDIT_SOURCE, source, pinned, { publication: row.id });
  if (carries(services.catalogue(), publishedItems(row.items)))
    await advance(STEPS_OF_HUB.PUBLISH_SOURCE, await loadSource(tx, row.source), by);
};

const refused = async ({ tx, actor, now, advance }: StepContext, row: Publication): Promise<void> => {
  const source = await loadSource(tx, row.source);
  const by = { stateBy: actor.officer, stateAt: now };
  if (source.state === "CLASSIFIED") await advance(STEPS_OF_HUB.RETURN_SOURCE, source, by, { publication: row.id });
};

const audit = {
  mutation: "auditPublication",
  description: "主管部门审核接入系统的公布或者停止接入（第十六条）；审核通过，其字段方按所批准的分类提供",
  article: 16,
  from: ["HEAD_APPROVED"],
  by: [authority],
  apart: ["proposer", "approver"],
  args: { approve: flag("是否通过") },
  effect: ({ actor, now }: StepContext) => ({ auditedBy: actor.officer, auditedAt: now }),
} as const;

/**
 * Steps by which a source's coordinates come into force, and end: proposed by the owner of its data, consented to by the department's head, audited by
 * the authority, never twice by one person.
 * @law 政务数据共享条例第十三条 [T] 新接入系统的全部字段分类由数据责任人提出，经本部门负责人同意，方可报主管部门审核
 * @law 政务数据共享条例第十六条 [T] 未经主管部门审核通过的字段，不予提供
 */
export const PUBLICATION_STEPS = named({
  PROPOSE_PUBLICATION: beginningsOf(
    publicationMatter,
    SourcePublication,
  )({
    mutation: "proposePublication",
    description: "数据责任人提出接入系统全部字段的分类（第十三、十四条）；source.yaml 与 SDL 记其散列",
    article: 13,
    to: "PROPOSED",
    by: [owner],
    args: PROPOSAL,
    load: (tx, { source }) => loadSource(tx, source),
    sides: ({ owner: provider }) => ({ consumer: null, provider }),
    effect: async (context, given, source) => {
      const { actor, now, refusal } = context;
      if (source.state === "CONNECTED" || source.state === "RETIRED")
        throw refusal(`the source is ${source.state}`, "该系统尚未探查，或者已停止接入");
      await assertFree(context, source.name);
      const items = proposedItems(readSupergraph(given.supergraph), given.sdl, source);
      const { secrecyAssessment: secrecy, impactAssessment: impact } = given;
      return {
        kind: "PUBLICATION",
        source: source.name,
        owner: source.owner,
        items: items.map((item) => ({ ...item })),
        fileSha256: sha256Of(given.file),
        sdlSha256: sha256Of(given.sdl),
        reason: given.reason,
        secrecyReference: secrecy.reference,
        secrecySha256: secrecy.sha256,
        impactReference: impact.reference,
        impactSha256: impact.sha256,
        proposedBy: actor.officer,
        proposedAt: now,
      };
    },
    then: async ({ actor, now, advance }, _, { id: publication }, source) => {
      if (source.state !== "PROFILED") return;
      const by = { stateBy: actor.officer, stateAt: now };
      await advance(STEPS_OF_HUB.CLASSIFY_SOURCE, source, by, { publication });
    },
    tells: ({ source, fileSha256, sdlSha256, items }) => ({
      source,
      fileSha256,
      sdlSha256,
      coordinates: publishedItems(items).map(({ coordinate }) => coordinate),
    }),
  }),
  PROPOSE_RETIREMENT: beginningsOf(
    publicationMatter,
    SourcePublication,
  )({
    mutation: "proposeRetirement",
    description: "数据责任人提出停止接入一个系统；经同意并审核通过后，其字段不再提供",
    article: 27,
    to: "PROPOSED",
    by: [owner],
    args: { source: name("接入系统标识"), reason: text("理由") },
    load: (tx, { source }) => loadSource(tx, source),
    sides: ({ owner: provider }) => ({ consumer: null, provider }),
    effect: async (context, { reason }, source) => {
      const { tx, actor, now, refusal } = context;
      if (!LIVING.some((state) => state === source.state))
        throw refusal(`the source is ${source.state}`, "该系统未曾公布，或者已停止接入");
      await assertFree(context, source.name);
      const where = { source: source.name, state: "APPROVED", kind: "PUBLICATION" } as const;
      const last = await tx.sourcePublication.findFirst({ where, orderBy: { id: "desc" } });
      const { fileSha256 = "", sdlSha256 = "" } = last ?? {};
      const pinned = { items: [], fileSha256, sdlSha256 };
      const by = { proposedBy: actor.officer, proposedAt: now };
      return { kind: "RETIREMENT", source: source.name, owner: source.owner, ...pinned, reason, ...by };
    },
    tells: ({ source }) => ({ source }),
  }),
  APPROVE_PUBLICATION: publicationStep({
    mutation: "approvePublication",
    description: "本部门共享工作机构负责人同意接入系统的公布或者停止接入（第十三条）",
    article: 13,
    from: ["PROPOSED"],
    to: "HEAD_APPROVED",
    by: [providerHead],
    apart: ["proposer"],
    effect: ({ actor, now }) => ({ approvedBy: actor.officer, approvedAt: now }),
  }),
  AUDIT_PUBLICATION: publicationStep({
    ...audit,
    when: { approve: true },
    to: "APPROVED",
    then: (context, _, row) => approved(context, row),
  }),
  REFUSE_PUBLICATION: publicationStep({
    ...audit,
    when: { approve: false },
    to: "REFUSED",
    then: (context, _, row) => refused(context, row),
  }),
});
