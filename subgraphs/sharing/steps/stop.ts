import { StopKind } from "../enums.ts";
import { notFound } from "../errors.ts";
import type { StopKind as Kind } from "../generated/prisma/enums.ts";
import { incidentMatter, loadIncident } from "../matters/incident.ts";
import { loadStop, stopMatter } from "../matters/stop.ts";
import { EmergencyStop, Incident } from "../types/records.ts";
import { formed, id, text, word } from "../workflow/arguments.ts";
import { beginningsOf, movesOf } from "../workflow/declare.ts";
import { named, type StepContext } from "../workflow/step.ts";
import { authority, security } from "../workflow/transition.ts";
import { STEPS_OF_HUB } from "./hub.ts";

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

/**
 * Steps of an emergency stop (紧急停用). Stopping takes one officer, lifting another, and each stop opens an incident.
 * @law 数据安全法第二十九条 [T] 发生数据安全事件立即停用处置，同时立案；查明的情况、处置措施和告知的对象报告主管部门，由其办结
 */
export const STOP_STEPS = named({
  STOP: beginningsOf(
    stopMatter,
    EmergencyStop,
  )({
    mutation: "emergencyStop",
    description: "紧急停用一个应用、部门或数据项：立即通知各网关，并立为数据安全事件（数据安全法第二十九条）",
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
    then: async ({ now, begin }, _, { id: stopId, kind, target, reason }) => {
      await begin(
        STEPS_OF_HUB.OPEN_INCIDENT,
        { stopId, summary: reason, openedAt: now },
        { stop: stopId, kind, target },
      );
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

const incidentStep = movesOf(incidentMatter, {
  type: Incident,
  target: { incident: id("事件编号") },
  load: (tx, { incident }) => loadIncident(tx, incident),
  result: (tx, row) => loadIncident(tx, String(row.id)),
});

/** Steps of an incident (数据安全事件), which a stop opens: it is reported, and closed by the authority. */
export const INCIDENT_STEPS = named({
  REPORT_INCIDENT: incidentStep({
    mutation: "reportIncident",
    description: "向主管部门报告数据安全事件：查明的情况、处置措施、告知的部门与个人（数据安全法第二十九条）",
    article: null,
    from: ["OPENED"],
    to: "REPORTED",
    by: [security],
    args: {
      findings: text("查明的情况"),
      measures: text("已采取的处置措施"),
      notified: text("已告知的部门与个人，或者不告知的依据"),
    },
    effect: ({ actor, now }, { findings, measures, notified }) => ({
      findings,
      measures,
      notified,
      reportedBy: actor.officer,
      reportedAt: now,
    }),
  }),
  CLOSE_INCIDENT: incidentStep({
    mutation: "closeIncident",
    description: "主管部门办结数据安全事件",
    article: null,
    from: ["REPORTED"],
    to: "CLOSED",
    by: [authority],
    apart: ["reporter"],
    args: { conclusion: text("处理意见") },
    effect: ({ actor, now }, { conclusion }) => ({ conclusion, closedBy: actor.officer, closedAt: now }),
    tells: (_, { conclusion }) => ({ conclusion }),
  }),
});
