import { contentHash } from "../../../ledger/grants/statement.ts";
import { MOST_CHARACTERS, MOST_OPERATIONS, operationIdOf } from "../../../schema/registered-operation.ts";
import { invalid, notFound } from "../errors.ts";
import type { App as AppRow, Prisma } from "../generated/prisma/client.ts";
import { App } from "../types/parties.ts";
import { list, name, optional, text } from "../workflow/arguments.ts";
import { act, transition } from "../workflow/declare.ts";
import { called, named, type StepContext } from "../workflow/step.ts";
import { applicant, consumerHead } from "../workflow/transition.ts";
import { checkedName, operationId, proposed, type ProposedOperation } from "./operation-arguments.ts";

const DAYS_OF_USE = 30;
const MILLISECONDS_OF_DAY = 86_400_000;

const registered = { article: null, from: ["REGISTERED"], to: "REGISTERED" } as const;
const proposing = { ...registered, by: [applicant], apart: [] } as const;
const confirming = { ...registered, by: [consumerHead], apart: ["proposer"] } as const;
const retiring = { ...registered, by: [applicant, consumerHead], apart: [] } as const;

/** The steps on an app's operations: what the app may ask by an id alone. */
export const OPERATION_STEPS = named({
  PROPOSE_OPERATIONS: transition("party", proposing),
  CONFIRM_OPERATIONS: transition("party", confirming),
  RETIRE_OPERATION: transition("party", retiring),
});

const load = async (tx: Pick<Prisma.TransactionClient, "app">, id: string): Promise<AppRow> => {
  const app = await tx.app.findUnique({ where: { id } });
  if (app === null) throw notFound("app");
  return app;
};

const asApp = ({ id, departmentId }: AppRow, proposer: string | null = null) => ({
  id,
  state: "REGISTERED",
  consumer: departmentId,
  provider: null,
  involved: { proposer },
});

const rowOf = ({ services, actor, now }: StepContext, app: string, operation: ProposedOperation, at: number) => {
  const { document, plan, cost } = operation;
  const facts = {
    name: checkedName(services.catalogue(), at, operation),
    coordinates: [...operation.coordinates].sort(),
  };
  return {
    appId: app,
    id: operationIdOf(document),
    document,
    ...facts,
    cost,
    plan: [...plan],
    pinned: contentHash({ ...facts, cost, plan }),
    proposedBy: actor.officer,
    proposedAt: now,
  };
};

/** Nothing is in force twice, and what is taken out of force makes room. */
const assertRoom = async ({ tx }: StepContext, appId: string): Promise<void> => {
  const held = await tx.registeredOperation.findMany({ where: { appId, retiredAt: null }, select: { document: true } });
  const characters = held.reduce((sum, { document }) => sum + document.length, 0);
  if (held.length > MOST_OPERATIONS)
    throw invalid("operations", `expected at most ${MOST_OPERATIONS} of one app`, `每个应用至多 ${MOST_OPERATIONS} 个`);
  if (characters > MOST_CHARACTERS)
    throw invalid(
      "operations",
      `expected at most ${MOST_CHARACTERS} characters of one app together`,
      `每个应用的操作合计至多 ${MOST_CHARACTERS} 字`,
    );
};

const registerOperations = act("party", App, {
  ...proposing,
  mutation: "registerOperations",
  description:
    "为本部门的应用登记操作：对照目录校验，由共享工作机构负责人确认后，应用即可凭操作标识查询；已登记且内容相同的不变",
  args: { app: name("应用标识"), operations: proposed },
  load: (tx, { app }) => load(tx, app),
  view: (app) => asApp(app),
  effect: async (context, { operations }, app) => {
    const { tx } = context;
    const rows = new Map(operations.map((one, at) => [operationIdOf(one.document), rowOf(context, app.id, one, at)]));
    for (const row of rows.values()) {
      const where = { appId_id: { appId: app.id, id: row.id } };
      const before = await tx.registeredOperation.findUnique({ where });
      if (before !== null && before.retiredAt === null && before.pinned === row.pinned) continue;
      const anew = { confirmedBy: null, confirmedAt: null, retiredBy: null, retiredAt: null, retireReason: null };
      await tx.registeredOperation.upsert({ where, create: row, update: { ...row, ...anew } });
    }
    await assertRoom(context, app.id);
    return app;
  },
  tells: ({ departmentId }, { operations }) => ({
    department: departmentId,
    operations: operations.map(({ document }) => operationIdOf(document)),
  }),
});

