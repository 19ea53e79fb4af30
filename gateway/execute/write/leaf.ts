import { type GraphQLEnumType, type GraphQLLeafType, isEnumType, specifiedScalarTypes } from "graphql";
import { narrow } from "../json.ts";
import type { WriteState, WriteValue } from "./write-state.ts";

const wrongType = (typeName: string, state: WriteState): null =>
  state.fail({ en: `The subgraph's value is not a valid ${typeName}.`, zh: `不是有效的 ${typeName}。` });

// eslint-disable-next-line no-control-regex -- JSON escapes exactly these
const needsEscape = /["\\\u0000-\u001f\ud800-\udfff]/;

/** JSON text of a string. Most strings need no escaping, and telling so is cheaper than asking JSON.stringify. */
export function quote(text: string): string {
  return text.length < 5_000 && !needsEscape.test(text) ? `"${text}"` : JSON.stringify(text);
}

const writeString: WriteValue = (value, state) => {
  if (typeof value === "string") return quote(value);
  if (typeof value === "number" || typeof value === "boolean") return `"${String(value)}"`;
  return wrongType("String", state);
};

const writeId: WriteValue = (value, state) => {
  if (typeof value === "string") return quote(value);
  return Number.isInteger(value) ? `"${String(value)}"` : wrongType("ID", state);
};

const writeInt: WriteValue = (value, state) =>
  typeof value === "number" && (value | 0) === value ? `${value}` : wrongType("Int", state);

const writeFloat: WriteValue = (value, state) =>
  typeof value === "number" && Number.isFinite(value) ? `${value}` : wrongType("Float", state);

const writeBoolean: WriteValue = (value, state) =>
  typeof value === "boolean" ? `${value}` : wrongType("Boolean", state);

const writeCustomScalar: WriteValue = (value) => (typeof value === "string" ? quote(value) : JSON.stringify(value));

const writeEnum = (type: GraphQLEnumType): WriteValue => {
  const texts = new Map<unknown, string>(type.getValues().map(({ name }) => [name, narrow(JSON.stringify(name))]));
  return (value, state) => texts.get(value) ?? wrongType(type.name, state);
};

const builtIn: ReadonlyMap<string, WriteValue> = new Map([
  ["String", writeString],
  ["ID", writeId],
  ["Int", writeInt],
  ["Float", writeFloat],
  ["Boolean", writeBoolean],
]);

/** The writer of a scalar or enum, with GraphQL's result coercion: what a subgraph got wrong is never passed on. */
export function leafWriter(type: GraphQLLeafType): WriteValue {
  if (isEnumType(type)) return writeEnum(type);
  const writer = specifiedScalarTypes.some(({ name }) => name === type.name) ? builtIn.get(type.name) : undefined;
  return writer ?? writeCustomScalar;
}
