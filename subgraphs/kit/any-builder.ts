import type { ObjectRef } from "@pothos/core";
import type { HubTypes } from "./builder-types.ts";
import type { AnyRow, RowType } from "./rows.ts";

type AnyTypes = PothosSchemaTypes.ExtendDefaultTypes<HubTypes<unknown, object>>;

/** The builder of some department, as the kit's declarations see it: their own signatures check the columns. */
export type AnyBuilder = PothosSchemaTypes.SchemaBuilder<AnyTypes>;

/** An object type of some department. */
export type AnyType = ObjectRef<AnyTypes, AnyRow>;

/** The type as Pothos knows it: every type that a declaration is given comes from a builder. */
export function anyType(type: RowType<unknown>): AnyType {
  return type as unknown as AnyType;
}
