import { reader } from "../json.ts";
import type { CollectedFields, SelectableType } from "./collect-fields.ts";
import type { WriteField } from "./write-state.ts";
import type { WriterOptions } from "./writer-options.ts";

/**
 * Notes who an observed object is about, once it is written. The identifier is read from where the executor had it
 * fetched, or from the caller's own selection of it: never from another field that the caller gave its name.
 */
export const observe = (
  type: SelectableType,
  collected: CollectedFields,
  write: WriteField,
  { enforcement, coordinates, subjectKey }: WriterOptions,
): WriteField => {
  const identifier = enforcement?.observed.get(type.name);
  if (identifier === undefined || coordinates === undefined) return write;
  const readFetched = reader(subjectKey);
  const selected = collected.get(identifier)?.[0]?.name.value === identifier;
  const readSelected = selected ? reader(identifier) : () => undefined;
  return (object, state) => {
    const text = write(object, state);
    const id = readFetched(object) ?? readSelected(object);
    if (text !== null && (typeof id === "string" || typeof id === "number")) {
      state.journal?.subject(type.name, String(id));
    }
    return text;
  };
};

/** Puts the row gate before an object's fields. */
export const gate = (type: SelectableType, write: WriteField, { enforcement }: WriterOptions): WriteField => {
  const rowGate = enforcement?.rowGate;
  if (rowGate === undefined) return write;
  return (object, state) => {
    const denial = rowGate(type.name, (name) => reader(name)(object));
    return denial ? state.deny(denial) : write(object, state);
  };
};
