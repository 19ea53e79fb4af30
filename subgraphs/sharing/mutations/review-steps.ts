import { pairVerdicts, type ItemVerdict } from "../applications/decide-items.ts";
import { giveGrant } from "../applications/give-grant.ts";
import {
  claim,
  loadApplication,
  loadReview,
  viewReview,
  type ReviewOfApplication,
} from "../applications/load-application.ts";
import { assertWhole } from "../applications/return-flow.ts";
import { concludeIfAnswered } from "../applications/receive.ts";
import { builder, internal, type Context } from "../builder.ts";
import { demand } from "../errors.ts";
import { ItemDecision } from "../enums.ts";
import type { Application as Row, ApplicationItem, Prisma } from "../generated/prisma/client.ts";
import { Application } from "../types/application.ts";
import { perform, type Taking } from "../workflow/perform.ts";
import type { Action } from "../workflow/state-machine.ts";

type Id = string | number;

const ownItems = (
  tx: Prisma.TransactionClient,
  { application, review }: ReviewOfApplication,
): Promise<ApplicationItem[]> =>
  tx.applicationItem.findMany({
    where: { applicationId: application.id, owner: review.provider, byRule: false },
    orderBy: { coordinate: "asc" },
  });

interface ReviewStep {
  readonly action: Action;
  readonly application: Id;
  /** null: the actor's own department. */
  readonly provider: string | null;
  readonly write: (row: ReviewOfApplication, taking: Taking) => Promise<Prisma.ReviewUpdateInput>;
  /** @returns what the event says beside */
  readonly after?: (row: ReviewOfApplication, taking: Taking) => Promise<object>;
}

const review = (context: Context, step: ReviewStep): Promise<Row> =>
  perform(context, {
    action: step.action,
    load: (tx, actor) => loadReview(tx, step.application, step.provider ?? actor.department),
    view: viewReview,
    change: async (row, taking) => {
      const { tx } = taking;
      await claim(tx, row.application);
      const data = await step.write(row, taking);
      await tx.review.update({ where: { id: row.review.id }, data });
      const more = await step.after?.(row, taking);
      const result = await loadApplication(tx, row.application.id);
      return { result, detail: { application: result.id, provider: row.review.provider, ...more } };
    },
  });

type Decided = Pick<ApplicationItem, "decision" | "reason" | "rowScope">;

const decide = (context: Context, application: Id, verdicts: readonly ItemVerdict[]): Promise<Row> =>
  review(context, {
    action: "DECIDE",
    application,
    provider: null,
    write: async (row, { tx, actor, now, services }) => {
      const decided = pairVerdicts(services.catalogue(), row.application.rowScope, await ownItems(tx, row), verdicts);
      assertWhole(row.application.returnFlow, decided);
      const alike = new Map<string, { readonly ids: number[]; readonly data: Decided }>();
      for (const { item, verdict, rowScope } of decided) {
        const data = { decision: verdict.decision, reason: verdict.reason?.trim() ?? null, rowScope: [...rowScope] };
        const group = alike.get(JSON.stringify(data)) ?? { ids: [], data };
        group.ids.push(item.id);
        alike.set(JSON.stringify(data), group);
      }
      for (const { ids, data } of alike.values()) {
        await tx.applicationItem.updateMany({
          where: { id: { in: ids } },
          data: { ...data, decidedBy: actor.officer, decidedAt: now },
        });
      }
      return { state: "DECIDED", decidedBy: actor.officer, decidedAt: now };
    },
    after: async (row, { tx }) => ({
      decisions: (await ownItems(tx, row)).map(({ coordinate, decision, rowScope }) => ({
        coordinate,
        decision,
        ...(rowScope.length > 0 ? { rowScope } : {}),
      })),
    }),
  });

const sign = async ({ application }: ReviewOfApplication, taking: Taking, consented: boolean, note: string | null) => {
  const { tx, actor, now } = taking;
  await tx.signOff.create({
    data: {
      applicationId: application.id,
      kind: "PROVIDER_HEAD",
      departmentId: actor.department,
      officerId: actor.officer,
      consented,
      note,
      signedAt: now,
    },
  });
};

