import { OPEN_REGISTER, builder, internal } from "../builder.ts";
import { CorrectionState, DisputeState } from "../enums.ts";
import { connectionNames, pageOf } from "../../kit/rows/connection.ts";
import { harmless, open } from "../../kit/item.ts";
import { Correction } from "../types/correction.ts";
import { Dispute } from "../types/dispute.ts";
import { Demand, EmergencyStop, SharingEvent } from "../types/records.ts";
import { actorOf } from "../workflow/actor-of.ts";
import { mayOversee, visibleCorrections, visibleDisputes } from "./visible.ts";

const MOST = 500;

builder.queryFields((t) => ({
  corrections: t.field({
    type: [Correction],
    description: "本部门提出或须答复的异议，自新至旧",
    ...internal,
    args: { state: t.arg({ type: CorrectionState, description: "状态", ...harmless(OPEN_REGISTER) }) },
    resolve: async (_, { state }, context) =>
      context.database.correction.findMany({
        where: { AND: [await visibleCorrections(context), state ? { state } : {}] },
        orderBy: { id: "desc" },
        take: MOST,
      }),
  }),
  disputes: t.field({
    type: [Dispute],
    description: "本部门为一方的争议，自新至旧；主管部门、政府与审计员可见全部",
    ...internal,
    args: { state: t.arg({ type: DisputeState, description: "状态", ...harmless(OPEN_REGISTER) }) },
    resolve: async (_, { state }, context) =>
      context.database.dispute.findMany({
        where: { AND: [await visibleDisputes(context), state ? { state } : {}] },
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
  sharingEvents: t.connection(
    {
      type: SharingEvent,
      nullable: true,
      description: "步骤记录，被拒绝的尝试包括在内；限审计员、主管部门与安全管理员",
      ...open("L2"),
      args: {
        matter: t.arg.string({ description: "事项类别", ...harmless(OPEN_REGISTER) }),
        matterId: t.arg.string({ description: "事项编号", ...harmless(OPEN_REGISTER) }),
      },
      resolve: async (_, args, context) => {
        const asked = [args.matter ? { matter: args.matter } : {}, args.matterId ? { matterId: args.matterId } : {}];
        const oversees = await mayOversee(context);
        return pageOf(
          "sharingEvents",
          "id",
          args,
          async ({ where, orderBy, take }) =>
            oversees
              ? await context.database.sharingEvent.findMany({ where: { AND: [...asked, where] }, orderBy, take })
              : [],
          "BigInt",
        );
      },
    },
    ...connectionNames("SharingEvent"),
  ),
}));
