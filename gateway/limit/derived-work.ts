import {
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  parse,
  type SelectionSetNode,
  type TypeNode,
} from "graphql";

/**
 * A value that a department works out from others' data costs its process milliseconds, an object that is looked up some
 * twenty microseconds; with other work around it a value counts as so many objects, however few its inputs are.
 */
export const LEAST_WORK = 1_000;

/** The work with one input of a derived value, in objects: it is fetched from its owner, carried there and gone through. */
export const WORK_OF_INPUT = 20;

type Fields = ReadonlyMap<string, FieldDefinitionNode>;

const fieldsByType = ({ definitions }: DocumentNode): ReadonlyMap<string, Fields> =>
  new Map(
    definitions.flatMap((type) =>
      type.kind === Kind.OBJECT_TYPE_DEFINITION || type.kind === Kind.INTERFACE_TYPE_DEFINITION
        ? [[type.name.value, new Map((type.fields ?? []).map((field) => [field.name.value, field]))] as const]
        : [],
    ),
  );

/** Inputs as the supergraph says of each value by whom it is worked out: `@join__field(requires: "…")`. */
const requiredBy = ({ directives = [] }: FieldDefinitionNode): readonly string[] =>
  directives
    .filter(({ name }) => name.value === "join__field")
    .flatMap((directive) => directive.arguments ?? [])
    .flatMap(({ name, value }) => (name.value === "requires" && value.kind === Kind.STRING ? [value.value] : []));

/** A type's name, and how many values a field of it has where each list is of the assumed length. */
const shapeOf = (type: TypeNode, assumed: number): { readonly name: string; readonly values: number } => {
  if (type.kind === Kind.NAMED_TYPE) return { name: type.name.value, values: 1 };
  const { name, values } = shapeOf(type.type, assumed);
  return { name, values: type.kind === Kind.LIST_TYPE ? values * assumed : values };
};

/**
 * What each value that a department works out from others' fields weighs, by its coordinate, in objects of the cost. It follows
 * what the department has declared beside the derivation: its inputs (`@requires`), those below a list as often as the list is assumed
 * to be long; `LEAST_WORK` at least. Pure.
 */
export function derivedWork(supergraph: DocumentNode, assumed: number): ReadonlyMap<string, number> {
  const types = fieldsByType(supergraph);
  const inputsIn = ({ selections }: SelectionSetNode, typeName: string): number => {
    let inputs = 0;
    for (const selection of selections) {
      if (selection.kind === Kind.FRAGMENT_SPREAD) continue;
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        inputs += inputsIn(selection.selectionSet, selection.typeCondition?.name.value ?? typeName);
        continue;
      }
      const type = types.get(typeName)?.get(selection.name.value)?.type;
      if (!type) continue;
      const { name, values } = shapeOf(type, assumed);
      inputs += values * (selection.selectionSet ? inputsIn(selection.selectionSet, name) : 1);
    }
    return inputs;
  };
  const work = new Map<string, number>();
  for (const [typeName, fields] of types) {
    for (const [fieldName, field] of fields) {
      const required = requiredBy(field).map((fieldSet) => {
        const [operation] = parse(`{ ${fieldSet} }`, { noLocation: true }).definitions;
        return operation?.kind === Kind.OPERATION_DEFINITION ? inputsIn(operation.selectionSet, typeName) : 0;
      });
      if (required.length > 0)
        work.set(`${typeName}.${fieldName}`, Math.max(LEAST_WORK, WORK_OF_INPUT * Math.max(...required)));
    }
  }
  return work;
}
