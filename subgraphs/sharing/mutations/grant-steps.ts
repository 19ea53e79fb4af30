import { beginOf } from "../applications/give-grant.ts";
import { builder, internal, type Context } from "../builder.ts";
import { demand, sharingError } from "../errors.ts";
import type { Grant as Row, Prisma } from "../generated/prisma/client.ts";
import { loadGrant, viewGrant, writeGrant } from "../grants/load-grant.ts";
import { Grant } from "../types/grant.ts";
import { perform, type Taking } from "../workflow/perform.ts";
import type { Action } from "../workflow/state-machine.ts";

type Id = string | number;
type Data = Prisma.GrantUpdateManyMutationInput;

const take = (
  context: Context,
  action: Action,
  id: Id,
  write: (grant: Row, taking: Taking) => Data | Promise<Data>,
  detail: object = {},
): Promise<Row> =>
  perform(context, {
    action,
    load: (tx) => loadGrant(tx, id),
    view: viewGrant,
    change: async ({ grant }, taking) => ({
      result: await writeGrant(taking.tx, grant, await write(grant, taking)),
      detail,
    }),
  });

const activate = (context: Context, id: Id): Promise<Row> =>
  take(context, "ACTIVATE", id, async (grant, taking) => {
    const { renewsGrantId } = await taking.tx.application.findUniqueOrThrow({ where: { id: grant.applicationId } });
    const validFrom = await beginOf(taking, renewsGrantId);
    if (validFrom >= grant.validTo) throw sharingError("HUB_STEP_REFUSED", "ACTIVATE: its time has run out");
    return { state: "ACTIVE", activatedAt: taking.now, validFrom };
  });

/** Ends a grant for good; the reason is stated and kept (art. 27: not without good reason). */
const end = (
  context: Context,
  action: Action,
  state: "TERMINATED" | "REVOKED" | "RELINQUISHED",
  args: { readonly grant: Id; readonly reason: string },
): Promise<Row> =>
  take(context, action, args.grant, (_, { now }) => ({ state, endedAt: now, reason: demand("reason", args.reason) }), {
    reason: args.reason,
  });

const narrow = (context: Context, id: Id, coordinates: readonly string[]): Promise<Row> =>
  take(
    context,
    "NARROW",
    id,
    async (grant, { tx, now }) => {
      const { count } = await tx.grantItem.updateMany({
        where: { grantId: grant.id, coordinate: { in: [...coordinates] }, removedAt: null },
        data: { removedAt: now },
      });
      if (count !== new Set(coordinates).size || count === 0) {
        throw sharingError("HUB_APPLICATION_INVALID", "coordinates: expected coordinates that this grant holds");
      }
      return {};
    },
    { removed: coordinates },
  );

builder.mutationFields((t) => {
  const grant = t.arg.id({ required: true, description: "授权编号" });
  const reason = t.arg.string({ required: true, description: "理由" });
  const field = { type: Grant, ...internal } as const;
  return {
    activateGrant: t.field({
      ...field,
      description: "提供部门开通授权：自同意之日起二十个工作日内（第二十二条）",
      args: { grant },
      resolve: (_, args, context) => activate(context, args.grant),
    }),
    narrowGrant: t.field({
      ...field,
      description: "从授权中移出数据项：只减不增；扩大范围须重新申请（第二十五条）",
      args: { grant, coordinates: t.arg.stringList({ required: true, description: "移出的字段坐标" }) },
      resolve: (_, args, context) => narrow(context, args.grant, args.coordinates),
    }),
    suspendGrant: t.field({
      ...field,
      description: "暂停授权并要求限期整改（第二十七条）",
      args: { grant, reason },
      resolve: (_, args, context) =>
        take(
          context,
          "SUSPEND",
          args.grant,
          (_grant, { now }) => ({ state: "SUSPENDED", suspendedAt: now, reason: demand("reason", args.reason) }),
          { reason: args.reason },
        ),
    }),
    reportRectification: t.field({
      ...field,
      description: "使用部门报告整改情况（第二十七条）",
      args: { grant, rectification: t.arg.string({ required: true, description: "整改情况" }) },
      resolve: (_, args, context) =>
        take(context, "RECTIFY", args.grant, (_grant, { actor }) => ({
          state: "RECTIFIED",
          rectification: demand("rectification", args.rectification),
          rectifiedBy: actor.officer,
        })),
    }),
    resumeGrant: t.field({
      ...field,
      description: "整改到位后恢复授权（第二十七条）",
      args: { grant },
      resolve: (_, args, context) =>
        take(context, "RESUME", args.grant, () => ({ state: "ACTIVE", suspendedAt: null, reason: null })),
    }),
    terminateGrant: t.field({
      ...field,
      description: "暂停后终止授权（第二十七条）",
      args: { grant, reason },
      resolve: (_, args, context) => end(context, "TERMINATE", "TERMINATED", args),
    }),
    revokeGrant: t.field({
      ...field,
      description: "撤销授权；无正当理由不得终止共享（第二十七条），理由记录在案",
      args: { grant, reason },
      resolve: (_, args, context) => end(context, "REVOKE", "REVOKED", args),
    }),
    relinquishGrant: t.field({
      ...field,
      description: "使用部门放弃不再需要的授权",
      args: { grant, reason },
      resolve: (_, args, context) => end(context, "RELINQUISH", "RELINQUISHED", args),
    }),
    reportDisposal: t.field({
      ...field,
      description: "使用部门报告已按提供部门要求处置数据（第二十七条）",
      args: { grant, disposal: t.arg.string({ required: true, description: "处置情况" }) },
      resolve: (_, args, context) =>
        take(context, "DISPOSE", args.grant, () => ({
          state: "DISPOSED",
          disposal: demand("disposal", args.disposal),
        })),
    }),
  };
});
