import {
  type FieldNode,
  getNamedType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
  type OperationDefinitionNode,
  type SelectionSetNode,
  TypeNameMetaFieldDef,
} from "graphql";
import { type DenialError, type Enforcement, type Instruction, WRITE } from "../enforcement.ts";
import { isObject, type JsonObject, reader } from "../json.ts";
import { placeOf, type SharedPlaces } from "../plan/sharing.ts";
import { collectFields, possibleTypes, type SelectableType, type SelectionScope } from "./collect-fields.ts";
import { leafWriter } from "./leaf.ts";
import type { Coordinates } from "./observer.ts";
import { writeOnce } from "./write-once.ts";
import type { WriteState, WriteValue } from "./write-state.ts";

/** What a writer is compiled from, besides the operation. */
export interface WriterOptions extends SelectionScope {
  readonly enforcement: Enforcement | undefined;
  /** Set when the answer's values are counted. */
  readonly coordinates: Coordinates | undefined;
  /** The response key under which an observed type's identifier was fetched. */
  readonly subjectKey: string;
  /** Where the data refers to one value several times: it is written once and its text used again. */
  readonly sharedPlaces: SharedPlaces;
}

/** Where in the answer a writer stands, by field names. */
type Place = readonly string[];

type WriteField = (object: JsonObject, state: WriteState) => string | null;

const rank = { write: 0, mask: 1, deny: 2 } as const;

/** The strictest decision over the selections that are merged under one response key, and over the types it can be. */
const instructionOf = (type: SelectableType, nodes: readonly FieldNode[], options: WriterOptions): Instruction => {
  const { enforcement, schema } = options;
  if (enforcement === undefined) return WRITE;
  return possibleTypes(type, schema)
    .flatMap(({ name }) => nodes.map((node) => enforcement.instructionFor(name, node)))
    .reduce((strictest, next) => (rank[next.kind] > rank[strictest.kind] ? next : strictest), WRITE);
};

const unmaskable: DenialError = Object.freeze({
  message: "This value cannot be masked, so it is withheld.",
  extensions: Object.freeze({ code: "HUB_FIELD_DENIED", reason: "MASK_FAILED" }),
});

/** Masks a leaf before it is checked and written. A mask that fails withholds the value. */
const masked =
  (mask: (value: unknown) => unknown, write: WriteValue): WriteValue =>
  (value, state) => {
    let outcome: unknown;
    try {
      outcome = mask(value);
    } catch {
      return state.deny(unmaskable);
    }
    return outcome === null || outcome === undefined ? state.deny(unmaskable) : write(outcome, state);
  };

/** Counts a value once it is written. */
const counted = (coordinate: string, write: WriteValue, { coordinates }: WriterOptions): WriteValue => {
  if (coordinates === undefined) return write;
  const number = coordinates.numberOf(coordinate);
  return (value, state) => {
    const text = write(value, state);
    if (text !== null) state.values?.push(number);
    return text;
  };
};

