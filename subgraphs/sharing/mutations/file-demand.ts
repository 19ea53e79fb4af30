import { builder, internal } from "../builder.ts";
import { demand as required } from "../errors.ts";
import { Demand } from "../types/records.ts";
import { perform } from "../workflow/perform.ts";

builder.mutationField("fileDemand", (t) =>
  t.field({
    type: Demand,
    description: "提出共享需求：所需数据在目录中尚不存在",
    ...internal,
    args: {
      title: t.arg.string({ required: true, description: "所需数据" }),
      reason: t.arg.string({ required: true, description: "理由" }),
      provider: t.arg.string({ description: "可能的提供部门标识" }),
    },
    resolve: (_, { title, reason, provider }, context) =>
      perform(context, {
        action: "FILE_DEMAND",
        load: (_tx, actor) => Promise.resolve(actor.department),
        view: (department) => ({ id: null, state: null, consumer: department, provider: null, hands: {} }),
        change: async (department, { tx, actor, now }) => {
          const result = await tx.demand.create({
            data: {
              departmentId: department,
              provider: provider ?? null,
              title: required("title", title),
              reason: required("reason", reason),
              filedBy: actor.officer,
              filedAt: now,
            },
          });
          return { result, id: result.id, detail: { provider: result.provider } };
        },
      }),
  }),
);