const confirm = (context: Context, application: Id, note: string | null): Promise<Row> =>
  review(context, {
    action: "CONFIRM",
    application,
    provider: null,
    write: async (row, taking) => {
      await sign(row, taking, true, note);
      return { state: "CONFIRMED", confirmedBy: taking.actor.officer, confirmedAt: taking.now };
    },
    after: async (row, taking) => {
      const items = await ownItems(taking.tx, row);
      await giveGrant(taking, { application: row.application, provider: row.review.provider, items, byRule: false });
      await concludeIfAnswered(taking, row.application);
      return {};
    },
  });

const giveBack = (context: Context, application: Id, reason: string): Promise<Row> =>
  review(context, {
    action: "RETURN",
    application,
    provider: null,
    write: async (row, taking) => {
      await sign(row, taking, false, demand("reason", reason));
      await taking.tx.applicationItem.updateMany({
        where: { applicationId: row.application.id, owner: row.review.provider, byRule: false },
        data: { decision: "PENDING", reason: null, rowScope: [], decidedBy: null, decidedAt: null },
      });
      return { state: "COMPLETE", decidedBy: null, decidedAt: null };
    },
  });

const tell = (context: Context, application: Id, missing: string): Promise<Row> =>
  review(context, {
    action: "TELL_INCOMPLETE",
    application,
    provider: null,
    write: (_, { now }) =>
      Promise.resolve({ state: "INCOMPLETE", toldAt: now, missing: demand("missing", missing) } as const),
  });

const supplement = (context: Context, application: Id, provider: string, text: string): Promise<Row> =>
  review(context, {
    action: "SUPPLEMENT",
    application,
    provider,
    write: (_, { now }) =>
      Promise.resolve({ state: "COMPLETE", completedAt: now, supplement: demand("supplement", text) } as const),
  });

const ItemVerdictInput = builder.inputType("ItemVerdictInput", {
  description: "对一个数据项的决定",
  fields: (t) => ({
    coordinate: t.string({ required: true, description: "字段坐标" }),
    decision: t.field({ type: ItemDecision, required: true, description: "同意明文、同意脱敏或不同意" }),
    reason: t.string({ description: "理由；不同意或缩小行范围时必填" }),
    rowScope: t.field({
      type: ["DivisionCode"],
      description: "核定的行范围：只能在申请的行范围之内缩小；空为按申请",
    }),
  }),
});

const verdictOf = (given: {
  readonly coordinate: string;
  readonly decision: ItemVerdict["decision"] | "PENDING";
  readonly reason?: string | null | undefined;
  readonly rowScope?: readonly string[] | null | undefined;
}): readonly ItemVerdict[] => (given.decision === "PENDING" ? [] : [{ ...given, decision: given.decision }]);

builder.mutationFields((t) => {
  const application = t.arg.id({ required: true, description: "申请编号" });
  const field = { type: Application, ...internal } as const;
  return {
    tellIncomplete: t.field({
      ...field,
      description: "提供部门一次性告知需要补正的内容，不得直接拒绝（第二十一条）；补正期间停止计时",
      args: { application, missing: t.arg.string({ required: true, description: "需要补正的全部内容" }) },
      resolve: (_, args, context) => tell(context, args.application, args.missing),
    }),
    supplementApplication: t.field({
      ...field,
      description: "申请部门补正",
      args: {
        application,
        provider: t.arg.string({ required: true, description: "提出补正的提供部门" }),
        supplement: t.arg.string({ required: true, description: "补正的内容" }),
      },
      resolve: (_, args, context) => supplement(context, args.application, args.provider, args.supplement),
    }),
    decideItems: t.field({
      ...field,
      description: "数据责任人对本部门的全部数据项逐项决定（第二十条），待本部门负责人同意后答复",
      args: {
        application,
        decisions: t.arg({ type: [ItemVerdictInput], required: true, description: "逐项决定，不得遗漏" }),
      },
      resolve: (_, args, context) => decide(context, args.application, args.decisions.flatMap(verdictOf)),
    }),
    confirmDecision: t.field({
      ...field,
      description: "提供部门共享工作机构负责人同意答复（第二十条），同意共享的数据项即成授权",
      args: { application, note: t.arg.string({ description: "意见" }) },
      resolve: (_, args, context) => confirm(context, args.application, args.note ?? null),
    }),
    returnDecision: t.field({
      ...field,
      description: "提供部门共享工作机构负责人退回重新决定；时限照计",
      args: { application, reason: t.arg.string({ required: true, description: "理由" }) },
      resolve: (_, args, context) => giveBack(context, args.application, args.reason),
    }),
  };
});
