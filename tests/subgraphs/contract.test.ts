import { describe, expect, test } from "@jest/globals";
import {
  isEnumType,
  isInputObjectType,
  isObjectType,
  isSpecifiedScalarType,
  type GraphQLNamedType,
  type GraphQLSchema,
} from "graphql";
import { classificationsOf } from "../../subgraphs/kit/guard/guard.ts";
import { DEPARTMENTS, SERVICES } from "../../subgraphs/kit/departments.ts";
import { loadService, loadSubgraph } from "../../subgraphs/kit/subgraph.ts";

const CHINESE = /\p{Script=Han}/u;

type Described = readonly [coordinate: string, description: string | null | undefined];

const fieldsOf = (type: GraphQLNamedType): Described[] => {
  // The levels and masks of the catalogue are explained once, on their enums.
  if (isEnumType(type) && !type.name.startsWith("Item")) {
    return type.getValues().map((value): Described => [`${type.name}.${value.name}`, value.description]);
  }
  if (isObjectType(type) || isInputObjectType(type)) {
    const fields: Readonly<Record<string, { name: string; description?: string | null | undefined }>> =
      type.getFields();
    return Object.values(fields)
      .filter(({ name }) => !name.startsWith("_"))
      .map(({ name, description }): Described => [`${type.name}.${name}`, description]);
  }
  return [];
};

/** Coordinates of everything that an officer could read in the playground. */
const described = (schema: GraphQLSchema): Described[] =>
  Object.values(schema.getTypeMap())
    .filter((type) => !type.name.startsWith("_") && !isSpecifiedScalarType(type))
    .flatMap((type) => [[type.name, type.description] as const, ...fieldsOf(type)]);

const SUBGRAPHS = [
  ...DEPARTMENTS.map(({ name }) => ({ name, load: () => loadSubgraph(name) })),
  ...SERVICES.map(({ name }) => ({ name, load: () => loadService(name) })),
];

describe.each(SUBGRAPHS)("$name", ({ load }) => {
  test("every type, field and enum value is described in Chinese", async () => {
    const { schema } = await load();
    const silent = described(schema).filter(([, description]) => !CHINESE.test(description ?? ""));
    expect(silent.map(([coordinate]) => coordinate)).toEqual([]);
  });

  test("every argument is described in Chinese", async () => {
    const { schema } = await load();
    const silent = Object.values(schema.getTypeMap())
      .filter(isObjectType)
      .flatMap((type) => Object.values(type.getFields()).map((field) => ({ type, field })))
      .filter(({ type, field }) => !type.name.startsWith("_") && !field.name.startsWith("_"))
      .flatMap(({ type, field }) =>
        field.args.map((arg) => ({ coordinate: `${type.name}.${field.name}(${arg.name}:)`, arg })),
      )
      .filter(({ arg }) => !CHINESE.test(arg.description ?? ""));
    expect(silent.map(({ coordinate }) => coordinate)).toEqual([]);
  });

  test("every field is classified; the federation's own are not fields of the catalogue", async () => {
    const { schema } = await load();
    const classified = classificationsOf(schema);
    expect(classified.size).toBeGreaterThan(20);
    expect([...classified.keys()].filter((coordinate) => coordinate.includes("_"))).toEqual([]);
  });
});
