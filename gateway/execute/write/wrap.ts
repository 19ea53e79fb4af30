import { type GraphQLOutputType, isLeafType, isListType, isNonNullType } from "graphql";
import type { Words } from "../../../schema/words.ts";
import type { WriteValue, WriteState, Written } from "./write-state.ts";

const NOT_A_LIST: Words = { en: "The subgraph's value is not a list.", zh: "不是列表。" };

const writeList =
  (writeItem: WriteValue): WriteValue =>
  (value, state) => {
    if (!Array.isArray(value)) return state.fail(NOT_A_LIST);
    if (value.length === 0) return "[]";
    let text = "[";
    const depth = ++state.depth;
    for (let index = 0; index < value.length; index++) {
      state.path[depth] = index;
      const item = writeItem(value[index], state);
      if (item === null) {
        state.depth = depth - 1;
        return null;
      }
      text += index === 0 ? item : `,${item}`;
      if (text.length > state.answerLength) throw state.tooLong();
    }
    state.depth = depth - 1;
    return `${text}]`;
  };

const writeNonNull =
  (write: WriteValue, coordinate: string): WriteValue =>
  (value, state) =>
    value === null || value === undefined ? state.nullViolation(coordinate) : write(value, state);

const writeNullableLeaf =
  (write: WriteValue): WriteValue =>
  (value, state) =>
    value === null || value === undefined ? "null" : (write(value, state) ?? "null");

/** Here null propagation ends, and what was counted below is taken back. */
const writeNullable =
  (write: WriteValue): WriteValue =>
  (value, state) => {
    if (value === null || value === undefined) return "null";
    const mark = state.mark();
    const text = write(value, state);
    if (text !== null) return text;
    state.rollBack(mark);
    return "null";
  };

/** Puts a type's lists and non-nulls around the writer of its named type, with GraphQL's rules for null propagation. */
export function wrap(type: GraphQLOutputType, named: WriteValue, coordinate: string): WriteValue {
  if (isNonNullType(type)) return writeNonNull(wrapList(type.ofType, named, coordinate), coordinate);
  return isLeafType(type) ? writeNullableLeaf(named) : writeNullable(wrapList(type, named, coordinate));
}

const wrapList = (type: GraphQLOutputType, named: WriteValue, coordinate: string): WriteValue =>
  isListType(type) ? writeList(wrap(type.ofType as GraphQLOutputType, named, coordinate)) : named;

/**
 * Writes a value that the data refers to several times once per request, and uses its text again: equal entities that
 * stand in many places cost what one of them costs. What was counted below it is a group, counted again for each place.
 * A value under which anything went wrong, or was denied, is written anew every time, because errors have places.
 */
export function writeOnce(write: WriteValue, place: string): WriteValue {
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
}
