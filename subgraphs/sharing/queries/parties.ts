import { harmless } from "../../kit/item.ts";
import { OPEN_REGISTER, builder, internal } from "../builder.ts";
import { App, Department, Officer } from "../types/parties.ts";
import { asking, mayOversee } from "./visible.ts";

const MOST = 500;

builder.queryFields((t) => ({
  me: t.field({
    type: Officer,
    description: "当前经办人及其登记的角色",
    ...internal,
    resolve: async (_, _args, context) => {
      const { officer } = await asking(context);
      return context.database.officer.findUnique({ where: { id: officer } });
    },
  }),
  departments: t.field({
    type: [Department],
    description: "已登记的部门",
    ...internal,
    resolve: (_, _args, context) => context.database.department.findMany({ orderBy: { id: "asc" }, take: MOST }),
  }),
  apps: t.field({
    type: [App],
    description: "已登记的应用",
    ...internal,
    args: { department: t.arg.string({ description: "所属部门标识", ...harmless(OPEN_REGISTER) }) },
    resolve: (_, { department }, context) =>
      context.database.app.findMany({
        where: department ? { departmentId: department } : {},
        orderBy: { id: "asc" },
        take: MOST,
      }),
  }),
  officers: t.field({
    type: [Officer],
    description: "登记的经办人：本部门的；安全管理员、审计员与主管部门可见全部",
    ...internal,
    resolve: async (_, _args, context) => {
      const { department } = await asking(context);
      const where = (await mayOversee(context)) ? {} : { departmentId: department };
      return context.database.officer.findMany({ where, orderBy: { id: "asc" }, take: MOST });
    },
  }),
}));
