import { builder, internal } from "../builder.ts";
import { BarState } from "../enums.ts";
import { open } from "../../kit/item.ts";

export const Bar = builder.prismaObject("Bar", {
  fields: (t) => ({
    id: t.exposeID("id", { ...open("L2") }),
    state: t.expose("state", { type: BarState, ...internal }),
    appId: t.exposeString("appId", internal),
    departmentId: t.exposeString("departmentId", internal),
    purposeCode: t.exposeString("purposeCode", internal),
    provider: t.exposeString("provider", internal),
    reason: t.exposeString("reason", internal),
    grantId: t.id({
      description: "因其被收回而停供的授权编号；空为提供部门另行停供",
      ...internal,
      resolve: ({ grantId }) => (grantId === null ? null : `G${grantId}`),
    }),
    imposedBy: t.exposeString("imposedBy", internal),
    imposedAt: t.expose("imposedAt", { type: "DateTime", ...internal }),
    until: t.expose("until", { type: "DateTime", ...internal }),
    liftedBy: t.exposeString("liftedBy", internal),
    liftedAt: t.expose("liftedAt", { type: "DateTime", ...internal }),
    liftReason: t.exposeString("liftReason", internal),
  }),
});
