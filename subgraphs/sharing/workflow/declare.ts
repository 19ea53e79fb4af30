import type { Limits } from "../clock/limits.ts";
import { readTerm, type Term } from "../clock/term.ts";
import type { Prisma } from "../generated/prisma/client.ts";
import type { SharingServices } from "../services.ts";
import { readArguments, type Arguments, type Values } from "./arguments.ts";
import type { Actor, MatterView } from "./decide.ts";
import type { MatterKind, Stateless, StepTransaction } from "./matter.ts";
import type { Matter, StateOf } from "./states.ts";
import type { HubStep, PersonStep, PreparedStep, StepContext, Unnamed } from "./step.ts";
import type { Transition } from "./transition.ts";

type Awaitable<Value> = Value | Promise<Value>;

/** The row of the state machine that a step is, in short: no `by` means the hub's own. */
interface Row<M extends Matter> {
  readonly from?: readonly (StateOf<M> | null)[];
  readonly to: StateOf<M>;
  readonly by?: Transition["by"];
  readonly apart?: Transition["apart"];
  readonly article: number | null;
}

/** A row of the state machine. Without `from` it is the beginning of a matter. */
export function transition<M extends Matter>(
  matter: M,
  { from = [null], to, by = [], apart = [], article }: Row<M>,
): Unnamed<Transition<M> & { readonly action: string }> {
  return Object.freeze({ matter, from, to, by, apart, article });
}

/** Declares a step of the hub's own. */
export function hubStep<M extends Matter, Loaded, Made, Creation, Change>(
  kind: MatterKind<M, Loaded, Made, Creation, Change>,
  row: Row<M>,
): Unnamed<HubStep<M, Loaded, Made, Creation, Change>> {
  return Object.freeze({ ...transition(kind.name, row), kind });
}

/** Declaration that every step of a person has. */
interface Declared<M extends Matter, A extends Arguments> extends Row<M> {
  readonly by: Transition["by"];
  readonly mutation: string;
  readonly description: string;
  readonly args?: A;
  readonly when?: Readonly<Record<string, boolean>>;
}

const declared = <M extends Matter>(matter: M, type: unknown, step: Declared<M, Arguments>, args: Arguments) => ({
  ...transition(matter, step),
  mutation: step.mutation,
  description: step.description,
  type,
  args,
  when: step.when ?? {},
});

/** Declaration of a step that moves a matter to its next state. */
interface Move<M extends Matter, Loaded, Change, A extends Arguments, T extends Arguments> extends Declared<M, A> {
  readonly from: readonly StateOf<M>[];
  /** The term within which the step can be taken; once it has run out the step is refused. */
  readonly within?: (row: Loaded, limits: Limits) => Term;
  /** Checks of the content, and what is written beside the state. Throws HUB_* errors to refuse. */
  readonly effect: (context: StepContext, args: Values<A & T>, row: Loaded) => Awaitable<Stateless<Change>>;
  /** Follows once the state is written. */
  readonly then?: (context: StepContext, args: Values<A & T>, row: Loaded) => Promise<void>;
  /** Facts that the event tells beside those of every event of the matter. */
  readonly tells?: (context: StepContext, args: Values<A & T>, row: Loaded) => Awaitable<object>;
}

/** Declaration that all moving steps of a matter share. */
interface Moving<Loaded, T extends Arguments, Result> {
  readonly type: { readonly $inferType: Result };
  /** Arguments that name the matter. */
  readonly target: T;
  /** @throws HUB_NOT_FOUND */
  readonly load: (tx: StepTransaction, target: Values<T>, actor: Actor) => Promise<Loaded>;
  readonly result: (tx: StepTransaction, row: Loaded) => Promise<Result>;
  /** Locks what several matters share, before the effect. @throws ConcurrentChange */
  readonly lock?: (tx: Prisma.TransactionClient, row: Loaded) => Promise<void>;
  /** Facts that every event of the matter tells beside the change of state. */
  readonly tells?: (row: Loaded, result: Result) => object;
}

const assertRunning = (term: Term | undefined, { now, refusal }: StepContext): void => {
  // An answer that came late ends its term as well: a longer term would make it kept.
  if (term && !["RUNNING", "RESTING"].includes(readTerm(term, now).state))
    throw refusal("what is late cannot be cured: the term has run out", "时限已过，逾期不得补救");
};

/** Gives the function by which steps that move one kind of matter are declared. The state is written by it alone. */
export function movesOf<M extends Matter, Loaded, Made, Creation, Change, T extends Arguments, Result>(
  kind: MatterKind<M, Loaded, Made, Creation, Change>,
  { type, target, load, result, lock, tells }: Moving<Loaded, T, Result>,
) {
  return <A extends Arguments = T>(step: Move<M, Loaded, Change, A, T>): Unnamed<PersonStep> => {
    const args = { ...target, ...step.args } as A & T;
    const prepare: PersonStep["prepare"] = async ({ tx, actor }, raw) => {
      const values = readArguments(args, raw);
      const row = await load(tx, values, actor);
      const take: PreparedStep["take"] = async (context, writing) => {
        assertRunning(step.within?.(row, context.services.limits), context);
        await lock?.(writing, row);
        await kind.write(writing, row, await step.effect(context, values, row), step.to);
        await step.then?.(context, values, row);
        const answer = await result(context.tx, row);
        const detail = { ...tells?.(row, answer), ...(await step.tells?.(context, values, row)) };
        return { result: answer, detail };
      };
      return { view: kind.view(row), take };
    };
    return Object.freeze({ ...declared(kind.name, type, step, args), prepare });
  };
}

