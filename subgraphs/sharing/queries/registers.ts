import { OPEN_REGISTER, builder } from "../builder.ts";
import { CorrectionState, DisputeState } from "../enums.ts";
import { connectionNames, pageOf, type Page } from "../../kit/rows/connection.ts";
import { harmless, open } from "../../kit/item.ts";
import { Correction } from "../types/correction.ts";
import { Dispute } from "../types/dispute.ts";
import { Demand, EmergencyStop, SharingEvent } from "../types/records.ts";
import { mayOversee, visibleCorrections, visibleDemands, visibleDisputes, visibleStops } from "./visible.ts";

const shown = { nullable: true, ...open("L2") } as const;

builder.queryFields((t) => ({
  corrections: t.connection(
    {
      type: Correction,
      description: "本部门提出或须答复的校核申请，自新至旧；主管部门与审计员可见全部",
      ...shown,
      args: { state: t.arg({ type: CorrectionState, description: "状态", ...harmless(OPEN_REGISTER) }) },
      resolve: async (_, args, context) => {
        const asked = [await visibleCorrections(context), args.state ? { state: args.state } : {}];
        const fetch = ({ where, orderBy, take }: Page) =>
          context.database.correction.findMany({ where: { AND: [...asked, where] }, orderBy, take });
        return pageOf("corrections", "id", args, fetch, "Int", "desc");
      },
    },
    ...connectionNames("Correction"),
  ),
  disputes: t.connection(
    {
      type: Dispute,
      description: "本部门为一方的争议，自新至旧；主管部门、政府与审计员可见全部",
      ...shown,
      args: { state: t.arg({ type: DisputeState, description: "状态", ...harmless(OPEN_REGISTER) }) },
      resolve: async (_, args, context) => {
        const asked = [await visibleDisputes(context), args.state ? { state: args.state } : {}];
        const fetch = ({ where, orderBy, take }: Page) =>
          context.database.dispute.findMany({ where: { AND: [...asked, where] }, orderBy, take });
        return pageOf("disputes", "id", args, fetch, "Int", "desc");
      },
    },
    ...connectionNames("Dispute"),
  ),
  emergencyStops: t.connection(
    {
      type: EmergencyStop,
      description: "涉及本部门的紧急停用，自新至旧；安全管理员、主管部门与审计员可见全部",
      ...shown,
      args: { inForce: t.arg.boolean({ description: "只列在用的", ...harmless(OPEN_REGISTER) }) },
      resolve: async (_, args, context) => {
        const asked = [await visibleStops(context), args.inForce ? { liftedAt: null } : {}];
        const fetch = ({ where, orderBy, take }: Page) =>
          context.database.emergencyStop.findMany({ where: { AND: [...asked, where] }, orderBy, take });
        return pageOf("emergencyStops", "id", args, fetch, "Int", "desc");
      },
    },
    ...connectionNames("EmergencyStop"),
  ),
  demands: t.connection(
    {
      type: Demand,
      description: "本部门提出或指向本部门的共享需求，自新至旧；主管部门与审计员可见全部",
      ...shown,
      resolve: async (_, args, context) => {
        const visible = await visibleDemands(context);
        const fetch = ({ where, orderBy, take }: Page) =>
          context.database.demand.findMany({ where: { AND: [visible, where] }, orderBy, take });
        return pageOf("demands", "id", args, fetch, "Int", "desc");
      },
    },
    ...connectionNames("Demand"),
  ),
}));

builder.queryFields((t) => ({
  sharingEvents: t.connection(
    {
      type: SharingEvent,
      description: "步骤记录，被拒绝的尝试包括在内；限审计员、主管部门与安全管理员",
      ...shown,
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
