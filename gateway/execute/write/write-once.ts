import type { WriteState, WriteValue } from "./write-state.ts";

/** What writing a value came to, to be had again without writing it. */
interface Written {
  readonly text: string;
  /** The group of what was counted below it. */
  readonly group: number;
}

/**
 * Writes a value that the data refers to several times once per request, and uses its text again: equal entities that
 * stand in many places cost what one of them costs. What was counted below it is a group, counted again for each place.
 * A value under which anything went wrong, or was denied, is written anew every time, because errors have places.
 */
export const writeOnce = (write: WriteValue, place: string): WriteValue => {
  const writtenBy = new WeakMap<WriteState, Map<unknown, Written>>();
  const remember = (value: unknown, state: WriteState, known: Map<unknown, Written>): string | null => {
    const { incidents } = state;
    const mark = state.mark();
    const text = write(value, state);
    if (text !== null && state.incidents === incidents) known.set(value, { text, group: state.group(mark) });
    return text;
  };
  return (value, state) => {
    if (!state.sharedPlaces.has(place) || typeof value !== "object" || value === null) return write(value, state);
    let known = writtenBy.get(state);
    if (known === undefined) {
      known = new Map();
      writtenBy.set(state, known);
    }
    const written = known.get(value);
    if (written === undefined) return remember(value, state, known);
    state.countGroup(written.group);
    return written.text;
  };
};
