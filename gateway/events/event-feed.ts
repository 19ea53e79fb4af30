import type { EventStore } from "./event-store.ts";
import type { HubEvent } from "./hub-event.ts";

/** Events that are held in memory, for streams that are up to date; others read what they lack from the store. */
const HELD = 20_000;

/** The events of the store as they come, for all streams of a gateway. */
export interface EventFeed {
  /** Id of the newest event that has come; undefined before the store was read for the first time. */
  readonly newest: () => number | undefined;
  /** Events after one, in their order; none where none has come. Rejects while the store is out of reach. */
  readonly after: (id: number) => readonly HubEvent[] | Promise<readonly HubEvent[]>;
  readonly close: () => Promise<void>;
}

/**
 * Follows the store.
 * @param onEvents told of events as they come, after `after` gives them
 * @param report told when the store cannot be read; it is tried again
 */
export function followEvents(
  store: EventStore,
  onEvents: (events: readonly HubEvent[]) => void,
  report: (reason: string) => void,
): EventFeed {
  let held: HubEvent[] = [];
  /** Every event after this one is held. */
  let from: number | undefined;
  let newest: number | undefined;
  let reading: Promise<void> | undefined;
  let again = false;
  const readOn = async (): Promise<void> => {
    if (newest === undefined) {
      newest = from = await store.newest();
      return;
    }
    const events = await store.after(newest);
    const last = events.at(-1);
    if (last === undefined) return;
    held.push(...events);
    newest = last.id;
    if (held.length > HELD) {
      const dropped = held.length - HELD / 2;
      from = held[dropped - 1]?.id ?? newest;
      held = held.slice(dropped);
    }
    onEvents(events);
    again = true;
  };
  const read = (): void => {
    again = true;
    if (reading !== undefined) return;
    const work = async (): Promise<void> => {
      while (again) {
        again = false;
        await readOn();
      }
    };
    reading = work()
      .catch((error: unknown) => {
        report(error instanceof Error ? error.message : "unknown");
      })
      .finally(() => {
        reading = undefined;
      });
  };
  const stop = store.follow(read);
  return {
    newest: () => newest,
    after: (id) => {
      if (from === undefined || id < from) return store.after(id);
      // Streams are up to date or nearly so: their place is near the end.
      const at = held.findLastIndex((event) => event.id <= id);
      return held.slice(at + 1);
    },
    close: async () => {
      await stop();
      await reading;
    },
  };
}
