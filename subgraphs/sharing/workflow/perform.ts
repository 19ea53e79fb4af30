import { GraphQLError } from "graphql";
import type { Context } from "../builder.ts";
import { sharingError, stepRefused } from "../errors.ts";
import { kindOf, type SharingEvent } from "../event.ts";
import { Prisma } from "../generated/prisma/client.ts";
import { servicesOf, type SharingServices } from "../services.ts";
import { actorOf } from "./actor-of.ts";
import { decideStep, type Actor, type MatterView } from "./decide.ts";
import { STATE_MACHINE, type Action } from "./state-machine.ts";
import type { Transition } from "./transition.ts";

/** Somebody else changed the matter between reading and writing: the step starts anew. */
export class ConcurrentChange extends Error {}

/** One step while it is being taken, inside its transaction. */
export interface Taking {
  readonly tx: Prisma.TransactionClient;
  readonly actor: Actor;
  readonly now: Date;
  readonly services: SharingServices;
  /** Notes a step of the hub's own (or the person's) that belongs to the same transaction. */
  readonly note: (action: Action, id: string | number, before: string | null, detail?: object) => void;
}

/** What a step of a person consists of. */
export interface PersonStep<Row, Result> {
  readonly action: Action;
  /** Reads the matter. @throws HUB_NOT_FOUND */
  readonly load: (tx: Prisma.TransactionClient, actor: Actor) => Promise<Row>;
  readonly view: (row: Row) => MatterView & { readonly id: string | number | null };
  /**
   * Writes the new state; MUST use `held` on a row with a version. Further checks of the content throw HUB_* errors.
   * @returns the answer, the matter's number where it is new, and what the event says beside
   */
  readonly change: (
    row: Row,
    taking: Taking,
  ) => Promise<{ readonly result: Result; readonly id?: string | number; readonly detail?: object }>;
}

const ATTEMPTS = 5;

/** Checks that an update by version found its row. @throws ConcurrentChange */
export const held = ({ count }: { readonly count: number }): void => {
  if (count !== 1) throw new ConcurrentChange();
};

const eventOf = (
  action: Action,
  who: { readonly actor: Actor; readonly role: string | null; readonly now: Date },
  change: { readonly id: string; readonly before: string | null; readonly after: string | null },
  detail: object,
): SharingEvent => {
  const { matter, article }: Transition = STATE_MACHINE[action];
  return {
    kind: kindOf(matter),
    time: who.now.toISOString(),
    app: who.actor.app,
    department: who.actor.department,
    officer: who.actor.officer,
    role: who.role,
    action,
    article,
    change: { what: matter, ...change },
    detail: { ...detail },
  };
};

/** Writes events to the database, then hands them to the ledger. @throws HUB_EVENT_NOT_RECORDED: the step must not happen */
export const recordEvents = async (
  tx: Pick<Prisma.TransactionClient, "sharingEvent">,
  events: readonly SharingEvent[],
  { onEvent }: Pick<SharingServices, "onEvent">,
): Promise<void> => {
  await tx.sharingEvent.createMany({
    data: events.map(({ change, ...event }) => ({
      at: event.time,
      action: event.action,
      article: event.article,
      matter: change.what,
      matterId: change.id,
      before: change.before,
      after: change.after,
      app: event.app,
      department: event.department,
      officer: event.officer,
      role: event.role,
      detail: event.detail as Prisma.InputJsonObject,
    })),
  });
  try {
    for (const event of events) await onEvent(event);
  } catch (cause) {
    const failed = sharingError("HUB_EVENT_NOT_RECORDED", "The step could not be recorded, so it was not taken");
    failed.cause = cause;
    throw failed;
  }
};

class Refused extends Error {
  readonly event: SharingEvent;
  readonly answer: Error;
  constructor(event: SharingEvent, answer: Error) {
    super(answer.message);
    this.event = event;
    this.answer = answer;
  }
}

const once = async <Row, Result>(context: Context, step: PersonStep<Row, Result>): Promise<Result> => {
  const services = servicesOf(context.database);
  return context.database.$transaction(
    async (tx) => {
      const actor = await actorOf(context, tx);
      const now = services.now();
      const row = await step.load(tx, actor);
      const { id, ...view } = step.view(row);
      const decision = decideStep(step.action, actor, view);
      if (decision.kind !== "allowed") {
        const attempt = { id: String(id ?? "new"), before: view.state, after: null };
        const event = eventOf(step.action, { actor, role: null, now }, attempt, { refused: decision.kind });
        throw new Refused(event, stepRefused(step.action, decision));
      }
      const further: SharingEvent[] = [];
      const note: Taking["note"] = (action, noted, before, detail = {}) => {
        const change = { id: String(noted), before, after: STATE_MACHINE[action].to };
        further.push(eventOf(action, { actor, role: null, now }, change, detail));
      };
      const taking = { tx, actor, now, services, note };
      const done = await step.change(row, taking).catch((error: unknown) => {
        if (!(error instanceof GraphQLError)) throw error;
        const { code, coordinates } = error.extensions;
        const attempt = { id: String(id ?? "new"), before: view.state, after: null };
        throw new Refused(
          eventOf(step.action, { actor, role: decision.role, now }, attempt, { refused: code, coordinates }),
          error,
        );
      });
      const change = { id: String(done.id ?? id ?? ""), before: view.state, after: decision.to };
      const event = eventOf(step.action, { actor, role: decision.role, now }, change, done.detail ?? {});
      await recordEvents(tx, [event, ...further], services);
      return done.result;
    },
    { maxWait: 10_000, timeout: 20_000 },
  );
};

/** Two at once: a version that moved on, a unique index that spoke first, or a deadlock that the database ended. */
const isConcurrent = (error: unknown): boolean =>
  error instanceof ConcurrentChange ||
  (error instanceof Prisma.PrismaClientKnownRequestError && (error.code === "P2002" || error.code === "P2034"));

/**
 * Takes one step: reads the matter, lets the state machine decide, writes state and events in one transaction, and commits
 * only once the ledger has taken the events. Of concurrent steps one wins; the others are decided anew on what it left, so
 * nothing is ever done twice. A refused attempt is recorded too.
 * @throws HUB_STEP_REFUSED, HUB_CONFLICT after five vain attempts, HUB_EVENT_NOT_RECORDED, and what `load` and `change` throw
 */
export const perform = async <Row, Result>(context: Context, step: PersonStep<Row, Result>): Promise<Result> => {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    try {
      return await once(context, step);
    } catch (error) {
      if (error instanceof Refused) {
        await recordEvents(context.database, [error.event], servicesOf(context.database));
        throw error.answer;
      }
      if (!isConcurrent(error)) throw error;
    }
  }
  throw sharingError("HUB_CONFLICT", "Others are changing the same matter; read it again and retry");
};
