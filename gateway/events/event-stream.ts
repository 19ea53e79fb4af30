import { setTimeout as pause } from "node:timers/promises";
import type { Answer } from "../answer.ts";
import type { Outlet } from "../front/http.ts";
import { answerText } from "../front/write-answer.ts";
import type { AskAtEvent, Subscribing } from "./ask-at-event.ts";
import type { EventFeed } from "./event-feed.ts";
import type { HubEvent } from "./hub-event.ts";
import type { StreamPatience } from "./stream-limits.ts";

/** One message of the protocol (graphql-sse, distinct connections mode). */
const message = (event: "next" | "complete", data: Buffer | string, id?: number): Buffer =>
  Buffer.concat([
    Buffer.from(`${id === undefined ? "" : `id: ${id}\n`}event: ${event}\ndata: `),
    typeof data === "string" ? Buffer.from(data) : data,
    Buffer.from("\n\n"),
  ]);

/** The two messages after which nothing follows: what the stream ends with, as JSON text on one line, and that it does. */
export function lastMessages(answer: Buffer | string): Buffer {
  return Buffer.concat([message("next", answer), message("complete", "")]);
}

/** A comment of the protocol, by which both sides see that the line stands. */
const BEAT = ":\n\n";

/** The parts that a stream is made of. */
export interface StreamParts {
  readonly subscribing: Subscribing;
  readonly outlet: Outlet;
  readonly feed: EventFeed;
  /** Of the supergraph in force. */
  readonly ask: () => AskAtEvent;
  readonly patience: StreamPatience;
  /** True for an event that it waits for. */
  readonly wants: (event: HubEvent) => boolean;
  /** Id of the last event that the subscriber knows of. */
  readonly after: number;
  /** Told of each event: milliseconds from its happening until it was sent; undefined for one that is not the subscriber's. */
  readonly onEvent?: (milliseconds: number | undefined) => void;
}

/**
 * One subscriber's stream. Its events are asked for one after the other, each once the client has taken the one before, so that nothing
 * piles up here: what is not yet sent stands in the store. A stream that is cut has not said that it is complete, and the client comes back with
 * the id of the last event that it was told of.
 */
export class EventStream {
  readonly #parts: StreamParts;
  readonly #ending = new AbortController();
  #after: number;
  #isBusy = false;
  #isWoken = false;

  constructor(parts: StreamParts) {
    this.#parts = parts;
    this.#after = parts.after;
    parts.outlet.onGone(() => {
      this.#ending.abort();
    });
  }

  /** True for an event that it waits for. */
  wants(event: HubEvent): boolean {
    return this.#parts.wants(event);
  }

  /** There is news. */
  wake(): void {
    this.#isWoken = true;
    if (!this.#isBusy && !this.#isOver()) void this.#work();
  }

  /** None of the events that have come, up to this one, is of the stream's kind. */
  pass(id: number): void {
    if (this.#isBusy || this.#isOver()) return;
    // What could not be read before is read first.
    if (this.#isWoken) void this.#work();
    else this.#after = Math.max(this.#after, id);
  }

  /** Ends the stream without saying that it is complete: the client comes back, here or elsewhere, for what it has not got. */
  leave(): void {
    if (this.#isOver()) return;
    this.#ending.abort();
    this.#parts.outlet.end();
  }

  /** The same at once, for a client that takes nothing. */
  cut(): void {
    if (this.#isOver()) return;
    this.#ending.abort();
    this.#parts.outlet.cut();
  }

  /** Looks whether it may stay, and shows that the line stands. */
  async beat(): Promise<void> {
    if (this.#isBusy || this.#isOver()) return;
    const stays = await this.#parts.ask().stays(this.#parts.subscribing);
    if (stays.kind === "over") this.#end(stays.answer);
    else if (!this.#isWorking() && !this.#isOver() && !this.#parts.outlet.write(BEAT)) await this.#taken();
  }

  #isWorking(): boolean {
    return this.#isBusy;
  }

  /** A function, since it changes while others wait. */
  #isOver(): boolean {
    return this.#ending.signal.aborted;
  }

  #end(answer: Answer): void {
    if (this.#isOver()) return;
    this.#ending.abort();
    this.#parts.outlet.write(lastMessages(answerText(answer)));
    this.#parts.outlet.end();
  }

  async #work(): Promise<void> {
    this.#isBusy = true;
    try {
      while (this.#isWoken && !this.#isOver()) {
        this.#isWoken = false;
        const events = await this.#parts.feed.after(this.#after);
        for (const event of events) {
          if (this.#isOver()) return;
          if (this.wants(event) && !(await this.#deliver(event))) return;
          this.#after = event.id;
        }
        if (events.length > 0) this.#isWoken = true;
      }
    } catch {
      // The store is out of reach: what there is will be read with the next news.
      this.#isWoken = true;
    } finally {
      this.#isBusy = false;
    }
  }

  /** False when the stream has ended. */
  async #deliver(event: HubEvent): Promise<boolean> {
    const { ask, subscribing, patience, onEvent } = this.#parts;
    for (let attempt = 0; attempt < patience.attempts && !this.#isOver(); attempt += 1) {
      const outcome = await ask().tell(subscribing, event);
      if (this.#isOver()) return false;
      switch (outcome.kind) {
        case "told":
          onEvent?.(Date.now() - Date.parse(event.at));
          return this.#send(message("next", answerText(outcome.answer), event.id));
        case "silent":
          onEvent?.(undefined);
          return true;
        case "over":
          this.#end(outcome.answer);
          return false;
        case "later":
          await pause(patience.retry * 2 ** attempt, undefined, { signal: this.#ending.signal, ref: false }).catch(
            () => undefined,
          );
      }
    }
    this.leave();
    return false;
  }

  async #send(bytes: Buffer): Promise<boolean> {
    return this.#parts.outlet.write(bytes) || this.#taken();
  }

  /** Waits until the client has taken what was written; cuts one that does not. */
  async #taken(): Promise<boolean> {
    const { outlet, patience } = this.#parts;
    const { signal } = this.#ending;
    const taken = new Promise<boolean>((resolve) => {
      outlet.onDrain(() => {
        resolve(true);
      });
    });
    const late = pause(patience.slow, false, { signal, ref: false }).catch(() => false);
    if (await Promise.race([taken, late])) return true;
    this.cut();
    return false;
  }
}
