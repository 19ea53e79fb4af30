import type { WriteState, WriteValue } from "./write-state.ts";

/** What writing a value came to, to be had again without writing it. */
interface Written {
  readonly text: string;
  readonly values: readonly number[];
  readonly subjects: WriteState["subjects"];
}

/**
 * Writes a value that the data refers to several times once per request, and uses its text again: equal entities that
 * stand in many places cost what one of them costs. What was counted is counted again for each place. A value under
 * which anything went wrong, or was denied, is written anew every time, because errors have places.
 */
export const writeOnce = (write: WriteValue, place: string): WriteValue => {
  const writtenBy = new WeakMap<WriteState, Map<unknown, Written>>();
  const remember = (value: unknown, state: WriteState, known: Map<unknown, Written>): string | null => {
    const valuesBefore = state.values?.length ?? 0;
    const subjectsBefore = state.subjects.length;
    const { incidents } = state;
    const text = write(value, state);
    if (text !== null && state.incidents === incidents) {
      const values = state.values?.slice(valuesBefore) ?? [];
      known.set(value, { text, values, subjects: state.subjects.slice(subjectsBefore) });
    }
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
    for (const number of written.values) state.values?.push(number);
    for (const subject of written.subjects) state.subjects.push(subject);
    return written.text;
  };
};
