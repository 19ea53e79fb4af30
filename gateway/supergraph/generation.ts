import type { Exporting } from "../export/exporting.ts";
import type { GenerationEvents } from "../events/generation-events.ts";
import type { HttpAnswer, HttpRequest, Route } from "../front/http.ts";
import type { GenerationQuality } from "../quality/generation-quality.ts";

/** One loaded supergraph with its plans, caches and connections. Requests in flight keep it alive after it is replaced. */
export interface Generation {
  /** Never rejects. */
  readonly answer: (request: HttpRequest) => HttpAnswer | Promise<HttpAnswer>;
  /** undefined where no events are served. What is asked here counts as a request under way. */
  readonly events: GenerationEvents | undefined;
  /** undefined without governance. What is asked here counts likewise. */
  readonly exports: Exporting | undefined;
  /** undefined without governance. What is asked here counts likewise. */
  readonly quality: GenerationQuality | undefined;
  /** Resolves once its requests are over (or `drainTimeout` milliseconds have passed) and everything is released. */
  readonly retire: (drainTimeout: number) => Promise<void>;
}

/** Counts what is under way, and tells when nothing is. */
const createCounter = () => {
  let inFlight = 0;
  let whenIdle: (() => void) | undefined;
  return {
    enter: (): void => {
      inFlight += 1;
    },
    leave: (): void => {
      inFlight -= 1;
      if (inFlight === 0) whenIdle?.();
    },
    idle: (timeout: number): Promise<void> =>
      new Promise((resolve) => {
        if (inFlight === 0) {
          resolve();
          return;
        }
        const timer = setTimeout(resolve, timeout);
        whenIdle = () => {
          clearTimeout(timer);
          resolve();
        };
      }),
  };
};

const NOT_FOUND: HttpAnswer = Object.freeze({ status: 404, headers: Object.freeze({}), body: "" });

type Counter = ReturnType<typeof createCounter>;

const counted =
  <Arguments extends readonly unknown[], Result>(
    { enter, leave }: Counter,
    work: (...given: Arguments) => Promise<Result>,
  ): ((...given: Arguments) => Promise<Result>) =>
  (...given) => {
    enter();
    return work(...given).finally(leave);
  };

const countedEvents = (counter: Counter, { ask, departments, collect }: GenerationEvents): GenerationEvents => ({
  ask: { open: counted(counter, ask.open), tell: counted(counter, ask.tell), stays: counted(counter, ask.stays) },
  departments,
  collect: counted(counter, collect),
});

/** What a generation does beside answering requests. */
type Beside = { readonly [Name in "events" | "exports" | "quality"]?: Generation[Name] };

/** The generation that answers by these routes, the first that knows a request; `close` releases what it holds. */
export function createGeneration(
  routes: readonly Route[],
  close: () => Promise<void>,
  { events, exports, quality }: Beside = {},
): Generation {
  const counter = createCounter();
  const find = (request: HttpRequest): HttpAnswer | Promise<HttpAnswer> => {
    for (const route of routes) {
      const answer = route(request);
      if (answer !== undefined) return answer;
    }
    return NOT_FOUND;
  };
  return {
    answer: (request) => {
      counter.enter();
      const answer = find(request);
      if (answer instanceof Promise) return answer.finally(counter.leave);
      counter.leave();
      return answer;
    },
    events: events && countedEvents(counter, events),
    exports: exports && { open: counted(counter, exports.open), page: counted(counter, exports.page) },
    quality: quality && { departments: quality.departments, ask: counted(counter, quality.ask) },
    retire: async (drainTimeout) => {
      await counter.idle(drainTimeout);
      await close();
    },
  };
}
