import { GraphQLError } from "graphql";
import { namesPerson } from "../../../schema/names-person.ts";
import type { Context } from "../builder.ts";
import type { CatalogueView } from "../catalogue/catalogue-view.ts";
import { contentRefused, notFound, sharingError, stepRefused, type Thing } from "../errors.ts";
import { eventOf, recordEvents, type Acting, type SharingEvent } from "../event.ts";
import { Prisma } from "../generated/prisma/client.ts";
import { servicesOf } from "../services.ts";
import { actorOf } from "./actor-of.ts";
import type { Raw } from "./arguments.ts";
import { decideStep, type Actor } from "./decide.ts";
import { ConcurrentChange } from "./matter.ts";
import type { PersonStep, PreparedStep, StepContext } from "./step.ts";

const ATTEMPTS = 5;

/** A refused attempt, which is recorded after the transaction that it ended. */
class Refused extends Error {
  readonly event: SharingEvent;
  readonly answer: Error;
  constructor(event: SharingEvent, answer: Error) {
    super(answer.message);
    this.event = event;
    this.answer = answer;
  }
}

/**
 * The functions by which steps of the hub's own are taken in a transaction.
 * @param events collects the event of each, for whoever records them
 */
export function hubSteps(
  tx: Prisma.TransactionClient,
  acting: Acting,
  events: SharingEvent[],
): Pick<StepContext, "begin" | "advance"> {
  return {
    begin: async (step, data, detail = {}) => {
      const { made, id } = await step.kind.create(tx, data, step.to);
      events.push(eventOf(step, acting, { id: String(id), before: null, after: step.to }, detail));
      return made;
    },
    advance: async (step, row, data, detail = {}) => {
      const { id, state } = step.kind.view(row);
      if (!step.from.some((from) => from === state)) throw new ConcurrentChange(`${step.action}: not from ${state}`);
      await step.kind.write(tx, row, data, step.to);
      events.push(eventOf(step, acting, { id: String(id), before: state, after: step.to }, detail));
    },
  };
}

/** Turns what the caller did wrong into a refused attempt with a record; everything else goes on as it is. */
const refusing =
  (step: PersonStep, acting: Acting, view: Pick<PreparedStep["view"], "id" | "state">) =>
  (error: unknown): never => {
    if (!(error instanceof GraphQLError)) throw error;
    const { code, coordinates, field } = error.extensions;
    const attempt = { id: String(view.id ?? "new"), before: view.state, after: null };
    throw new Refused(eventOf(step, acting, attempt, { refused: code, coordinates, field }), error);
  };

const OVERSEERS = ["AUTHORITY", "AUDITOR", "SECURITY_ADMINISTRATOR", "GOVERNMENT"] as const;

/** A matter between other departments: who does not oversee it is not told that there is one. The record tells why. */
const isForeign = ({ department, roles }: Actor, { id, consumer, provider }: PreparedStep["view"]): boolean =>
  id !== null &&
  (consumer ?? provider) !== null &&
  department !== consumer &&
  department !== provider &&
  !OVERSEERS.some((role) => roles.has(role));

/** The matter with the areas of its parties, as far as the register has them, for an authority: it acts within its own. */
const withAreas = async (
  tx: Prisma.TransactionClient,
  { roles }: Actor,
  view: PreparedStep["view"],
): Promise<PreparedStep["view"]> => {
  if (view.areas !== undefined || !roles.has("AUTHORITY")) return view;
  const parties = [view.consumer, view.provider].filter((party) => party !== null);
  const rows = await tx.department.findMany({ where: { id: { in: parties } } });
  return { ...view, areas: rows.map(({ areaCode }) => areaCode) };
};

/** The step's long work, settled; nothing where the officer has no role of the step, which the transaction finds and refuses. */
const workAhead = async (context: Context, { ahead, by }: PersonStep, raw: Raw): Promise<unknown> => {
  if (ahead === undefined) return undefined;
  const actor = await actorOf(context).catch(() => undefined);
  return by.some(({ role }) => actor?.roles.has(role)) ? ahead(raw) : undefined;
};

