import type { GraphQLError } from "graphql";
import type { Prisma } from "../generated/prisma/client.ts";
import type { SharingServices } from "../services.ts";
import type { Arguments, Raw } from "./arguments.ts";
import type { Actor, MatterView } from "./decide.ts";
import type { MatterKind, Stateless, StepTransaction } from "./matter.ts";
import type { Matter } from "./states.ts";
import type { Transition } from "./transition.ts";

/** A step of the hub's own, which follows from somebody's step or from time. */
export interface HubStep<M extends Matter, Row, Made, Creation, Change> extends Transition<M> {
  readonly action: string;
  readonly kind: MatterKind<M, Row, Made, Creation, Change>;
}

/** A step while it is being taken, inside its transaction. */
export interface StepContext {
  readonly tx: StepTransaction;
  readonly actor: Actor;
  readonly now: Date;
  readonly services: SharingServices;
  /** Refuses the step for what it finds: the term has run out, there is one already. */
  readonly refusal: (en: string, zh: string) => GraphQLError;
  /** Creates a matter by a step of the hub's own and records it. */
  readonly begin: <M extends Matter, Row, Made, Creation, Change>(
    step: HubStep<M, Row, Made, Creation, Change>,
    data: Stateless<Creation>,
    detail?: object,
  ) => Promise<Made>;
  /** Moves a matter by a step of the hub's own and records it. @throws ConcurrentChange from a state that is not listed */
  readonly advance: <M extends Matter, Row, Made, Creation, Change>(
    step: HubStep<M, Row, Made, Creation, Change>,
    row: Row,
    data: Stateless<Change>,
    detail?: object,
  ) => Promise<void>;
}

/** Result of a step that was taken. */
interface Outcome {
  readonly result: unknown;
  /** Number of a matter that is new. */
  readonly id?: string | number;
  /** Facts that the event tells beside the change of state. */
  readonly detail: object;
}

/** A step on a matter that was loaded: the view decides, then it is taken. */
export interface PreparedStep {
  readonly view: MatterView & { readonly id: string | number | null };
  /** @param tx the transaction without its restriction, for the matter's own writer */
  readonly take: (context: StepContext, tx: Prisma.TransactionClient) => Promise<Outcome>;
}

/** A step that a person takes through a mutation. */
export interface PersonStep extends Transition {
  readonly action: string;
  /** Name of the mutation field. */
  readonly mutation: string;
  readonly description: string;
  /** Reference to the GraphQL type of the answer. */
  readonly type: unknown;
  readonly args: Arguments;
  /** Value of the argument by which a mutation of two steps chooses this one. */
  readonly when: Readonly<Record<string, boolean>>;
  /**
   * Long work that depends on the arguments alone, such as reading a file: done once, before the transaction, and only for officers with
   * a role of the step. @throws HUB_APPLICATION_INVALID
   */
  readonly ahead?: (raw: Raw) => Promise<unknown>;
  /**
   * Checks the arguments and loads the matter.
   * @param ahead the work above, settled by now; undefined inside where it was not done
   * @throws HUB_APPLICATION_INVALID, HUB_NOT_FOUND
   */
  readonly prepare: (
    reading: Pick<StepContext, "tx" | "actor" | "services">,
    raw: Raw,
    ahead: Promise<unknown>,
  ) => Promise<PreparedStep>;
}

/** A step that does not know its name yet. */
export type Unnamed<Step> = Omit<Step, "action">;

/** A step by its name. */
export function called<Step extends object>(action: string, step: Step): Step & { readonly action: string } {
  return Object.freeze({ ...step, action });
}

/** Steps by their names, each with its name. */
export function named<Steps extends Readonly<Record<string, object>>>(
  steps: Steps,
): { readonly [Action in keyof Steps]: Steps[Action] & { readonly action: Action } } {
  const entries = Object.entries(steps).map(([action, step]) => [action, called(action, step)]);
  return Object.fromEntries(entries) as {
    readonly [Action in keyof Steps]: Steps[Action] & { readonly action: Action };
  };
}
