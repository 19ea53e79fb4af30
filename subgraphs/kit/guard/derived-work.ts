import { setImmediate as nextRound } from "node:timers/promises";
import { isObjectType, type GraphQLSchema } from "graphql";
import type { SubgraphContext } from "../context.ts";
import { invalidInput } from "../errors.ts";
import { byField, type ByField, type Middleware } from "./fields.ts";
import { statedIn } from "./revealed-arguments.ts";

/** Values that one fetch may have worked out, under whatever names: two pages of the longest kind. */
export const MOST_DERIVED = 400;

/** Milliseconds of work after which other fetches have their turn. */
const LONGEST_TURN = 20;

/** Coordinates that the department works out from what `@requires` brings along. */
function derivedFields(schema: GraphQLSchema): readonly string[] {
  return Object.values(schema.getTypeMap()).flatMap((type) =>
    isObjectType(type)
      ? Object.values(type.getFields())
          .filter(({ extensions }) => statedIn(extensions, "requires").length > 0)
          .map((field) => `${type.name}.${field.name}`)
      : [],
  );
}

/** The middleware that counts what one fetch has worked out. @throws HUB_TOO_MUCH_WORK, in place of each value too many */
export function countingWork(schema: GraphQLSchema): ByField<Middleware> {
  const counts = new WeakMap<SubgraphContext, number>();
  const counting: Middleware = (resolve, parent, args, context, info) => {
    const count = (counts.get(context) ?? 0) + 1;
    counts.set(context, count);
    if (count > MOST_DERIVED) throw invalidInput("HUB_TOO_MUCH_WORK", { limit: MOST_DERIVED });
    return resolve(parent, args, context, info);
  };
  return byField(derivedFields(schema).map((coordinate) => [coordinate, counting]));
}

interface Queue {
  begun: number;
  last: Promise<void>;
}

const queues = new WeakMap<SubgraphContext, Queue>();

/**
 * The turn of the request's next dear value: one after the other, and after whatever else the process has to do when they have
 * worked for `LONGEST_TURN`. MUST be awaited right before the work.
 */
export function turn(context: SubgraphContext): Promise<void> {
  const queue = queues.get(context) ?? { begun: performance.now(), last: Promise.resolve() };
  queues.set(context, queue);
  queue.last = queue.last.then(() => {
    if (performance.now() - queue.begun <= LONGEST_TURN) return undefined;
    return nextRound().then(() => {
      queue.begun = performance.now();
    });
  });
  return queue.last;
}
