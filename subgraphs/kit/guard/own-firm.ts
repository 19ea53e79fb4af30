import { getNamedType, isObjectType, type GraphQLObjectType, type GraphQLSchema } from "graphql";
import type { Envelope } from "../../../schema/envelope/envelope.ts";
import { statedIn } from "./revealed-arguments.ts";

/** Extension of a field that leads to one row: the column in which that row's key stands. */
export const COLUMN = "column";

/** Types whose objects are subjects themselves: a person, and a firm by its credit code. */
const [PERSON, FIRM, CREDIT_CODE] = ["Person", "Enterprise", "creditCode"] as const;

/** True for a row that whoever asks may have: theirs, where they ask as a firm, and anybody's otherwise. */
export type IsOwn = (typeName: string, row: unknown, envelope: Envelope) => boolean;

type Columns = readonly string[];

/** Columns of a type in which the firm stands that a row is about; undefined for a type that is about nobody. */
const firmColumns = (type: GraphQLObjectType): Columns | undefined => {
  if (type.name === FIRM) return [CREDIT_CODE];
  const fields = Object.values(type.getFields()).filter(({ extensions }) => statedIn(extensions, "subject").length > 0);
  const isSubject = type.name === PERSON || statedIn(type.extensions, "subject").length > 0;
  if (fields.length === 0 && !isSubject) return undefined;
  return fields.flatMap(({ name, type: target, extensions }) => {
    if (getNamedType(target).name !== FIRM) return [];
    const column = extensions[COLUMN];
    if (typeof column !== "string")
      throw new Error(`${type.name}.${name}: expected a relation of one column to a firm`);
    return [column];
  });
};

/**
 * The department's gate over the rows of a firm that asks for itself, by the envelope's `enterprise`: a firm is let see itself and the
 * rows about itself, no other firm, and nobody's rows of people. Rows that are about nobody are everybody's.
 * @throws when a type is about a firm and does not say in which column
 */
export function ownFirm(schema: GraphQLSchema): IsOwn {
  const columns = new Map(
    Object.values(schema.getTypeMap()).flatMap((type): [string, Columns][] => {
      const found = isObjectType(type) && !type.name.startsWith("__") ? firmColumns(type) : undefined;
      return found === undefined ? [] : [[type.name, found]];
    }),
  );
  return (typeName, row, { enterprise }) => {
    const stated = enterprise === null ? undefined : columns.get(typeName);
    if (stated === undefined || typeof row !== "object" || row === null) return true;
    return stated.some((column) => (row as Readonly<Record<string, unknown>>)[column] === enterprise);
  };
}
