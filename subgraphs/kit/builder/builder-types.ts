import type { ObjectRef } from "@pothos/core";
import type { SubgraphContext } from "../context.ts";
import type { DatasetArguments } from "../dataset.ts";
import type { ItemArguments } from "../item.ts";
import type { RowType } from "../rows/rows.ts";
import type { AnyRow } from "../rows/tables.ts";

/** Scalars of every subgraph: what a resolver returns and what an argument arrives as. */
type HubScalars = {
  ID: { Input: string; Output: string | number };
  Date: { Input: Date; Output: Date };
  DateTime: { Input: Date; Output: Date };
  Fen: { Input: number; Output: bigint | number };
  YearMonth: { Input: string; Output: string };
  DivisionCode: { Input: string; Output: string };
  CitizenNumber: { Input: string; Output: string };
  CreditCode: { Input: string; Output: string };
  JSON: { Input: unknown; Output: unknown };
};

type NoArguments = Record<string, never>;

/** Schema types of a subgraph's Pothos builder; `Database` is its own Prisma client. */
export interface HubTypes<Database, PrismaTypes extends object> {
  Context: SubgraphContext<Database>;
  Scalars: HubScalars;
  PrismaTypes: PrismaTypes;
  Directives: {
    dataset: { locations: "OBJECT" | "FIELD_DEFINITION"; args: DatasetArguments };
    division: { locations: "FIELD_DEFINITION"; args: NoArguments };
    part: { locations: "OBJECT"; args: NoArguments };
    subject: { locations: "FIELD_DEFINITION" | "OBJECT"; args: NoArguments };
    item: { locations: "FIELD_DEFINITION"; args: ItemArguments };
    equation: { locations: "FIELD_DEFINITION"; args: { of: readonly string[] } };
    reads: { locations: "FIELD_DEFINITION"; args: { of: readonly string[] } };
    reveals: {
      locations: "ARGUMENT_DEFINITION" | "INPUT_FIELD_DEFINITION" | "ENUM_VALUE";
      args: { coordinate: string };
    };
    harmless: {
      locations: "ARGUMENT_DEFINITION" | "INPUT_FIELD_DEFINITION" | "ENUM_VALUE";
      args: { reason: string };
    };
  };
}

type AnyTypes = PothosSchemaTypes.ExtendDefaultTypes<HubTypes<unknown, object>>;

/** The builder of some department, as the kit's declarations see it: their own signatures check the columns. */
export type AnyBuilder = PothosSchemaTypes.SchemaBuilder<AnyTypes>;

/** An object type of some department. */
export type AnyType = ObjectRef<AnyTypes, AnyRow>;

/** The type as Pothos knows it: every type that a declaration is given comes from a builder. */
export function anyType(type: RowType<unknown>): AnyType {
  return type as unknown as AnyType;
}
