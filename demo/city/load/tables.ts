import type { PothosPrismaDatamodel } from "@pothos/plugin-prisma";
import type { Prisma as CivilAffairs } from "../../../subgraphs/civil-affairs/generated/prisma/client.ts";
import type { Prisma as Enterprise } from "../../../subgraphs/enterprise/generated/prisma/client.ts";
import type { Prisma as Housing } from "../../../subgraphs/housing/generated/prisma/client.ts";
import type { Prisma as HumanResources } from "../../../subgraphs/human-resources/generated/prisma/client.ts";
import type { Prisma as PublicSecurity } from "../../../subgraphs/public-security/generated/prisma/client.ts";
import type { DepartmentName } from "../../../subgraphs/kit/departments.ts";

/** The models whose rows the city invents. Model names are unique across departments. */
type Models = HumanResources.TypeMap["model"] &
  Housing.TypeMap["model"] &
  PublicSecurity.TypeMap["model"] &
  CivilAffairs.TypeMap["model"] &
  Enterprise.TypeMap["model"];

/** A field of a model as the city writes it: dates as ISO text, documents as JSON text. */
type Cell<Field> = Field extends Date
  ? string
  : Field extends bigint
    ? number
    : Field extends string | number | boolean | null
      ? Field
      : string;

/** Fields of a model that a row brings; the number of a numbered model is the loader's. */
type Row<Fields> = {
  readonly [Name in keyof Fields as Name extends "id" ? (Fields[Name] extends number ? never : Name) : Name]: Cell<
    Fields[Name]
  >;
};

/**
 * One function per model, named as in the Prisma client: takes a row, returns the number it is stored under (0 for a model
 * that brings its own key). A field that the datamodel gains is missing here until it is given a value.
 */
export type Writer = {
  readonly [Name in keyof Models as Uncapitalize<Name>]: (row: Row<Models[Name]["payload"]["scalars"]>) => number;
};

/** A table that the city fills. */
export interface Table {
  /** Name in the database. */
  readonly name: string;
  /** Name of its writer. */
  readonly writer: keyof Writer;
  /** True when the loader numbers the rows (column `id`, from 1 upwards). */
  readonly numbered: boolean;
  /** Fields that a row brings, in the order of the datamodel. */
  readonly fields: readonly string[];
}

/** Name of a model's table or of a field's column: departments name both after the model, in snake case. */
export function columnOf(name: string): string {
  return name.replace(/(?<!^)[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
}

/** The tables of a department, read from the datamodel that its Prisma client was generated from. */
export async function tablesOf(department: DepartmentName): Promise<readonly Table[]> {
  const { getDatamodel } = (await import(`../../../subgraphs/${department}/generated/pothos.ts`)) as {
    readonly getDatamodel: () => PothosPrismaDatamodel;
  };
  return Object.entries(getDatamodel().datamodel.models).map(([model, { fields }]) => {
    const columns = fields.filter(({ kind }) => kind !== "object");
    const numbered = columns.some(({ name, type }) => name === "id" && type === "Int");
    return {
      name: columnOf(model),
      writer: `${model.charAt(0).toLowerCase()}${model.slice(1)}` as keyof Writer,
      numbered,
      fields: columns.flatMap(({ name }) => (numbered && name === "id" ? [] : [name])),
    };
  });
}
