import { OPEN_REGISTER, builder } from "../builder.ts";
import { ApplicationState, BarState, GrantState } from "../enums.ts";
import { numberOf } from "../workflow/matter.ts";
import { connectionNames, pageOf, type Page } from "../../kit/rows/connection.ts";
import { harmless, open } from "../../kit/item.ts";
import { Application } from "../types/application.ts";
import { Bar } from "../types/bar.ts";
import { Grant } from "../types/grant.ts";
import { visibleApplications, visibleBars, visibleGrants } from "./visible.ts";

const shown = { nullable: true, ...open("L2") } as const;

builder.queryFields((t) => ({
  application: t.field({
    type: Application,
    description: "按编号查一件申请",
    ...shown,
    args: { id: t.arg.id({ required: true, description: "申请编号", ...harmless(OPEN_REGISTER) }) },
    resolve: async (_, { id }, context) =>
      context.database.application.findFirst({
        where: { AND: [await visibleApplications(context), { id: numberOf(id, "application") }] },
      }),
  }),
  applications: t.connection(
    {
      type: Application,
      description: "本部门提出或由本部门审核的申请",
      ...shown,
      args: { state: t.arg({ type: ApplicationState, description: "状态", ...harmless(OPEN_REGISTER) }) },
      resolve: async (_, args, context) => {
        const asked = [await visibleApplications(context), args.state ? { state: args.state } : {}];
        return pageOf("applications", "id", args, ({ where, orderBy, take }) =>
          context.database.application.findMany({ where: { AND: [...asked, where] }, orderBy, take }),
        );
      },
    },
    ...connectionNames("Application"),
  ),
  grant: t.field({
    type: Grant,
    description: "按编号查一份授权",
    ...shown,
    args: { id: t.arg.id({ required: true, description: "授权编号", ...harmless(OPEN_REGISTER) }) },
    resolve: async (_, { id }, context) =>
      context.database.grant.findFirst({
        where: { AND: [await visibleGrants(context), { id: numberOf(id, "grant") }] },
      }),
  }),
  grants: t.connection(
    {
      type: Grant,
      description: "本部门使用或给予的授权",
      ...shown,
      args: {
        state: t.arg({ type: GrantState, description: "状态", ...harmless(OPEN_REGISTER) }),
        app: t.arg.id({ description: "使用的应用标识", ...harmless(OPEN_REGISTER) }),
        provider: t.arg.string({ description: "提供部门标识", ...harmless(OPEN_REGISTER) }),
      },
      resolve: async (_, args, context) => {
        const asked = [
          await visibleGrants(context),
          args.state ? { state: args.state } : {},
          args.app ? { appId: args.app } : {},
          args.provider ? { provider: args.provider } : {},
        ];
        return pageOf("grants", "id", args, ({ where, orderBy, take }) =>
          context.database.grant.findMany({ where: { AND: [...asked, where] }, orderBy, take }),
        );
      },
    },
    ...connectionNames("Grant"),
  ),
  bars: t.connection(
    {
      type: Bar,
      description: "针对本部门或由本部门作出的停供，自新至旧；主管部门、审计员与安全管理员可见全部",
      ...shown,
      args: { state: t.arg({ type: BarState, description: "状态", ...harmless(OPEN_REGISTER) }) },
      resolve: async (_, args, context) => {
        const asked = [await visibleBars(context), args.state ? { state: args.state } : {}];
        const fetch = ({ where, orderBy, take }: Page) =>
          context.database.bar.findMany({ where: { AND: [...asked, where] }, orderBy, take });
        return pageOf("bars", "id", args, fetch, "Int", "desc");
      },
    },
    ...connectionNames("Bar"),
  ),
}));
