import { GraphQLError } from "graphql";
import type { Logger } from "pino";
import { Counter, Gauge, Histogram, type Registry } from "prom-client";
import type { Answer } from "../answer.ts";
import type { GatewayLimits } from "../config.ts";
import { hubError } from "../errors.ts";
import { readableBy } from "../front/cors.ts";
import type { HttpAnswer, HttpRequest, Outlet } from "../front/http.ts";
import type { AskAtEvent, Opening, Subscribing } from "./ask-at-event.ts";
import { type EventFeed, followEvents } from "./event-feed.ts";
import type { EventStore } from "./event-store.ts";
import { EventStream } from "./event-stream.ts";
import type { HubEvent } from "./hub-event.ts";
import type { Authenticator } from "../authenticate/authenticator.ts";
import type { Caller } from "../authenticate/caller.ts";
import type { StreamLimits } from "./stream-limits.ts";
import {
  asStream,
  forWholeAnswer,
  lastEventOf,
  readSubscribing,
  refusedStream,
  STREAM_HEADERS,
} from "./subscribe-request.ts";

/** What streams are served with. */
export interface StreamServing {
  readonly store: EventStore;
  /** Of the supergraph in force. */
  readonly ask: () => AskAtEvent;
  readonly authenticator: Authenticator;
  readonly servesOrigin: (origin: string, app: string | undefined) => boolean;
  /** True for a caller of whom no text is read; a subscription is a text. */
  readonly demandsRegistered: (caller: Caller) => boolean;
  /** Bounds on a request that subscribes. */
  readonly requests: GatewayLimits;
  readonly limits: StreamLimits;
  readonly registry: Registry;
  readonly logger: Logger;
}

/** The streams of a gateway. */
export interface Streams {
  /** Answers a request that subscribes by opening a stream, and any other by `otherwise`. Never rejects. */
  readonly answer: (
    request: HttpRequest,
    otherwise: (request: HttpRequest) => HttpAnswer | Promise<HttpAnswer>,
  ) => Promise<HttpAnswer>;
  /** Ends all streams, so that their clients go elsewhere; nobody opens another. */
  readonly close: () => Promise<void>;
}

/** One open stream with what its gateway knows of it. */
interface Seat {
  readonly app: string;
  /** Milliseconds since 1970 at which its token expires. */
  readonly until: number;
  readonly stream: EventStream;
  /** The clock of `performance.now()` at its next sign of life. */
  nextBeat: number;
}

const meter = (registry: Registry, open: () => number) => {
  new Gauge({
    name: "hub_streams_open",
    help: "Event streams that are open.",
    registers: [registry],
    collect() {
      this.set(open());
    },
  });
  const events = new Counter({
    name: "hub_stream_events_total",
    help: "Events by what became of them on a stream: told to its subscriber, or not the subscriber's to know.",
    labelNames: ["outcome"] as const,
    registers: [registry],
  });
  const delay = new Histogram({
    name: "hub_event_delay_seconds",
    help: "From the change in a department to the moment when a subscriber was sent it.",
    buckets: [0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 5, 30, 300],
    registers: [registry],
  });
  return (milliseconds: number | undefined): void => {
    events.inc({ outcome: milliseconds === undefined ? "silent" : "told" });
    if (milliseconds !== undefined) delay.observe(Math.max(0, milliseconds) / 1_000);
  };
};

/** The open streams of one gateway. */
class OpenStreams {
  readonly #serving: StreamServing;
  readonly #seats = new Set<Seat>();
  readonly #perApp = new Map<string, number>();
  readonly #feed: EventFeed;
  readonly #onEvent: (milliseconds: number | undefined) => void;
  readonly #sweeping: NodeJS.Timeout;
  /** Streams that are being opened: they count as open. */
  #opening = 0;
  #isClosed = false;

