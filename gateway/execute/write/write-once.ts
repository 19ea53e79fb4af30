import type { WriteState, WriteValue, Written } from "./write-state.ts";

/**
 * Writes a value that the data refers to several times once per request, and uses its text again: equal entities that
 * stand in many places cost what one of them costs. What was counted below it is a group, counted again for each place.
 * A value under which anything went wrong, or was denied, is written anew every time, because errors have places.
 */
export const writeOnce = (write: WriteValue, place: string): WriteValue => {
  const writer = Symbol(place);
  const remember = (value: unknown, state: WriteState, known: Map<unknown, Written>): string | null => {
    const { incidents } = state;
    const mark = state.mark();
    const text = write(value, state);
    if (text !== null && state.incidents === incidents) known.set(value, { text, group: state.group(mark) });
    return text;
  };
  return (value, state) => {
    if (!state.sharedPlaces.has(place) || typeof value !== "object" || value === null) return write(value, state);
    const known = state.writtenBy(writer);
    const written = known.get(value);
    if (written === undefined) return remember(value, state, known);
    state.countGroup(written.group);
    return written.text;
  };
};
