import type { FieldNode } from "graphql";
import { denialWords, type DenialReason } from "../../../schema/denial.ts";
import { type DenialError, type Instruction, WRITE, type Enforcement } from "../enforcement.ts";
import { concreteTypes } from "../../operation/concrete-types.ts";
import { type SelectableType, type CollectedFields, type SelectionScope } from "./collect-fields.ts";
import type { WriteValue, WriteField } from "./write-state.ts";
import { isObject, reader } from "../json.ts";
import { aboutKey, subjectKey } from "../operation/complete-planned.ts";
import type { SharedPlaces } from "../plan/shared-places.ts";
import type { Coordinates } from "./coordinates.ts";

/** The inputs of a compiled writer, besides the operation. */
export interface WriterOptions extends SelectionScope {
  readonly enforcement: Enforcement | undefined;
  /** Set when the answer's values are counted. */
  readonly coordinates: Coordinates | undefined;
  /** The places at which the data refers to one value several times: it is written once and its text used again. */
  readonly sharedPlaces: SharedPlaces;
}

const rank = { write: 0, mask: 1, deny: 2 } as const;

/** The strictest decision over the selections that are merged under one response key, and over the types it can be. */
export function instructionOf(
  type: SelectableType,
  nodes: readonly FieldNode[],
  { enforcement, schema }: WriterOptions,
): Instruction {
  if (enforcement === undefined) return WRITE;
  return concreteTypes(schema, type)
    .flatMap(({ name }) => nodes.map((node) => enforcement.instructionFor(name, node)))
    .reduce((strictest, next) => (rank[next.kind] > rank[strictest.kind] ? next : strictest), WRITE);
}

/** The denial that stands in for a mask that cannot do its work. */
const unmaskable: DenialError = Object.freeze({
  message: "This value cannot be masked, so it is withheld.",
  extensions: Object.freeze({
    code: "HUB_FIELD_DENIED",
    zh: `${denialWords({ reason: "MASK_FAILED" }).zh}，故不提供。`,
    reason: "MASK_FAILED" satisfies DenialReason,
  }),
});

/** A mask is made for leaves: over a whole object it withholds. */
export const withheld: WriteValue = (_, state) => state.deny(unmaskable);

/** Masks a leaf before it is checked and written. A mask that fails withholds the value. */
export function masked(mask: (value: unknown) => unknown, write: WriteValue): WriteValue {
  return (value, state) => {
    let outcome: unknown;
    try {
      outcome = mask(value);
    } catch {
      return state.deny(unmaskable);
    }
    return outcome === null || outcome === undefined ? state.deny(unmaskable) : write(outcome, state);
  };
}

/**
 * Notes who an observed object is about, once it is written. The identifier is read from where the executor had it
 * fetched, or from the caller's own selection of it: never from another field that the caller gave its name.
 */
export function observe(
  type: SelectableType,
  collected: CollectedFields,
  write: WriteField,
  options: WriterOptions,
): WriteField {
  if (options.coordinates === undefined) return write;
  const ofSubjects = observeSubjects(type, write, options);
  const identifier = options.enforcement?.observed.get(type.name);
  if (identifier === undefined) return ofSubjects;
  const readFetched = reader(subjectKey);
  const selected = collected.get(identifier)?.[0]?.name.value === identifier;
  const readSelected = selected ? reader(identifier) : () => undefined;
  return (object, state) => {
    const text = ofSubjects(object, state);
    const id = readFetched(object) ?? readSelected(object);
    if (text !== null && (typeof id === "string" || typeof id === "number")) {
      state.journal?.subject(type.name, String(id));
    }
    return text;
  };
}

/** The identifiers at the end of a path, of every object of the lists on the way. */
export function identifiersIn(object: unknown, path: readonly string[]): readonly unknown[] {
  if (Array.isArray(object)) return object.flatMap((each: unknown) => identifiersIn(each, path));
  const [first, ...rest] = path;
  return first === undefined || !isObject(object) ? [object] : identifiersIn(reader(first)(object), rest);
}

/** Notes the subjects that a row is about, which were fetched for it; one that the caller selected is observed where it stands. */
const observeSubjects = (type: SelectableType, write: WriteField, { enforcement }: WriterOptions): WriteField => {
  const paths = (enforcement?.about?.get(type.name) ?? []).map(({ path: [, ...rest], type: subject }, position) => ({
    read: reader(aboutKey(position)),
    rest,
    subject,
  }));
  if (paths.length === 0) return write;
  return (object, state) => {
    const text = write(object, state);
    if (text === null) return null;
    for (const { read, rest, subject } of paths) {
      for (const id of identifiersIn(read(object), rest))
        if (typeof id === "string" || typeof id === "number") state.journal?.subject(subject, String(id));
    }
    return text;
  };
};

/** Puts the row gate before an object's fields. */
export function gate(type: SelectableType, write: WriteField, { enforcement }: WriterOptions): WriteField {
  const rowGate = enforcement?.rowGate;
  if (rowGate === undefined) return write;
  return (object, state) => {
    const denial = rowGate(type.name, (name) => reader(name)(object));
    return denial ? state.deny(denial) : write(object, state);
  };
}