  constructor(serving: StreamServing) {
    this.#serving = serving;
    this.#onEvent = meter(serving.registry, () => this.#seats.size);
    this.#feed = followEvents(
      serving.store,
      (events) => {
        this.#spread(events);
      },
      (reason) => {
        serving.logger.warn({ reason }, "Events cannot be read; that is tried again.");
      },
    );
    this.#sweeping = setInterval(
      () => {
        this.#sweep();
      },
      Math.min(1_000, serving.limits.beat),
    ).unref();
  }

  #spread(events: readonly HubEvent[]): void {
    const last = events.at(-1)?.id ?? 0;
    // Thousands of streams wait for a row each: only those that an event is for do anything about it.
    for (const { stream } of this.#seats) {
      if (events.some((event) => stream.wants(event))) stream.wake();
      else stream.pass(last);
    }
  }

  #sweep(): void {
    const [now, clock] = [Date.now(), performance.now()];
    for (const seat of this.#seats) {
      if (seat.until <= now) seat.stream.leave();
      else if (seat.nextBeat <= clock) {
        seat.nextBeat = clock + this.#serving.limits.beat;
        void seat.stream.beat();
      }
    }
  }

  /** The id after which a stream begins. @throws HUB_HEADER_INVALID, HUB_EVENTS_GONE, HUB_NOT_READY */
  async beginning(request: HttpRequest): Promise<number> {
    const newest = this.#feed.newest();
    if (newest === undefined || this.#isClosed) throw hubError("HUB_NOT_READY", {});
    const last = lastEventOf(request);
    if (last === undefined) return newest;
    const { store } = this.#serving;
    // An id that nobody gave yet is of another database, or of this one before it was restored.
    const isKnown = last <= newest || last <= (await store.newest());
    if (!isKnown || !(await store.isWhole(last))) throw hubError("HUB_EVENTS_GONE", { last });
    return last;
  }

  /** Keeps a place for a stream of nobody's yet. @throws HUB_TOO_MANY_STREAMS @returns what gives it up */
  reserve(): () => void {
    const { all } = this.#serving.limits;
    if (this.#seats.size + this.#opening >= all) throw hubError("HUB_TOO_MANY_STREAMS", { limit: all });
    this.#opening += 1;
    return () => {
      this.#opening -= 1;
    };
  }

  /** Counts one stream of an app. @throws HUB_TOO_MANY_STREAMS */
  count(app: string): void {
    const { perApp } = this.#serving.limits;
    const open = this.#perApp.get(app) ?? 0;
    if (open >= perApp) throw hubError("HUB_TOO_MANY_STREAMS", { limit: perApp });
    this.#perApp.set(app, open + 1);
  }

  #discount(app: string): void {
    const left = (this.#perApp.get(app) ?? 1) - 1;
    if (left > 0) this.#perApp.set(app, left);
    else this.#perApp.delete(app);
  }

  seat(opening: Extract<Opening, { kind: "open" }>, subscribing: Subscribing, after: number, outlet: Outlet): void {
    const { ask, limits } = this.#serving;
    const { app, expiresAt } = opening.caller;
    const stream = new EventStream({
      subscribing: { ...subscribing, onGone: outlet.onGone },
      outlet,
      feed: this.#feed,
      ask,
      patience: limits,
      wants: opening.wants,
      after,
      onEvent: this.#onEvent,
    });
    const nextBeat = performance.now() + Math.random() * limits.beat;
    const seat: Seat = { app, until: expiresAt * 1_000, stream, nextBeat };
    this.#seats.add(seat);
    outlet.onGone(() => {
      this.#seats.delete(seat);
      this.#discount(app);
    });
    if (this.#isClosed) stream.leave();
    else stream.wake();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#sweeping);
    for (const { stream } of this.#seats) stream.leave();
    await this.#feed.close();
  }
}

/** Serves event streams over GraphQL (graphql-sse, distinct connections mode). */
export function openStreams(serving: StreamServing): Streams {
  const streams = new OpenStreams(serving);
  const { ask, authenticator, servesOrigin, demandsRegistered, requests, logger } = serving;
  const open = async (request: HttpRequest, subscribing: Subscribing): Promise<HttpAnswer> => {
    const after = await streams.beginning(request);
    const opening = await ask().open(subscribing);
    if (opening.kind === "refused") return refusedStream(opening.answer, request);
    const { app } = opening.caller;
    streams.count(app);
    const stream = (outlet: Outlet): void => {
      streams.seat(opening, subscribing, after, outlet);
    };
    return readableBy({ status: 200, headers: STREAM_HEADERS, body: "", stream }, request, app, servesOrigin);
  };
  // While no grants are known there is no stream either; whoever answers says so.
  const readsTextsOf = (caller: Caller): boolean => {
    try {
      return !demandsRegistered(caller);
    } catch {
      return false;
    }
  };
  const refused = (error: unknown): Answer => {
    if (error instanceof GraphQLError) return { errors: [error] };
    logger.error({ reason: error instanceof Error ? error.message : "unknown" }, "A stream could not be opened.");
    return { errors: [hubError("HUB_NOT_READY", {})] };
  };
  return {
    answer: async (request, otherwise) => {
      const authenticated = await authenticator(request.header("authorization"));
      // A stranger's body is not read here either.
      if (authenticated.kind !== "caller") return otherwise(forWholeAnswer(request));
      if (!readsTextsOf(authenticated.caller)) return asStream(await otherwise(forWholeAnswer(request)), request);
      const read = await readSubscribing(request, requests);
      if ("other" in read) return asStream(await otherwise(forWholeAnswer(read.other)), request);
      const { header, onGone } = request;
      try {
        const giveUp = streams.reserve();
        try {
          return await open(request, { sent: read.sent, header, onGone });
        } finally {
          giveUp();
        }
      } catch (error) {
        return refusedStream(refused(error), request);
      }
    },
    close: () => streams.close(),
  };
}
