import { invalid, notFound } from "../errors.ts";
import type { Grant } from "../generated/prisma/client.ts";
import { barMatter, loadBar } from "../matters/bar.ts";
import { Bar } from "../types/bar.ts";
import { id, name, optional, purposeCode, text, time } from "../workflow/arguments.ts";
import { beginningsOf, movesOf } from "../workflow/declare.ts";
import { named, type StepContext } from "../workflow/step.ts";
import { authorityAbove, owner } from "../workflow/transition.ts";
import { STEPS_OF_HUB } from "./hub.ts";

const REASON = 500;

/** Steps of a bar (停供), which the owner of data imposes; lifting it is the owner's too, or that of an authority that is no party. */
export const BAR_STEPS = named({
  IMPOSE_BAR: beginningsOf(
    barMatter,
    Bar,
  )({
    mutation: "imposeBar",
    description:
      "停供：本部门不再依规则（无条件共享）向一个应用或整个部门提供数据，他处给予的授权也不再附带；其申请改由本部门决定（第二十七条）",
    article: 27,
    to: "IN_FORCE",
    by: [owner],
    args: {
      app: optional(name("应用标识；空为该部门的全部应用与部门自身")),
      department: name("需求部门标识"),
      purpose: optional(purposeCode("用途代码；空为任何用途")),
      until: optional(time("DateTime", "停供至；空为解除之前")),
      reason: text("理由", REASON),
    },
    load: async (tx, { app, department }, actor) => {
      if ((await tx.department.count({ where: { id: department } })) === 0) throw notFound("department");
      if (app !== null && (await tx.app.count({ where: { id: app, departmentId: department } })) === 0)
        throw notFound("app");
      return { appId: app, departmentId: department, provider: actor.department };
    },
    sides: ({ departmentId, provider }) => ({ consumer: departmentId, provider }),
    effect: async ({ tx, actor, now, refusal }, { purpose, until, reason }, about) => {
      if (until !== null && until <= now) throw invalid("until", "expected a time to come", "应晚于现在");
      const same = { ...about, purposeCode: purpose, grantId: null, state: "IN_FORCE" } as const;
      if ((await tx.bar.count({ where: same })) > 0) throw refusal("it is barred already", "已在停供");
      return { ...about, purposeCode: purpose, until, reason, imposedBy: actor.officer, imposedAt: now };
    },
    tells: ({ until }, { app, department, purpose, reason }, { provider }) => ({
      app,
      department,
      purpose,
      provider,
      until,
      reason,
    }),
  }),
  LIFT_BAR: movesOf(barMatter, {
    type: Bar,
    target: { bar: id("停供编号") },
    load: (tx, { bar }) => loadBar(tx, bar),
    result: (tx, row) => loadBar(tx, String(row.id)),
  })({
    mutation: "liftBar",
    description: "解除停供：提供部门，或者双方共同的上级主管部门（第二十七条）",
    article: 27,
    from: ["IN_FORCE"],
    to: "LIFTED",
    by: [owner, authorityAbove],
    args: { reason: text("理由", REASON) },
    effect: ({ actor, now }, { reason }) => ({ liftedBy: actor.officer, liftedAt: now, liftReason: reason }),
    tells: (_, { reason }) => ({ reason }),
  }),
});

/** Data that an owner, an authority or security took away does not come back by rule: the grant's consumer is barred, once. */
export async function barConsumerOf(
  { tx, actor, now, begin }: StepContext,
  { id: grantId, appId, departmentId, purposeCode, provider }: Grant,
  reason: string,
): Promise<void> {
  if ((await tx.bar.count({ where: { grantId, state: "IN_FORCE" } })) > 0) return;
  const about = { appId, departmentId, purposeCode, provider, reason, grantId };
  const detail = { grant: `G${grantId}`, app: appId, department: departmentId, purpose: purposeCode, provider };
  await begin(STEPS_OF_HUB.BAR_WITH_GRANT, { ...about, imposedBy: actor.officer, imposedAt: now }, detail);
}

/** A grant that is resumed takes its own bar along; another bar against the same consumer stays. */
export async function liftBarOf({ tx, actor, now, advance }: StepContext, { id: grantId }: Grant): Promise<void> {
  for (const bar of await tx.bar.findMany({ where: { grantId, state: "IN_FORCE" } })) {
    const lifted = { liftedBy: actor.officer, liftedAt: now, liftReason: "授权已恢复" };
    await advance(STEPS_OF_HUB.LIFT_WITH_GRANT, bar, lifted, { grant: `G${grantId}` });
  }
}
