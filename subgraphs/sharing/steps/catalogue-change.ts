import { keepingGap } from "../../../schema/law/basis.ts";
import { BasisKind, Importance, MaskKind, SensitivityLevel, ShareKind } from "../enums.ts";
import { invalid, notFound, unknownCoordinates } from "../errors.ts";
import { numberOf } from "../workflow/matter.ts";
import { changeMatter, loadChange } from "../matters/catalogue-change.ts";
import { CatalogueChange } from "../types/records.ts";
import { coordinate, DocumentInput, flag, id, optional, text, word, type Values } from "../workflow/arguments.ts";
import { beginningsOf, movesOf } from "../workflow/declare.ts";
import { named, type StepContext } from "../workflow/step.ts";
import { authority, owner, providerHead } from "../workflow/transition.ts";

const PROPOSAL = {
  coordinate: coordinate(),
  level: word(SensitivityLevel, "拟定的数据级别"),
  share: word(ShareKind, "拟定的共享属性"),
  mask: optional(word(MaskKind, "拟定的脱敏方式")),
  importance: optional(word(Importance, "拟定的数据重要性；未写即不变")),
  reason: text("理由"),
  basis: optional(text("依据；不予共享时必填")),
  basisKind: optional(word(BasisKind, "依据类别；不予共享时必填")),
  secrecyAssessment: DocumentInput.as("保密审查（第十三条）"),
  impactAssessment: DocumentInput.as("个人信息保护影响评估（第十三条）"),
  update: optional(id("所属的目录更新（第十七条）")),
};

/** The numbers and hashes of the two assessments that come before cataloguing (art. 13). */
const assessed = ({ secrecyAssessment, impactAssessment }: Values<typeof PROPOSAL>) => ({
  secrecyReference: secrecyAssessment.reference,
  secrecySha256: secrecyAssessment.sha256,
  impactReference: impactAssessment.reference,
  impactSha256: impactAssessment.sha256,
});

/** Number of the update that a change belongs to; it has to be open, and the owner's. @throws HUB_NOT_FOUND */
const openUpdate = async ({ tx }: StepContext, update: string | null, provider: string): Promise<number | null> => {
  if (update === null) return null;
  const where = { id: numberOf(update, "update"), provider, state: { not: "DONE" } } as const;
  if ((await tx.catalogueUpdate.count({ where })) === 0) throw notFound("update");
  return where.id;
};

const changeStep = movesOf(changeMatter, {
  type: CatalogueChange,
  target: { change: id("变更编号") },
  load: (tx, { change }) => loadChange(tx, change),
  result: (tx, row) => loadChange(tx, row.id),
  tells: ({ coordinate: of }) => ({ coordinate: of }),
});

const audit = {
  mutation: "auditCatalogueChange",
  description: "主管部门审核变更（第十六条）",
  article: 16,
  from: ["HEAD_APPROVED"],
  by: [authority],
  apart: ["proposer", "approver"],
  args: { approve: flag("是否通过") },
  effect: ({ actor, now }: StepContext) => ({ auditedBy: actor.officer, auditedAt: now }),
} as const;

/** Steps of a change of the catalogue (目录变更): draft, the head's consent, the authority's audit. */
export const CHANGE_STEPS = named({
  PROPOSE_CHANGE: beginningsOf(
    changeMatter,
    CatalogueChange,
  )({
    mutation: "proposeCatalogueChange",
    description: "数据责任人提出分类变更（第十三、十四条）",
    article: 13,
    to: "PROPOSED",
    by: [owner],
    args: PROPOSAL,
    load: (_tx, { coordinate: of }, _actor, { catalogue }) => {
      const item = catalogue().catalogue.items.get(of);
      if (!item) throw unknownCoordinates([of]);
      return item;
    },
    sides: ({ owner: provider }) => ({ consumer: null, provider }),
    effect: async (context, given, item) => {
      const provider = item.owner;
      const { coordinate: of, level, share, mask, reason, basis, basisKind, update } = given;
      const gap =
        share === "NOT_SHARED" ? (basisKind === null ? "the kind of basis is not named" : keepingGap(basis)) : null;
      if (gap !== null) {
        throw invalid(
          "basis",
          `expected the article of a law, an administrative regulation or a decision of the State Council (art. 15): ${gap}`,
          "不予共享须以法律、行政法规或者国务院决定的条文为依据（第十五条）",
        );
      }
      return {
        coordinate: of,
        owner: provider,
        level,
        share,
        mask,
        importance: given.importance ?? item.importance,
        reason,
        basis,
        basisKind,
        ...assessed(given),
        updateId: await openUpdate(context, update, provider),
        proposedBy: context.actor.officer,
        proposedAt: context.now,
      };
    },
    tells: ({ mask, importance }, given) => ({
      coordinate: given.coordinate,
      level: given.level,
      share: given.share,
      mask,
      importance,
      ...assessed(given),
    }),
  }),
  APPROVE_CHANGE: changeStep({
    mutation: "approveCatalogueChange",
    description: "本部门共享工作机构负责人同意变更（第十三条）",
    article: 13,
    from: ["PROPOSED"],
    to: "HEAD_APPROVED",
    by: [providerHead],
    apart: ["proposer"],
    effect: ({ actor, now }) => ({ approvedBy: actor.officer, approvedAt: now }),
  }),
  AUDIT_CHANGE: changeStep({ ...audit, when: { approve: true }, to: "APPROVED" }),
  REFUSE_CHANGE: changeStep({ ...audit, when: { approve: false }, to: "REFUSED" }),
});
