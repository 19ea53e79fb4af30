import { StopKind } from "../enums.ts";
import { notFound } from "../errors.ts";
import type { StopKind as Kind } from "../generated/prisma/enums.ts";
import { loadStop, stopMatter } from "../matters/stop.ts";
import { EmergencyStop } from "../types/records.ts";
import { formed, id, text, word } from "../workflow/arguments.ts";
import { beginningsOf, movesOf } from "../workflow/declare.ts";
import { named, type StepContext } from "../workflow/step.ts";
import { security } from "../workflow/transition.ts";

/** A stop that misses its target stops nothing: what is named must be there. @throws HUB_NOT_FOUND */
const assertTarget = async (kind: Kind, target: string, { tx, services }: StepContext): Promise<void> => {
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

/** Steps of an emergency stop (紧急停用). Stopping takes one officer, lifting another. */
export const STOP_STEPS = named({
  STOP: beginningsOf(
    stopMatter,
    EmergencyStop,
  )({
    mutation: "emergencyStop",
    description: "紧急停用一个应用、部门或数据项：立即通知各网关",
    article: null,
    to: "IN_FORCE",
    by: [security],
    args: {
      kind: word(StopKind, "停用对象类别"),
      target: formed("应用、部门标识或字段坐标", /^[\w.-]{1,200}$/, {
        en: "the name of an app, a department or a coordinate",
        zh: "应用、部门标识或字段坐标",
      }),
      reason: text("理由"),
    },
    load: () => null,
    sides: () => ({ consumer: null, provider: null }),
    effect: async (context, { kind, target, reason }) => {
      const { tx, actor, now, refusal } = context;
      await assertTarget(kind, target, context);
      if ((await tx.emergencyStop.count({ where: { kind, target, liftedAt: null } })) > 0) {
        throw refusal(`${target} is stopped already`, `${target} 已在停用`);
      }
      return { kind, target, reason, stoppedBy: actor.officer, stoppedAt: now };
    },
    tells: ({ kind, target, reason }) => ({ kind, target, reason }),
  }),
  LIFT: movesOf(stopMatter, {
    type: EmergencyStop,
    target: { stop: id("停用编号") },
    load: (tx, { stop }) => loadStop(tx, stop),
    result: (tx, row) => loadStop(tx, String(row.id)),
  })({
    mutation: "liftStop",
    description: "解除紧急停用；停用与解除不得为同一人",
    article: null,
    from: ["IN_FORCE"],
    to: "LIFTED",
    by: [security],
    apart: ["stopper"],
    args: { reason: text("理由") },
    effect: ({ actor, now }, { reason }) => ({ liftedBy: actor.officer, liftedAt: now, liftReason: reason }),
    tells: (_, { reason }, { kind, target }) => ({ kind, target, reason }),
  }),
});
