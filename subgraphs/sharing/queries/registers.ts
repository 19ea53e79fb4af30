import { builder, internal } from "../builder.ts";
import { CorrectionState } from "../enums.ts";
import { beyond, connectionOf, keysetOf } from "../../kit/connection.ts";
import { open } from "../../kit/item.ts";
import { Correction } from "../types/correction.ts";
import { App, Department, Officer } from "../types/parties.ts";
import { Demand, EmergencyStop, SharingEvent } from "../types/records.ts";
import { actorOf } from "../workflow/actor-of.ts";
import { mayOversee, visibleCorrections } from "./visible.ts";

const MOST = 500;

builder.queryFields((t) => ({
  me: t.field({
    type: Officer,
    description: "当前经办人及其登记的角色",
    ...internal,
    resolve: async (_, _args, context) => {
      const { officer } = await actorOf(context);
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
    args: { department: t.arg.string({ description: "所属部门标识" }) },
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
      const { department } = await actorOf(context);
      const where = (await mayOversee(context)) ? {} : { departmentId: department };
      return context.database.officer.findMany({ where, orderBy: { id: "asc" }, take: MOST });
    },
  }),
  corrections: t.field({
    type: [Correction],
    description: "本部门提出或须答复的异议，自新至旧",
    ...internal,
    args: { state: t.arg({ type: CorrectionState, description: "状态" }) },
    resolve: async (_, { state }, context) =>
      context.database.correction.findMany({
        where: { AND: [await visibleCorrections(context), state ? { state } : {}] },
        orderBy: { id: "desc" },
        take: MOST,
      }),
  }),
  emergencyStops: t.field({
    type: [EmergencyStop],
    description: "紧急停用，在用的在前",
    ...internal,
    resolve: async (_, _args, context) => {
      await actorOf(context);
      return context.database.emergencyStop.findMany({
        orderBy: [{ liftedAt: { sort: "desc", nulls: "first" } }, { id: "desc" }],
        take: MOST,
      });
    },
  }),
  demands: t.field({
    type: [Demand],
    description: "共享需求，自新至旧",
    ...internal,
    resolve: async (_, _args, context) => {
      await actorOf(context);
      return context.database.demand.findMany({ orderBy: { id: "desc" }, take: MOST });
    },
  }),
  sharingEvents: t.connection({
    type: SharingEvent,
    nullable: true,
    description: "步骤记录，被拒绝的尝试包括在内；限审计员、主管部门与安全管理员",
    ...open("L2"),
    args: {
      matter: t.arg.string({ description: "事项类别" }),
      matterId: t.arg.string({ description: "事项编号" }),
    },
    resolve: async (_, args, context) => {
      const keyset = keysetOf<number>("sharingEvents", args);
      const rows = (await mayOversee(context))
        ? await context.database.sharingEvent.findMany({
            where: {
              AND: [
                args.matter ? { matter: args.matter } : {},
                args.matterId ? { matterId: args.matterId } : {},
                beyond("id", keyset),
              ],
            },
            orderBy: { id: keyset.order },
            take: keyset.take,
          })
        : [];
      return connectionOf(keyset, rows, ({ id }) => Number(id));
    },
  }),
}));