const writeList =
  (writeItem: WriteValue): WriteValue =>
  (value, state) => {
    if (!Array.isArray(value)) return state.fail("The subgraph's value is not a list.");
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

/** Here null propagation ends, and what was counted below is taken back. */
const writeNullable =
  (write: WriteValue): WriteValue =>
  (value, state) => {
    if (value === null || value === undefined) return "null";
    const { values, subjects } = state;
    const valuesBefore = values?.length ?? 0;
    const subjectsBefore = subjects.length;
    const text = write(value, state);
    if (text !== null) return text;
    if (values) values.length = valuesBefore;
    subjects.length = subjectsBefore;
    return "null";
  };

const wrap = (type: GraphQLOutputType, named: WriteValue, coordinate: string): WriteValue => {
  if (isNonNullType(type)) return writeNonNull(wrapNullable(type.ofType, named, coordinate), coordinate);
  return writeNullable(wrapNullable(type, named, coordinate));
};

const wrapNullable = (type: GraphQLOutputType, named: WriteValue, coordinate: string): WriteValue =>
  isListType(type) ? writeList(wrap(type.ofType as GraphQLOutputType, named, coordinate)) : named;

/** A denied field is null without a look at its data. */
const denied = (denial: DenialError, type: GraphQLOutputType, key: string): WriteField => {
  const text = isNonNullType(type) ? null : "null";
  // The instruction may be one object for many fields; each field's denial is counted apart.
  const own: DenialError = { message: denial.message, extensions: denial.extensions };
  return (_, state) => {
    state.path[state.depth] = key;
    state.deny(own);
    return text;
  };
};

const typeNameField = (type: SelectableType, key: string, instruction: Instruction): WriteField => {
  if (instruction.kind === "deny") return denied(instruction.error, TypeNameMetaFieldDef.type, key);
  if (!isObjectType(type)) return (_, state) => state.fail(unknownType);
  const text = JSON.stringify(type.name);
  return () => text;
};

const compileField = (
  type: SelectableType,
  place: Place,
  key: string,
  nodes: readonly [FieldNode, ...FieldNode[]],
  options: WriterOptions,
): WriteField => {
  const name = nodes[0].name.value;
  const instruction = instructionOf(type, nodes, options);
  if (name === "__typename") return typeNameField(type, key, instruction);
  const read = reader(key);
  if (name === "__schema" || name === "__type") return (object) => JSON.stringify(read(object) ?? null);
  const field = type.getFields()[name];
  if (field === undefined) throw new TypeError(`${type.name} has no field ${name}.`);
  if (instruction.kind === "deny") return denied(instruction.error, field.type, key);
  const coordinate = `${type.name}.${name}`;
  const mask = instruction.kind === "mask" ? instruction.mask : undefined;
  const counting = counted(coordinate, compileNamed(field.type, place, nodes, mask, options), options);
  const named = options.sharedPlaces.hasObjects(place) ? writeOnce(counting, placeOf(place)) : counting;
  const wrapped = wrap(field.type, named, coordinate);
  const write = options.sharedPlaces.hasValues(place) ? writeOnce(wrapped, placeOf(place)) : wrapped;
  return (object, state) => {
    state.path[state.depth] = key;
    return write(read(object), state);
  };
};

const compileNamed = (
  fieldType: GraphQLOutputType,
  place: Place,
  nodes: readonly FieldNode[],
  mask: ((value: unknown) => unknown) | undefined,
  options: WriterOptions,
): WriteValue => {
  const type = getNamedType(fieldType);
  if (isLeafType(type)) return mask ? masked(mask, leafWriter(type)) : leafWriter(type);
  // A mask is made for leaves: over a whole object it withholds.
  if (mask) return (_, state) => state.deny(unmaskable);
  const sets = nodes.flatMap((node) => node.selectionSet ?? []);
  if (isObjectType(type)) return objectWriter(compileObject(type, place, sets, options));
  return objectWriter(compileAbstract(type, place, sets, options));
};

/** An object of an abstract type: one writer per type that it turns out to be, compiled when the type is first met. */
const compileAbstract = (
  type: GraphQLAbstractType,
  place: Place,
  sets: readonly SelectionSetNode[],
  options: WriterOptions,
): WriteField => {
  const { schema } = options;
  const byType = new Map<string, WriteField>();
  const [possible, ...others] = schema.getPossibleTypes(type);
  const assumed = possible && others.length === 0 ? possible : type;
  const untyped = isUnionType(assumed) ? undefined : compileObject(assumed, place, sets, options);
  return (object, state) => {
    const typeName = object["__typename"];
    // An interface object's subgraph names the interface itself.
    if (typeof typeName !== "string" || typeName === type.name) {
      return untyped ? untyped(object, state) : state.fail(unknownType);
    }
    let write = byType.get(typeName);
    if (write === undefined) {
      const concrete = schema.getType(typeName);
      if (!isObjectType(concrete) || !schema.isSubType(type, concrete)) return null;
      write = compileObject(concrete, place, sets, options);
      byType.set(typeName, write);
    }
    return write(object, state);
  };
};

const unknownType = "The subgraph did not say which type this is.";

const objectWriter =
  (write: WriteField): WriteValue =>
  (value, state) =>
    isObject(value) ? write(value, state) : state.fail("The subgraph's value is not an object.");

/** Notes who an observed object is about, once it is written. */
const observe = (type: SelectableType, write: WriteField, options: WriterOptions): WriteField => {
  const identifier = options.enforcement?.observed.get(type.name);
  if (identifier === undefined || options.coordinates === undefined) return write;
  const [byKey, byName] = [reader(options.subjectKey), reader(identifier)];
  return (object, state) => {
    const text = write(object, state);
    const id = byKey(object) ?? byName(object);
    if (text !== null && (typeof id === "string" || typeof id === "number")) {
      state.subjects.push([type.name, String(id)]);
    }
    return text;
  };
};

/** Puts the row gate before an object's fields. */
const gate = (type: SelectableType, write: WriteField, { enforcement }: WriterOptions): WriteField => {
  const rowGate = enforcement?.rowGate;
  if (rowGate === undefined) return write;
  return (object, state) => {
    const denial = rowGate(type.name, (name) => reader(name)(object));
    return denial ? state.deny(denial) : write(object, state);
  };
};

const compileObject = (
  type: SelectableType,
  place: Place,
  sets: readonly SelectionSetNode[],
  options: WriterOptions,
): WriteField => {
  const fields: { readonly prefix: string; readonly write: WriteField }[] = [];
  for (const [key, [first, ...others]] of collectFields(sets, type, options)) {
    if (first === undefined) continue;
    const prefix = `${fields.length === 0 ? "{" : ","}${JSON.stringify(key)}:`;
    fields.push({ prefix, write: compileField(type, [...place, key], key, [first, ...others], options) });
  }
  if (fields.length === 0)
    return gate(
      type,
      observe(type, () => "{}", options),
      options,
    );
  const write: WriteField = (object, state) => {
    let text = "";
    const depth = ++state.depth;
    for (const field of fields) {
      const value = field.write(object, state);
      if (value === null) {
        state.depth = depth - 1;
        return null;
      }
      text += field.prefix + value;
    }
    state.depth = depth - 1;
    return `${text}}`;
  };
  return gate(type, observe(type, write, options), options);
};

/** Compiles the caller's operation to the one pass that turns merged data into the answer's `data`; null when propagation reached it. */
export const compileWriter = (
  operation: OperationDefinitionNode,
  rootType: GraphQLObjectType,
  options: WriterOptions,
): WriteField => compileObject(rootType, [], [operation.selectionSet], options);
