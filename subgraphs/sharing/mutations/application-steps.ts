import { claim, loadApplication, viewApplication } from "../applications/load-application.ts";
import { receive } from "../applications/receive.ts";
import { builder, internal, type Context } from "../builder.ts";
import { demand } from "../errors.ts";
import type { Application as Row } from "../generated/prisma/client.ts";
import { Application } from "../types/application.ts";
import { perform } from "../workflow/perform.ts";

const consent = (context: Context, id: string | number, note: string | null): Promise<Row> =>
  perform(context, {
    action: "CONSENT",
    load: (tx) => loadApplication(tx, id),
    view: viewApplication,
    change: async (row, taking) => {
      const { tx, actor, now } = taking;
      await claim(tx, row, { state: "UNDER_REVIEW", consentedAt: now });
      await tx.signOff.create({
        data: {
          applicationId: row.id,
          kind: "CONSUMER_HEAD",
          departmentId: actor.department,
          officerId: actor.officer,
          consented: true,
          note,
          signedAt: now,
        },
      });
      await receive(taking, row);
      return { result: await loadApplication(tx, row.id) };
    },
  });

const decline = (context: Context, id: string | number, reason: string): Promise<Row> =>
  perform(context, {
    action: "DECLINE",
    load: (tx) => loadApplication(tx, id),
    view: viewApplication,
    change: async (row, { tx, actor, now }) => {
      const note = demand("reason", reason);
      await claim(tx, row, { state: "DECLINED", decidedAt: now });
      await tx.signOff.create({
        data: {
          applicationId: row.id,
          kind: "CONSUMER_HEAD",
          departmentId: actor.department,
          officerId: actor.officer,
          consented: false,
          note,
          signedAt: now,
        },
      });
      return { result: await loadApplication(tx, row.id), detail: { reason: note } };
    },
  });

const withdraw = (context: Context, id: string | number): Promise<Row> =>
  perform(context, {
    action: "WITHDRAW",
    load: (tx) => loadApplication(tx, id),
    view: viewApplication,
    change: async (row, { tx, now, note }) => {
      await claim(tx, row, { state: "WITHDRAWN", decidedAt: now });
      const open = await tx.review.findMany({
        where: { applicationId: row.id, state: { notIn: ["CONFIRMED", "CLOSED"] } },
      });
      for (const review of open) {
        await tx.review.update({ where: { id: review.id }, data: { state: "CLOSED" } });
        note("CLOSE", review.id, review.state);
      }
      return { result: await loadApplication(tx, row.id) };
    },
  });

builder.mutationFields((t) => ({
  consentToApplication: t.field({
    type: Application,
    description: "本部门共享工作机构负责人同意申请，申请随即送达提供部门（第二十条）；无条件共享的数据项依规则给予",
    ...internal,
    args: {
      application: t.arg.id({ required: true, description: "申请编号" }),
      note: t.arg.string({ description: "意见" }),
    },
    resolve: (_, { application, note }, context) => consent(context, application, note ?? null),
  }),
  declineApplication: t.field({
    type: Application,
    description: "本部门共享工作机构负责人不同意申请（第二十条）",
    ...internal,
    args: {
      application: t.arg.id({ required: true, description: "申请编号" }),
      reason: t.arg.string({ required: true, description: "理由" }),
    },
    resolve: (_, { application, reason }, context) => decline(context, application, reason),
  }),
  withdrawApplication: t.field({
    type: Application,
    description: "申请部门撤回未办结的申请；已经给予的授权不受影响",
    ...internal,
    args: { application: t.arg.id({ required: true, description: "申请编号" }) },
    resolve: (_, { application }, context) => withdraw(context, application),
  }),
}));