/** The second hand of the department: what was put in the place of what was shown is not confirmed. */
const confirmOperations = act("party", App, {
  ...confirming,
  mutation: "confirmOperations",
  description: "本部门共享工作机构负责人确认应用待确认的全部操作，操作随即可用；不得确认本人提出的",
  args: {
    app: name("应用标识"),
    operations: list(operationId, "待确认的全部操作的标识", MOST_OPERATIONS),
  },
  load: async (tx, { app: id }) => {
    const app = await load(tx, id);
    const waiting = await tx.registeredOperation.findMany({
      where: { appId: id, confirmedAt: null, retiredAt: null },
      orderBy: { id: "asc" },
    });
    if (waiting.length === 0) throw notFound("proposal");
    return { app, waiting };
  },
  // Whoever proposed any of them confirms none.
  view: ({ app, waiting }) => asApp(app, waiting[0]?.proposedBy ?? null),
  effect: async ({ tx, actor, now, refusal }, { operations }, { app, waiting }) => {
    if (waiting.some(({ proposedBy }) => proposedBy === actor.officer))
      throw refusal("nobody confirms their own proposal", "不得确认本人提出的操作");
    if (new Set(operations).size !== waiting.length || waiting.some(({ id }) => !operations.includes(id)))
      throw invalid("operations", "expected exactly the operations that are proposed", "应与待确认的操作完全一致");
    for (const { id, pinned, proposedAt } of waiting) {
      const where = { appId: app.id, id, pinned, proposedAt, confirmedAt: null };
      await tx.registeredOperation.updateMany({ where, data: { confirmedBy: actor.officer, confirmedAt: now } });
    }
    return app;
  },
  tells: ({ departmentId }, { operations }) => ({ department: departmentId, operations }),
});

const retireOperation = act("party", App, {
  ...retiring,
  mutation: "retireOperation",
  description: "停用应用的一个操作，随即不可再用；30 日内仍有使用的，须写明理由方可停用",
  args: {
    app: name("应用标识"),
    operation: operationId,
    reason: optional(text("仍在使用而停用的理由", 500)),
  },
  load: (tx, { app }) => load(tx, app),
  view: (app) => asApp(app),
  effect: async ({ tx, actor, now, refusal }, { operation: id, reason }, app) => {
    const found = await tx.registeredOperation.findUnique({ where: { appId_id: { appId: app.id, id } } });
    if (found === null) throw notFound("operation");
    if (found.retiredAt !== null) return app;
    const since = new Date(now.getTime() - DAYS_OF_USE * MILLISECONDS_OF_DAY);
    const uses = await tx.operationUsage.count({ where: { appId: app.id, operationId: id, day: { gte: since } } });
    if (uses > 0 && reason === null)
      throw refusal(
        `it was used within ${DAYS_OF_USE} days: give a reason to retire it all the same`,
        `${DAYS_OF_USE} 日内仍有使用，须写明理由`,
      );
    const data = { retiredBy: actor.officer, retiredAt: now, retireReason: reason };
    await tx.registeredOperation.updateMany({ where: { appId: app.id, id }, data });
    return app;
  },
  tells: ({ departmentId }, { operation, reason }) => ({ department: departmentId, operation, reason }),
});

/** The mutations by which the steps on operations are taken. */
export const OPERATION_MUTATIONS = [
  called("PROPOSE_OPERATIONS", registerOperations),
  called("CONFIRM_OPERATIONS", confirmOperations),
  called("RETIRE_OPERATION", retireOperation),
];