const once = async (context: Context, step: PersonStep, raw: Raw, ahead: Promise<unknown>): Promise<unknown> => {
  const own = servicesOf(context.database);
  let view: CatalogueView | undefined;
  // One step sees one catalogue, even when the supergraph is replaced meanwhile.
  const services = { ...own, catalogue: () => (view ??= own.catalogue()) };
  return context.database.$transaction(
    async (tx) => {
      // Administrators who end each other's office at the same instant would each count the other.
      if (step.matter === "party") await tx.$executeRaw`lock table officer_role in share row exclusive mode`;
      const actor = await actorOf(context, tx);
      const now = services.now();
      const { app, department, officer } = actor;
      const trying = { app, department, officer, role: null, now };
      const unknown = refusing(step, trying, { id: null, state: null });
      const { view: prepared, take } = await step.prepare({ tx, actor, services }, raw, ahead).catch(unknown);
      const matter = await withAreas(tx, actor, prepared);
      const decision = decideStep(step, actor, matter);
      if (decision.kind !== "allowed") {
        const attempt = { id: String(matter.id ?? "new"), before: matter.state, after: null };
        const event = eventOf(step, trying, attempt, { refused: decision.kind });
        const answer = isForeign(actor, matter) ? notFound(step.matter as Thing) : stepRefused(step.action, decision);
        throw new Refused(event, answer);
      }
      const acting = { ...trying, role: decision.role };
      const further: SharingEvent[] = [];
      const refusal: StepContext["refusal"] = (en, zh) => contentRefused(step.action, { en, zh });
      const hub = hubSteps(tx, trying, further);
      const { result, id, detail } = await take({ tx, actor, now, services, refusal, ...hub }, tx).catch(
        refusing(step, acting, matter),
      );
      const change = { id: String(id ?? matter.id ?? ""), before: matter.state, after: step.to };
      await recordEvents(tx, [eventOf(step, acting, change, detail), ...further], services);
      return result;
    },
    { maxWait: 10_000, timeout: 20_000 },
  );
};

/** Two at once: a version that moved on, a unique index that spoke first, or a deadlock that the database ended. */
const isConcurrent = (error: unknown): boolean =>
  error instanceof ConcurrentChange ||
  (error instanceof Prisma.PrismaClientKnownRequestError && (error.code === "P2002" || error.code === "P2034"));

const ACCOUNT = /^[^\s\p{C}]{1,64}$/u;

/**
 * Records an attempt that ended in no refusal of its matter: of somebody whom the register does not know, in vain among many, by a failure.
 * The officer stands there as the envelope claims, where that is an account.
 */
const recordOdd = async ({ database, envelope }: Context, step: PersonStep, refused: string): Promise<void> => {
  if (!envelope) return;
  const { app, department, officer: claimed } = envelope;
  const services = servicesOf(database);
  const officer = claimed !== null && ACCOUNT.test(claimed) && !namesPerson(claimed) ? claimed : "unknown";
  const attempt = { id: "new", before: null, after: null };
  const event = eventOf(step, { app, department, officer, role: null, now: services.now() }, attempt, { refused });
  await recordEvents(database, [event], services);
};

/** Code of a refusal; undefined of a failure. */
const codeOf = (error: unknown): string | undefined =>
  error instanceof GraphQLError ? String(error.extensions["code"]) : undefined;

/** An attempt that is recorded, though nothing was decided on it. The failure itself is told whether or not its record could be made. */
const failOddly = async (context: Context, step: PersonStep, error: unknown): Promise<never> => {
  const code = codeOf(error);
  if (code === undefined) await recordOdd(context, step, "FAILED").catch(() => undefined);
  else if (code !== "HUB_EVENT_NOT_RECORDED") await recordOdd(context, step, code);
  throw error;
};

/**
 * Takes one step: checks the arguments, reads the matter, lets the state machine decide, writes state and events in one
 * transaction, and commits only once the ledger has taken the events. The state written and the state recorded are both the
 * machine's. Of concurrent steps one wins; the others are decided anew on what it left, so nothing is ever done twice. A
 * refused attempt is recorded too, however odd.
 * @throws HUB_OFFICER_UNKNOWN, HUB_STEP_REFUSED, HUB_CONFLICT after five vain attempts, HUB_EVENT_NOT_RECORDED, and whatever
 *   arguments, matter and effect refuse with
 */
export async function perform(context: Context, step: PersonStep, raw: Raw): Promise<unknown> {
  const ahead = workAhead(context, step, raw);
  await ahead.catch(() => undefined);
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    try {
      return await once(context, step, raw, ahead);
    } catch (error) {
      if (error instanceof Refused) {
        await recordEvents(context.database, [error.event], servicesOf(context.database));
        throw error.answer;
      }
      if (!isConcurrent(error)) return failOddly(context, step, error);
    }
  }
  return failOddly(context, step, sharingError("HUB_CONFLICT", {}));
}
