import {
  getNamedType,
  GraphQLError,
  isInputObjectType,
  parse,
  TypeInfo,
  validate,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type GraphQLNamedInputType,
} from "graphql";
import { sharingError } from "../errors.ts";
import type { CatalogueView } from "./catalogue-view.ts";

const MOST_CHARACTERS = 50_000;

const invalid = (messages: readonly string[]): Error =>
  sharingError("HUB_OPERATION_INVALID", { reason: { en: messages.join("\n"), zh: messages.join("\n") } });

const read = (view: CatalogueView, operation: string): DocumentNode => {
  if (operation.length > MOST_CHARACTERS) throw invalid([`Expected at most ${MOST_CHARACTERS} characters`]);
  try {
    const document = parse(operation, { noLocation: true, maxTokens: 10_000 });
    const errors = validate(view.schema(), document, undefined, { maxErrors: 10 });
    if (errors.length > 0) throw invalid(errors.map(({ message }) => message));
    return document;
  } catch (error) {
    if (error instanceof GraphQLError && error.extensions["code"] === undefined) throw invalid([error.message]);
    throw error;
  }
};

/** Collects the coordinates that a variable of an input type could give away, by every revealing field, nested ones included. */
const revealedByVariable = (view: CatalogueView, type: GraphQLNamedInputType, into: Set<string>): void => {
  const seen = new Set<string>();
  const walk = (input: GraphQLNamedInputType): void => {
    if (!isInputObjectType(input) || seen.has(input.name)) return;
    seen.add(input.name);
    for (const field of Object.values(input.getFields())) {
      for (const coordinate of view.catalogue.reveals.get(`${input.name}.${field.name}`) ?? []) into.add(coordinate);
      walk(getNamedType(field.type));
    }
  };
  walk(type);
};

/**
 * Exactly the coordinates that an operation needs, per concrete type, sorted: the fields that it selects and what its
 * arguments, filters and orders give away. Pure.
 * @throws HUB_OPERATION_INVALID when it does not parse or does not fit the graph
 */
export function coordinatesOfOperation(view: CatalogueView, operation: string): readonly string[] {
  const document = read(view, operation);
  const { reveals, possibleTypes } = view.catalogue;
  const needed = new Set<string>();
  const reveal = (where: string): void => {
    for (const coordinate of reveals.get(where) ?? []) needed.add(coordinate);
  };
  const info = new TypeInfo(view.schema());
  const concrete = (): readonly string[] => possibleTypes.get(info.getParentType()?.name ?? "") ?? [];
  visit(
    document,
    visitWithTypeInfo(info, {
      Field: ({ name }) => {
        if (name.value.startsWith("__")) return;
        for (const typeName of concrete()) needed.add(`${typeName}.${name.value}`);
      },
      Argument: ({ name }) => {
        const field = info.getFieldDef()?.name ?? "";
        for (const typeName of concrete()) reveal(`${typeName}.${field}(${name.value}:)`);
      },
      ObjectField: ({ name }) => {
        const parent = info.getParentInputType();
        if (parent) reveal(`${getNamedType(parent).name}.${name.value}`);
      },
      EnumValue: ({ value }) => {
        const type = info.getInputType();
        if (type) reveal(`${getNamedType(type).name}.${value}`);
      },
      Variable: () => {
        const type = info.getInputType();
        if (type) revealedByVariable(view, getNamedType(type), needed);
      },
    }),
  );
  return [...needed].filter((coordinate) => view.listed.has(coordinate)).sort();
}
