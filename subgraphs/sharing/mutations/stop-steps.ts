import { builder, internal, type Context } from "../builder.ts";
import { StopKind } from "../enums.ts";
import { demand, notFound, sharingError } from "../errors.ts";
import type { EmergencyStop as Row, Prisma } from "../generated/prisma/client.ts";
import type { StopKind as Kind } from "../generated/prisma/enums.ts";
import { numberOf } from "../identifiers.ts";
import { EmergencyStop } from "../types/records.ts";
import { held, perform, type Taking } from "../workflow/perform.ts";

/** A stop that misses its target stops nothing: what is named must be there. */
const assertTarget = async (kind: Kind, target: string, { tx, services }: Taking): Promise<void> => {
  const { catalogue } = services.catalogue();
  const found =
    kind === "COORDINATE"
      ? catalogue.items.has(target)
      : kind === "APP"
        ? (await tx.app.count({ where: { id: target } })) > 0
        : (await tx.department.count({ where: { id: target } })) > 0 ||
          [...catalogue.items.values()].some(({ owner }) => owner === target);
  if (!found) throw notFound(kind === "COORDINATE" ? "coordinate" : kind === "APP" ? "app" : "department");
};

const stop = (context: Context, kind: Kind, target: string, reason: string): Promise<Row> =>
  perform(context, {
    action: "STOP",
    load: () => Promise.resolve(null),
    view: () => ({ id: null, state: null, consumer: null, provider: null, hands: {} }),
    change: async (_, taking) => {
      const { tx, actor, now } = taking;
      await assertTarget(kind, target, taking);
      if ((await tx.emergencyStop.count({ where: { kind, target, liftedAt: null } })) > 0) {
        throw sharingError("HUB_STEP_REFUSED", `STOP: ${target} is stopped already`, { reason: "WRONG_STATE" });
      }
      const data = { kind, target, reason: demand("reason", reason), stoppedBy: actor.officer, stoppedAt: now };
      const result = await tx.emergencyStop.create({ data });
      return { result, id: result.id, detail: { kind, target, reason } };
    },
  });

const loadStop = async (tx: Prisma.TransactionClient, id: string | number): Promise<Row> => {
  const found = await tx.emergencyStop.findUnique({ where: { id: numberOf(id, "stop") } });
  if (!found) throw notFound("stop");
  return found;
};

const lift = (context: Context, id: string | number, reason: string): Promise<Row> =>
  perform(context, {
    action: "LIFT",
    load: (tx) => loadStop(tx, id),
    view: (row) => ({
      id: row.id,
      state: row.liftedAt ? "LIFTED" : "IN_FORCE",
      consumer: null,
      provider: null,
      hands: { stopper: row.stoppedBy },
    }),
    change: async (row, { tx, actor, now }) => {
      const data = { liftedBy: actor.officer, liftedAt: now, liftReason: demand("reason", reason) };
      held(await tx.emergencyStop.updateMany({ where: { id: row.id, liftedAt: null }, data }));
      return { result: await loadStop(tx, row.id), detail: { kind: row.kind, target: row.target, reason } };
    },
  });

builder.mutationFields((t) => ({
  emergencyStop: t.field({
    type: EmergencyStop,
    description: "紧急停用一个应用、部门或数据项：立即通知各网关",
    ...internal,
    args: {
      kind: t.arg({ type: StopKind, required: true, description: "停用对象类别" }),
      target: t.arg.string({ required: true, description: "应用、部门标识或字段坐标" }),
      reason: t.arg.string({ required: true, description: "理由" }),
    },
    resolve: (_, args, context) => stop(context, args.kind, args.target, args.reason),
  }),
  liftStop: t.field({
    type: EmergencyStop,
    description: "解除紧急停用；停用与解除不得为同一人",
    ...internal,
    args: {
      stop: t.arg.id({ required: true, description: "停用编号" }),
      reason: t.arg.string({ required: true, description: "理由" }),
    },
    resolve: (_, args, context) => lift(context, args.stop, args.reason),
  }),
}));