type Sides = Omit<MatterView, "state" | "involved"> & Partial<Pick<MatterView, "involved">>;

interface Beginning<M extends Matter, Loaded, Made, Creation, A extends Arguments, Ahead> extends Declared<M, A> {
  /** Long work on the arguments alone, done before the transaction; `load` is given what it made, undefined for whom it was not done. */
  readonly ahead?: (args: Values<A>) => Promise<Ahead>;
  /** Loads whatever the new matter is about. @throws HUB_NOT_FOUND */
  readonly load: (
    tx: StepTransaction,
    args: Values<A>,
    actor: Actor,
    services: SharingServices,
    ahead: Ahead | undefined,
  ) => Awaitable<Loaded>;
  readonly sides: (about: Loaded) => Sides;
  /** Locks what concurrent beginnings share, before the effect. @throws ConcurrentChange */
  readonly lock?: (tx: Prisma.TransactionClient, about: Loaded) => Promise<void>;
  readonly within?: (about: Loaded, limits: Limits) => Term;
  /** Checks of the content, and what the new row holds beside its state. Throws HUB_* errors to refuse. */
  readonly effect: (context: StepContext, args: Values<A>, about: Loaded) => Awaitable<Stateless<Creation>>;
  readonly then?: (context: StepContext, args: Values<A>, made: Made, about: Loaded) => Promise<void>;
  readonly tells?: (made: Made, args: Values<A>, about: Loaded) => object;
}

/** Gives the function by which steps that begin one kind of matter are declared. */
export function beginningsOf<M extends Matter, Row, Made, Creation, Change>(
  kind: Pick<MatterKind<M, Row, Made, Creation, Change>, "name" | "create">,
  type: { readonly $inferType: Made },
) {
  return <A extends Arguments, Loaded, Ahead = undefined>(
    step: Beginning<M, Loaded, Made, Creation, A, Ahead>,
  ): Unnamed<PersonStep> => {
    const args = step.args ?? ({} as A);
    const prepare: PersonStep["prepare"] = async ({ tx, actor, services }, raw, done) => {
      const values = readArguments(args, raw);
      const about = await step.load(tx, values, actor, services, (await done) as Ahead | undefined);
      const take: PreparedStep["take"] = async (context, writing) => {
        assertRunning(step.within?.(about, context.services.limits), context);
        await step.lock?.(writing, about);
        const data = await step.effect(context, values, about);
        const { made, id } = await kind.create(writing, data, step.to);
        await step.then?.(context, values, made, about);
        return { result: made, id, detail: step.tells?.(made, values, about) ?? {} };
      };
      return { view: { involved: {}, ...step.sides(about), id: null, state: null }, take };
    };
    return Object.freeze({ ...declared(kind.name, type, step, args), ...aheadOf(step.ahead, args), prepare });
  };
}

/** The long work of a step, on its arguments once they are checked. */
const aheadOf = <A extends Arguments>(
  work: ((args: Values<A>) => Promise<unknown>) | undefined,
  args: A,
): Pick<PersonStep, "ahead"> => (work === undefined ? {} : { ahead: (raw) => work(readArguments(args, raw)) });

interface Act<M extends Matter, About, A extends Arguments, Result> extends Declared<M, A> {
  readonly load: (tx: StepTransaction, args: Values<A>, services: SharingServices) => Awaitable<About>;
  readonly view: (about: About) => Omit<PreparedStep["view"], "involved"> & Partial<Pick<MatterView, "involved">>;
  /** Does everything: the table of such a matter holds no state. */
  readonly effect: (context: StepContext, args: Values<A>, about: About) => Promise<Result>;
  readonly id?: (result: Result) => string | number;
  readonly tells?: (result: Result, args: Values<A>) => object;
}

/** Declares a step on a matter that knows one state and stores none: a party, the catalogue. */
export function act<M extends "party" | "catalogue", About, A extends Arguments, Result>(
  matter: M,
  type: { readonly $inferType: Result },
  step: Act<M, About, A, Result>,
): Unnamed<PersonStep> {
  const args = step.args ?? ({} as A);
  const prepare: PersonStep["prepare"] = async ({ tx, services }, raw) => {
    const values = readArguments(args, raw);
    const about = await step.load(tx, values, services);
    const take: PreparedStep["take"] = async (context) => {
      const result = await step.effect(context, values, about);
      const id = step.id?.(result);
      return { result, ...(id === undefined ? {} : { id }), detail: step.tells?.(result, values) ?? {} };
    };
    return { view: { involved: {}, ...step.view(about) }, take };
  };
  return Object.freeze({ ...declared(matter, type, step, args), prepare });
}
