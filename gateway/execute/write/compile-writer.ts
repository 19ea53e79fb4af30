import {
  type FieldNode,
  type GraphQLField,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  getNamedType,
  getNullableType,
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
import type { Words } from "../../../schema/words.ts";
import type { DenialError, Instruction } from "../enforcement.ts";
import { isObject, narrow, reader } from "../json.ts";
import { placeOf } from "../plan/shared-places.ts";
import { collectFields, type SelectableType } from "./collect-fields.ts";
import { instructionOf, masked, withheld, gate, observe, type WriterOptions } from "./enforce.ts";
import { ofOwnFirm } from "./own-firm.ts";
import { leafWriter } from "./leaf.ts";
import { boundsOf, type Origin } from "./row-bounds.ts";
import { wrap, writeOnce } from "./wrap.ts";
import type { WriteField, WriteValue } from "./write-state.ts";

const introspectionFields: ReadonlyMap<string, GraphQLField<unknown, unknown>> = new Map([
  [SchemaMetaFieldDef.name, SchemaMetaFieldDef],
  [TypeMetaFieldDef.name, TypeMetaFieldDef],
]);

/** A writer's place in the answer, by field names. */
type Place = readonly string[];

/** Counts an item of a list once it is written. */
const counted =
  (number: number, write: WriteValue): WriteValue =>
  (value, state) => {
    const text = write(value, state);
    if (text !== null) state.journal?.count(number);
    return text;
  };

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

/** A field's writer, with the number under which the object around it counts the field's value; UNCOUNTED when it does not. */
interface CountedField {
  readonly write: WriteField;
  readonly number: number;
}

const UNCOUNTED = -1;

const uncounted = (write: WriteField): CountedField => ({ write, number: UNCOUNTED });

const typeNameField = (type: SelectableType, key: string, instruction: Instruction): WriteField => {
  if (instruction.kind === "deny") return denied(instruction.error, TypeNameMetaFieldDef.type, key);
  if (!isObjectType(type)) return (_, state) => state.fail(unknownType);
  const text = narrow(JSON.stringify(type.name));
  return () => text;
};

const compileField = (
  type: SelectableType,
  place: Place,
  key: string,
  nodes: readonly [FieldNode, ...FieldNode[]],
  options: WriterOptions,
): CountedField => {
  const name = nodes[0].name.value;
  const instruction = instructionOf(type, nodes, options);
  if (name === "__typename") return uncounted(typeNameField(type, key, instruction));
  const read = reader(key);
  const field = introspectionFields.get(name) ?? type.getFields()[name];
  if (field === undefined) throw new TypeError(`${type.name} has no field ${name}.`);
  if (instruction.kind === "deny") return uncounted(denied(instruction.error, field.type, key));
  // Introspection was answered by graphql-js, complete and in order.
  if (introspectionFields.has(name)) return uncounted((object) => JSON.stringify(read(object) ?? null));
  const coordinate = `${type.name}.${name}`;
  const mask = instruction.kind === "mask" ? instruction.mask : undefined;
  const number = options.coordinates?.numberOf(coordinate) ?? UNCOUNTED;
  const isList = isListType(getNullableType(field.type));
  const single = compileNamed(field.type, place, nodes, mask, options, { typeName: type.name, fieldName: name });
  const counting = isList && number !== UNCOUNTED ? counted(number, single) : single;
  const named = options.sharedPlaces.hasObjects(place) ? writeOnce(counting, placeOf(place)) : counting;
  const wrapped = wrap(field.type, named, coordinate);
  const write = options.sharedPlaces.hasValues(place) ? writeOnce(wrapped, placeOf(place)) : wrapped;
  return {
    number: isList ? UNCOUNTED : number,
    write: (object, state) => {
      state.path[state.depth] = key;
      return write(read(object), state);
    },
  };
};

const compileNamed = (
  fieldType: GraphQLOutputType,
  place: Place,
  nodes: readonly FieldNode[],
  mask: ((value: unknown) => unknown) | undefined,
  options: WriterOptions,
  origin: Origin,
): WriteValue => {
  const type = getNamedType(fieldType);
  if (isLeafType(type)) return mask ? masked(mask, leafWriter(type)) : leafWriter(type);
  if (mask) return withheld;
  const sets = nodes.flatMap((node) => node.selectionSet ?? []);
  if (isObjectType(type)) return objectWriter(compileObject(type, place, sets, options, origin));
  return objectWriter(compileAbstract(type, place, sets, options, origin));
};

/** An object of an abstract type: one writer per type that it turns out to be, compiled when the type is first met. */
const compileAbstract = (
  type: GraphQLAbstractType,
  place: Place,
  sets: readonly SelectionSetNode[],
  options: WriterOptions,
  origin: Origin,
): WriteField => {
  const { schema } = options;
  const byType = new Map<string, WriteField>();
  const [possible, ...others] = schema.getPossibleTypes(type);
  const assumed = possible && others.length === 0 ? possible : type;
  const untyped = isUnionType(assumed) ? undefined : compileObject(assumed, place, sets, options, origin);
  return (object, state) => {
    const typeName = object["__typename"];
    // An interface object's subgraph names the interface itself.
    if (typeof typeName !== "string" || typeName === type.name) {
      return untyped ? untyped(object, state) : state.fail(unknownType);
    }
    let write = byType.get(typeName);
    if (write === undefined) {
      const concrete = schema.getType(typeName);
      if (!isObjectType(concrete) || !schema.isSubType(type, concrete)) return state.fail(foreignType);
      write = compileObject(concrete, place, sets, options, origin);
      byType.set(typeName, write);
    }
    return write(object, state);
  };
};

const notAnObject: Words = { en: "The subgraph's value is not an object.", zh: "不是对象。" };

const foreignType: Words = {
  en: "The subgraph's value is of a type that has no place here.",
  zh: "其类型不应出现在此处。",
};

const unknownType: Words = { en: "The subgraph did not say which type this is.", zh: "未说明类型。" };

const objectWriter =
  (write: WriteField): WriteValue =>
  (value, state) =>
    isObject(value) ? write(value, state) : state.fail(notAnObject);

interface PrefixedField extends CountedField {
  readonly prefix: string;
}

/** Fields are counted together, as the object's shape, and those that are null are taken out again. */
const writeFields = (fields: readonly PrefixedField[], { coordinates }: WriterOptions): WriteField => {
  const numbers = fields.map(({ number }) => number).filter((number) => number !== UNCOUNTED);
  const shape = coordinates === undefined || numbers.length === 0 ? UNCOUNTED : coordinates.addShape(numbers);
  return (object, state) => {
    let text = "";
    const { journal } = state;
    const depth = ++state.depth;
    for (const field of fields) {
      const value = field.write(object, state);
      if (value === null) {
        state.depth = depth - 1;
        return null;
      }
      if (value === "null" && field.number !== UNCOUNTED) journal?.absent(field.number);
      text += field.prefix + value;
    }
    state.depth = depth - 1;
    if (shape !== UNCOUNTED) journal?.countShape(shape);
    return `${text}}`;
  };
};

const compileObject = (
  type: SelectableType,
  place: Place,
  sets: readonly SelectionSetNode[],
  options: WriterOptions,
  origin?: Origin,
): WriteField => {
  const collected = collectFields(sets, type, options);
  const bounds = boundsOf(type, collected, options, origin);
  const fields: PrefixedField[] = [];
  for (const [key, [first, ...others]] of collected) {
    if (first === undefined) continue;
    const prefix = narrow(`${fields.length === 0 ? "{" : ","}${JSON.stringify(key)}:`);
    const field = compileField(type, [...place, key], key, [first, ...others], options);
    fields.push({ prefix, ...field, write: bounds.field(first.name.value, key, field.write) });
  }
  const written = fields.length === 0 ? () => "{}" : writeFields(fields, options);
  return gate(type, ofOwnFirm(type, bounds.row(observe(type, collected, written, options)), options), options);
};

/** Compiles the caller's operation to the one pass that turns merged data into the answer's `data`; null when propagation reached it. */
export function compileWriter(
  operation: OperationDefinitionNode,
  rootType: GraphQLObjectType,
  options: WriterOptions,
): WriteField {
  return compileObject(rootType, [], [operation.selectionSet], options);
}
